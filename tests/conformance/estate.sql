-- One object of each kind, for changing one fact of it at a time.
CREATE SCHEMA app;
COMMENT ON SCHEMA app IS 'The application.';
CREATE TYPE app.mood AS ENUM ('sad', 'ok', 'glad');
COMMENT ON TYPE app.mood IS 'How one feels.';
CREATE DOMAIN app.email AS text COLLATE "C" CONSTRAINT email_form CHECK (VALUE LIKE '%@%');
CREATE TYPE app.point AS (x integer, y integer);
CREATE TYPE app.span AS RANGE (SUBTYPE = time);
CREATE COLLATION app.plain (LOCALE = 'C');
CREATE SEQUENCE app.tickets INCREMENT 1;
CREATE TABLE app.people (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT people_pkey PRIMARY KEY,
    name varchar(50) NOT NULL,
    email app.email,
    nick text,
    code varchar(50),
    note text DEFAULT 'none',
    born date,
    score integer NOT NULL DEFAULT 0,
    doubled integer GENERATED ALWAYS AS (score * 2) STORED,
    tags jsonb,
    CONSTRAINT people_name_key UNIQUE (name) DEFERRABLE,
    CONSTRAINT people_score_check CHECK (score >= 0)
);
COMMENT ON TABLE app.people IS 'Who there is.';
COMMENT ON COLUMN app.people.name IS 'As one is called.';
COMMENT ON CONSTRAINT people_score_check ON app.people IS 'Never below zero.';
CREATE INDEX people_name_idx ON app.people (lower(name)) WHERE score > 0;
COMMENT ON INDEX app.people_name_idx IS 'Search.';
CREATE INDEX people_nick_idx ON app.people (nick);
CREATE UNIQUE INDEX people_born_key ON app.people (born, score);
CREATE INDEX people_tags_idx ON app.people USING gin (tags);
CREATE TABLE app.bookings (
    id serial,
    person_id bigint,
    period int4range,
    state varchar(10),
    CONSTRAINT bookings_person_fk FOREIGN KEY (person_id) REFERENCES app.people (id),
    CONSTRAINT bookings_period_excl EXCLUDE USING gist (period WITH &&)
);
CREATE TABLE app.measures (at date NOT NULL, value integer) PARTITION BY RANGE (at);
CREATE INDEX measures_at_idx ON app.measures (at);
CREATE TABLE app.measures_1 PARTITION OF app.measures FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
CREATE TABLE app.measures_2 PARTITION OF app.measures FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');
CREATE TABLE app.animals (id integer, CONSTRAINT animals_id_check CHECK (id > 0));
CREATE TABLE app.dogs (race text) INHERITS (app.animals);
CREATE VIEW app.names AS SELECT id, name FROM app.people;
CREATE MATERIALIZED VIEW app.totals AS SELECT state, count(*) AS amount FROM app.bookings GROUP BY state;
CREATE UNIQUE INDEX totals_key ON app.totals (state);
CREATE FUNCTION app.add(a integer, b integer) RETURNS integer LANGUAGE sql AS 'SELECT a + b';
COMMENT ON FUNCTION app.add(integer, integer) IS 'The sum.';
CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE FUNCTION app.watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE PROCEDURE app.tidy() LANGUAGE sql AS 'SELECT 1';
CREATE AGGREGATE app.total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0');
CREATE OPERATOR app.=== (FUNCTION = int4eq, LEFTARG = integer, RIGHTARG = integer);
CREATE TRIGGER people_touch BEFORE UPDATE ON app.people FOR EACH ROW EXECUTE FUNCTION app.touch();
CREATE RULE names_log AS ON UPDATE TO app.names DO INSTEAD NOTHING;
CREATE EVENT TRIGGER watcher ON ddl_command_end EXECUTE FUNCTION app.watch();
ALTER EVENT TRIGGER watcher DISABLE;
ALTER TABLE app.people ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON app.people FOR SELECT TO pg_monitor USING (score > 0);
GRANT SELECT ON app.people TO pg_monitor;
GRANT UPDATE (nick) ON app.people TO pg_monitor;
CREATE PUBLICATION feed FOR TABLE app.people;
CREATE STATISTICS app.people_stats ON name, nick FROM app.people;
CREATE FOREIGN DATA WRAPPER far;
CREATE SERVER away FOREIGN DATA WRAPPER far OPTIONS (host 'a');
CREATE USER MAPPING FOR PUBLIC SERVER away;
CREATE FOREIGN TABLE app.remote (id integer, name text) SERVER away;
CREATE TEXT SEARCH CONFIGURATION app.words (COPY = simple);
