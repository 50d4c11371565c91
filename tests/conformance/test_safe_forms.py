"""The forms of statements that lock least and lose nothing, and what is said or held back."""

from dataclasses import replace

import psycopg
import pytest

from echoes_schema import catalog, ddl
from echoes_schema.schema import Other
from tests.conformance.plans import left, load, major, run_plan


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


def test_extension_waits_for_what_is_held_back(empty: psycopg.Connection) -> None:
    nothing = catalog.read(empty)
    empty.execute("CREATE TABLE t (a integer)")
    filled = catalog.read(empty)
    before = replace(filled, others=(*filled.others, Other("extension", "hstore")))
    plan = ddl.plan(before, nothing, major(empty))
    losses = {one.sql: one.loss for one in plan.statements}
    assert losses["DROP EXTENSION hstore"] == "waits for table t, which may use it"


def test_operator_class_waits_for_what_is_held_back(empty: psycopg.Connection) -> None:
    nothing = catalog.read(empty)
    empty.execute(
        "CREATE FUNCTION alike(json, json) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT true';"
        "CREATE FUNCTION hashed(json) RETURNS integer IMMUTABLE LANGUAGE sql AS 'SELECT 1';"
        "CREATE OPERATOR === (FUNCTION = alike, LEFTARG = json, RIGHTARG = json);"
        "CREATE OPERATOR CLASS usual DEFAULT FOR TYPE json USING hash AS OPERATOR 1 ===, "
        "FUNCTION 1 hashed(json); CREATE TABLE t (a json); CREATE INDEX i ON t USING hash (a);"
        "CREATE ACCESS METHOD stack TYPE TABLE HANDLER heap_tableam_handler;"
        "CREATE TABLE u (a integer) USING stack"
    )
    plan = ddl.plan(catalog.read(empty), nothing, major(empty))
    losses = {one.sql: one.loss for one in plan.statements}
    assert losses["DROP ACCESS METHOD stack"] == "waits for table u"
    assert losses["DROP OPERATOR CLASS public.usual USING hash"] == "waits for table t"
    assert losses["DROP FUNCTION public.hashed(json)"].startswith("waits for operator class")


def test_foreign_key_of_a_table_that_is_held_back_goes_with_the_key(
    estate: psycopg.Connection,
) -> None:
    estate.execute("CREATE TABLE t (a integer CONSTRAINT k PRIMARY KEY)")
    before = catalog.read(estate)
    estate.execute("CREATE TABLE u (a integer CONSTRAINT f REFERENCES t)")
    filled = catalog.read(estate)
    estate.execute("DROP TABLE u; ALTER TABLE t DROP CONSTRAINT k, ALTER a DROP NOT NULL")
    plan = ddl.plan(filled, catalog.read(estate), major(estate))
    losses = {one.sql: one.loss for one in plan.statements}
    assert losses["ALTER TABLE public.u DROP CONSTRAINT f"] == ""
    assert losses["ALTER TABLE public.t DROP CONSTRAINT k"] == ""
    whole_away = ddl.plan(filled, before, major(estate))
    assert [one.sql for one in whole_away.statements] == ["DROP TABLE public.u"]


def test_label_does_not_go_from_an_enum_of_which_a_type_is_made(estate: psycopg.Connection) -> None:
    made = "CREATE TYPE e AS ENUM ({}); CREATE TYPE c AS (x e); CREATE TABLE t (a c);"
    estate.execute(made.format("'a', 'b'").encode())
    before = catalog.read(estate)
    estate.execute("DROP TABLE t; DROP TYPE c; DROP TYPE e;" + made.format("'b', 'c'"))
    plan = ddl.plan(before, catalog.read(estate), major(estate))
    assert [one.sql for one in plan.statements if one.sql] == ["ALTER TYPE public.e ADD VALUE 'c'"]
    assert [one.about for one in plan.statements if one.gap] == ["enum e"]


def test_column_of_an_enum_that_waits_for_rows_waits_too(estate: psycopg.Connection) -> None:
    estate.execute("CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE t (x e)")
    plan = changed(
        estate,
        "ALTER TYPE e RENAME VALUE 'b' TO 'c'; ALTER TABLE t ADD y e DEFAULT 'c';"
        "CREATE INDEX i ON t (y)",
    )
    (added,) = (one for one in plan.statements if "ADD COLUMN y" in one.sql)
    assert added.loss == "rows with 'b' are refused: give them another label first"
    (index,) = (one for one in plan.statements if "CREATE INDEX" in one.sql)
    assert index.loss == "waits for column t.y"
