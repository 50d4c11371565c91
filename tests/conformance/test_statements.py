"""The statements that lead from one schema to another: run, and compared with where they lead."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from echoes_schema import catalog, ddl
from echoes_schema.ddl.text import whole
from tests.conformance.conftest import HERE, VERSION_18, client_program
from tests.conformance.plans import follow, left, load, major, run_plan
from tests.conformance.single_facts import SINCE_15, SINCE_18
from tests.harness.program import Run

Url = Callable[[psycopg.Connection], str]


@pytest.mark.parametrize("name", SINCE_15)
def test_statements_lead_back_and_forth(estate: psycopg.Connection, name: str) -> None:
    follow(estate, name, SINCE_15[name][0])


@pytest.mark.parametrize("name", SINCE_18)
def test_statements_lead_back_and_forth_on_18(estate: psycopg.Connection, name: str) -> None:
    if estate.info.server_version < VERSION_18:
        pytest.skip("PostgreSQL 18 and later")
    follow(estate, name, SINCE_18[name][0])


def test_nothing_differs_is_nothing_to_run(estate: psycopg.Connection) -> None:
    schema = catalog.read(estate)
    assert ddl.plan(schema, schema, major(estate)).sections == ()


@pytest.mark.parametrize("name", ["estate.sql", "everything.sql", "spellings.sql"])
def test_written_schema_is_the_database_that_it_is_from(
    empty: psycopg.Connection, other: psycopg.Connection, name: str
) -> None:
    empty.execute((HERE / name).read_bytes())
    schema = catalog.read(empty)
    load(other, whole(schema, major(empty)))
    assert left(schema, other) == []


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TABLE t (a boolean DEFAULT (1 = ANY (ARRAY[1, 2])), b text DEFAULT ('x' COLLATE "
        "\"C\"), c boolean DEFAULT (1 > 2 OR true), d text DEFAULT ' OR (', e int DEFAULT 1 + 1)",
        "CREATE DOMAIN d AS boolean DEFAULT (1 IN (1, 2) AND true)",
        "CREATE TYPE p AS (a integer); CREATE TRANSFORM FOR p LANGUAGE sql "
        "(FROM SQL WITH FUNCTION prsd_lextype(internal)); CREATE TRANSFORM FOR integer LANGUAGE "
        "sql (TO SQL WITH FUNCTION int4recv(internal))",
    ],
    ids=["default", "domain", "transform"],
)
def test_what_a_definition_takes_only_in_parentheses_or_in_part_is_written(
    empty: psycopg.Connection, other: psycopg.Connection, sql: str
) -> None:
    empty.execute(sql.encode())
    schema = catalog.read(empty)
    load(other, whole(schema, major(empty)))
    assert left(schema, other) == []


def test_sequence_stays_with_its_column_where_others_draw_from_it(
    empty: psycopg.Connection, other: psycopg.Connection
) -> None:
    empty.execute(
        "CREATE TABLE notes (id serial, kind text, CHECK (id > 0)) PARTITION BY LIST (kind);"
        "CREATE TABLE a_notes PARTITION OF notes FOR VALUES IN ('a');"
        "CREATE TABLE words (id serial); CREATE TABLE a_words () INHERITS (words);"
        "CREATE TABLE shared (a integer DEFAULT nextval('words_id_seq'), b serial, "
        "c integer DEFAULT nextval('shared_b_seq'))"
    )
    schema = catalog.read(empty)
    load(other, whole(schema, major(empty)))
    assert left(schema, other) == []
    owners = "SELECT pg_get_serial_sequence(%s, %s)::regclass::text"
    for table, column in (("notes", "id"), ("words", "id"), ("shared", "b")):
        found = other.execute(owners, (table, column)).fetchone()
        assert found == (f"{table}_{column}_seq",)


def test_written_schema_of_ours_and_of_18_is_the_database_that_it_is_from(
    migrated: psycopg.Connection, estate: psycopg.Connection, other: psycopg.Connection
) -> None:
    schema = catalog.read(estate)
    load(other, whole(schema, major(estate)))
    assert left(schema, other) == []
    ours = catalog.read(migrated)
    estate.execute("DROP PUBLICATION feed; DROP EVENT TRIGGER watcher; DROP SCHEMA app CASCADE")
    estate.execute("DROP FOREIGN DATA WRAPPER far CASCADE")
    load(estate, whole(ours, major(migrated)))
    assert left(ours, estate) == []


@pytest.mark.parametrize("name", ["estate.sql", "everything.sql"])
def test_equal_databases_are_written_alike(
    empty: psycopg.Connection, other: psycopg.Connection, name: str
) -> None:
    empty.execute((HERE / name).read_bytes())
    text = whole(catalog.read(empty), major(empty))
    load(other, text)
    assert whole(catalog.read(other), major(other)) == text


def test_psql_loads_what_snapshot_writes(
    estate: psycopg.Connection, other: psycopg.Connection, run: Run, url: Url, tmp_path: Path
) -> None:
    written = run("snapshot", "--format", "sql", database=url(estate))
    (tmp_path / "schema.sql").write_text(written.stdout, "utf-8")
    psql = [client_program(estate, "psql"), "--no-psqlrc", "--set=ON_ERROR_STOP=1", url(other)]
    subprocess.run([*psql, "--file", str(tmp_path / "schema.sql")], check=True, capture_output=True)
    assert left(catalog.read(estate), other) == []
    done = run("diff", str(tmp_path / "schema.sql"), url(estate), "--scratch", url(estate))
    assert done.returncode == 0, done.stdout + done.stderr


WORD = (
    "CREATE TYPE word; CREATE FUNCTION word_in(cstring) RETURNS word IMMUTABLE STRICT LANGUAGE "
    "internal AS 'textin'; CREATE FUNCTION word_out(word) RETURNS cstring IMMUTABLE STRICT "
    "LANGUAGE internal AS 'textout'; CREATE FUNCTION word_send(word) RETURNS bytea IMMUTABLE "
    "STRICT LANGUAGE internal AS 'textsend'"
)
WORD_CLASS = (
    "CREATE FUNCTION word_cmp(word, word) RETURNS integer IMMUTABLE STRICT LANGUAGE internal AS "
    "'bttextcmp'; CREATE FUNCTION word_eq(word, word) RETURNS boolean IMMUTABLE STRICT LANGUAGE "
    "internal AS 'texteq'; CREATE FUNCTION word_lt(word, word) RETURNS boolean IMMUTABLE STRICT "
    "LANGUAGE internal AS 'text_lt'; CREATE FUNCTION word_hash(word) RETURNS integer IMMUTABLE "
    "STRICT LANGUAGE internal AS 'hashtext'; CREATE OPERATOR = (FUNCTION = word_eq, LEFTARG = "
    "word, RIGHTARG = word, COMMUTATOR = =, HASHES, MERGES); CREATE OPERATOR < (FUNCTION = "
    "word_lt, LEFTARG = word, RIGHTARG = word); CREATE OPERATOR CLASS words DEFAULT FOR TYPE word "
    "USING btree AS OPERATOR 1 <, OPERATOR 3 =, FUNCTION 1 word_cmp(word, word);"
    "CREATE OPERATOR CLASS bare FOR TYPE word USING hash AS OPERATOR 1 =, FUNCTION 1 "
    "word_hash(word); CREATE OPERATOR FAMILY loose USING btree; ALTER OPERATOR FAMILY loose USING "
    "btree ADD OPERATOR 1 < (integer, bigint), FUNCTION 1 (integer, bigint) btint48cmp(integer, "
    "bigint); CREATE OPERATOR CLASS nothing FOR TYPE integer USING btree AS OPERATOR 1 <"
)
# Each of them alone: what is there before, and what is there afterwards.
STEPS = {
    "default of a view's column": (
        "CREATE VIEW v AS SELECT 1 AS one, 2 AS two; ALTER VIEW v ALTER one SET DEFAULT 5",
        "ALTER VIEW v ALTER one DROP DEFAULT; ALTER VIEW v ALTER two SET DEFAULT 6",
    ),
    "storage of a materialized view's column": (
        "CREATE MATERIALIZED VIEW m AS SELECT 'a'::text AS a; ALTER MATERIALIZED VIEW m "
        "ALTER a SET STORAGE external, ALTER a SET STATISTICS 7, ALTER a SET (n_distinct = 5)",
        "ALTER MATERIALIZED VIEW m ALTER a SET STORAGE main, ALTER a SET STATISTICS -1, "
        "ALTER a RESET (n_distinct)",
    ),
    "aggregate": (
        "CREATE AGGREGATE total(integer) (SFUNC = int4pl, STYPE = integer, SSPACE = 4, "
        "FINALFUNC = int4abs, FINALFUNC_MODIFY = SHAREABLE, MSFUNC = int4pl, MINVFUNC = int4mi, "
        "MSTYPE = integer, MSSPACE = 8, MFINALFUNC = int4abs, MFINALFUNC_MODIFY = READ_WRITE); "
        "CREATE AGGREGATE least_of(integer) (SFUNC = int4smaller, STYPE = integer, SORTOP = <)",
        "DROP AGGREGATE total(integer); CREATE AGGREGATE total(integer) (SFUNC = int4pl, "
        "STYPE = integer, FINALFUNC = int4abs)",
    ),
    "operator": (
        "CREATE OPERATOR === (LEFTARG = integer, RIGHTARG = integer, FUNCTION = int4eq, "
        "COMMUTATOR = ===)",
        "DROP OPERATOR === (integer, integer); CREATE OPERATOR === (LEFTARG = integer, "
        "RIGHTARG = integer, FUNCTION = int4eq, HASHES)",
    ),
    "language": (
        "CREATE TRUSTED LANGUAGE speech HANDLER plpgsql_call_handler "
        "INLINE plpgsql_inline_handler VALIDATOR plpgsql_validator",
        "DROP LANGUAGE speech; CREATE LANGUAGE speech HANDLER plpgsql_call_handler",
    ),
    "sequence of a serial that becomes one of its own": (
        "CREATE TABLE t (a integer DEFAULT 1); CREATE SEQUENCE s OWNED BY t.a;"
        "ALTER TABLE t ALTER a SET DEFAULT nextval('s')",
        "ALTER SEQUENCE s OWNED BY NONE",
    ),
    "order of parents": (
        "CREATE TABLE p (a integer); CREATE TABLE q (a integer); CREATE TABLE r (a integer);"
        "CREATE TABLE t () INHERITS (p, q, r)",
        "ALTER TABLE t NO INHERIT q; ALTER TABLE t INHERIT q",
    ),
    "two keys on the same columns": (
        "CREATE TABLE t (a integer PRIMARY KEY, b integer UNIQUE); "
        "ALTER TABLE t ADD CONSTRAINT u UNIQUE (a), ADD CONSTRAINT v UNIQUE (b)",
        "ALTER TABLE t DROP CONSTRAINT v, ADD CONSTRAINT w UNIQUE (b)",
    ),
    "sequence of an unlogged table": (
        "CREATE UNLOGGED TABLE t (a serial, b serial); ALTER SEQUENCE t_b_seq SET LOGGED",
        "ALTER TABLE t ADD c serial",
    ),
    "settings that are lists": (
        "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS '' "
        "SET local_preload_libraries = 'Mixed/Case', 'a, b', ''",
        "ALTER FUNCTION f() SET local_preload_libraries = 'b'",
    ),
    "view of itself": (
        "CREATE VIEW v AS SELECT 1 AS a; CREATE OR REPLACE VIEW v WITH (security_barrier) AS "
        "SELECT a FROM v; COMMENT ON VIEW v IS 'x'; ALTER VIEW v ALTER a SET DEFAULT 1",
        "CREATE OR REPLACE VIEW v AS SELECT a + 1 AS a FROM v",
    ),
    "views of each other": (
        "CREATE VIEW v AS SELECT 1 AS a; CREATE VIEW w AS SELECT a FROM v;"
        "CREATE OR REPLACE VIEW v AS SELECT a FROM w; COMMENT ON VIEW w IS 'w'",
        "COMMENT ON VIEW w IS NULL; CREATE OR REPLACE VIEW v AS SELECT a + 1 AS a FROM w",
    ),
    "domain over a composite type that a table has": (
        "CREATE TYPE p AS (x integer); CREATE FUNCTION f(p) RETURNS boolean LANGUAGE sql AS "
        "'SELECT $1.x > 0'; CREATE DOMAIN d AS p CONSTRAINT k CHECK (f(VALUE));"
        "CREATE TABLE t (a d)",
        "DROP TABLE t; DROP DOMAIN d; CREATE DOMAIN e AS p CONSTRAINT k CHECK ((VALUE).x > 1);"
        "COMMENT ON CONSTRAINT k ON DOMAIN e IS 'k'; CREATE TABLE t (a e)",
    ),
    "type written in C": (
        f"{WORD}; CREATE TYPE word (INPUT = word_in, OUTPUT = word_out, SEND = word_send, "
        "CATEGORY = 'S', PREFERRED = true, DEFAULT = 'a''b', COLLATABLE = true, STORAGE = main, "
        "ALIGNMENT = double, DELIMITER = '|'); CREATE TYPE tiny; CREATE FUNCTION tiny_in(cstring) "
        "RETURNS tiny IMMUTABLE STRICT LANGUAGE internal AS 'int2in'; CREATE FUNCTION "
        "tiny_out(tiny) RETURNS cstring IMMUTABLE STRICT LANGUAGE internal AS 'int2out';"
        "CREATE TYPE tiny (INPUT = tiny_in, OUTPUT = tiny_out, LIKE = int2, ELEMENT = bool, "
        "SUBSCRIPT = raw_array_subscript_handler); COMMENT ON TYPE tiny IS 'small';"
        "REVOKE USAGE ON TYPE tiny FROM PUBLIC; CREATE TABLE t (a word DEFAULT 'x', b tiny[])",
        "ALTER TYPE word SET (SEND = NONE, TYPMOD_IN = varchartypmodin); DROP TABLE t;"
        "DROP TYPE tiny CASCADE; CREATE TYPE tiny",
    ),
    "type written in C that nothing has": (
        f"{WORD}; CREATE TYPE word (INPUT = word_in, OUTPUT = word_out)",
        f"DROP TYPE word CASCADE; {WORD}; CREATE TYPE word (INPUT = word_in, OUTPUT = word_out, "
        "CATEGORY = 'S'); CREATE FUNCTION longer(word) RETURNS boolean LANGUAGE sql AS "
        "'SELECT true'",
    ),
    "operator class": (
        f"{WORD}; CREATE TYPE word (INPUT = word_in, OUTPUT = word_out); {WORD_CLASS};"
        "CREATE TABLE t (a word PRIMARY KEY, b word); CREATE INDEX i ON t USING hash (b bare);"
        "CREATE TYPE span AS RANGE (SUBTYPE = word); CREATE TABLE p (a word) PARTITION BY LIST (a)",
        "DROP TABLE t; DROP OPERATOR CLASS bare USING hash; DROP TYPE span; DROP TABLE p;"
        "DROP OPERATOR CLASS words USING btree; ALTER OPERATOR FAMILY loose USING btree DROP "
        "FUNCTION 1 (integer, bigint); ALTER OPERATOR FAMILY loose USING btree ADD OPERATOR 2 <= "
        "(integer, bigint)",
    ),
    "table under another name": (
        "CREATE TABLE t (id serial PRIMARY KEY, b text); CREATE VIEW v AS SELECT id FROM t;"
        "CREATE TABLE w (id serial PRIMARY KEY, n bigint DEFAULT currval('w_id_seq'))",
        "ALTER TABLE t RENAME TO u; ALTER TABLE w RENAME TO x",
    ),
    "column under another name that draws from the sequence": (
        "CREATE TABLE t (id serial)",
        "ALTER TABLE t RENAME id TO number; ALTER SEQUENCE t_id_seq INCREMENT 5",
    ),
    "check of a partition's own that it keeps by itself": (
        "CREATE TABLE t (a integer CONSTRAINT k CHECK (a > 0)) PARTITION BY LIST (a);"
        "CREATE TABLE p PARTITION OF t FOR VALUES IN (1)",
        "ALTER TABLE p ADD CONSTRAINT own CHECK (a < 9); ALTER TABLE t DETACH PARTITION p",
    ),
    "owner of a table with a sequence that two columns draw from": (
        "CREATE TABLE t (id serial, n bigint DEFAULT currval('t_id_seq'));"
        "CREATE TABLE u (id serial); CREATE TABLE v (id serial)",
        "ALTER TABLE t OWNER TO pg_monitor",
    ),
    "label under another name of which an index speaks": (
        "CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE t (x e, y integer);"
        "CREATE INDEX i ON t (y) WHERE x = 'b'",
        "DROP INDEX i; ALTER TYPE e RENAME VALUE 'b' TO 'c'; CREATE INDEX i ON t (y) WHERE x = 'c'",
    ),
    "option of a partition's column beside its table's default": (
        "CREATE TABLE t (a integer) PARTITION BY LIST (a);"
        "CREATE TABLE p PARTITION OF t FOR VALUES IN (1)",
        "ALTER TABLE p ALTER a SET (n_distinct = 7); ALTER TABLE t ALTER a SET DEFAULT 1",
    ),
    "child of a table that gets another default": (
        "CREATE TABLE t (a integer, b text DEFAULT 'x', c text DEFAULT 'c')",
        "ALTER TABLE t ALTER a SET DEFAULT 5, ALTER b SET DEFAULT 'y', ALTER c DROP DEFAULT;"
        "CREATE TABLE u () INHERITS (t)",
    ),
    "partition under another name": (
        "CREATE TABLE t (a integer) PARTITION BY LIST (a);"
        "CREATE TABLE p PARTITION OF t FOR VALUES IN (1)",
        "ALTER TABLE p RENAME TO q",
    ),
    "label that goes from an enum of which a view speaks": (
        "CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE t (x e DEFAULT 'a');"
        "CREATE VIEW v AS SELECT x FROM t; GRANT SELECT ON v TO pg_monitor",
        "DROP VIEW v; DROP TABLE t; DROP TYPE e; CREATE TYPE e AS ENUM ('a'); CREATE TABLE t (x e);"
        "CREATE VIEW v AS SELECT x FROM t; GRANT SELECT ON v TO pg_monitor",
    ),
    "all privileges with the grant option": (
        "CREATE TABLE t (a integer); CREATE TABLE u (a integer); ALTER TABLE u OWNER TO pg_monitor;"
        "GRANT ALL ON t TO pg_monitor; GRANT ALL ON u TO CURRENT_USER WITH GRANT OPTION;"
        "CREATE TABLE v (a integer); GRANT SELECT ON v TO pg_monitor WITH GRANT OPTION",
        "GRANT ALL ON t TO pg_monitor WITH GRANT OPTION; REVOKE GRANT OPTION FOR ALL ON u FROM "
        "CURRENT_USER; GRANT ALL ON v TO pg_monitor; "
        "REVOKE GRANT OPTION FOR SELECT ON v FROM pg_monitor",
    ),
    "operator class that sorts": (
        "CREATE OPERATOR FAMILY f USING gist; CREATE OPERATOR CLASS c FOR TYPE point USING gist "
        "FAMILY f AS OPERATOR 15 <-> (point, point) FOR ORDER BY pg_catalog.float_ops, "
        "OPERATOR 6 ~= (point, point), FUNCTION 1 gist_point_consistent(internal, point, smallint, "
        "oid, internal), FUNCTION 2 gist_box_union(internal, internal), FUNCTION 3 "
        "gist_point_compress(internal), FUNCTION 5 gist_box_penalty(internal, internal, internal), "
        "FUNCTION 6 gist_box_picksplit(internal, internal), FUNCTION 7 gist_box_same(box, box, "
        "internal), FUNCTION 8 gist_point_distance(internal, point, smallint, oid, internal), "
        "STORAGE box; CREATE TABLE t (a point); CREATE INDEX i ON t USING gist (a c);"
        "COMMENT ON OPERATOR CLASS c USING gist IS 'near'",
        "COMMENT ON OPERATOR FAMILY f USING gist IS 'by distance'; DROP INDEX i;"
        "DROP OPERATOR CLASS c USING gist",
    ),
    "shell type": ("CREATE TYPE later", "DROP TYPE later; CREATE TYPE sooner"),
    "schema": (
        "DROP SCHEMA public; CREATE SCHEMA app CREATE TABLE t (a integer)",
        "CREATE SCHEMA public AUTHORIZATION pg_database_owner;"
        "GRANT USAGE ON SCHEMA public TO PUBLIC;"
        "COMMENT ON SCHEMA public IS 'standard public schema'",
    ),
    "extension": ("DROP EXTENSION plpgsql", "CREATE EXTENSION plpgsql"),
    "dependency": (
        "CREATE TABLE t (a integer); CREATE INDEX i ON t (a); CREATE FUNCTION f(integer) RETURNS "
        "integer LANGUAGE sql AS 'SELECT $1'; ALTER INDEX i DEPENDS ON EXTENSION plpgsql",
        "ALTER INDEX i NO DEPENDS ON EXTENSION plpgsql; "
        "ALTER FUNCTION f(integer) DEPENDS ON EXTENSION plpgsql",
    ),
    "user mapping": (
        "CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w;"
        "CREATE USER MAPPING FOR PUBLIC SERVER s OPTIONS (user 'bob')",
        "ALTER USER MAPPING FOR PUBLIC SERVER s OPTIONS (SET user 'ann')",
    ),
    "comments on attributes": (
        "CREATE TYPE pair AS (x integer, y integer); "
        "COMMENT ON COLUMN pair.x IS 'first; not: last'; COMMENT ON COLUMN pair.y IS 'b'",
        "COMMENT ON COLUMN pair.x IS 'first; or so'; COMMENT ON COLUMN pair.y IS NULL",
    ),
    "enum with a dot in its name that loses a label": (
        """CREATE TYPE "a.b" AS ENUM ('x', 'y'); CREATE TABLE t (m "a.b")""",
        """DROP TABLE t; DROP TYPE "a.b"; CREATE TYPE "a.b" AS ENUM ('y'); """
        """CREATE TABLE t (m "a.b")""",
    ),
    "identity of a partitioned table": (
        "CREATE TABLE t (a bigint GENERATED ALWAYS AS IDENTITY (START 5), b integer) "
        "PARTITION BY LIST (b); CREATE TABLE p PARTITION OF t FOR VALUES IN (1);"
        "CREATE TABLE q (a bigint GENERATED ALWAYS AS IDENTITY, b integer)",
        "ALTER TABLE t DETACH PARTITION p; ALTER TABLE p ALTER a ADD GENERATED BY DEFAULT AS "
        "IDENTITY; ALTER TABLE q ALTER a DROP IDENTITY; ALTER TABLE t ATTACH PARTITION q "
        "FOR VALUES IN (2); ALTER TABLE t ALTER a SET GENERATED BY DEFAULT",
    ),
    "parts that a partition has from its table": (
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';"
        "CREATE TABLE t (a integer PRIMARY KEY) PARTITION BY LIST (a);"
        "CREATE TABLE p PARTITION OF t FOR VALUES IN (1);"
        "CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();"
        "ALTER TABLE p DISABLE TRIGGER g; COMMENT ON TRIGGER g ON p IS 'It''s off.';"
        "COMMENT ON INDEX t_pkey IS 'x'; COMMENT ON TYPE t IS 'y: z'",
        "ALTER TABLE p ENABLE ALWAYS TRIGGER g; COMMENT ON TRIGGER g ON p IS NULL;"
        "COMMENT ON CONSTRAINT p_pkey ON p IS 'k'; COMMENT ON TYPE t IS NULL",
    ),
}


@pytest.mark.parametrize(("one", "step"), STEPS.values(), ids=STEPS)
def test_statements_lead_there_from_nothing_and_from_before_and_back(
    empty: psycopg.Connection, other: psycopg.Connection, one: str, step: str
) -> None:
    empty.execute(one.encode())
    before = catalog.read(empty)
    load(other, whole(before, major(empty)))
    assert left(before, other) == []
    empty.execute(step.encode())
    after = catalog.read(empty)
    run_plan(other, ddl.plan(before, after, major(empty)))
    assert left(after, other) == []
    run_plan(other, ddl.plan(after, before, major(empty)))
    assert left(before, other) == []


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TABLE t (a integer); CREATE TABLE u () INHERITS (t);"
        "CREATE RULE r AS ON INSERT TO t DO INSTEAD INSERT INTO u SELECT new.a",
        "CREATE TABLE t (a integer PRIMARY KEY); CREATE TABLE u (a integer REFERENCES t);"
        "CREATE POLICY p ON t USING (EXISTS (SELECT FROM u))",
        "CREATE TABLE a_first (a integer); CREATE TABLE u (a integer);"
        "CREATE FUNCTION f(u) RETURNS boolean LANGUAGE sql AS 'SELECT true';"
        "ALTER TABLE a_first ADD CHECK (f(ROW(a)::u)), ALTER a SET DEFAULT f(NULL)::integer",
        "CREATE VIEW v AS SELECT 1 AS a; CREATE OR REPLACE VIEW v AS SELECT a FROM v",
    ],
    ids=["rule", "policy", "check", "view of itself"],
)
def test_all_goes_in_an_order_that_postgresql_takes(empty: psycopg.Connection, sql: str) -> None:
    nothing = catalog.read(empty)
    empty.execute(sql.encode())
    run_plan(empty, ddl.plan(catalog.read(empty), nothing, major(empty)))
    assert left(nothing, empty) == []
