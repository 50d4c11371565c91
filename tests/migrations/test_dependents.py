"""What `down` says depends on that which it takes away."""

import pytest

from echoes_schema.errors import EchoesError
from echoes_schema.migrations.dependents import Dependent
from echoes_schema.migrations.prospect import Prospect
from echoes_schema.migrations.runner import Options
from tests.migrations.project import A, B, Project

TABLE = "CREATE TABLE a (id int CONSTRAINT a_pkey PRIMARY KEY, x int);"


def foreseen(project: Project, steps: int = 1) -> tuple[Dependent, ...]:
    """Return what depends on what `down` would take away; nothing is taken back."""
    found: list[Dependent] = []

    def confirm(prospect: Prospect, _: tuple[str, ...]) -> bool:
        found.extend(prospect.dependents)
        return False

    project.down(Options(steps=steps, confirm=confirm))
    return tuple(found)


def applied(project: Project, back: str, *then: str, up: str = TABLE) -> tuple[Dependent, ...]:
    project.write({"0001_a": up, "0001_a.rollback": back})
    project.up()
    for statement in then:
        project.connection.execute(statement.encode())
    return foreseen(project)


@pytest.mark.parametrize(
    ("back", "then", "dependent", "on"),
    [
        ("DROP TABLE a;", "CREATE VIEW v AS SELECT id FROM a", "view v", "table a"),
        (
            "DROP TABLE a;",
            "CREATE TABLE b (x int CONSTRAINT k REFERENCES a)",
            "constraint k on table b",
            "table a",
        ),
        (
            "DROP TABLE a;",
            "CREATE FUNCTION f(r a) RETURNS int LANGUAGE sql AS 'SELECT 1'",
            "function f(a)",
            "table a",
        ),
        ("ALTER TABLE a DROP x;", "CREATE VIEW v AS SELECT x FROM a", "view v", "column a.x"),
        (
            'ALTER TABLE a RENAME x TO "X"; ALTER TABLE a DROP "X";',
            'ALTER TABLE a RENAME x TO "X"; CREATE VIEW v AS SELECT "X" FROM a',
            "view v",
            'column a."X"',
        ),
        (
            "ALTER TABLE a DROP CONSTRAINT a_pkey;",
            "CREATE TABLE b (x int CONSTRAINT k REFERENCES a)",
            "constraint k on table b",
            "constraint a.a_pkey",
        ),
    ],
)
def test_object_that_depends_is_named(
    project: Project, back: str, then: str, dependent: str, on: str
) -> None:
    assert applied(project, back, then) == (Dependent("0001_a", dependent, on, goes_along=False),)


@pytest.mark.parametrize(
    ("up", "back", "then", "expected"),
    [
        (
            "CREATE TYPE mood AS ENUM ('sad');",
            "DROP TYPE mood;",
            "CREATE TABLE b (x mood)",
            ("column x of table b", "type mood"),
        ),
        (
            "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';",
            "DROP FUNCTION f();",
            "CREATE VIEW v AS SELECT f()",
            ("view v", "function f"),
        ),
        ("CREATE SCHEMA s;", "DROP SCHEMA s;", "CREATE TABLE s.b ()", ("table s.b", "schema s")),
    ],
)
def test_what_depends_on_something_else_than_a_table_is_named(
    project: Project, up: str, back: str, then: str, expected: tuple[str, str]
) -> None:
    found = applied(project, back, then, up=up)
    assert [(one.object, one.on) for one in found] == [expected]


def test_view_on_a_view_is_named_too(project: Project) -> None:
    views = ("CREATE VIEW v AS SELECT id FROM a", "CREATE VIEW w AS SELECT id FROM v")
    found = applied(project, "DROP TABLE a CASCADE;", *views)
    assert [(one.object, one.goes_along) for one in found] == [("view v", True), ("view w", True)]


def test_what_went_along_with_an_earlier_statement_is_named_once(project: Project) -> None:
    back = "ALTER TABLE a DROP x CASCADE; DROP TABLE a;"
    (found,) = applied(project, back, "CREATE VIEW v AS SELECT x FROM a")
    assert (found.object, found.on, found.goes_along) == ("view v", "column a.x", True)


def test_column_that_nobody_uses_has_no_dependents(project: Project) -> None:
    assert applied(project, "ALTER TABLE a DROP x;", "CREATE VIEW v AS SELECT id FROM a") == ()


def test_own_indexes_sequences_and_keys_are_no_dependents(project: Project) -> None:
    up = "CREATE TABLE a (id serial PRIMARY KEY, x int REFERENCES a UNIQUE);"
    assert applied(project, "DROP TABLE a;", up=up) == ()


def test_what_is_taken_back_too_is_no_dependent(project: Project) -> None:
    view = {"0002_v": "CREATE VIEW v AS TABLE a;", "0002_v.rollback": "DROP VIEW v;"}
    project.write(A, view)
    project.up()
    assert foreseen(project, steps=2) == ()


def test_what_is_named_stops_the_drop_as_it_says(project: Project) -> None:
    assert applied(project, "DROP TABLE a;", "CREATE VIEW v AS SELECT id FROM a")
    with pytest.raises(EchoesError, match="other objects depend on it"):
        project.down()


def test_migration_that_depends_and_stays_is_named(project: Project) -> None:
    depending = {"0002_b": "-- depends: 0001_a\n" + B["0002_b"]}
    further = {"0003_c": "-- depends: 0002_b\nCREATE TABLE c ();"}
    project.write(A, B, depending, further)
    project.up()
    # As if the first had been taken back and applied again.
    project.connection.execute(
        "UPDATE echoes_schema.migrations SET position = DEFAULT WHERE id = '0001_a'"
    )
    assert [(one.object, one.on) for one in foreseen(project)] == [
        ("migration 0002_b", "migration 0001_a"),
        ("migration 0003_c", "migration 0001_a"),
    ]
