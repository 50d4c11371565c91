-- Single changes of one fact each in the database of realm.sql. Above each stand its name and the
-- findings that it must give; [16] is the first version that knows it.

-- column default drop
-- changed-default: column realm.regions.size
ALTER TABLE realm.regions ALTER size DROP DEFAULT;

-- column default func
-- changed-default: column realm.regions.at
ALTER TABLE realm.regions ALTER at SET DEFAULT now();

-- timestamptz precision
-- changed-type: column realm.regions.at
ALTER TABLE realm.regions ALTER at TYPE timestamptz(6);

-- array type
-- changed-type: column realm.regions.marks
ALTER TABLE realm.regions ALTER marks TYPE bigint[];

-- numeric scale
-- extra-column: column realm.systems.z
ALTER TABLE realm.systems ADD z numeric(9,2);

-- column rename
-- extra-column: column realm.regions.signs
-- missing-column: column realm.regions.marks
ALTER TABLE realm.regions RENAME marks TO signs;

-- identity to always
-- changed-identity: column realm.regions.id
ALTER TABLE realm.regions ALTER id SET GENERATED ALWAYS;

-- identity start
-- changed-sequence: column realm.regions.id
ALTER TABLE realm.regions ALTER id SET START 7;

-- identity cycle
-- changed-sequence: column realm.regions.id
ALTER TABLE realm.regions ALTER id SET CYCLE;

-- identity cache
-- changed-sequence: column realm.regions.id
ALTER TABLE realm.regions ALTER id SET CACHE 9;

-- identity min
-- changed-sequence: column realm.regions.id
ALTER TABLE realm.regions ALTER id SET MINVALUE -5;

-- identity max
-- changed-sequence: column realm.regions.id
ALTER TABLE realm.regions ALTER id SET MAXVALUE 500;

-- identity drop
-- changed-identity: column realm.regions.id
ALTER TABLE realm.regions ALTER id DROP IDENTITY;

-- identity sequence renamed
-- changed-sequence: column realm.regions.id
ALTER SEQUENCE realm.regions_id_seq RENAME TO numbers;

-- identity sequence type
-- changed-sequence: column realm.regions.id
ALTER SEQUENCE realm.regions_id_seq AS integer;

-- identity sequence comment
-- extra-sequence: sequence realm.regions_id_seq
COMMENT ON SEQUENCE realm.regions_id_seq IS 'x';

-- identity sequence unlogged
-- changed-sequence: column realm.regions.id
ALTER SEQUENCE realm.regions_id_seq SET UNLOGGED;

-- identity sequence grant
-- extra-privileges: privileges of pg_monitor on sequence realm.regions_id_seq
GRANT USAGE ON SEQUENCE realm.regions_id_seq TO pg_monitor;

-- serial sequence renamed
-- changed-default: column realm.regions.serial_no
ALTER SEQUENCE realm.regions_serial_no_seq RENAME TO numbers;

-- serial sequence max
-- changed-sequence: column realm.regions.serial_no
ALTER SEQUENCE realm.regions_serial_no_seq MAXVALUE 99;

-- serial sequence owner none
-- extra-sequence: sequence realm.regions_serial_no_seq
ALTER SEQUENCE realm.regions_serial_no_seq OWNED BY NONE;

-- serial sequence schema
-- changed-default: column realm.regions.serial_no
-- extra-sequence: sequence regions_serial_no_seq
ALTER SEQUENCE realm.regions_serial_no_seq OWNED BY NONE;
ALTER SEQUENCE realm.regions_serial_no_seq SET SCHEMA public;

-- column not null
-- changed-nullability: column realm.regions.size
ALTER TABLE realm.regions ALTER size SET NOT NULL;

-- statistics
-- changed-statistics: column realm.regions.name
ALTER TABLE realm.regions ALTER name SET STATISTICS 100;

-- statistics reset
-- changed-statistics: column realm.regions.name
ALTER TABLE realm.regions ALTER name SET STATISTICS -1;

-- n_distinct
-- changed-options: column realm.regions.name
ALTER TABLE realm.regions ALTER name SET (n_distinct = 11);

-- n_distinct_inherited
-- changed-options: column realm.regions.name
ALTER TABLE realm.regions ALTER name SET (n_distinct_inherited = 11);

-- n_distinct reset
-- changed-options: column realm.regions.name
ALTER TABLE realm.regions ALTER name RESET (n_distinct);

-- storage
-- changed-storage: column realm.regions.name
ALTER TABLE realm.regions ALTER name SET STORAGE EXTERNAL;

-- compression
-- changed-compression: column realm.regions.name
ALTER TABLE realm.regions ALTER name SET COMPRESSION pglz;

-- domain column type
-- changed-type: column realm.regions.mail
ALTER TABLE realm.regions ALTER mail TYPE varchar(80);

-- generated drop
-- changed-generation: column realm.regions.area
ALTER TABLE realm.regions ALTER area DROP EXPRESSION;

-- enum default
-- changed-default: column realm.regions.mood
ALTER TABLE realm.regions ALTER mood SET DEFAULT 'sad';

-- fdw column option
-- changed-options: column realm.remote.id
ALTER FOREIGN TABLE realm.remote ALTER id OPTIONS (SET column_name 'j');

-- fdw column not null
-- changed-nullability: column realm.remote.id
ALTER FOREIGN TABLE realm.remote ALTER id DROP NOT NULL;

-- fdw table option
-- changed-options: table realm.remote
ALTER FOREIGN TABLE realm.remote OPTIONS (SET table_name 'u');

-- fdw check
-- extra-constraint: constraint c on realm.remote
ALTER FOREIGN TABLE realm.remote ADD CONSTRAINT c CHECK (id > 0);

-- fdw column default
-- changed-default: column realm.remote.name
ALTER FOREIGN TABLE realm.remote ALTER name SET DEFAULT 'q';

-- view column default
-- changed-default: column realm.small.name
ALTER VIEW realm.small ALTER name SET DEFAULT 'x';

-- materialized view column statistics
-- changed-options: column realm.counts.name
ALTER MATERIALIZED VIEW realm.counts ALTER name SET STATISTICS 7;

-- materialized view column ndistinct
-- changed-options: column realm.counts.name
ALTER MATERIALIZED VIEW realm.counts ALTER name SET (n_distinct = 5);

-- materialized view column storage
-- changed-options: column realm.counts.name
ALTER MATERIALIZED VIEW realm.counts ALTER name SET STORAGE EXTERNAL;

-- materialized view column compression
-- changed-options: column realm.counts.name
ALTER MATERIALIZED VIEW realm.counts ALTER name SET COMPRESSION pglz;

-- materialized view fillfactor
-- changed-options: materialized view realm.counts
ALTER MATERIALIZED VIEW realm.counts SET (fillfactor = 50);

-- materialized view clustered
-- changed-clustering: index realm.counts_key
ALTER MATERIALIZED VIEW realm.counts CLUSTER ON counts_key;

-- materialized view owner
-- changed-owner: materialized view realm.counts
ALTER MATERIALIZED VIEW realm.counts OWNER TO pg_monitor;

-- materialized view comment
-- changed-comment: materialized view realm.counts
COMMENT ON MATERIALIZED VIEW realm.counts IS 'x';

-- materialized view column comment
-- changed-comment: column realm.counts.n
COMMENT ON COLUMN realm.counts.n IS 'x';

-- materialized view index comment
-- changed-comment: index realm.counts_key
COMMENT ON INDEX realm.counts_key IS 'x';

-- materialized view autovacuum
-- changed-options: materialized view realm.counts
ALTER MATERIALIZED VIEW realm.counts SET (autovacuum_enabled = off);

-- materialized view access method
-- changed-access-method: materialized view realm.counts
ALTER MATERIALIZED VIEW realm.counts SET ACCESS METHOD stack;

-- storage parameter
-- changed-options: table realm.regions
ALTER TABLE realm.regions SET (autovacuum_vacuum_scale_factor = 0.2);

-- storage parameter reset
-- changed-options: table realm.regions
ALTER TABLE realm.regions RESET (fillfactor);

-- toast
-- changed-options: table realm.regions
ALTER TABLE realm.regions SET (toast.autovacuum_enabled = on);

-- parallel workers
-- changed-options: table realm.regions
ALTER TABLE realm.regions SET (parallel_workers = 3);

-- user_catalog_table
-- changed-options: table realm.regions
ALTER TABLE realm.regions SET (user_catalog_table = true);

-- replica index
-- changed-nullability: column realm.regions.code
-- changed-replica-identity: table realm.regions
ALTER TABLE realm.regions ALTER code SET NOT NULL;
ALTER TABLE realm.regions REPLICA IDENTITY USING INDEX regions_id_name;

-- replica index only
-- changed-replica-identity: table realm.regions
ALTER TABLE realm.regions REPLICA IDENTITY USING INDEX regions_id_name;

-- replica primary key
-- changed-replica-identity: table realm.regions
ALTER TABLE realm.regions REPLICA IDENTITY USING INDEX regions_pkey;

-- replica nothing
-- changed-replica-identity: table realm.regions
ALTER TABLE realm.regions REPLICA IDENTITY NOTHING;

-- logged
-- changed-persistence: table realm.fleeting
ALTER TABLE realm.fleeting SET LOGGED;

-- access method
-- changed-access-method: table realm.stacked
ALTER TABLE realm.stacked SET ACCESS METHOD heap;

-- not of
-- changed-row-type: table realm.typed
ALTER TABLE realm.typed NOT OF;

-- row security off
-- changed-row-security: table realm.regions
ALTER TABLE realm.regions DISABLE ROW LEVEL SECURITY;

-- row security force
-- changed-forced-row-security: table realm.regions
ALTER TABLE realm.regions FORCE ROW LEVEL SECURITY;

-- row security on other
-- changed-row-security: table realm.systems
ALTER TABLE realm.systems ENABLE ROW LEVEL SECURITY;

-- schema move
-- extra-table: table fleeting
-- missing-table: table realm.fleeting
ALTER TABLE realm.fleeting SET SCHEMA public;

-- table rename
-- extra-table: table realm.gone
-- missing-table: table realm.fleeting
ALTER TABLE realm.fleeting RENAME TO gone;

