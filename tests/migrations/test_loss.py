"""What `down` says it will destroy."""

import pytest

from echoes_schema.migrations.loss import Loss
from echoes_schema.migrations.prospect import Prospect
from echoes_schema.migrations.runner import Options
from tests.migrations.project import Project

BIG = 1_100_000
TABLE = "CREATE TABLE a (x int, y int);"


def foreseen(project: Project, up: str, back: str, *then: str) -> list[tuple[str, int, bool]]:
    """Return what would be lost by taking `up` back with `back`; nothing is taken back."""
    project.write({"0001_a": up, "0001_a.rollback": back})
    project.up()
    for statement in then:
        project.connection.execute(statement.encode())
    losses: list[Loss] = []

    def confirm(found: Prospect, names: tuple[str, ...]) -> bool:
        assert names == ("0001_a",)
        losses.extend(found.losses)
        return False

    project.down(Options(confirm=confirm))
    return [(loss.object, loss.rows, loss.is_estimate) for loss in losses]


ROWS = "INSERT INTO a SELECT n, nullif(n, 1) FROM generate_series(1, 5) AS n"


@pytest.mark.parametrize(
    ("back", "expected"),
    [
        ("DROP TABLE a;", [("table a", 5, False)]),
        ("DROP TABLE IF EXISTS nowhere, public.a;", [("table a", 5, False)]),
        ("ALTER TABLE a DROP COLUMN y;", [("column a.y", 4, False)]),
        ("ALTER TABLE a DROP COLUMN IF EXISTS z, DROP x;", [("column a.x", 5, False)]),
        ("TRUNCATE a;", [("rows of a", 5, False)]),
        ("DELETE FROM a;", [("rows of a", 5, False)]),
        ("DELETE FROM a WHERE x > 0;", [("some rows of a", 5, True)]),
        (
            "DELETE FROM a USING a AS b WHERE a.x = b.x;",
            [("some rows of a", 5, True)],
        ),
        (
            "WITH one AS MATERIALIZED (SELECT 1 AS x UNION SELECT 2)"
            " DELETE FROM public.a USING one WHERE a.x > 0;",
            [("some rows of a", 10, True)],
        ),
        ("DELETE FROM a WHERE nothing;", [("some rows of a", -1, True)]),
        ("DROP FUNCTION IF EXISTS f();", []),
    ],
)
def test_loss_is_counted(
    project: Project, back: str, expected: list[tuple[str, int, bool]]
) -> None:
    assert foreseen(project, TABLE, back, ROWS, "ANALYZE a") == expected


def test_tables_of_a_dropped_schema_are_counted(project: Project) -> None:
    up = "CREATE SCHEMA s; CREATE TABLE s.b AS SELECT 1 AS x; CREATE TABLE s.c ();"
    found = foreseen(project, up, "DROP SCHEMA s CASCADE;")
    assert found == [("table s.b", 1, False), ("table s.c", 0, False)]


@pytest.mark.parametrize(
    "path",
    [
        "SET search_path TO nowhere, s",
        "SET LOCAL search_path = s",
        "SELECT pg_catalog.set_config('search_path', 's', false)",
    ],
)
def test_names_are_looked_for_where_the_rollback_looks(project: Project, path: str) -> None:
    """The table of the same name in public is another one, and so is that of the next script."""
    up = "CREATE SCHEMA s; CREATE TABLE s.a AS SELECT 1 AS y; CREATE TABLE a AS SELECT 2, 3 AS y;"
    project.write({"0001_b": up, "0001_b.rollback": "DROP TABLE a;", "0002_c": "SELECT 1;"})
    project.write({"0002_c.rollback": f"{path}; ALTER TABLE a DROP COLUMN y; DROP TABLE a;"})
    project.up()
    project.connection.execute("INSERT INTO a VALUES (1, 1); CREATE VIEW s.v AS SELECT * FROM s.a")
    found: list[Prospect] = []

    def confirm(prospect: Prospect, _: tuple[str, ...]) -> bool:
        found.append(prospect)
        return False

    project.down(Options(steps=2, confirm=confirm))
    losses = [(one.migration, one.object, one.rows) for one in found[0].losses]
    assert losses == [
        ("0002_c", "column s.a.y", 1),
        ("0002_c", "table s.a", 1),
        ("0001_b", "table a", 2),
    ]
    assert [one.object for one in found[0].dependents] == ["view s.v", "view s.v"]


def test_names_that_need_quotes_are_counted(project: Project) -> None:
    up = 'CREATE TABLE "A""b" ("C d" int); INSERT INTO "A""b" VALUES (1);'
    found = foreseen(project, up, 'ALTER TABLE "A""b" DROP "C d"; DROP TABLE "A""b";')
    assert found == [('column "A""b"."C d"', 1, False), ('table "A""b"', 1, False)]


def test_deletion_that_a_rule_makes_nothing_of_loses_nothing(project: Project) -> None:
    up = "CREATE VIEW v AS SELECT 1 AS x; CREATE RULE r AS ON DELETE TO v DO INSTEAD NOTHING;"
    found = foreseen(project, up, "DELETE FROM v WHERE x = 1; DROP VIEW v;")
    assert found == [("some rows of v", 0, True)]


def test_rows_of_partitions_are_counted(project: Project) -> None:
    up = "CREATE TABLE p (x int) PARTITION BY LIST (x); CREATE TABLE p1 PARTITION OF p DEFAULT;"
    found = foreseen(project, up, "DROP TABLE p;", "INSERT INTO p VALUES (1), (2)")
    assert found == [("table p", 2, False)]


def test_big_table_is_estimated(project: Project) -> None:
    big = f"UPDATE pg_class SET reltuples = {BIG} WHERE oid = 'a'::regclass"
    assert foreseen(project, TABLE, "DROP TABLE a;", ROWS, big) == [("table a", BIG, True)]


def test_foreseeing_leaves_everything(project: Project) -> None:
    foreseen(project, TABLE, "DROP TABLE a;", ROWS)
    assert project.value("SELECT count(*) FROM a") == 5
    assert project.history() == ["0001_a"]
