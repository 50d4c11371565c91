-- Objects of the rarer kinds and with the rarer facts, for changing one fact of them at a time.
CREATE SCHEMA realm;
CREATE FUNCTION realm.state(integer, integer) RETURNS integer IMMUTABLE LANGUAGE sql AS 'SELECT $1 + $2';
CREATE FUNCTION realm.state2(integer, integer) RETURNS integer IMMUTABLE LANGUAGE sql AS 'SELECT $2 + $1';
CREATE FUNCTION realm.final(integer) RETURNS integer IMMUTABLE LANGUAGE sql AS 'SELECT $1';
CREATE FUNCTION realm.final2(integer) RETURNS integer IMMUTABLE LANGUAGE sql AS 'SELECT $1 + 0';
CREATE FUNCTION realm.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE FUNCTION realm.watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE FUNCTION realm.watch2() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN NULL; END';
CREATE FUNCTION realm.series(low integer, OUT a integer, OUT b text) RETURNS SETOF record
LANGUAGE sql AS 'SELECT 1, NULL::text';
CREATE FUNCTION realm.label(a integer, b text DEFAULT 'x') RETURNS text LANGUAGE sql AS 'SELECT b';
CREATE FUNCTION realm.gather(VARIADIC parts integer[]) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION realm.native(integer) RETURNS integer LANGUAGE internal AS 'int4abs';
CREATE FUNCTION realm.parsed(a integer) RETURNS integer LANGUAGE sql RETURN a + 1;
CREATE PROCEDURE realm.act(a integer, INOUT b integer) LANGUAGE plpgsql AS 'BEGIN END';