-- table owner
-- changed-owner: table realm.fleeting
ALTER TABLE realm.fleeting OWNER TO pg_monitor;

-- inherit order
-- changed-inheritance: table realm.gates
ALTER TABLE realm.gates NO INHERIT realm.walls;
ALTER TABLE realm.gates INHERIT realm.walls;

-- inherit one
-- changed-inheritance: table realm.gates
ALTER TABLE realm.gates NO INHERIT realm.doors;

-- partition list value
-- changed-partition: table realm.log_a
ALTER TABLE realm.log DETACH PARTITION realm.log_a;
ALTER TABLE realm.log ATTACH PARTITION realm.log_a FOR VALUES IN ('a');

-- partition default gone
-- changed-partition: table realm.log_rest
ALTER TABLE realm.log DETACH PARTITION realm.log_rest;

-- hash remainder
-- changed-partition: table realm.spread_0
ALTER TABLE realm.spread DETACH PARTITION realm.spread_0;
ALTER TABLE realm.spread ATTACH PARTITION realm.spread_0 FOR VALUES WITH (MODULUS 2, REMAINDER 1);

-- range bound
-- changed-partition: table realm.days_1
ALTER TABLE realm.days DETACH PARTITION realm.days_1;
ALTER TABLE realm.days ATTACH PARTITION realm.days_1 FOR VALUES FROM ('2026-01-01', 0) TO ('2026-02-01', MAXVALUE);

-- partition new
-- extra-table: table realm.log_c
CREATE TABLE realm.log_c PARTITION OF realm.log FOR VALUES IN ('c');

-- partition key opclass
-- changed-partition-key: table realm.log
-- extra-privileges: privileges of pg_monitor on table realm.log
-- extra-privileges: privileges of pg_monitor on table realm.log_a
-- extra-privileges: privileges of pg_monitor on table realm.log_rest
DROP TABLE realm.log;
CREATE TABLE realm.log (at date NOT NULL, kind text COLLATE "C", note text) PARTITION BY LIST (kind COLLATE "C");
CREATE INDEX log_at ON realm.log (at);
CREATE TABLE realm.log_a PARTITION OF realm.log FOR VALUES IN ('a', 'b');
CREATE TABLE realm.log_rest PARTITION OF realm.log DEFAULT;
CREATE TRIGGER log_touch AFTER INSERT ON realm.log FOR EACH ROW EXECUTE FUNCTION realm.touch();

-- partition column default
-- changed-default: column realm.log_a.note
ALTER TABLE realm.log_a ALTER note SET DEFAULT 'z';

-- partition column not null
-- changed-nullability: column realm.log_a.note
ALTER TABLE realm.log_a ALTER note SET NOT NULL;

-- partition storage
-- changed-storage: column realm.log_a.note
ALTER TABLE realm.log_a ALTER note SET STORAGE EXTERNAL;

-- partition option
-- changed-options: table realm.log_a
ALTER TABLE realm.log_a SET (fillfactor = 50);

-- partition check
-- extra-constraint: constraint c on realm.log_a
ALTER TABLE realm.log_a ADD CONSTRAINT c CHECK (note <> '');

-- partition trigger
-- extra-trigger: trigger own on realm.log_a
CREATE TRIGGER own AFTER DELETE ON realm.log_a FOR EACH ROW EXECUTE FUNCTION realm.touch();

-- partition trigger disabled
-- changed-inherited-triggers: table realm.log_a
ALTER TABLE realm.log_a DISABLE TRIGGER log_touch;

-- partition trigger comment
-- changed-part-comments: table realm.log_a
COMMENT ON TRIGGER log_touch ON realm.log_a IS 'x';

-- partition index comment
-- changed-part-comments: table realm.log_a
COMMENT ON INDEX realm.log_a_at_idx IS 'x';

-- partition index fillfactor
-- changed-inherited-indexes: table realm.log_a
ALTER INDEX realm.log_a_at_idx SET (fillfactor = 50);

-- partition index cluster
-- changed-inherited-indexes: table realm.log_a
ALTER TABLE realm.log_a CLUSTER ON log_a_at_idx;

-- partition index invalid
-- changed-inherited-indexes: table realm.log_a
UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'realm.log_a_at_idx'::regclass;

-- parent index invalid
-- changed-validity: index realm.log_at
UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'realm.log_at'::regclass;

-- index on only
-- extra-index: index realm.log_note
CREATE INDEX log_note ON ONLY realm.log (note);

-- foreign key triggers disabled
-- changed-state: trigger systems_later on realm.systems
-- changed-unchecked-constraints: table realm.systems
ALTER TABLE realm.systems DISABLE TRIGGER ALL;

-- user triggers disabled
-- changed-state: trigger regions_seen on realm.regions
-- changed-state: trigger regions_touch on realm.regions
ALTER TABLE realm.regions DISABLE TRIGGER USER;

-- foreign key on update
-- changed-on-update: constraint systems_region_fk on realm.systems
ALTER TABLE realm.systems DROP CONSTRAINT systems_region_fk, ADD CONSTRAINT systems_region_fk FOREIGN KEY (region_id) REFERENCES realm.regions (id) ON DELETE SET NULL (region_id) DEFERRABLE INITIALLY DEFERRED;

-- foreign key delete columns
-- changed-on-delete: constraint systems_region_fk on realm.systems
ALTER TABLE realm.systems DROP CONSTRAINT systems_region_fk, ADD CONSTRAINT systems_region_fk FOREIGN KEY (region_id) REFERENCES realm.regions (id) ON UPDATE CASCADE ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED;

-- foreign key initially
-- changed-deferral: constraint systems_region_fk on realm.systems
ALTER TABLE realm.systems ALTER CONSTRAINT systems_region_fk DEFERRABLE INITIALLY IMMEDIATE;

-- foreign key not deferrable
-- changed-deferral: constraint systems_region_fk on realm.systems
ALTER TABLE realm.systems ALTER CONSTRAINT systems_region_fk NOT DEFERRABLE;

-- foreign key set default
-- changed-on-delete: constraint systems_region_fk on realm.systems
ALTER TABLE realm.systems DROP CONSTRAINT systems_region_fk, ADD CONSTRAINT systems_region_fk FOREIGN KEY (region_id) REFERENCES realm.regions (id) ON UPDATE CASCADE ON DELETE SET DEFAULT (region_id) DEFERRABLE INITIALLY DEFERRED;

-- foreign key comment
-- changed-comment: constraint systems_region_fk on realm.systems
COMMENT ON CONSTRAINT systems_region_fk ON realm.systems IS 'x';

-- primary key comment
-- changed-comment: constraint systems_pkey on realm.systems
COMMENT ON CONSTRAINT systems_pkey ON realm.systems IS 'x';

-- primary key index comment
-- changed-part-comments: table realm.systems
COMMENT ON INDEX realm.systems_pkey IS 'x';

-- exclusion comment
-- changed-comment: constraint systems_during_excl on realm.systems
COMMENT ON CONSTRAINT systems_during_excl ON realm.systems IS 'x';

-- primary key renamed
-- renamed-constraint: constraint systems_pkey on realm.systems
ALTER TABLE realm.systems RENAME CONSTRAINT systems_pkey TO k;

-- primary key deferrable
-- changed-deferral: constraint systems_pkey on realm.systems
ALTER TABLE realm.systems DROP CONSTRAINT systems_pkey, ADD CONSTRAINT systems_pkey PRIMARY KEY (id);

-- primary key dropped
-- missing-constraint: constraint systems_pkey on realm.systems
ALTER TABLE realm.systems DROP CONSTRAINT systems_pkey;

-- primary key to unique
-- changed-kind: constraint systems_pkey on realm.systems
ALTER TABLE realm.systems DROP CONSTRAINT systems_pkey, ADD CONSTRAINT systems_pkey UNIQUE (id) DEFERRABLE;

-- unique nulls
-- changed-nulls: constraint regions_name_key on realm.regions
ALTER TABLE realm.regions DROP CONSTRAINT regions_name_key, ADD CONSTRAINT regions_name_key UNIQUE (name, code) INCLUDE (size) WITH (fillfactor = 80);

-- unique include
-- changed-include: constraint regions_name_key on realm.regions
ALTER TABLE realm.regions DROP CONSTRAINT regions_name_key, ADD CONSTRAINT regions_name_key UNIQUE NULLS NOT DISTINCT (name, code) WITH (fillfactor = 80);

-- unique columns order
-- changed-columns: constraint regions_name_key on realm.regions
ALTER TABLE realm.regions DROP CONSTRAINT regions_name_key, ADD CONSTRAINT regions_name_key UNIQUE NULLS NOT DISTINCT (code, name) INCLUDE (size) WITH (fillfactor = 80);

-- unique fillfactor
-- changed-options: constraint regions_name_key on realm.regions
ALTER INDEX realm.regions_name_key RESET (fillfactor);

-- unique replaced by index
-- extra-index: index realm.regions_code_key
-- missing-constraint: constraint regions_code_key on realm.regions
ALTER TABLE realm.regions DROP CONSTRAINT regions_code_key;
CREATE UNIQUE INDEX regions_code_key ON realm.regions (code);

-- check between
-- changed-expression: constraint regions_span_check on realm.regions
ALTER TABLE realm.regions DROP CONSTRAINT regions_span_check, ADD CONSTRAINT regions_span_check CHECK (size BETWEEN 1 AND 6 AND code IN ('a', 'b'));

-- check cast
-- changed-expression: constraint regions_size_check on realm.regions
ALTER TABLE realm.regions DROP CONSTRAINT regions_size_check, ADD CONSTRAINT regions_size_check CHECK (size::integer > 0);

-- check dropped
-- missing-constraint: constraint regions_size_check on realm.regions
ALTER TABLE realm.regions DROP CONSTRAINT regions_size_check;

-- check added
-- extra-constraint: constraint x on realm.regions
ALTER TABLE realm.regions ADD CONSTRAINT x CHECK (size < 100) NOT VALID;

-- exclusion predicate
-- changed-predicate: constraint systems_during_excl on realm.systems
ALTER TABLE realm.systems DROP CONSTRAINT systems_during_excl, ADD CONSTRAINT systems_during_excl EXCLUDE USING gist (during WITH &&) WHERE (region_id > 1);

