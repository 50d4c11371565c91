-- What was there before each case.
CREATE SCHEMA app;
CREATE TABLE guilds (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tag text NOT NULL
);
CREATE TABLE players (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email text,
    nick varchar(20),
    balance numeric(10, 2) NOT NULL DEFAULT 0,
    born timestamp,
    profile json,
    state text NOT NULL DEFAULT 'new',
    code char(4),
    level int NOT NULL DEFAULT 1,
    flags varbit(8),
    ip cidr,
    guild_id bigint CONSTRAINT players_guild_id_fkey REFERENCES guilds,
    proven text CONSTRAINT players_proven_check CHECK (proven IS NOT NULL),
    ranged int CONSTRAINT players_ranged_check CHECK (ranged BETWEEN 1 AND 9)
);
CREATE INDEX idx_players_guild_id ON players (guild_id);
CREATE INDEX idx_players_email ON players (email);
CREATE UNIQUE INDEX uq_players_nick ON players (nick);
CREATE UNIQUE INDEX uq_players_state ON players (state, id);
ALTER TABLE players ADD CONSTRAINT players_level_check CHECK (level > 0) NOT VALID;
CREATE TABLE "Orders" ("Id" int PRIMARY KEY, "Total" numeric, "Note" varchar(40));
CREATE TABLE app.items (
    id int PRIMARY KEY,
    player_id bigint CONSTRAINT items_player_id_fkey REFERENCES players,
    name varchar(10),
    kind text
);
CREATE TABLE keyless (id bigint NOT NULL, ref bigint);
CREATE UNIQUE INDEX uq_keyless_id ON keyless (id);
CREATE UNIQUE INDEX uq_keyless_ref ON keyless (ref);
CREATE TABLE events (
    id bigint NOT NULL,
    at timestamptz NOT NULL,
    kind text,
    player_id bigint
) PARTITION BY RANGE (at);
CREATE TABLE events_2024 PARTITION OF events
FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE events_rest PARTITION OF events DEFAULT;
CREATE TABLE metrics (k text NOT NULL, v int) PARTITION BY LIST (k);
CREATE TABLE metrics_a PARTITION OF metrics FOR VALUES IN ('a');
CREATE TABLE old_metrics (k text NOT NULL, v int);
CREATE INDEX idx_metrics_v ON metrics (v);
CREATE DOMAIN positive AS int CHECK (VALUE > 0);
CREATE DOMAIN small_positive AS positive;
CREATE DOMAIN label AS text;
CREATE DOMAIN grade AS int;
CREATE TABLE exams (id bigint PRIMARY KEY, mark grade);
CREATE TYPE mood AS ENUM ('sad', 'fine');
CREATE TABLE diaries (id bigint PRIMARY KEY, mood mood, note text);
CREATE VIEW player_names AS SELECT id, code AS nick FROM players;
CREATE MATERIALIZED VIEW ranking AS SELECT id, state AS level FROM players;
CREATE UNIQUE INDEX uq_ranking_id ON ranking (id);
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE FUNCTION token() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN random()::text; END $$;
CREATE FUNCTION region() RETURNS text LANGUAGE plpgsql STABLE AS $$ BEGIN RETURN 'eu'; END $$;
CREATE TRIGGER noted AFTER INSERT ON players FOR EACH ROW EXECUTE FUNCTION note();
CREATE TABLE letters (id bigint PRIMARY KEY, owner text NOT NULL, body text);
ALTER TABLE letters ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_letters ON letters USING (owner = current_user);
CREATE SEQUENCE tickets;
CREATE ROLE cases_reader NOLOGIN;
