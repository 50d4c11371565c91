-- What `check --self-test` changes, one block for each kind of object: its name, what the finding
-- must be about, what is there before, and below the dashes the change.

-- schema
-- schema echoes_selftest
CREATE SCHEMA echoes_selftest;
----
COMMENT ON SCHEMA echoes_selftest IS 'x';

-- table
-- table echoes_selftest.t
CREATE TABLE echoes_selftest.t (
    id integer NOT NULL,
    name text,
    CONSTRAINT t_check CHECK (id > 0)
);
----
ALTER TABLE echoes_selftest.t SET (fillfactor = 70);

-- column
-- column echoes_selftest.t.name
----
ALTER TABLE echoes_selftest.t ALTER name SET DEFAULT 'x';

-- constraint
-- constraint t_check on echoes_selftest.t
----
ALTER TABLE echoes_selftest.t DROP CONSTRAINT t_check, ADD CONSTRAINT t_check CHECK (id > 1);

-- index
-- index echoes_selftest.t_name
CREATE INDEX t_name ON echoes_selftest.t (name);
----
ALTER INDEX echoes_selftest.t_name SET (fillfactor = 70);

-- partition
-- table echoes_selftest.part
CREATE TABLE echoes_selftest.whole (id integer) PARTITION BY LIST (id);
CREATE TABLE echoes_selftest.part PARTITION OF echoes_selftest.whole FOR VALUES IN (1);
----
ALTER TABLE echoes_selftest.whole DETACH PARTITION echoes_selftest.part;

-- function
-- function echoes_selftest.f()
CREATE FUNCTION echoes_selftest.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
----
ALTER FUNCTION echoes_selftest.f() SECURITY DEFINER;

-- trigger
-- trigger t_touch on echoes_selftest.t
CREATE TRIGGER t_touch AFTER INSERT ON echoes_selftest.t
FOR EACH ROW EXECUTE FUNCTION echoes_selftest.f();
----
ALTER TABLE echoes_selftest.t DISABLE TRIGGER t_touch;

-- view
-- view echoes_selftest.v
CREATE VIEW echoes_selftest.v AS SELECT id, name FROM echoes_selftest.t;
----
ALTER VIEW echoes_selftest.v SET (security_barrier = true);

-- rule
-- rule t_quiet on table echoes_selftest.t
CREATE RULE t_quiet AS ON DELETE TO echoes_selftest.t DO ALSO NOTHING;
----
ALTER TABLE echoes_selftest.t DISABLE RULE t_quiet;

-- materialized view
-- materialized view echoes_selftest.m
CREATE MATERIALIZED VIEW echoes_selftest.m AS SELECT id FROM echoes_selftest.t;
----
ALTER MATERIALIZED VIEW echoes_selftest.m SET (fillfactor = 70);

-- aggregate
-- aggregate echoes_selftest.total(integer)
CREATE AGGREGATE echoes_selftest.total(integer) (SFUNC = int4pl, STYPE = integer);
----
COMMENT ON AGGREGATE echoes_selftest.total(integer) IS 'x';

-- sequence
-- sequence echoes_selftest.s
CREATE SEQUENCE echoes_selftest.s;
----
ALTER SEQUENCE echoes_selftest.s INCREMENT 5;

-- enum
-- enum echoes_selftest.mood
CREATE TYPE echoes_selftest.mood AS ENUM ('sad');
----
ALTER TYPE echoes_selftest.mood ADD VALUE 'glad';

-- domain
-- domain echoes_selftest.email
CREATE DOMAIN echoes_selftest.email AS text CONSTRAINT form CHECK (VALUE LIKE '%@%');
----
ALTER DOMAIN echoes_selftest.email SET DEFAULT 'a@b';

-- domain constraint
-- domain constraint form on domain echoes_selftest.email
----
COMMENT ON CONSTRAINT form ON DOMAIN echoes_selftest.email IS 'x';

-- composite type
-- composite type echoes_selftest.pair
CREATE TYPE echoes_selftest.pair AS (x integer);
----
ALTER TYPE echoes_selftest.pair ADD ATTRIBUTE y integer;

-- range
-- range echoes_selftest.span
CREATE TYPE echoes_selftest.span AS RANGE (SUBTYPE = time);
----
COMMENT ON TYPE echoes_selftest.span IS 'x';

-- collation
-- collation echoes_selftest.plain
CREATE COLLATION echoes_selftest.plain (LOCALE = 'C');
----
COMMENT ON COLLATION echoes_selftest.plain IS 'x';

-- policy
-- policy own on table echoes_selftest.t
CREATE POLICY own ON echoes_selftest.t USING (id > 0);
----
ALTER POLICY own ON echoes_selftest.t USING (true);

-- privileges
-- privileges of PUBLIC on table echoes_selftest.t
----
GRANT SELECT ON echoes_selftest.t TO PUBLIC;

-- default privileges
-- default privileges for role * in schema echoes_selftest on tables
----
ALTER DEFAULT PRIVILEGES IN SCHEMA echoes_selftest GRANT SELECT ON TABLES TO PUBLIC;

-- statistics object
-- statistics object echoes_selftest.t_stats
CREATE STATISTICS echoes_selftest.t_stats ON id, name FROM echoes_selftest.t;
----
ALTER STATISTICS echoes_selftest.t_stats SET STATISTICS 5;