-- exclusion operator
-- changed-keys: constraint systems_during_excl on realm.systems
ALTER TABLE realm.systems DROP CONSTRAINT systems_during_excl, ADD CONSTRAINT systems_during_excl EXCLUDE USING gist (during WITH -|-) WHERE (region_id > 0);

-- inherited check comment
-- changed-part-comments: table realm.gates
COMMENT ON CONSTRAINT walls_height_check ON realm.gates IS 'x';

-- parent check no inherit
-- changed-inheritance: constraint walls_height_check on realm.walls
ALTER TABLE realm.walls DROP CONSTRAINT walls_height_check, ADD CONSTRAINT walls_height_check CHECK (height > 0) NO INHERIT;

-- child check local too
-- extra-constraint: constraint walls_height_check on realm.gates
ALTER TABLE realm.gates ADD CONSTRAINT walls_height_check CHECK (height > 0);

-- index order
-- changed-keys: index realm.regions_lower
DROP INDEX realm.regions_lower;
CREATE INDEX regions_lower ON realm.regions (lower(name) NULLS LAST, size) INCLUDE (code) WHERE size > 1;

-- index nulls
-- changed-keys: index realm.regions_lower
DROP INDEX realm.regions_lower;
CREATE INDEX regions_lower ON realm.regions (lower(name) DESC, size) INCLUDE (code) WHERE size > 1;

-- index include
-- changed-include: index realm.regions_lower
DROP INDEX realm.regions_lower;
CREATE INDEX regions_lower ON realm.regions (lower(name) DESC NULLS LAST, size) WHERE size > 1;

-- index predicate
-- changed-predicate: index realm.regions_lower
DROP INDEX realm.regions_lower;
CREATE INDEX regions_lower ON realm.regions (lower(name) DESC NULLS LAST, size) INCLUDE (code);

-- index expression
-- changed-keys: index realm.regions_lower
DROP INDEX realm.regions_lower;
CREATE INDEX regions_lower ON realm.regions (upper(name) DESC NULLS LAST, size) INCLUDE (code) WHERE size > 1;

-- index expression collation
-- changed-keys: index realm.regions_lower
DROP INDEX realm.regions_lower;
CREATE INDEX regions_lower ON realm.regions (lower(name) COLLATE "POSIX" DESC NULLS LAST, size) INCLUDE (code) WHERE size > 1;

-- brin pages
-- changed-options: index realm.regions_brin
ALTER INDEX realm.regions_brin SET (pages_per_range = 16);

-- brin autosummarize
-- changed-options: index realm.regions_brin
ALTER INDEX realm.regions_brin SET (autosummarize = on);

-- gist siglen
-- changed-keys: index realm.regions_gist
DROP INDEX realm.regions_gist;
CREATE INDEX regions_gist ON realm.regions USING gist (to_tsvector('simple', name) tsvector_ops (siglen = 200));

-- index statistics
-- changed-keys: index realm.regions_lower
ALTER INDEX realm.regions_lower ALTER COLUMN 1 SET STATISTICS 9;

-- index deduplication
-- changed-options: index realm.regions_lower
ALTER INDEX realm.regions_lower SET (deduplicate_items = off);

-- index unique
-- changed-uniqueness: index realm.regions_id_name
DROP INDEX realm.regions_id_name;
CREATE INDEX regions_id_name ON realm.regions (id, name);

-- index schema/rename
-- renamed-index: index realm.regions_brin
ALTER INDEX realm.regions_brin RENAME TO b;

-- index not ready
-- changed-validity: index realm.regions_brin
UPDATE pg_index SET indisready = false WHERE indexrelid = 'realm.regions_brin'::regclass;

-- index not live
-- changed-validity: index realm.regions_brin
UPDATE pg_index SET indislive = false WHERE indexrelid = 'realm.regions_brin'::regclass;

-- brin opclass
-- changed-keys: index realm.regions_brin
DROP INDEX realm.regions_brin;
CREATE INDEX regions_brin ON realm.regions USING brin (at timestamptz_minmax_multi_ops) WITH (pages_per_range = 32);

-- index expression constant
-- changed-keys: index realm.regions_gist
DROP INDEX realm.regions_gist;
CREATE INDEX regions_gist ON realm.regions USING gist (to_tsvector('english', name) tsvector_ops (siglen = 100));

-- view barrier off
-- changed-options: view realm.small
ALTER VIEW realm.small RESET (security_barrier);

-- view invoker
-- changed-options: view realm.small
ALTER VIEW realm.small SET (security_invoker = on);

-- view check local
-- changed-options: view realm.small
ALTER VIEW realm.small SET (check_option = local);

-- view check none
-- changed-options: view realm.small
ALTER VIEW realm.small RESET (check_option);

-- view owner
-- changed-owner: view realm.small
ALTER VIEW realm.small OWNER TO pg_monitor;

-- view definition
-- changed-definition: view realm.joined
CREATE OR REPLACE VIEW realm.joined AS SELECT s.id, r.name FROM realm.systems s LEFT JOIN realm.regions r ON r.id = s.region_id;

-- view comment
-- changed-comment: view realm.small
COMMENT ON VIEW realm.small IS 'x';

-- view column comment
-- changed-comment: column realm.small.id
COMMENT ON COLUMN realm.small.id IS 'x';

-- view dropped
-- missing-view: view realm.joined
DROP VIEW realm.joined;

-- view schema
-- extra-view: view small
-- missing-view: view realm.small
ALTER VIEW realm.small SET SCHEMA public;

-- view new column
-- changed-definition: view realm.small
-- extra-column: column realm.small.code
CREATE OR REPLACE VIEW realm.small WITH (security_barrier = true) AS SELECT id, name, size, code FROM realm.regions WHERE size < 3 WITH CASCADED CHECK OPTION;

-- rule disabled
-- changed-state: rule log_guard on table realm.walls
ALTER TABLE realm.walls DISABLE RULE log_guard;

-- rule always
-- changed-state: rule log_guard on table realm.walls
ALTER TABLE realm.walls ENABLE ALWAYS RULE log_guard;

-- rule replica
-- changed-state: rule log_guard on table realm.walls
ALTER TABLE realm.walls ENABLE REPLICA RULE log_guard;

-- rule where
-- changed-definition: rule log_guard on table realm.walls
CREATE OR REPLACE RULE log_guard AS ON DELETE TO realm.walls WHERE old.height > 8 DO INSTEAD NOTHING;

-- rule instead
-- changed-definition: rule log_guard on table realm.walls
CREATE OR REPLACE RULE log_guard AS ON DELETE TO realm.walls WHERE old.height > 9 DO ALSO NOTHING;

-- rule renamed
-- extra-rule: rule g on table realm.walls
-- missing-rule: rule log_guard on table realm.walls
ALTER RULE log_guard ON realm.walls RENAME TO g;

-- rule comment
-- changed-comment: rule log_guard on table realm.walls
COMMENT ON RULE log_guard ON realm.walls IS 'x';

-- rule event
-- changed-definition: rule log_guard on table realm.walls
DROP RULE log_guard ON realm.walls;
CREATE RULE log_guard AS ON UPDATE TO realm.walls WHERE old.height > 9 DO INSTEAD NOTHING;

-- trigger when
-- changed-condition: trigger regions_touch on realm.regions
CREATE OR REPLACE TRIGGER regions_touch BEFORE INSERT OR UPDATE OF name, size ON realm.regions FOR EACH ROW WHEN (new.size > 2) EXECUTE FUNCTION realm.touch('a', 'b');

-- trigger columns
-- changed-columns: trigger regions_touch on realm.regions
CREATE OR REPLACE TRIGGER regions_touch BEFORE INSERT OR UPDATE OF name ON realm.regions FOR EACH ROW WHEN (new.size > 1) EXECUTE FUNCTION realm.touch('a', 'b');

-- trigger arguments
-- changed-arguments: trigger regions_touch on realm.regions
CREATE OR REPLACE TRIGGER regions_touch BEFORE INSERT OR UPDATE OF name, size ON realm.regions FOR EACH ROW WHEN (new.size > 1) EXECUTE FUNCTION realm.touch('a');

-- trigger arguments order
-- changed-arguments: trigger regions_touch on realm.regions
CREATE OR REPLACE TRIGGER regions_touch BEFORE INSERT OR UPDATE OF name, size ON realm.regions FOR EACH ROW WHEN (new.size > 1) EXECUTE FUNCTION realm.touch('b', 'a');

-- trigger events
-- changed-events: trigger regions_touch on realm.regions
CREATE OR REPLACE TRIGGER regions_touch BEFORE UPDATE OF name, size ON realm.regions FOR EACH ROW WHEN (new.size > 1) EXECUTE FUNCTION realm.touch('a', 'b');

-- trigger nowhen
-- changed-condition: trigger regions_touch on realm.regions
CREATE OR REPLACE TRIGGER regions_touch BEFORE INSERT OR UPDATE OF name, size ON realm.regions FOR EACH ROW EXECUTE FUNCTION realm.touch('a', 'b');

-- trigger transition
-- changed-transition-tables: trigger regions_seen on realm.regions
DROP TRIGGER regions_seen ON realm.regions;
CREATE TRIGGER regions_seen AFTER UPDATE ON realm.regions REFERENCING OLD TABLE AS was FOR EACH STATEMENT EXECUTE FUNCTION realm.touch();

-- trigger renamed
-- renamed-trigger: trigger regions_seen on realm.regions
ALTER TRIGGER regions_seen ON realm.regions RENAME TO s;

-- trigger comment
-- changed-comment: trigger regions_seen on realm.regions
COMMENT ON TRIGGER regions_seen ON realm.regions IS 'x';

-- trigger replica
-- changed-state: trigger regions_seen on realm.regions
ALTER TABLE realm.regions ENABLE REPLICA TRIGGER regions_seen;

-- trigger always
-- changed-state: trigger regions_seen on realm.regions
ALTER TABLE realm.regions ENABLE ALWAYS TRIGGER regions_seen;

-- constraint trigger from
-- changed-referenced-table: trigger systems_later on realm.systems
DROP TRIGGER systems_later ON realm.systems;
CREATE CONSTRAINT TRIGGER systems_later AFTER INSERT ON realm.systems DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION realm.touch();

