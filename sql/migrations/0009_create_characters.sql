-- A character belongs to one account, has a wallet and is in one system.
--
-- Why:     ships, goods and orders belong to characters, not to accounts.
-- Safe:    a new table; no release reads it yet.
-- depends: 0002_create_set_updated_at 0004_create_systems 0008_create_users
--
-- Money is numeric(20,2): sums of floating-point amounts depend on their order. NaN
-- sorts above every number, so "not negative" alone would let it in.
-- ON DELETE NO ACTION on both keys: an account is marked, not deleted, and a system
-- that somebody is in cannot go. The fillfactor leaves room for updates of the wallet
-- in the same page.

-- allow several-tables-locked: no release is out yet, nobody waits for these tables.
CREATE TABLE characters (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL,
    name varchar(50) NOT NULL,
    race varchar(50) NOT NULL,
    bloodline varchar(50) NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    wallet_balance numeric(20, 2) NOT NULL DEFAULT 0,
    current_system_id integer NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    CONSTRAINT characters_pkey PRIMARY KEY (id),
    CONSTRAINT idx_characters_name UNIQUE (name),
    CONSTRAINT characters_user_id_fkey
    FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE NO ACTION,
    CONSTRAINT characters_current_system_id_fkey
    FOREIGN KEY (current_system_id) REFERENCES systems (id) ON DELETE NO ACTION,
    CONSTRAINT characters_name_check
    CHECK (name <> '' AND name !~ '^\s|\s$' AND name IS NFC NORMALIZED),
    CONSTRAINT characters_race_check CHECK (race <> '' AND race !~ '^\s|\s$'),
    CONSTRAINT characters_bloodline_check
    CHECK (bloodline <> '' AND bloodline !~ '^\s|\s$'),
    CONSTRAINT characters_wallet_balance_check
    CHECK (wallet_balance >= 0 AND wallet_balance < 'NaN')
) WITH (fillfactor = 85);

CREATE TRIGGER characters_set_updated_at
BEFORE UPDATE ON characters
FOR EACH ROW WHEN (old.* IS DISTINCT FROM new.*)
EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE characters IS
'In-game characters.';
COMMENT ON COLUMN characters.name IS
'Unique also when case is ignored, and not given again after deletion.';
COMMENT ON COLUMN characters.race IS
'Chosen at creation; the list of races belongs to the game.';
COMMENT ON COLUMN characters.bloodline IS
'Chosen at creation; the list of bloodlines belongs to the game.';
COMMENT ON COLUMN characters.wallet_balance IS
'ISK, never negative.';
COMMENT ON COLUMN characters.current_system_id IS
'The system that the character is in now.';
COMMENT ON COLUMN characters.deleted_at IS
'NULL: in play. The row stays: ships, goods and orders refer to it.';
