"""`baseline` records what is there, and only what is there."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from echoes_schema import baseline, database
from echoes_schema.baseline import Baseline, Options
from echoes_schema.scratch import Where
from tests.harness.program import Run
from tests.harness.schema import SQL
from tests.migrations.project import ABC, Project, refusal
from tests.migrations.test_yoyo import listed

HAND_MADE = "CREATE TABLE a (); CREATE TABLE b (); CREATE TABLE c ()"


@pytest.fixture
def made(project: Project) -> Project:
    """Return a project whose tables somebody made by hand."""
    project.write(ABC)
    project.connection.execute(HAND_MADE)
    return project


@pytest.fixture
def record(made: Project, tmp_path: Path) -> Callable[..., Baseline]:
    """Return the function that makes a baseline of those tables."""
    options = Options(Where(None, tmp_path, "18"))

    def call(**given: object) -> Baseline:
        with database.connect(made.url) as connection:
            return baseline.record(connection, made.sql, replace(options, **given))  # type: ignore[arg-type]

    return call


def test_baseline_records_all_and_runs_nothing(
    made: Project, record: Callable[..., Baseline]
) -> None:
    before = made.value("SELECT 'a'::regclass::oid")
    assert [one.id for one in record().recorded] == ["0001_a", "0002_b", "0003_c"]
    assert set(made.states().values()) == {"applied"}
    assert made.value("SELECT 'a'::regclass::oid") == before
    assert made.up() == []


def test_baseline_is_in_the_events(made: Project, record: Callable[..., Baseline]) -> None:
    record(to="0003")
    rows = made.connection.execute("SELECT operation, is_success FROM echoes_schema.events")
    assert rows.fetchall() == [("baseline", True)] * 3


def test_yoyo_agrees_after_a_baseline(made: Project, record: Callable[..., Baseline]) -> None:
    record()
    assert set(listed(made).values()) == {"A"}


def test_down_works_from_the_recorded_texts(made: Project, record: Callable[..., Baseline]) -> None:
    record()
    made.remove("0003_c.rollback")
    assert made.down() == ["0003_c"]
    assert made.tables() == ["a", "b"]


def test_baseline_up_to_a_name_leaves_the_rest_to_up(
    made: Project, record: Callable[..., Baseline]
) -> None:
    made.connection.execute("DROP TABLE c")
    assert len(record(to="0002").recorded) == 2
    assert made.up() == ["0003_c"]


@pytest.mark.parametrize(
    ("change", "rule", "name"),
    [
        ("DROP TABLE b", "missing-table", "table b"),
        ("ALTER TABLE b ADD COLUMN x int", "unexpected-column", "column b.x"),
        ("CREATE TABLE d ()", "unexpected-table", "table d"),
        ("COMMENT ON TABLE c IS 'see'", "changed-comment", "table c"),
    ],
)
def test_difference_is_found_and_nothing_recorded(
    made: Project, record: Callable[..., Baseline], change: str, rule: str, name: str
) -> None:
    made.connection.execute(change.encode())
    found = record()
    assert [(one.rule, one.object) for one in found.report.findings] == [(rule, name)]
    assert (found.recorded, made.history()) == ((), [])


def test_extra_objects_may_be_allowed_and_nothing_else(
    made: Project, record: Callable[..., Baseline]
) -> None:
    made.connection.execute("CREATE TABLE d (); DROP TABLE c")
    assert record(allows_extra=True).recorded == ()
    made.connection.execute("CREATE TABLE c ()")
    assert len(record(allows_extra=True).recorded) == 3


def test_database_with_a_history_is_refused(made: Project, record: Callable[..., Baseline]) -> None:
    record(to="0003")
    assert refusal(record).message == ("the database has a history already: 0001_a, 0002_b, 0003_c")


def test_no_records_nothing(made: Project, record: Callable[..., Baseline]) -> None:
    assert record(confirm=lambda *_: False).recorded == ()
    assert made.value("SELECT to_regnamespace('echoes_schema')") is None


def test_change_while_one_is_asked_is_refused(
    made: Project, record: Callable[..., Baseline]
) -> None:
    def change(*_: object) -> bool:
        made.connection.execute("DROP TABLE c")
        return True

    assert refusal(lambda: record(confirm=change)).message == "the database has changed meanwhile"
    assert made.history() == []


def test_own_schema_restored_without_its_history(
    migrated: psycopg.Connection, run: Run, url: Callable[[psycopg.Connection], str]
) -> None:
    migrated.execute("DROP SCHEMA echoes_schema CASCADE")
    done = run("--sql", str(SQL), "baseline", "--yes", database=url(migrated))
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "recorded: 25 migrations")
    assert run("status", "--exit-code", database=url(migrated)).returncode == 0


def test_command_exits_with_1_and_the_findings(made: Project, run: Run) -> None:
    made.connection.execute("DROP TABLE b")
    done = run("--sql", str(made.sql), "baseline", "--format", "json", database=made.url)
    content = json.loads(done.stdout)
    assert (done.returncode, list(content)) == (1, ["version", "checked", "findings", "migrations"])
    assert content["findings"][0]["message"] == (
        "the migrations build the table, but it is not in the database"
    )


def test_command_shows_what_it_records_and_asks(made: Project, run: Run) -> None:
    done = run("--sql", str(made.sql), "baseline", "--to", "0003", database=made.url)
    assert (done.returncode, made.history()) == (2, [])
    assert "records 3 as applied; runs nothing in this database\nMigration" in done.stderr
    assert "nobody is there to be asked" in done.stderr