-- constraint trigger immediate
-- changed-deferral: trigger systems_later on realm.systems
DROP TRIGGER systems_later ON realm.systems;
CREATE CONSTRAINT TRIGGER systems_later AFTER INSERT ON realm.systems FROM realm.regions DEFERRABLE FOR EACH ROW EXECUTE FUNCTION realm.touch();

-- constraint trigger plain
-- changed-deferral: trigger systems_later on realm.systems
-- changed-referenced-table: trigger systems_later on realm.systems
DROP TRIGGER systems_later ON realm.systems;
CREATE TRIGGER systems_later AFTER INSERT ON realm.systems FOR EACH ROW EXECUTE FUNCTION realm.touch();

-- view trigger
-- missing-trigger: trigger joined_touch on realm.joined
DROP TRIGGER joined_touch ON realm.joined;

-- trigger level
-- changed-level: trigger log_touch on realm.log
DROP TRIGGER log_touch ON realm.log;
CREATE TRIGGER log_touch AFTER INSERT ON realm.log FOR EACH STATEMENT EXECUTE FUNCTION realm.touch();

-- event trigger tags
-- changed-tags: event trigger guard
DROP EVENT TRIGGER guard;
CREATE EVENT TRIGGER guard ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION realm.watch();

-- event trigger function
-- changed-function: event trigger guard
DROP EVENT TRIGGER guard;
CREATE EVENT TRIGGER guard ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'ALTER TABLE') EXECUTE FUNCTION realm.watch2();

-- event trigger event
-- changed-event: event trigger guard
DROP EVENT TRIGGER guard;
CREATE EVENT TRIGGER guard ON ddl_command_start WHEN TAG IN ('CREATE TABLE', 'ALTER TABLE') EXECUTE FUNCTION realm.watch();

-- event trigger always
-- changed-state: event trigger guard
ALTER EVENT TRIGGER guard ENABLE ALWAYS;

-- event trigger comment
-- changed-comment: event trigger guard
COMMENT ON EVENT TRIGGER guard IS 'x';

-- event trigger rename
-- extra-event-trigger: event trigger g2
-- missing-event-trigger: event trigger guard
ALTER EVENT TRIGGER guard RENAME TO g2;

-- function rows
-- changed-rows: function realm.series(integer)
ALTER FUNCTION realm.series(integer) ROWS 5;

-- function cost
-- changed-cost: function realm.series(integer)
ALTER FUNCTION realm.series(integer) COST 5;

-- function strict
-- changed-strictness: function realm.label(integer, text)
ALTER FUNCTION realm.label(integer, text) STRICT;

-- function leakproof
-- changed-leakproof: function realm.label(integer, text)
ALTER FUNCTION realm.label(integer, text) LEAKPROOF;

-- function parallel r
-- changed-parallel: function realm.label(integer, text)
ALTER FUNCTION realm.label(integer, text) PARALLEL RESTRICTED;

-- function set
-- changed-settings: function realm.label(integer, text)
ALTER FUNCTION realm.label(integer, text) SET work_mem = '1MB';

-- function set from
-- changed-settings: function realm.label(integer, text)
ALTER FUNCTION realm.label(integer, text) SET timezone FROM CURRENT;

-- function support
-- changed-support: function realm.series(integer)
ALTER FUNCTION realm.series(integer) SUPPORT generate_series_int4_support;

-- function owner
-- changed-owner: function realm.label(integer, text)
-- missing-privileges: privileges of pg_monitor on function realm.label(integer, text)
ALTER FUNCTION realm.label(integer, text) OWNER TO pg_monitor;

-- function rename
-- extra-function: function realm.lab(integer, text)
-- missing-function: function realm.label(integer, text)
ALTER FUNCTION realm.label(integer, text) RENAME TO lab;

-- function schema
-- extra-function: function label(integer, text)
-- missing-function: function realm.label(integer, text)
ALTER FUNCTION realm.label(integer, text) SET SCHEMA public;

-- function default
-- changed-arguments: function realm.label(integer, text)
CREATE OR REPLACE FUNCTION realm.label(a integer, b text DEFAULT 'y') RETURNS text LANGUAGE sql AS 'SELECT b';

-- function argument name
-- changed-arguments: function realm.label(integer, text)
-- extra-privileges: privileges of PUBLIC on function realm.label(integer, text)
DROP FUNCTION realm.label(integer, text);
CREATE FUNCTION realm.label(aa integer, b text DEFAULT 'x') RETURNS text LANGUAGE sql AS 'SELECT b';
REVOKE EXECUTE ON FUNCTION realm.label(integer, text) FROM PUBLIC;GRANT EXECUTE ON FUNCTION realm.label(integer, text) TO pg_monitor;

-- function out
-- changed-arguments: function realm.series(integer)
DROP FUNCTION realm.series(integer);
CREATE FUNCTION realm.series(low integer, OUT a integer, OUT c text) RETURNS SETOF record LANGUAGE sql AS 'SELECT 1, NULL::text';

-- function table
-- changed-arguments: function realm.series(integer)
-- changed-returns: function realm.series(integer)
DROP FUNCTION realm.series(integer);
CREATE FUNCTION realm.series(low integer) RETURNS TABLE (a integer, b text) LANGUAGE sql AS 'SELECT 1, NULL::text';

-- function variadic
-- changed-arguments: function realm.gather(integer[])
DROP FUNCTION realm.gather(integer[]);
CREATE FUNCTION realm.gather(parts integer[]) RETURNS integer LANGUAGE sql AS 'SELECT 1';

-- function returns
-- changed-returns: function realm.native(integer)
DROP FUNCTION realm.native(integer);
CREATE FUNCTION realm.native(integer) RETURNS bigint LANGUAGE internal AS 'int4abs';

-- function native
-- changed-body: function realm.native(integer)
CREATE OR REPLACE FUNCTION realm.native(integer) RETURNS integer LANGUAGE internal AS 'int4um';

-- function parsed
-- changed-body: function realm.parsed(integer)
CREATE OR REPLACE FUNCTION realm.parsed(a integer) RETURNS integer LANGUAGE sql RETURN a + 2;

-- function parsed to string
-- changed-body: function realm.parsed(integer)
CREATE OR REPLACE FUNCTION realm.parsed(a integer) RETURNS integer LANGUAGE sql AS 'SELECT a + 1';

-- function body white space
-- changed-body: function realm.label(integer, text)
CREATE OR REPLACE FUNCTION realm.label(a integer, b text DEFAULT 'x') RETURNS text LANGUAGE sql AS 'SELECT  b';

-- function body case
-- changed-body: function realm.label(integer, text)
CREATE OR REPLACE FUNCTION realm.label(a integer, b text DEFAULT 'x') RETURNS text LANGUAGE sql AS 'select b';

-- function overload
-- extra-function: function realm.label(bigint)
CREATE FUNCTION realm.label(a bigint) RETURNS text LANGUAGE sql AS 'SELECT null::text';

-- procedure body
-- changed-body: function realm.act(integer, integer)
CREATE OR REPLACE PROCEDURE realm.act(a integer, INOUT b integer) LANGUAGE plpgsql AS 'BEGIN NULL; END';

-- procedure security
-- changed-security: function realm.act(integer, integer)
ALTER PROCEDURE realm.act(integer, integer) SECURITY DEFINER;

-- procedure comment
-- changed-comment: function realm.act(integer, integer)
COMMENT ON PROCEDURE realm.act(integer, integer) IS 'x';

-- procedure owner
-- changed-owner: function realm.act(integer, integer)
ALTER PROCEDURE realm.act(integer, integer) OWNER TO pg_monitor;

-- function to procedure
-- changed-returns: function realm.gather(integer[])
DROP FUNCTION realm.gather(integer[]);
CREATE PROCEDURE realm.gather(VARIADIC parts integer[]) LANGUAGE sql AS 'SELECT 1';

-- function window
-- changed-window: function realm.native(integer)
DROP FUNCTION realm.native(integer);
CREATE FUNCTION realm.native(integer) RETURNS integer LANGUAGE internal WINDOW AS 'int4abs';

-- aggregate state function
-- changed-state-function: aggregate realm.total(integer)
DROP AGGREGATE realm.total(integer);
CREATE AGGREGATE realm.total(integer) (SFUNC = realm.state2, STYPE = integer, FINALFUNC = realm.final, COMBINEFUNC = int4pl, MSFUNC = realm.state, MINVFUNC = realm.state2, MSTYPE = integer, PARALLEL = safe);

-- aggregate final
-- changed-final-function: aggregate realm.total(integer)
DROP AGGREGATE realm.total(integer);
CREATE AGGREGATE realm.total(integer) (SFUNC = realm.state, STYPE = integer, FINALFUNC = realm.final2, COMBINEFUNC = int4pl, MSFUNC = realm.state, MINVFUNC = realm.state2, MSTYPE = integer, PARALLEL = safe);

-- aggregate combine
-- changed-combine-function: aggregate realm.total(integer)
DROP AGGREGATE realm.total(integer);
CREATE AGGREGATE realm.total(integer) (SFUNC = realm.state, STYPE = integer, FINALFUNC = realm.final, COMBINEFUNC = int4mul, MSFUNC = realm.state, MINVFUNC = realm.state2, MSTYPE = integer, PARALLEL = safe);

-- aggregate nofinal
-- changed-final-state: aggregate realm.total(integer)
DROP AGGREGATE realm.total(integer);
CREATE AGGREGATE realm.total(integer) (SFUNC = realm.state, STYPE = integer, FINALFUNC = realm.final, COMBINEFUNC = int4pl, MSFUNC = realm.state, MINVFUNC = realm.state2, MSTYPE = integer, PARALLEL = safe, FINALFUNC_MODIFY = SHAREABLE);

-- aggregate state space
-- changed-state-size: aggregate realm.total(integer)
DROP AGGREGATE realm.total(integer);
CREATE AGGREGATE realm.total(integer) (SFUNC = realm.state, STYPE = integer, FINALFUNC = realm.final, COMBINEFUNC = int4pl, MSFUNC = realm.state, MINVFUNC = realm.state2, MSTYPE = integer, PARALLEL = safe, SSPACE = 99);