CREATE TYPE realm.pair AS (x integer, y varchar(9));
COMMENT ON COLUMN realm.pair.x IS 'To the right.';
CREATE FUNCTION realm.same(realm.pair, realm.pair) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT $1.x = $2.x';
CREATE FUNCTION realm.less(realm.pair, realm.pair) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT $1.x < $2.x';
CREATE FUNCTION realm.more(realm.pair, realm.pair) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT $1.x > $2.x';
CREATE FUNCTION realm.order(realm.pair, realm.pair) RETURNS integer IMMUTABLE LANGUAGE sql AS 'SELECT $1.x - $2.x';
CREATE FUNCTION realm.to_pair(integer) RETURNS realm.pair IMMUTABLE LANGUAGE sql AS 'SELECT ROW($1, NULL)::realm.pair';
CREATE FUNCTION realm.to_pair2(integer) RETURNS realm.pair IMMUTABLE LANGUAGE sql AS 'SELECT ROW($1, 1)::realm.pair';
CREATE OPERATOR realm.<< (FUNCTION = realm.less, LEFTARG = realm.pair, RIGHTARG = realm.pair, COMMUTATOR = OPERATOR(realm.>>), RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
CREATE OPERATOR realm.>> (FUNCTION = realm.more, LEFTARG = realm.pair, RIGHTARG = realm.pair, COMMUTATOR = OPERATOR(realm.<<));
CREATE OPERATOR realm.== (FUNCTION = realm.same, LEFTARG = realm.pair, RIGHTARG = realm.pair);
CREATE OPERATOR FAMILY realm.pair_family USING btree;
CREATE OPERATOR CLASS realm.pair_class FOR TYPE realm.pair USING btree FAMILY realm.pair_family AS
OPERATOR 1 realm.<<, OPERATOR 3 realm.==, OPERATOR 5 realm.>>, FUNCTION 1 realm.order(realm.pair, realm.pair);
CREATE CAST (integer AS realm.pair) WITH FUNCTION realm.to_pair(integer) AS ASSIGNMENT;
CREATE AGGREGATE realm.total(integer) (
    SFUNC = realm.state, STYPE = integer, FINALFUNC = realm.final, COMBINEFUNC = int4pl,
    MSFUNC = realm.state, MINVFUNC = realm.state2, MSTYPE = integer, PARALLEL = safe
);
CREATE CONVERSION realm.recode FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE COLLATION realm.plain (PROVIDER = libc, LOCALE = 'C');
CREATE TEXT SEARCH DICTIONARY realm.stems (TEMPLATE = simple, STOPWORDS = english);
CREATE TEXT SEARCH PARSER realm.cutter (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
CREATE TEXT SEARCH TEMPLATE realm.mould (LEXIZE = dsimple_lexize, INIT = dsimple_init);
CREATE TEXT SEARCH CONFIGURATION realm.words (PARSER = pg_catalog."default");
ALTER TEXT SEARCH CONFIGURATION realm.words ADD MAPPING FOR asciiword, word WITH simple;
CREATE ACCESS METHOD stack TYPE TABLE HANDLER heap_tableam_handler;
-- pg_dump leaves out the functions of a language where they are the system's.
CREATE FUNCTION realm.speech_call() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE FUNCTION realm.speech_inline(internal) RETURNS void LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_inline_handler';
CREATE FUNCTION realm.speech_check(oid) RETURNS void LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_validator';
CREATE LANGUAGE speech HANDLER realm.speech_call INLINE realm.speech_inline VALIDATOR realm.speech_check;
CREATE FUNCTION realm.out_of(internal) RETURNS internal IMMUTABLE LANGUAGE internal AS 'numeric_send';
CREATE TYPE realm.mood AS ENUM ('sad', 'ok');
CREATE TYPE realm.ways AS ENUM ('to  and', E'fro\nagain\\', E'l\r1');
CREATE TYPE realm.span AS RANGE (SUBTYPE = text, COLLATION = "C", MULTIRANGE_TYPE_NAME = realm.spans);
CREATE DOMAIN realm.email AS varchar(80) DEFAULT 'a@b' CONSTRAINT form CHECK (VALUE LIKE '%@%');
CREATE TYPE realm.word;
CREATE FUNCTION realm.word_in(cstring) RETURNS realm.word IMMUTABLE STRICT LANGUAGE internal AS 'textin';
CREATE FUNCTION realm.word_out(realm.word) RETURNS cstring IMMUTABLE STRICT LANGUAGE internal AS 'textout';
CREATE TYPE realm.word (INPUT = realm.word_in, OUTPUT = realm.word_out, INTERNALLENGTH = variable);
CREATE SEQUENCE realm.tickets AS integer START 5 INCREMENT 2 MINVALUE 1 MAXVALUE 1000 CACHE 3;

CREATE TABLE realm.regions (
    id bigint GENERATED BY DEFAULT AS IDENTITY,
    name text NOT NULL COLLATE "C",
    code char(3) CONSTRAINT regions_code_key UNIQUE,
    serial_no serial,
    size numeric(9, 2) DEFAULT 1.5,
    area numeric GENERATED ALWAYS AS (size * 2) STORED,
    at timestamptz(3),
    marks integer[],
    mood realm.mood DEFAULT 'ok',
    mail realm.email,
    CONSTRAINT regions_pkey PRIMARY KEY (id),
    CONSTRAINT regions_name_key UNIQUE NULLS NOT DISTINCT (name, code) INCLUDE (size) WITH (fillfactor = 80),
    CONSTRAINT regions_size_check CHECK (size > 0),
    CONSTRAINT regions_span_check CHECK (size BETWEEN 1 AND 5 AND code IN ('a', 'b'))
) WITH (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.1, toast.autovacuum_enabled = off);
CREATE UNIQUE INDEX regions_id_name ON realm.regions (id, name);
CREATE INDEX regions_lower ON realm.regions (lower(name) DESC NULLS LAST, size) INCLUDE (code) WHERE size > 1;
CREATE INDEX regions_brin ON realm.regions USING brin (at) WITH (pages_per_range = 32);
CREATE INDEX regions_gist ON realm.regions USING gist (to_tsvector('simple', name) tsvector_ops (siglen = 100));
ALTER TABLE realm.regions ALTER name SET STATISTICS 200, ALTER name SET (n_distinct = 10), ALTER name SET STORAGE MAIN;
CREATE TABLE realm.systems (
    id uuid NOT NULL,
    region_id bigint,
    region_name text,
    during int4range,
    CONSTRAINT systems_pkey PRIMARY KEY (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT systems_region_fk FOREIGN KEY (region_id) REFERENCES realm.regions (id)
    ON UPDATE CASCADE ON DELETE SET NULL (region_id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT systems_during_excl EXCLUDE USING gist (during WITH &&) WHERE (region_id > 0)
);
CREATE TABLE realm.log (at date NOT NULL, kind text COLLATE "C", note text) PARTITION BY LIST (kind COLLATE "C" text_pattern_ops);
CREATE INDEX log_at ON realm.log (at);
CREATE TABLE realm.log_a PARTITION OF realm.log FOR VALUES IN ('a', 'b');
CREATE TABLE realm.log_rest PARTITION OF realm.log DEFAULT;
CREATE TABLE realm.spread (id integer) PARTITION BY HASH (id);
CREATE TABLE realm.spread_0 PARTITION OF realm.spread FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE realm.days (at date, n integer) PARTITION BY RANGE (at, n);
CREATE TABLE realm.days_1 PARTITION OF realm.days FOR VALUES FROM ('2026-01-01', MINVALUE) TO ('2026-02-01', MAXVALUE) PARTITION BY LIST (n);
CREATE TABLE realm.walls (height integer CONSTRAINT walls_height_check CHECK (height > 0));
CREATE TABLE realm.doors (width integer);
CREATE TABLE realm.gates (locked boolean) INHERITS (realm.walls, realm.doors);
CREATE TABLE realm.typed OF realm.pair;
CREATE UNLOGGED TABLE realm.fleeting (id integer);
CREATE TABLE realm.stacked (id integer) USING stack;

CREATE VIEW realm.small WITH (security_barrier = true) AS
SELECT id, name, size FROM realm.regions WHERE size < 3 WITH CASCADED CHECK OPTION;
CREATE VIEW realm.joined AS SELECT s.id, r.name FROM realm.systems s JOIN realm.regions r ON r.id = s.region_id;
CREATE RULE joined_insert AS ON INSERT TO realm.joined DO INSTEAD NOTHING;
CREATE RULE log_guard AS ON DELETE TO realm.walls WHERE old.height > 9 DO INSTEAD NOTHING;
CREATE MATERIALIZED VIEW realm.counts WITH (fillfactor = 90) AS SELECT name, count(*) AS n FROM realm.regions GROUP BY name;
CREATE UNIQUE INDEX counts_key ON realm.counts (name);
CREATE TRIGGER regions_touch BEFORE INSERT OR UPDATE OF name, size ON realm.regions
FOR EACH ROW WHEN (new.size > 1) EXECUTE FUNCTION realm.touch('a', 'b');
CREATE TRIGGER regions_seen AFTER UPDATE ON realm.regions REFERENCING OLD TABLE AS was NEW TABLE AS now_is
FOR EACH STATEMENT EXECUTE FUNCTION realm.touch();
CREATE CONSTRAINT TRIGGER systems_later AFTER INSERT ON realm.systems FROM realm.regions
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION realm.touch();
CREATE TRIGGER joined_touch INSTEAD OF UPDATE ON realm.joined FOR EACH ROW EXECUTE FUNCTION realm.touch();
CREATE TRIGGER log_touch AFTER INSERT ON realm.log FOR EACH ROW EXECUTE FUNCTION realm.touch();
CREATE EVENT TRIGGER guard ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'ALTER TABLE') EXECUTE FUNCTION realm.watch();
CREATE POLICY mine ON realm.regions AS PERMISSIVE FOR UPDATE TO pg_monitor USING (size > 0) WITH CHECK (size > 1);
ALTER TABLE realm.regions ENABLE ROW LEVEL SECURITY;
CREATE STATISTICS realm.regions_stats (ndistinct, mcv) ON name, code FROM realm.regions;
CREATE STATISTICS realm.regions_expr ON (lower(name)) FROM realm.regions;
CREATE PUBLICATION feed FOR TABLE realm.regions (id, name, code) WHERE (size > 1) WITH (publish = 'insert, update', publish_via_partition_root = true);
CREATE PUBLICATION news FOR TABLES IN SCHEMA realm;
CREATE FOREIGN DATA WRAPPER far OPTIONS (debug 'true');
CREATE SERVER away TYPE 'x' VERSION '1' FOREIGN DATA WRAPPER far OPTIONS (host 'a', port '1');
CREATE USER MAPPING FOR PUBLIC SERVER away OPTIONS (user 'bob', password 'hush');
CREATE FOREIGN TABLE realm.remote (id integer OPTIONS (column_name 'i') NOT NULL, name text) SERVER away OPTIONS (table_name 't');
GRANT SELECT, INSERT ON realm.regions TO pg_monitor;
GRANT UPDATE (code) ON realm.regions TO pg_monitor;
GRANT USAGE ON SEQUENCE realm.tickets TO pg_monitor;
GRANT EXECUTE ON FUNCTION realm.label(integer, text) TO pg_monitor;
GRANT USAGE ON TYPE realm.email TO pg_monitor;
ALTER DEFAULT PRIVILEGES IN SCHEMA realm GRANT SELECT ON TABLES TO pg_monitor;
CREATE TABLE realm.drawers (id serial, other integer DEFAULT nextval('realm.drawers_id_seq'));
CREATE TABLE realm.notes (id serial, kind text) PARTITION BY LIST (kind);
CREATE TABLE realm.a_notes PARTITION OF realm.notes FOR VALUES IN ('a');
CREATE TABLE realm.doodles (id serial);
CREATE TABLE realm.a_doodles () INHERITS (realm.doodles);
