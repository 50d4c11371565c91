-- A user is a player's account, known by one name and one email address.
--
-- Why:     everything that a player owns hangs on the account.
-- Safe:    a new table; no release reads it yet.
-- depends: 0002_create_set_updated_at
--
-- The UNIQUE constraints carry the documented index names, so that one index serves
-- both the rule and the documented look-up. An account is never deleted, only marked:
-- its characters and their trades must keep their owner. The hash rule makes "no
-- plaintext is stored" a rule of the database. A refused row is written to the server's
-- log with its values: keep log_error_verbosity at terse.

CREATE TABLE users (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    username varchar(50) NOT NULL,
    email varchar(254) NOT NULL,
    password_hash varchar(255) NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    last_login timestamptz,
    updated_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    CONSTRAINT users_pkey PRIMARY KEY (id),
    CONSTRAINT idx_users_username UNIQUE (username),
    CONSTRAINT idx_users_email UNIQUE (email),
    CONSTRAINT users_username_check
    CHECK (username <> '' AND username !~ '^\s|\s$' AND username IS NFC NORMALIZED),
    CONSTRAINT users_email_check CHECK (email ~ '^[^@\s]+@[^@\s]+$'),
    CONSTRAINT users_password_hash_check
    CHECK (
        password_hash ~ '^\$2[abxy]\$\d\d\$[./A-Za-z0-9]{53}$'
        OR password_hash ~ (
            '^\$argon2(id|i|d)\$(v=\d+\$)?[a-z]+=\d+(,[a-z]+=[^,$]+)*'
            '\$[A-Za-z0-9+/]+\$[A-Za-z0-9+/]+$'
        )
    )
);

CREATE TRIGGER users_set_updated_at
BEFORE UPDATE ON users
FOR EACH ROW WHEN (old.* IS DISTINCT FROM new.*)
EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE users IS
'Player accounts.';
COMMENT ON COLUMN users.username IS
'Name to log in with; unique also when case is ignored.';
COMMENT ON COLUMN users.email IS
'Address to write to; unique also when case is ignored.';
COMMENT ON COLUMN users.password_hash IS
'bcrypt or Argon2 hash in its printed form. Never a password.';
COMMENT ON COLUMN users.last_login IS
'NULL: has never logged in.';
COMMENT ON COLUMN users.deleted_at IS
'NULL: in use. The row stays: characters and trades refer to it.';