-- aggregate parallel
-- changed-parallel: aggregate realm.total(integer)
DROP AGGREGATE realm.total(integer);
CREATE AGGREGATE realm.total(integer) (SFUNC = realm.state, STYPE = integer, FINALFUNC = realm.final, COMBINEFUNC = int4pl, MSFUNC = realm.state, MINVFUNC = realm.state2, MSTYPE = integer, PARALLEL = restricted);

-- aggregate initial value
-- changed-initial-value: aggregate realm.total(integer)
DROP AGGREGATE realm.total(integer);
CREATE AGGREGATE realm.total(integer) (SFUNC = realm.state, STYPE = integer, FINALFUNC = realm.final, COMBINEFUNC = int4pl, MSFUNC = realm.state, MINVFUNC = realm.state2, MSTYPE = integer, PARALLEL = safe, INITCOND = '0');

-- aggregate moving initial value
-- changed-moving-initial-value: aggregate realm.total(integer)
DROP AGGREGATE realm.total(integer);
CREATE AGGREGATE realm.total(integer) (SFUNC = realm.state, STYPE = integer, FINALFUNC = realm.final, COMBINEFUNC = int4pl, MSFUNC = realm.state, MINVFUNC = realm.state2, MSTYPE = integer, PARALLEL = safe, MINITCOND = '0');

-- aggregate moving final function
-- changed-moving-final-function: aggregate realm.total(integer)
DROP AGGREGATE realm.total(integer);
CREATE AGGREGATE realm.total(integer) (SFUNC = realm.state, STYPE = integer, FINALFUNC = realm.final, COMBINEFUNC = int4pl, MSFUNC = realm.state, MINVFUNC = realm.state2, MSTYPE = integer, PARALLEL = safe, MFINALFUNC = realm.final);

-- aggregate moving final function modification
-- changed-moving-final-function: aggregate realm.total(integer)
-- changed-moving-final-state: aggregate realm.total(integer)
DROP AGGREGATE realm.total(integer);
CREATE AGGREGATE realm.total(integer) (SFUNC = realm.state, STYPE = integer, FINALFUNC = realm.final, COMBINEFUNC = int4pl, MSFUNC = realm.state, MINVFUNC = realm.state2, MSTYPE = integer, PARALLEL = safe, MFINALFUNC = realm.final, MFINALFUNC_MODIFY = READ_WRITE);

-- aggregate sort operator
-- changed-sort-operator: aggregate realm.total(integer)
DROP AGGREGATE realm.total(integer);
CREATE AGGREGATE realm.total(integer) (SFUNC = realm.state, STYPE = integer, FINALFUNC = realm.final, COMBINEFUNC = int4pl, MSFUNC = realm.state, MINVFUNC = realm.state2, MSTYPE = integer, PARALLEL = safe, SORTOP = OPERATOR(pg_catalog.<));

-- aggregate moving state space
-- changed-moving-state-size: aggregate realm.total(integer)
DROP AGGREGATE realm.total(integer);
CREATE AGGREGATE realm.total(integer) (SFUNC = realm.state, STYPE = integer, FINALFUNC = realm.final, COMBINEFUNC = int4pl, MSFUNC = realm.state, MINVFUNC = realm.state2, MSTYPE = integer, PARALLEL = safe, MSSPACE = 99);

-- aggregate comment
-- changed-comment: aggregate realm.total(integer)
COMMENT ON AGGREGATE realm.total(integer) IS 'x';

-- aggregate owner
-- changed-owner: aggregate realm.total(integer)
ALTER AGGREGATE realm.total(integer) OWNER TO pg_monitor;

-- aggregate grant
-- extra-privileges: privileges of pg_monitor on aggregate realm.total(integer)
GRANT EXECUTE ON FUNCTION realm.total(integer) TO pg_monitor;

-- aggregate extra
-- changed-final-arguments: aggregate realm.total(integer)
-- changed-final-function: aggregate realm.total(integer)
DROP AGGREGATE realm.total(integer);
CREATE AGGREGATE realm.total(integer) (SFUNC = realm.state, STYPE = integer, FINALFUNC = realm.state, COMBINEFUNC = int4pl, MSFUNC = realm.state, MINVFUNC = realm.state2, MSTYPE = integer, PARALLEL = safe, FINALFUNC_EXTRA);

-- aggregate dropped
-- missing-aggregate: aggregate realm.total(integer)
DROP AGGREGATE realm.total(integer);

-- aggregate rename
-- extra-aggregate: aggregate realm.tot(integer)
-- missing-aggregate: aggregate realm.total(integer)
ALTER AGGREGATE realm.total(integer) RENAME TO tot;

-- enum renamed
-- changed-labels: enum realm.mood
ALTER TYPE realm.mood RENAME VALUE 'sad' TO 'bad';

-- enum added before
-- changed-labels: enum realm.mood
ALTER TYPE realm.mood ADD VALUE 'n' BEFORE 'sad';

-- enum comment
-- changed-comment: enum realm.mood
COMMENT ON TYPE realm.mood IS 'x';

-- enum owner
-- changed-owner: enum realm.mood
ALTER TYPE realm.mood OWNER TO pg_monitor;

-- enum rename
-- changed-default: column realm.regions.mood
-- changed-type: column realm.regions.mood
-- extra-enum: enum realm.mood2
-- missing-enum: enum realm.mood
ALTER TYPE realm.mood RENAME TO mood2;

-- pair attribute rename
-- changed-attribute-comments: composite type realm.pair
-- changed-attributes: composite type realm.pair
-- extra-column: column realm.typed.xx
-- missing-column: column realm.typed.x
ALTER TYPE realm.pair RENAME ATTRIBUTE x TO xx CASCADE;

-- pair comment
-- changed-attribute-comments: composite type realm.pair
COMMENT ON COLUMN realm.pair.x IS 'other';

-- pair type comment
-- changed-comment: composite type realm.pair
COMMENT ON TYPE realm.pair IS 'x';

-- pair attribute drop
-- changed-attributes: composite type realm.pair
-- missing-column: column realm.typed.y
ALTER TYPE realm.pair DROP ATTRIBUTE y CASCADE;

-- pair attribute collation [16]
-- changed-attributes: composite type realm.pair
-- changed-collation: column realm.typed.y
ALTER TYPE realm.pair ALTER ATTRIBUTE y TYPE varchar(9) COLLATE "C" CASCADE;

-- pair owner
-- changed-owner: composite type realm.pair
ALTER TYPE realm.pair OWNER TO pg_monitor;

-- span subtype
-- changed-subtype: range realm.span
DROP TYPE realm.span;
CREATE TYPE realm.span AS RANGE (SUBTYPE = varchar, COLLATION = "C", MULTIRANGE_TYPE_NAME = realm.spans);

-- span collation
-- changed-range-collation: range realm.span
DROP TYPE realm.span;
CREATE TYPE realm.span AS RANGE (SUBTYPE = text, MULTIRANGE_TYPE_NAME = realm.spans);

-- span multirange
-- changed-multirange: range realm.span
DROP TYPE realm.span;
CREATE TYPE realm.span AS RANGE (SUBTYPE = text, COLLATION = "C", MULTIRANGE_TYPE_NAME = realm.manyspans);

-- span opclass
-- changed-operator-class: range realm.span
DROP TYPE realm.span;
CREATE TYPE realm.span AS RANGE (SUBTYPE = text, SUBTYPE_OPCLASS = text_pattern_ops, COLLATION = "C", MULTIRANGE_TYPE_NAME = realm.spans);

-- span owner
-- changed-owner: range realm.span
ALTER TYPE realm.span OWNER TO pg_monitor;

-- multirange renamed
-- changed-multirange: range realm.span
ALTER TYPE realm.spans RENAME TO spans2;

-- multirange comment
-- changed-multirange-comment: range realm.span
COMMENT ON TYPE realm.spans IS 'x';

-- domain default
-- changed-default: domain realm.email
ALTER DOMAIN realm.email SET DEFAULT 'c@d';

-- domain no default
-- changed-default: domain realm.email
ALTER DOMAIN realm.email DROP DEFAULT;

-- domain not null
-- changed-nullability: domain realm.email
ALTER DOMAIN realm.email SET NOT NULL;

-- domain check drop
-- missing-domain-constraint: domain constraint form on domain realm.email
ALTER DOMAIN realm.email DROP CONSTRAINT form;

-- domain check not valid
-- changed-validation: domain constraint form on domain realm.email
ALTER DOMAIN realm.email DROP CONSTRAINT form;
ALTER DOMAIN realm.email ADD CONSTRAINT form CHECK (VALUE LIKE '%@%') NOT VALID;

-- domain check rename
-- extra-domain-constraint: domain constraint f2 on domain realm.email
-- missing-domain-constraint: domain constraint form on domain realm.email
ALTER DOMAIN realm.email RENAME CONSTRAINT form TO f2;

-- domain check comment
-- changed-comment: domain constraint form on domain realm.email
COMMENT ON CONSTRAINT form ON DOMAIN realm.email IS 'x';

-- domain comment
-- changed-comment: domain realm.email
COMMENT ON DOMAIN realm.email IS 'x';

-- domain owner
-- changed-owner: domain realm.email
-- missing-privileges: privileges of pg_monitor on domain realm.email
ALTER DOMAIN realm.email OWNER TO pg_monitor;

-- domain rename
-- changed-type: column realm.regions.mail
-- extra-domain: domain realm.e2
-- missing-domain: domain realm.email
ALTER DOMAIN realm.email RENAME TO e2;

-- domain base
-- changed-type: domain realm.email
-- missing-privileges: privileges of pg_monitor on domain realm.email
ALTER TABLE realm.regions DROP mail;
DROP DOMAIN realm.email;
CREATE DOMAIN realm.email AS varchar(81) DEFAULT 'a@b' CONSTRAINT form CHECK (VALUE LIKE '%@%');
ALTER TABLE realm.regions ADD mail realm.email;

-- word storage
-- changed-storage: type realm.word
ALTER TYPE realm.word SET (STORAGE = extended);

-- word typmod
-- changed-modifier-input: type realm.word
ALTER TYPE realm.word SET (TYPMOD_IN = varchartypmodin);

-- word analyze
-- changed-analyze: type realm.word
ALTER TYPE realm.word SET (ANALYZE = array_typanalyze);

-- word comment
-- changed-comment: type realm.word
COMMENT ON TYPE realm.word IS 'x';

