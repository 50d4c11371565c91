"""The statements that lead from one schema to another: run, and compared with where they lead."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from echoes_schema import catalog, ddl
from echoes_schema.compare import between, compare
from echoes_schema.ddl.text import whole
from echoes_schema.schema import Schema
from tests.conformance.conftest import HERE, VERSION_18, client_program
from tests.conformance.single_facts import SINCE_15, SINCE_18
from tests.harness.program import Run

Url = Callable[[psycopg.Connection], str]

# What no statement does, with the reason. The plan says each, too.
NOT_WRITTEN = {
    "column dropped": "a column that is added again stands last",
    "generation dropped": "a generated column that is made anew stands last",
    "generated expression": "before PostgreSQL 17 the column is made anew and stands last",
    "column order": "only a table made anew has another order of columns",
    "inheritance": "a check that a parent has too stays the child's own",
    "invalid": "only a build that failed leaves an invalid index",
}
ALLOWED = {
    "column-order: table app.people",
    "column-order: table app.remote",
    "extra-constraint: constraint animals_id_check on app.dogs",
    "changed-validity: index app.people_nick_idx",
}


def load(connection: psycopg.Connection, text: str) -> None:
    connection.execute(text.encode())


def major(connection: psycopg.Connection) -> int:
    return connection.info.server_version // 10000


def run_plan(connection: psycopg.Connection, plan: ddl.Plan) -> None:
    """Run all statements of a plan, those that are held back too."""
    connection.execute("SET check_function_bodies = off")
    for section in plan.sections:
        own = [statement.sql for statement in section.statements if statement.sql]
        if section.is_transactional:
            connection.execute(";\n".join(own).encode())
        else:
            for text in own:
                connection.execute(text.encode())


def left(wanted: Schema, connection: psycopg.Connection) -> list[str]:
    found = compare(wanted, catalog.read(connection), wording=between("A", "B"))
    return [f"{finding.rule}: {finding.object}" for finding in found]


def follow(connection: psycopg.Connection, name: str, sql: str) -> None:
    """Change the database, lead it back by statements, and forth again."""
    base = catalog.read(connection)
    connection.execute(sql.encode())
    changed = catalog.read(connection)
    for wanted in (base, changed):
        plan = ddl.plan(catalog.read(connection), wanted, major(connection))
        run_plan(connection, plan)
        stays = set(left(wanted, connection))
        assert stays == set() or is_declared(name, stays, plan), plan.statements


def is_declared(name: str, stays: set[str], plan: ddl.Plan) -> bool:
    """Return whether the tests and the plan both say that something cannot be written."""
    has_gap = any(statement.gap for statement in plan.statements)
    return name.partition(": ")[2] in NOT_WRITTEN and stays <= ALLOWED and has_gap


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


def changed(connection: psycopg.Connection, sql: str) -> ddl.Plan:
    """Return the plan that leads to what a change makes of the database."""
    before = catalog.read(connection)
    connection.execute(sql.encode())
    return ddl.plan(before, catalog.read(connection), major(connection))


def modes(plan: ddl.Plan) -> list[tuple[bool, list[str]]]:
    return [
        (section.is_transactional, [one.sql for one in section.statements])
        for section in plan.sections
    ]


def test_index_is_built_outside_a_transaction(estate: psycopg.Connection) -> None:
    plan = changed(estate, "CREATE INDEX new ON app.people (born)")
    assert modes(plan) == [(False, ["CREATE INDEX CONCURRENTLY new ON app.people (born)"])]


@pytest.mark.parametrize("name", ["people_born", "i" * 63, '"Mixed"'])
def test_changed_index_is_built_before_the_old_one_goes(
    estate: psycopg.Connection, name: str
) -> None:
    estate.execute(f"CREATE INDEX {name} ON app.people (born)".encode())
    change = f"DROP INDEX app.{name}; CREATE INDEX {name} ON app.people (born DESC, nick)"
    plan = changed(estate, f"{change}; COMMENT ON INDEX app.{name} IS 'Newest first.'")
    bare = name.strip('"')
    other = name.replace(bare, f"{bare[:59]}_new")
    assert modes(plan) == [
        (
            False,
            [
                f"CREATE INDEX CONCURRENTLY {other} ON app.people (born DESC, nick)",
                f"DROP INDEX CONCURRENTLY app.{name}",
            ],
        ),
        (
            True,
            [
                f"ALTER INDEX app.{other} RENAME TO {name}",
                f"COMMENT ON INDEX app.{name} IS 'Newest first.'",
            ],
        ),
    ]


def test_index_that_goes_along_with_its_column_is_not_dropped_again(
    estate: psycopg.Connection, other: psycopg.Connection
) -> None:
    made = "CREATE TABLE t (a integer, b integer); CREATE INDEX i ON t (a, b);"
    change = "ALTER TABLE t DROP b, ADD b integer GENERATED ALWAYS AS (a * 2) STORED;"
    for connection in (estate, other):
        connection.execute(made.encode())
    before = catalog.read(other)
    other.execute(f"{change} CREATE INDEX i ON t (b)".encode())
    plan = ddl.plan(before, catalog.read(other), major(other))
    dropped = [one.sql.split()[-1] for one in plan.statements if one.sql.startswith("DROP INDEX")]
    assert dropped == ["public.i"]
    assert not any("i_new" in one.sql for one in plan.statements)


@pytest.mark.parametrize(
    ("made", "change"),
    [
        ("CREATE UNIQUE INDEX i ON t (a)", "DROP INDEX i; CREATE UNIQUE INDEX i ON t (a, b)"),
        (
            "ALTER TABLE t ADD CONSTRAINT i UNIQUE (a)",
            "ALTER TABLE t DROP CONSTRAINT i, ADD CONSTRAINT i UNIQUE (a, b)",
        ),
    ],
)
def test_identity_of_replicas_is_told_again_of_an_index_made_anew(
    empty: psycopg.Connection, made: str, change: str
) -> None:
    identity = "ALTER TABLE t REPLICA IDENTITY USING INDEX i"
    table = "CREATE TABLE t (a integer NOT NULL, b integer NOT NULL)"
    empty.execute(f"{table}; {made}; {identity}".encode())
    plan = changed(empty, f"{change}; {identity}")
    assert plan.statements[-1].sql == "ALTER TABLE public.t REPLICA IDENTITY USING INDEX i"


def test_constraint_is_validated_in_a_transaction_of_its_own(estate: psycopg.Connection) -> None:
    plan = changed(estate, "ALTER TABLE app.people ADD CONSTRAINT short CHECK (length(note) < 9)")
    added = "ALTER TABLE app.people ADD CONSTRAINT short CHECK (length(note) < 9) NOT VALID"
    validated = "ALTER TABLE app.people VALIDATE CONSTRAINT short"
    assert modes(plan) == [(True, [added]), (True, [validated])]


def test_unique_key_is_made_of_an_index_that_was_built(estate: psycopg.Connection) -> None:
    plan = changed(estate, "ALTER TABLE app.people ADD CONSTRAINT k UNIQUE (nick)")
    built = "CREATE UNIQUE INDEX CONCURRENTLY k ON app.people (nick)"
    made = "ALTER TABLE app.people ADD CONSTRAINT k UNIQUE USING INDEX k"
    assert modes(plan) == [(False, [built]), (True, [made])]


def test_not_null_is_proved_by_a_check_first(estate: psycopg.Connection) -> None:
    plan = changed(estate, "ALTER TABLE app.people ALTER nick SET NOT NULL")
    alter = "ALTER TABLE app.people"
    assert modes(plan) == [
        (
            True,
            [f"{alter} ADD CONSTRAINT people_nick_filled CHECK (nick IS NOT NULL) NOT VALID"],
        ),
        (True, [f"{alter} VALIDATE CONSTRAINT people_nick_filled"]),
        (
            True,
            [
                f"{alter} ALTER COLUMN nick SET NOT NULL",
                f"{alter} DROP CONSTRAINT people_nick_filled",
            ],
        ),
    ]


def test_index_of_a_partitioned_table_is_built_on_each_partition(
    estate: psycopg.Connection,
) -> None:
    plan = changed(estate, "CREATE INDEX new ON app.measures (value)")
    assert modes(plan) == [
        (True, ["CREATE INDEX new ON ONLY app.measures (value)"]),
        (
            False,
            [
                "CREATE INDEX CONCURRENTLY measures_1_new ON app.measures_1 (value)",
                "CREATE INDEX CONCURRENTLY measures_2_new ON app.measures_2 (value)",
            ],
        ),
        (
            True,
            [
                "ALTER INDEX app.new ATTACH PARTITION app.measures_1_new",
                "ALTER INDEX app.new ATTACH PARTITION app.measures_2_new",
            ],
        ),
    ]


def test_enum_label_is_committed_before_it_is_used(estate: psycopg.Connection) -> None:
    before = catalog.read(estate)
    estate.execute("ALTER TYPE app.mood ADD VALUE 'mad' BEFORE 'ok'")
    estate.execute("ALTER TABLE app.people ADD mood app.mood DEFAULT 'mad'")
    plan = ddl.plan(before, catalog.read(estate), major(estate))
    assert modes(plan)[0] == (True, ["ALTER TYPE app.mood ADD VALUE 'mad' BEFORE 'ok'"])
    assert "DEFAULT 'mad'::app.mood" in modes(plan)[1][1][0]


def test_views_go_and_come_back_around_a_type(estate: psycopg.Connection) -> None:
    base = catalog.read(estate)
    estate.execute("CREATE VIEW app.more AS SELECT name FROM app.names")
    before = catalog.read(estate)
    estate.execute("DROP VIEW app.more; DROP VIEW app.names")
    estate.execute("ALTER TABLE app.people ALTER name TYPE text")
    load(estate, "CREATE VIEW app.names AS SELECT id, name FROM app.people")
    load(estate, "CREATE VIEW app.more AS SELECT name FROM app.names")
    plan = ddl.plan(before, catalog.read(estate), major(estate))
    first = [one.sql for one in plan.statements][:3]
    assert first[:2] == ["DROP VIEW app.more", "DROP VIEW app.names"]
    assert base != before


def test_comment_on_the_column_of_a_view_is_written(estate: psycopg.Connection) -> None:
    plan = changed(estate, "COMMENT ON COLUMN app.names.name IS 'x'")
    assert modes(plan) == [(True, ["COMMENT ON COLUMN app.names.name IS 'x'"])]


def test_removed_label_is_held_back_with_what_needs_it(estate: psycopg.Connection) -> None:
    estate.execute("ALTER TABLE app.people ADD mood app.mood DEFAULT 'ok'")
    before = catalog.read(estate)
    estate.execute("ALTER TABLE app.people DROP mood; DROP TYPE app.mood")
    load(estate, "CREATE TYPE app.mood AS ENUM ('sad', 'glad')")
    load(estate, "ALTER TABLE app.people ADD mood app.mood DEFAULT 'sad'")
    plan = ddl.plan(before, catalog.read(estate), major(estate))
    assert plan.statements
    assert all("'ok'" in one.loss or "waits for" in one.loss for one in plan.statements)


def test_what_speaks_of_a_type_that_is_held_back_waits(estate: psycopg.Connection) -> None:
    plan = changed(
        estate,
        "ALTER TABLE app.people ALTER note DROP DEFAULT, ALTER note TYPE integer USING 1;"
        "CREATE INDEX new ON app.people ((note + 1))",
    )
    losses = {one.sql.partition(" (")[0]: one.loss for one in plan.statements}
    assert losses["CREATE INDEX CONCURRENTLY new ON app.people"].startswith("waits for column")


def test_what_looks_like_a_rename_is_said(estate: psycopg.Connection) -> None:
    plan = changed(estate, "ALTER TABLE app.people RENAME nick TO alias")
    (suspicion,) = plan.suspicions
    assert "--rename column:app.people.nick=alias" in suspicion
    dropped = [one for one in plan.statements if "DROP COLUMN" in one.sql]
    assert [one.loss for one in dropped] == ["the column's values are lost"]


def test_new_objects_lose_default_privileges_that_they_are_not_to_have(
    estate: psycopg.Connection,
) -> None:
    grant = "ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO pg_monitor"
    estate.execute(grant)
    base = catalog.read(estate)
    estate.execute("CREATE TABLE app.quiet (); REVOKE SELECT ON app.quiet FROM pg_monitor")
    wanted = catalog.read(estate)
    estate.execute("DROP TABLE app.quiet")
    run_plan(estate, ddl.plan(base, wanted, major(estate)))
    assert left(wanted, estate) == []


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