-- operator
-- operator echoes_selftest.===(integer,integer)
CREATE OPERATOR echoes_selftest.=== (FUNCTION = int4eq, LEFTARG = integer, RIGHTARG = integer);
----
COMMENT ON OPERATOR echoes_selftest.=== (integer, integer) IS 'x';

-- operator family
-- operator family echoes_selftest.fam for btree
CREATE OPERATOR FAMILY echoes_selftest.fam USING btree;
----
COMMENT ON OPERATOR FAMILY echoes_selftest.fam USING btree IS 'x';

-- operator class
-- operator class echoes_selftest.cls for btree
CREATE OPERATOR CLASS echoes_selftest.cls FOR TYPE integer USING btree FAMILY echoes_selftest.fam
AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
FUNCTION 1 btint4cmp(integer, integer);
----
COMMENT ON OPERATOR CLASS echoes_selftest.cls USING btree IS 'x';

-- cast
-- cast (echoes_selftest.pair AS json)
CREATE CAST (echoes_selftest.pair AS json) WITH INOUT;
----
COMMENT ON CAST (echoes_selftest.pair AS json) IS 'x';

-- conversion
-- conversion echoes_selftest.recode
CREATE CONVERSION echoes_selftest.recode FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
----
COMMENT ON CONVERSION echoes_selftest.recode IS 'x';

-- text search dictionary
-- text search dictionary echoes_selftest.stems
CREATE TEXT SEARCH DICTIONARY echoes_selftest.stems (TEMPLATE = simple);
----
ALTER TEXT SEARCH DICTIONARY echoes_selftest.stems (Accept = false);

-- text search configuration
-- text search configuration echoes_selftest.words
CREATE TEXT SEARCH CONFIGURATION echoes_selftest.words (COPY = simple);
----
ALTER TEXT SEARCH CONFIGURATION echoes_selftest.words DROP MAPPING FOR word;

-- text search parser
-- text search parser echoes_selftest.cutter
CREATE TEXT SEARCH PARSER echoes_selftest.cutter (
    START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype
);
----
COMMENT ON TEXT SEARCH PARSER echoes_selftest.cutter IS 'x';

-- text search template
-- text search template echoes_selftest.mould
CREATE TEXT SEARCH TEMPLATE echoes_selftest.mould (LEXIZE = dsimple_lexize);
----
COMMENT ON TEXT SEARCH TEMPLATE echoes_selftest.mould IS 'x';

-- type
-- type echoes_selftest.shell
CREATE TYPE echoes_selftest.shell;
----
COMMENT ON TYPE echoes_selftest.shell IS 'x';

-- publication
-- publication echoes_selftest
CREATE PUBLICATION echoes_selftest FOR TABLE echoes_selftest.t;
----
ALTER PUBLICATION echoes_selftest SET (publish = 'insert');

-- event trigger
-- event trigger echoes_selftest
CREATE FUNCTION echoes_selftest.watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE EVENT TRIGGER echoes_selftest ON ddl_command_end EXECUTE FUNCTION echoes_selftest.watch();
----
ALTER EVENT TRIGGER echoes_selftest DISABLE;

-- foreign-data wrapper
-- foreign-data wrapper echoes_selftest
CREATE FOREIGN DATA WRAPPER echoes_selftest;
----
COMMENT ON FOREIGN DATA WRAPPER echoes_selftest IS 'x';

-- server
-- server echoes_selftest
CREATE SERVER echoes_selftest FOREIGN DATA WRAPPER echoes_selftest OPTIONS (host 'a');
----
ALTER SERVER echoes_selftest OPTIONS (SET host 'b');

-- user mapping
-- user mapping PUBLIC on server echoes_selftest
CREATE USER MAPPING FOR PUBLIC SERVER echoes_selftest OPTIONS (user 'a');
----
DROP USER MAPPING FOR PUBLIC SERVER echoes_selftest;

-- foreign table
-- table echoes_selftest.remote
CREATE FOREIGN TABLE echoes_selftest.remote (id integer) SERVER echoes_selftest;
----
ALTER FOREIGN TABLE echoes_selftest.remote OPTIONS (name 'x');

-- language
-- language echoes_selftest
CREATE LANGUAGE echoes_selftest HANDLER plpgsql_call_handler;
----
COMMENT ON LANGUAGE echoes_selftest IS 'x';

-- transform
-- transform for echoes_selftest.pair language echoes_selftest
CREATE FUNCTION echoes_selftest.out_of(internal) RETURNS internal IMMUTABLE
LANGUAGE internal AS 'numeric_send';
CREATE TRANSFORM FOR echoes_selftest.pair LANGUAGE echoes_selftest (
    FROM SQL WITH FUNCTION echoes_selftest.out_of(internal)
);
----
COMMENT ON TRANSFORM FOR echoes_selftest.pair LANGUAGE echoes_selftest IS 'x';

-- access method
-- access method echoes_selftest
CREATE ACCESS METHOD echoes_selftest TYPE TABLE HANDLER heap_tableam_handler;
----
COMMENT ON ACCESS METHOD echoes_selftest IS 'x';