-- word owner
-- changed-owner: type realm.word
ALTER TYPE realm.word OWNER TO pg_monitor;

-- shell type
-- extra-type: type realm.shell
CREATE TYPE realm.shell;

-- table row type comment
-- changed-part-comments: table realm.regions
COMMENT ON TYPE realm.regions IS 'x';

-- table type revoke
-- extra-privileges: privileges of PUBLIC on composite type realm.regions
REVOKE USAGE ON TYPE realm.regions FROM PUBLIC;

-- sequence start
-- changed-start: sequence realm.tickets
ALTER SEQUENCE realm.tickets START 6;

-- sequence min
-- changed-minimum: sequence realm.tickets
ALTER SEQUENCE realm.tickets MINVALUE 2;

-- sequence max
-- changed-maximum: sequence realm.tickets
ALTER SEQUENCE realm.tickets MAXVALUE 999;

-- sequence cache
-- changed-cache: sequence realm.tickets
ALTER SEQUENCE realm.tickets CACHE 4;

-- sequence cycle
-- changed-cycle: sequence realm.tickets
ALTER SEQUENCE realm.tickets CYCLE;

-- sequence type
-- changed-type: sequence realm.tickets
ALTER SEQUENCE realm.tickets AS bigint;

-- sequence owner
-- changed-owner: sequence realm.tickets
-- missing-privileges: privileges of pg_monitor on sequence realm.tickets
ALTER SEQUENCE realm.tickets OWNER TO pg_monitor;

-- sequence rename
-- extra-sequence: sequence realm.t2
-- missing-sequence: sequence realm.tickets
ALTER SEQUENCE realm.tickets RENAME TO t2;

-- sequence unlogged
-- changed-persistence: sequence realm.tickets
ALTER SEQUENCE realm.tickets SET UNLOGGED;

-- sequence schema
-- extra-sequence: sequence tickets
-- missing-sequence: sequence realm.tickets
ALTER SEQUENCE realm.tickets SET SCHEMA public;

-- sequence comment
-- changed-comment: sequence realm.tickets
COMMENT ON SEQUENCE realm.tickets IS 'x';

-- collation drop
-- missing-collation: collation realm.plain
DROP COLLATION realm.plain;

-- collation rename
-- extra-collation: collation realm.p2
-- missing-collation: collation realm.plain
ALTER COLLATION realm.plain RENAME TO p2;

-- collation owner
-- changed-owner: collation realm.plain
ALTER COLLATION realm.plain OWNER TO pg_monitor;

-- collation comment
-- changed-comment: collation realm.plain
COMMENT ON COLLATION realm.plain IS 'x';

-- collation locale
-- changed-locale: collation realm.plain
DROP COLLATION realm.plain;
CREATE COLLATION realm.plain (PROVIDER = libc, LOCALE = 'POSIX');

-- collation character type
-- changed-character-type: collation realm.plain
DROP COLLATION realm.plain;
CREATE COLLATION realm.plain (PROVIDER = libc, LC_COLLATE = 'C', LC_CTYPE = 'POSIX');

-- operator commutator
-- missing-operator-class: operator class realm.pair_class for btree
DROP OPERATOR CLASS realm.pair_class USING btree;
SELECT 1;

-- operator restrict
-- changed-restriction: operator realm.<<(realm.pair,realm.pair)
ALTER OPERATOR realm.<< (realm.pair, realm.pair) SET (RESTRICT = NONE);

-- operator join
-- changed-joining: operator realm.<<(realm.pair,realm.pair)
ALTER OPERATOR realm.<< (realm.pair, realm.pair) SET (JOIN = NONE);

-- operator owner
-- changed-owner: operator realm.==(realm.pair,realm.pair)
ALTER OPERATOR realm.== (realm.pair, realm.pair) OWNER TO pg_monitor;

-- operator comment
-- changed-comment: operator realm.==(realm.pair,realm.pair)
COMMENT ON OPERATOR realm.== (realm.pair, realm.pair) IS 'x';

-- operator new
-- extra-operator: operator realm.!!(realm.pair,realm.pair)
CREATE OPERATOR realm.!! (FUNCTION = realm.same, LEFTARG = realm.pair, RIGHTARG = realm.pair);

-- opclass owner
-- changed-owner: operator class realm.pair_class for btree
ALTER OPERATOR CLASS realm.pair_class USING btree OWNER TO pg_monitor;

-- opclass comment
-- changed-comment: operator class realm.pair_class for btree
COMMENT ON OPERATOR CLASS realm.pair_class USING btree IS 'x';

-- opclass rename
-- extra-operator-class: operator class realm.pc for btree
-- missing-operator-class: operator class realm.pair_class for btree
ALTER OPERATOR CLASS realm.pair_class USING btree RENAME TO pc;

-- opfamily comment
-- changed-comment: operator family realm.pair_family for btree
COMMENT ON OPERATOR FAMILY realm.pair_family USING btree IS 'x';

-- opfamily owner
-- changed-owner: operator family realm.pair_family for btree
ALTER OPERATOR FAMILY realm.pair_family USING btree OWNER TO pg_monitor;

-- opfamily add function
-- changed-functions: operator family realm.pair_family for btree
ALTER OPERATOR FAMILY realm.pair_family USING btree ADD FUNCTION 4 (realm.pair, realm.pair) btequalimage(oid);

-- opfamily add operator
-- extra-operator-family: operator family realm.fresh for btree
CREATE OPERATOR FAMILY realm.fresh USING btree;

-- opclass function
-- changed-functions: operator class realm.pair_class for btree
-- extra-function: function realm.order2(realm.pair, realm.pair)
DROP OPERATOR CLASS realm.pair_class USING btree;
CREATE FUNCTION realm.order2(realm.pair, realm.pair) RETURNS integer IMMUTABLE LANGUAGE sql AS 'SELECT $2.x - $1.x';
CREATE OPERATOR CLASS realm.pair_class FOR TYPE realm.pair USING btree FAMILY realm.pair_family AS OPERATOR 1 realm.<<, OPERATOR 3 realm.==, OPERATOR 5 realm.>>, FUNCTION 1 realm.order2(realm.pair, realm.pair);

-- opclass default
-- changed-use: operator class realm.pair_class for btree
DROP OPERATOR CLASS realm.pair_class USING btree;
CREATE OPERATOR CLASS realm.pair_class DEFAULT FOR TYPE realm.pair USING btree FAMILY realm.pair_family AS OPERATOR 1 realm.<<, OPERATOR 3 realm.==, OPERATOR 5 realm.>>, FUNCTION 1 realm.order(realm.pair, realm.pair);

-- opclass less
-- changed-operators: operator class realm.pair_class for btree
DROP OPERATOR CLASS realm.pair_class USING btree;
CREATE OPERATOR CLASS realm.pair_class FOR TYPE realm.pair USING btree FAMILY realm.pair_family AS OPERATOR 1 realm.<<, OPERATOR 3 realm.==, FUNCTION 1 realm.order(realm.pair, realm.pair);

-- cast context
-- changed-context: cast (integer AS realm.pair)
DROP CAST (integer AS realm.pair);
CREATE CAST (integer AS realm.pair) WITH FUNCTION realm.to_pair(integer) AS IMPLICIT;

-- cast function
-- changed-function: cast (integer AS realm.pair)
DROP CAST (integer AS realm.pair);
CREATE CAST (integer AS realm.pair) WITH FUNCTION realm.to_pair2(integer) AS ASSIGNMENT;

-- cast inout
-- changed-form: cast (integer AS realm.pair)
-- changed-function: cast (integer AS realm.pair)
DROP CAST (integer AS realm.pair);
CREATE CAST (integer AS realm.pair) WITH INOUT AS ASSIGNMENT;

-- cast comment
-- changed-comment: cast (integer AS realm.pair)
COMMENT ON CAST (integer AS realm.pair) IS 'x';

-- cast drop
-- missing-cast: cast (integer AS realm.pair)
DROP CAST (integer AS realm.pair);

-- conversion default
-- changed-form: conversion realm.recode
DROP CONVERSION realm.recode;
CREATE DEFAULT CONVERSION realm.recode FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;

-- conversion drop
-- missing-conversion: conversion realm.recode
DROP CONVERSION realm.recode;

-- conversion comment
-- changed-comment: conversion realm.recode
COMMENT ON CONVERSION realm.recode IS 'x';

-- conversion owner
-- changed-owner: conversion realm.recode
ALTER CONVERSION realm.recode OWNER TO pg_monitor;

-- conversion rename
-- extra-conversion: conversion realm.r2
-- missing-conversion: conversion realm.recode
ALTER CONVERSION realm.recode RENAME TO r2;

-- dictionary option
-- changed-options: text search dictionary realm.stems
ALTER TEXT SEARCH DICTIONARY realm.stems (StopWords = 'russian');

-- dictionary accept
-- changed-options: text search dictionary realm.stems
ALTER TEXT SEARCH DICTIONARY realm.stems (Accept = false);

-- dictionary template
-- changed-options: text search dictionary realm.stems
-- changed-template: text search dictionary realm.stems
DROP TEXT SEARCH DICTIONARY realm.stems;
CREATE TEXT SEARCH DICTIONARY realm.stems (TEMPLATE = snowball, LANGUAGE = english);

-- dictionary owner
-- changed-owner: text search dictionary realm.stems
ALTER TEXT SEARCH DICTIONARY realm.stems OWNER TO pg_monitor;

-- dictionary comment
-- changed-comment: text search dictionary realm.stems
COMMENT ON TEXT SEARCH DICTIONARY realm.stems IS 'x';

-- parser comment
-- changed-comment: text search parser realm.cutter
COMMENT ON TEXT SEARCH PARSER realm.cutter IS 'x';

-- parser function
-- changed-functions: text search parser realm.cutter
DROP TEXT SEARCH PARSER realm.cutter;
CREATE TEXT SEARCH PARSER realm.cutter (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype, HEADLINE = prsd_headline);

-- template comment
-- changed-comment: text search template realm.mould
COMMENT ON TEXT SEARCH TEMPLATE realm.mould IS 'x';

-- template initial value
-- changed-functions: text search template realm.mould
DROP TEXT SEARCH TEMPLATE realm.mould;
CREATE TEXT SEARCH TEMPLATE realm.mould (LEXIZE = dsimple_lexize);

