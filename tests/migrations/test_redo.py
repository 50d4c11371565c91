"""`redo` takes back by history and applies by the file, and nobody comes in between."""

import pytest

from echoes_schema import database
from echoes_schema.migrations import lock, runner
from echoes_schema.migrations.prospect import Prospect
from echoes_schema.migrations.runner import Options
from tests.migrations.project import ABC, A, B, C, Project, refusal

EDITED = {"0003_c": "CREATE TABLE c (x int);", "0003_c.rollback": "DROP TABLE c;"}
BROKEN = {"0003_c": "CREATE TABLE c (x nothing);"}
COLUMN = "SELECT count(*) FROM pg_attribute WHERE attrelid = 'c'::regclass AND attname = 'x'"


@pytest.fixture
def applied(project: Project) -> Project:
    """Return a project with three tables."""
    project.write(ABC)
    project.up()
    return project


def operations(project: Project) -> list[str]:
    """Return what was done after the three tables were made."""
    rows = project.connection.execute(
        "SELECT concat(operation, ' ', migration_id) FROM echoes_schema.events ORDER BY id OFFSET 3"
    )
    return [str(row[0]) for row in rows]


def test_redo_takes_back_the_last_and_applies_it(applied: Project) -> None:
    assert applied.redo() == ["0003_c"]
    assert operations(applied) == ["rollback 0003_c", "apply 0003_c"]
    assert applied.history() == ["0001_a", "0002_b", "0003_c"]


def test_redo_of_several_goes_back_and_forth_in_order(applied: Project) -> None:
    assert applied.redo(Options(steps=2)) == ["0002_b", "0003_c"]
    assert operations(applied)[:2] == ["rollback 0003_c", "rollback 0002_b"]
    assert applied.tables() == ["a", "b", "c"]


def test_redo_of_everything_keeps_nothing_out_of_order(applied: Project) -> None:
    assert len(applied.redo(Options(steps=9))) == 3
    assert {entry.note for entry in applied.status().values()} == {""}


def test_redo_applies_an_edited_file(applied: Project) -> None:
    applied.write(EDITED)
    assert applied.states()["0003_c"] == "changed"
    applied.redo()
    assert (applied.states()["0003_c"], applied.value(COLUMN)) == ("applied", 1)


def test_redo_goes_back_by_the_text_that_was_applied(applied: Project) -> None:
    applied.write({"0003_c": "CREATE TABLE d ();", "0003_c.rollback": "DROP TABLE d;"})
    applied.redo()
    assert applied.tables() == ["a", "b", "d"]
    applied.down()
    assert applied.tables() == ["a", "b"]


def test_redo_of_what_ran_late_is_late_again(project: Project) -> None:
    project.write(A, C)
    project.up()
    project.write(B)
    project.up(Options(allow_out_of_order=True))
    assert project.redo() == ["0002_b"]
    assert project.status()["0002_b"].note == "applied out of order"


def test_redo_rebuilds_an_index_outside_a_transaction(applied: Project) -> None:
    applied.connection.execute("ALTER TABLE a ADD COLUMN x int, ADD COLUMN y int")
    applied.write({"indexes/0004_a": "CREATE INDEX CONCURRENTLY i ON a (x);"})
    applied.up()
    applied.write({"indexes/0004_a": "CREATE INDEX CONCURRENTLY i ON a (y);"})
    assert applied.redo() == ["0004_a"]
    assert str(applied.value("SELECT pg_get_indexdef('i'::regclass)")).endswith("(y)")


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"0003_c": "CREATE TABLE c (;"}, "0003_c.sql:1:17: syntax error"),
        ({"0003_c": "BEGIN;"}, "0003_c.sql:1:1: BEGIN inside a migration"),
        ({"0003_c.rollback": "-- nothing"}, "0003_c.rollback.sql: no statement in it"),
        (
            {"0003_c": "-- depends: 0004_d\nCREATE TABLE c ();", "0004_d": "SELECT 1;"},
            "0003_c.sql: depends on 0004_d, which is not applied",
        ),
    ],
)
def test_redo_refuses_a_file_before_anything_runs(
    applied: Project, files: dict[str, str], message: str
) -> None:
    applied.write(files)
    assert message in refusal(applied.redo).message
    assert operations(applied) == []


def test_redo_refuses_what_has_no_way_back_before_anything_runs(project: Project) -> None:
    project.write(A, {"0002_b": "-- irreversible: gone\nCREATE TABLE b ();"}, C)
    project.up()
    error = refusal(lambda: project.redo(Options(steps=2)))
    assert error.message == "0002_b cannot be taken back: gone"
    assert operations(project) == []


def test_redo_refuses_a_lost_file_before_anything_runs(applied: Project) -> None:
    applied.remove("0003_c.rollback")
    applied.remove("0003_c")
    assert refusal(applied.redo).message == "no file to apply again: 0003_c"
    assert operations(applied) == []


def test_redo_of_nothing_does_nothing(project: Project) -> None:
    assert project.redo() == []
    assert project.value("SELECT to_regnamespace('echoes_schema')") is None


def test_redo_asks_with_the_loss_and_a_no_leaves_everything(applied: Project) -> None:
    asked: list[object] = []

    def say_no(prospect: Prospect, names: tuple[str, ...]) -> bool:
        asked.append((prospect.losses[0].object, prospect.losses[0].rows, names))
        return False

    assert applied.redo(Options(confirm=say_no)) == []
    assert (asked, operations(applied)) == ([("table c", 0, ("0003_c",))], [])


def test_failed_way_forth_tells_what_is_not_applied_again(applied: Project) -> None:
    applied.write(BROKEN)
    assert (
        'type "nothing" does not exist' in refusal(lambda: applied.redo(Options(steps=2))).message
    )
    assert applied.said[-1] == (
        "taken back and not applied again: 0003_c; `echoes-schema up` applies what the files say"
    )
    assert applied.history() == ["0001_a", "0002_b"]
    applied.write(EDITED)
    assert applied.up() == ["0003_c"]


def test_failed_way_back_tells_what_is_gone_already(applied: Project) -> None:
    applied.connection.execute("CREATE VIEW v AS SELECT FROM b")
    assert "cannot drop table b" in refusal(lambda: applied.redo(Options(steps=2))).message
    assert applied.said[-1].startswith("taken back and not applied again: 0003_c;")
    assert applied.history() == ["0001_a", "0002_b"]


def test_nobody_comes_in_between(applied: Project) -> None:
    free: list[object] = []

    def listen(message: str) -> None:
        free.append(applied.value(f"SELECT pg_try_advisory_lock({lock.KEY})"))

    with database.connect(applied.url) as connection:
        runner.redo(connection, applied.sql, Options(say=listen))
    assert free == [False, False]