-- configuration mapping
-- changed-mappings: text search configuration realm.words
ALTER TEXT SEARCH CONFIGURATION realm.words ALTER MAPPING FOR word WITH english_stem;

-- configuration mapping two
-- changed-mappings: text search configuration realm.words
ALTER TEXT SEARCH CONFIGURATION realm.words ALTER MAPPING FOR word WITH english_stem, simple;

-- configuration mapping new
-- changed-mappings: text search configuration realm.words
ALTER TEXT SEARCH CONFIGURATION realm.words ADD MAPPING FOR email WITH simple;

-- configuration owner
-- changed-owner: text search configuration realm.words
ALTER TEXT SEARCH CONFIGURATION realm.words OWNER TO pg_monitor;

-- configuration comment
-- changed-comment: text search configuration realm.words
COMMENT ON TEXT SEARCH CONFIGURATION realm.words IS 'x';

-- configuration parser
-- changed-mappings: text search configuration realm.words
-- changed-parser: text search configuration realm.words
DROP TEXT SEARCH CONFIGURATION realm.words;
CREATE TEXT SEARCH CONFIGURATION realm.words (PARSER = realm.cutter);

-- access method comment
-- changed-comment: access method stack
COMMENT ON ACCESS METHOD stack IS 'x';

-- access method new
-- extra-access-method: access method stack2
CREATE ACCESS METHOD stack2 TYPE TABLE HANDLER heap_tableam_handler;

-- language comment
-- changed-comment: language speech
COMMENT ON LANGUAGE speech IS 'x';

-- language owner
-- changed-owner: language speech
ALTER LANGUAGE speech OWNER TO pg_monitor;

-- language trusted
-- changed-form: language speech
CREATE OR REPLACE TRUSTED LANGUAGE speech HANDLER realm.speech_call INLINE realm.speech_inline VALIDATOR realm.speech_check;

-- language noinline
-- changed-inline: language speech
CREATE OR REPLACE LANGUAGE speech HANDLER realm.speech_call VALIDATOR realm.speech_check;

-- language novalidator
-- changed-validator: language speech
CREATE OR REPLACE LANGUAGE speech HANDLER realm.speech_call INLINE realm.speech_inline;

-- language grant
-- extra-privileges: privileges of pg_monitor on language plpgsql
GRANT USAGE ON LANGUAGE plpgsql TO pg_monitor;

-- language revoke
-- extra-privileges: privileges of PUBLIC on language plpgsql
REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC;

-- language drop
-- missing-language: language speech
DROP LANGUAGE speech;

-- transform
-- extra-transform: transform for realm.pair language plpgsql
CREATE TRANSFORM FOR realm.pair LANGUAGE plpgsql (FROM SQL WITH FUNCTION realm.out_of(internal));

-- statistics kinds
-- changed-kinds: statistics object realm.regions_stats
DROP STATISTICS realm.regions_stats;
CREATE STATISTICS realm.regions_stats (ndistinct) ON name, code FROM realm.regions;

-- statistics columns
-- changed-columns: statistics object realm.regions_stats
DROP STATISTICS realm.regions_stats;
CREATE STATISTICS realm.regions_stats (ndistinct, mcv) ON name, size FROM realm.regions;

-- statistics expression
-- changed-columns: statistics object realm.regions_expr
DROP STATISTICS realm.regions_expr;
CREATE STATISTICS realm.regions_expr ON (upper(name)) FROM realm.regions;

-- statistics rename
-- extra-statistics-object: statistics object realm.s2
-- missing-statistics-object: statistics object realm.regions_stats
ALTER STATISTICS realm.regions_stats RENAME TO s2;

-- statistics owner
-- changed-owner: statistics object realm.regions_stats
ALTER STATISTICS realm.regions_stats OWNER TO pg_monitor;

-- statistics schema
-- extra-statistics-object: statistics object regions_stats
-- missing-statistics-object: statistics object realm.regions_stats
ALTER STATISTICS realm.regions_stats SET SCHEMA public;

-- statistics comment
-- changed-comment: statistics object realm.regions_stats
COMMENT ON STATISTICS realm.regions_stats IS 'x';

-- statistics target
-- changed-target: statistics object realm.regions_stats
ALTER STATISTICS realm.regions_stats SET STATISTICS 0;

-- publication columns
-- changed-tables: publication feed
ALTER PUBLICATION feed SET TABLE realm.regions (id, name) WHERE (size > 1);

-- publication filter
-- changed-tables: publication feed
ALTER PUBLICATION feed SET TABLE realm.regions (id, name, code) WHERE (size > 2);

-- publication nofilter
-- changed-tables: publication feed
ALTER PUBLICATION feed SET TABLE realm.regions (id, name, code);

-- publication publish
-- changed-publishes: publication feed
ALTER PUBLICATION feed SET (publish = 'insert');

-- publication root
-- changed-partitions: publication feed
ALTER PUBLICATION feed SET (publish_via_partition_root = false);

-- publication schema
-- changed-schemas: publication news
ALTER PUBLICATION news DROP TABLES IN SCHEMA realm;

-- publication schema add
-- changed-schemas: publication news
ALTER PUBLICATION news ADD TABLES IN SCHEMA public;

-- publication all
-- changed-schemas: publication news
-- changed-tables: publication news
DROP PUBLICATION news;
CREATE PUBLICATION news FOR ALL TABLES;

-- publication rename
-- extra-publication: publication n2
-- missing-publication: publication news
ALTER PUBLICATION news RENAME TO n2;

-- publication comment
-- changed-comment: publication news
COMMENT ON PUBLICATION news IS 'x';

-- publication drop
-- missing-publication: publication news
DROP PUBLICATION news;

-- publication new
-- extra-publication: publication another
CREATE PUBLICATION another;

-- publication table add
-- changed-tables: publication news
ALTER PUBLICATION news ADD TABLE realm.systems;

-- fdw option
-- changed-options: foreign-data wrapper far
ALTER FOREIGN DATA WRAPPER far OPTIONS (SET debug 'false');

-- fdw comment
-- changed-comment: foreign-data wrapper far
COMMENT ON FOREIGN DATA WRAPPER far IS 'x';

-- fdw validator
-- changed-validator: foreign-data wrapper far
ALTER FOREIGN DATA WRAPPER far VALIDATOR postgresql_fdw_validator;

-- fdw grant
-- extra-privileges: privileges of pg_monitor on foreign-data wrapper far
GRANT USAGE ON FOREIGN DATA WRAPPER far TO pg_monitor;

-- fdw rename
-- changed-wrapper: server away
-- extra-foreign-data-wrapper: foreign-data wrapper far2
-- missing-foreign-data-wrapper: foreign-data wrapper far
ALTER FOREIGN DATA WRAPPER far RENAME TO far2;

-- server version
-- changed-version: server away
ALTER SERVER away VERSION '2';

-- server option
-- changed-options: server away
ALTER SERVER away OPTIONS (DROP port);

-- server comment
-- changed-comment: server away
COMMENT ON SERVER away IS 'x';

-- server grant
-- extra-privileges: privileges of pg_monitor on server away
GRANT USAGE ON FOREIGN SERVER away TO pg_monitor WITH GRANT OPTION;

-- server rename
-- changed-server: table realm.remote
-- extra-server: server away2
-- missing-server: server away
ALTER SERVER away RENAME TO away2;

-- user mapping option
-- changed-options: user mapping PUBLIC on server away
ALTER USER MAPPING FOR PUBLIC SERVER away OPTIONS (SET user 'alice');

-- user mapping password drop
-- changed-options: user mapping PUBLIC on server away
ALTER USER MAPPING FOR PUBLIC SERVER away OPTIONS (DROP password);

-- user mapping options gone
-- changed-options: user mapping PUBLIC on server away
ALTER USER MAPPING FOR PUBLIC SERVER away OPTIONS (DROP user, DROP password);

-- user mapping new
-- extra-user-mapping: user mapping postgres on server away
CREATE USER MAPPING FOR postgres SERVER away;

-- user mapping drop
-- missing-user-mapping: user mapping PUBLIC on server away
DROP USER MAPPING FOR PUBLIC SERVER away;

-- foreign table comment
-- changed-comment: table realm.remote
COMMENT ON FOREIGN TABLE realm.remote IS 'x';

-- foreign table grant
-- extra-privileges: privileges of pg_monitor on table realm.remote
GRANT SELECT ON realm.remote TO pg_monitor;

-- foreign table server
-- extra-server: server s2
CREATE SERVER s2 FOREIGN DATA WRAPPER far;

-- policy using
-- changed-using: policy mine on table realm.regions
ALTER POLICY mine ON realm.regions USING (size > 1);

-- policy check
-- changed-check: policy mine on table realm.regions
ALTER POLICY mine ON realm.regions WITH CHECK (size > 0);

-- policy roles
-- changed-roles: policy mine on table realm.regions
ALTER POLICY mine ON realm.regions TO pg_monitor, pg_read_all_data;

-- policy rename
-- extra-policy: policy yours on table realm.regions
-- missing-policy: policy mine on table realm.regions
ALTER POLICY mine ON realm.regions RENAME TO yours;

-- policy command
-- changed-command: policy mine on table realm.regions
DROP POLICY mine ON realm.regions;
CREATE POLICY mine ON realm.regions FOR ALL TO pg_monitor USING (size > 0) WITH CHECK (size > 1);

-- policy restrictive
-- changed-form: policy mine on table realm.regions
DROP POLICY mine ON realm.regions;
CREATE POLICY mine ON realm.regions AS RESTRICTIVE FOR UPDATE TO pg_monitor USING (size > 0) WITH CHECK (size > 1);

-- policy drop
-- missing-policy: policy mine on table realm.regions
DROP POLICY mine ON realm.regions;

-- policy comment
-- changed-comment: policy mine on table realm.regions
COMMENT ON POLICY mine ON realm.regions IS 'x';

-- policy new
-- extra-policy: policy w on table realm.regions
CREATE POLICY w ON realm.regions USING (true);

-- revoke one
-- changed-privileges: privileges of pg_monitor on table realm.regions
REVOKE INSERT ON realm.regions FROM pg_monitor;

-- grant all
-- changed-privileges: privileges of pg_monitor on table realm.regions
GRANT ALL ON realm.regions TO pg_monitor;

-- grant public
-- extra-privileges: privileges of PUBLIC on table realm.regions
GRANT SELECT ON realm.regions TO PUBLIC;

-- grant truncate
-- extra-privileges: privileges of pg_monitor on table realm.systems
GRANT TRUNCATE ON realm.systems TO pg_monitor;

-- grant references column
-- extra-privileges: privileges of pg_monitor on column realm.regions.id
GRANT REFERENCES (id) ON realm.regions TO pg_monitor;

-- grant view
-- extra-privileges: privileges of pg_monitor on view realm.small
GRANT SELECT ON realm.small TO pg_monitor;

-- grant view column
-- extra-privileges: privileges of pg_monitor on column realm.small.id
GRANT SELECT (id) ON realm.small TO pg_monitor;

-- grant materialized view
-- extra-privileges: privileges of pg_monitor on materialized view realm.counts
GRANT SELECT ON realm.counts TO pg_monitor;

-- owner revoke
-- extra-privileges: privileges of postgres on table realm.regions
REVOKE UPDATE ON realm.regions FROM postgres;

-- revoke sequence
-- missing-privileges: privileges of pg_monitor on sequence realm.tickets
REVOKE USAGE ON SEQUENCE realm.tickets FROM pg_monitor;

-- grant schema create
-- extra-privileges: privileges of pg_monitor on schema realm
GRANT CREATE ON SCHEMA realm TO pg_monitor;

-- grant public schema create
-- extra-privileges: privileges of PUBLIC on schema public
GRANT CREATE ON SCHEMA public TO PUBLIC;

-- grant procedure
-- extra-privileges: privileges of pg_monitor on function realm.act(integer, integer)
GRANT EXECUTE ON PROCEDURE realm.act(integer, integer) TO pg_monitor;

-- grant function option
-- changed-privileges: privileges of pg_monitor on function realm.label(integer, text)
GRANT EXECUTE ON FUNCTION realm.label(integer, text) TO pg_monitor WITH GRANT OPTION;

-- grant domain
-- missing-privileges: privileges of pg_monitor on domain realm.email
REVOKE USAGE ON TYPE realm.email FROM pg_monitor;

-- grant enum
-- extra-privileges: privileges of pg_monitor on enum realm.mood
GRANT USAGE ON TYPE realm.mood TO pg_monitor;

-- grant composite
-- extra-privileges: privileges of pg_monitor on composite type realm.pair
GRANT USAGE ON TYPE realm.pair TO pg_monitor;

-- grant range
-- extra-privileges: privileges of pg_monitor on range realm.span
GRANT USAGE ON TYPE realm.span TO pg_monitor;

-- grant partition
-- extra-privileges: privileges of pg_monitor on table realm.log_a
GRANT SELECT ON realm.log_a TO pg_monitor;

-- index depends on extension
-- extra-dependency: dependency of index realm.regions_lower
ALTER INDEX realm.regions_lower DEPENDS ON EXTENSION plpgsql;

-- trigger depends on extension
-- extra-dependency: dependency of trigger regions_touch on realm.regions
ALTER TRIGGER regions_touch ON realm.regions DEPENDS ON EXTENSION plpgsql;

-- function depends on extension
-- extra-dependency: dependency of function realm.label(integer, text)
ALTER FUNCTION realm.label(integer, text) DEPENDS ON EXTENSION plpgsql;

-- materialized view depends on extension
-- extra-dependency: dependency of materialized view realm.counts
ALTER MATERIALIZED VIEW realm.counts DEPENDS ON EXTENSION plpgsql;

-- grant system catalogue
-- extra-privileges: privileges of pg_monitor on table pg_catalog.pg_statistic
GRANT SELECT ON pg_catalog.pg_statistic TO pg_monitor;

-- revoke system function
-- extra-privileges: privileges of PUBLIC on function pg_catalog.pg_sleep(double precision)
REVOKE EXECUTE ON FUNCTION pg_catalog.pg_sleep(double precision) FROM PUBLIC;

-- revoke system column
-- extra-privileges: privileges of pg_monitor on column pg_catalog.pg_authid.rolpassword
GRANT SELECT (rolpassword) ON pg_catalog.pg_authid TO pg_monitor;

-- grant database
-- extra-privileges: privileges of pg_monitor on database
DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO pg_monitor', current_database());
END $$;

-- default privileges sequence
-- extra-default-privileges: default privileges for role postgres in schema realm on sequences
ALTER DEFAULT PRIVILEGES IN SCHEMA realm GRANT USAGE ON SEQUENCES TO pg_monitor;

-- default privileges more
-- changed-privileges: default privileges for role postgres in schema realm on tables
ALTER DEFAULT PRIVILEGES IN SCHEMA realm GRANT INSERT ON TABLES TO pg_monitor;

-- default privileges option
-- changed-privileges: default privileges for role postgres in schema realm on tables
ALTER DEFAULT PRIVILEGES IN SCHEMA realm GRANT SELECT ON TABLES TO pg_monitor WITH GRANT OPTION;

-- default privileges other
-- extra-default-privileges: default privileges for role postgres in schema public on tables
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO pg_monitor;

-- default privileges role
-- extra-default-privileges: default privileges for role pg_monitor on tables
ALTER DEFAULT PRIVILEGES FOR ROLE pg_monitor GRANT SELECT ON TABLES TO PUBLIC;

-- default privileges types
-- extra-default-privileges: default privileges for role postgres on types
ALTER DEFAULT PRIVILEGES REVOKE USAGE ON TYPES FROM PUBLIC;

-- default privileges schemas
-- extra-default-privileges: default privileges for role postgres on schemas
ALTER DEFAULT PRIVILEGES GRANT USAGE ON SCHEMAS TO pg_monitor;

-- default privileges gone
-- missing-default-privileges: default privileges for role postgres in schema realm on tables
ALTER DEFAULT PRIVILEGES IN SCHEMA realm REVOKE SELECT ON TABLES FROM pg_monitor;

-- schema owner
-- changed-owner: schema realm
ALTER SCHEMA realm OWNER TO pg_monitor;

-- schema comment
-- changed-comment: schema realm
COMMENT ON SCHEMA realm IS 'x';

-- public drop
-- extra-dropped-schema: dropped schema public
DROP SCHEMA public CASCADE;

-- public comment
-- extra-schema: schema public
COMMENT ON SCHEMA public IS 'mine';

-- public owner
-- extra-schema: schema public
ALTER SCHEMA public OWNER TO pg_monitor;

-- column grant of more
-- changed-privileges: privileges of pg_monitor on column realm.regions.code
GRANT INSERT (code) ON realm.regions TO pg_monitor;

-- column grant of another
-- changed-privileges: privileges of pg_monitor on column realm.regions.code
REVOKE UPDATE (code) ON realm.regions FROM pg_monitor;
GRANT REFERENCES (code) ON realm.regions TO pg_monitor;

-- trigger argument with a line break
-- changed-arguments: trigger regions_touch on realm.regions
DROP TRIGGER regions_touch ON realm.regions;
CREATE TRIGGER regions_touch BEFORE INSERT OR UPDATE OF name, size ON realm.regions
FOR EACH ROW WHEN (new.size > 1) EXECUTE FUNCTION realm.touch(E'a\n|', 'b');

-- enum label with blanks
-- changed-labels: enum realm.ways
ALTER TYPE realm.ways RENAME VALUE 'to  and' TO 'to and';

-- enum label with a line break
-- changed-labels: enum realm.ways
ALTER TYPE realm.ways RENAME VALUE E'fro\nagain\\' TO E'fro again\\';

-- shared sequence owned by another column
-- changed-owned-by: sequence realm.drawers_id_seq
ALTER SEQUENCE realm.drawers_id_seq OWNED BY realm.drawers.other;

-- sequence of a partitioned table owned by its partition
-- extra-sequence: sequence realm.notes_id_seq
ALTER SEQUENCE realm.notes_id_seq OWNED BY realm.a_notes.id;

-- column that may be passed on
-- changed-privileges: privileges of pg_monitor on column realm.regions.code
GRANT UPDATE (code) ON realm.regions TO pg_monitor WITH GRANT OPTION;

-- sequence that may be passed on
-- changed-privileges: privileges of pg_monitor on sequence realm.tickets
GRANT USAGE ON SEQUENCE realm.tickets TO pg_monitor WITH GRANT OPTION;

-- domain that may be passed on
-- changed-privileges: privileges of pg_monitor on domain realm.email
GRANT USAGE ON DOMAIN realm.email TO pg_monitor WITH GRANT OPTION;

-- schema that may be passed on
-- extra-privileges: privileges of pg_monitor on schema realm
GRANT USAGE ON SCHEMA realm TO pg_monitor WITH GRANT OPTION;

-- language that may be passed on
-- extra-privileges: privileges of pg_monitor on language plpgsql
GRANT USAGE ON LANGUAGE plpgsql TO pg_monitor WITH GRANT OPTION;

-- foreign-data wrapper that may be passed on
-- extra-privileges: privileges of pg_monitor on foreign-data wrapper far
GRANT USAGE ON FOREIGN DATA WRAPPER far TO pg_monitor WITH GRANT OPTION;

-- server that may be passed on
-- extra-privileges: privileges of pg_monitor on server away
GRANT USAGE ON FOREIGN SERVER away TO pg_monitor WITH GRANT OPTION;

-- foreign table that may be passed on
-- extra-privileges: privileges of pg_monitor on table realm.remote
GRANT SELECT ON realm.remote TO pg_monitor WITH GRANT OPTION;

-- materialized view that may be passed on
-- extra-privileges: privileges of pg_monitor on materialized view realm.counts
GRANT SELECT ON realm.counts TO pg_monitor WITH GRANT OPTION;

-- execution of a procedure taken from everybody
-- extra-privileges: privileges of PUBLIC on function realm.act(integer, integer)
REVOKE EXECUTE ON PROCEDURE realm.act(integer, integer) FROM PUBLIC;

-- execution of an aggregate taken from everybody
-- extra-privileges: privileges of PUBLIC on aggregate realm.total(integer)
REVOKE EXECUTE ON FUNCTION realm.total(integer) FROM PUBLIC;
