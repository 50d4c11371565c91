"""`--single-transaction`: all files are applied, or taken back, or none."""

import signal

import pytest

from echoes_schema.migrations.runner import Options
from tests.harness.waiting import PATIENCE
from tests.migrations.project import ABC, A, B, C, Project, refusal
from tests.migrations.test_patience import reading

ALL = ["0001_a", "0002_b", "0003_c"]
TOGETHER = Options(single_transaction=True)
BACK = Options(single_transaction=True, steps=99)


def test_files_go_up_and_down_together(project: Project) -> None:
    project.write(ABC)
    assert project.up(TOGETHER) == project.history() == ALL
    moments = "SELECT count(DISTINCT applied_at) FROM echoes_schema.migrations"
    assert project.value(moments) == 3
    assert project.value("SELECT count(DISTINCT xmin::text) FROM echoes_schema.migrations") == 1
    assert project.down(BACK) == ALL[::-1]
    assert project.tables() == project.history() == []
    assert project.value("SELECT count(DISTINCT xmin::text) FROM echoes_schema.events") == 2


def test_failure_of_one_file_undoes_all_and_is_recorded_of_that_one(project: Project) -> None:
    project.write(ABC, {"0002_b": "SELECT 1 / 0;"})
    error = refusal(lambda: project.up(TOGETHER))
    assert "0002_b.sql:1:1: division by zero (22012)" in error.message
    rest = "othing was applied: 3 files are one transaction"
    assert error.hint == f"N{rest}. Mend the file."
    assert project.tables() == project.history() == []
    events = "SELECT migration_id, is_success, line, message FROM echoes_schema.events"
    expected = [("0002_b", False, 1, f"division by zero; n{rest}")]
    assert project.connection.execute(events.encode()).fetchall() == expected


def test_rollback_that_fails_takes_nothing_back(project: Project) -> None:
    project.write(ABC, {"0002_b.rollback": "SELECT 1 / 0;"})
    project.up()
    hint = refusal(lambda: project.down(BACK)).hint
    assert hint.startswith("Nothing was taken back: 3 files are one transaction")
    assert project.tables() == ["a", "b", "c"]
    assert project.history() == ALL


@pytest.mark.parametrize(
    "files",
    [
        {"indexes/0002_b": "CREATE INDEX CONCURRENTLY i ON a (x);"},
        {"0002_b": "-- transactional: false\nVACUUM;"},
        {"0002_b": "-- batch: 5 by id\nUPDATE a SET x = 1;"},
        {"0002_b": "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE; CREATE TABLE b ();"},
    ],
    ids=["index", "outside", "batch", "own"],
)
def test_file_that_needs_a_transaction_of_its_own_or_none_is_refused_before_anything_runs(
    project: Project, files: dict[str, str]
) -> None:
    project.write(A, files)
    error = refusal(lambda: project.up(TOGETHER))
    assert error.message == "not in one transaction with others: 0002_b"
    assert project.tables() == project.history() == []


def test_blocked_file_lets_the_whole_transaction_be_tried_again(project: Project) -> None:
    project.connection.execute("CREATE TABLE busy (id int)")
    project.write(A, {"0002_b": "ALTER TABLE busy ADD COLUMN x int;"})
    with reading(project, "no lock within"):
        options = Options(single_transaction=True, lock_timeout=0.3)
        assert project.up(options) == ALL[:2]
    assert any("0001_a, 0002_b: no lock within 0.3 s" in line for line in project.said)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("SET search_path TO pg_catalog;", "CREATE TABLE public.b (); TABLE b;"),
        ("CREATE TEMPORARY TABLE t ();", "CREATE TEMPORARY TABLE t ();"),
        (
            "SET LOCAL lock_timeout = 1;",
            "DO $$ BEGIN ASSERT current_setting('lock_timeout') = '3s'; END $$;",
        ),
    ],
    ids=["settings", "temporary", "local"],
)
def test_nothing_of_a_file_but_its_work_reaches_the_next(
    project: Project, first: str, second: str
) -> None:
    project.write({"0001_a": first, "0002_b": second})
    assert project.up(TOGETHER) == ALL[:2]


DEFERRED = "CREATE TABLE a (id int PRIMARY KEY, up int REFERENCES a DEFERRABLE INITIALLY {});"
WRONG_ORDER = "INSERT INTO a VALUES (1, 2); INSERT INTO a VALUES (2, 1);"


def test_deferred_constraints_are_checked_at_the_end_of_each_file(project: Project) -> None:
    project.write({"0001_a": DEFERRED.format("DEFERRED") + "INSERT INTO a VALUES (1, 2);"})
    project.write({"0002_b": "INSERT INTO a VALUES (2, 1);"})
    assert "0001_a.sql: at its end: " in refusal(lambda: project.up(TOGETHER)).message


def test_deferred_constraints_are_deferred_again_in_the_next_file(project: Project) -> None:
    project.write({"0001_a": DEFERRED.format("DEFERRED"), "0002_b": WRONG_ORDER})
    assert project.up(TOGETHER) == ALL[:2]


def test_other_constraints_are_immediate_again_in_the_next_file(project: Project) -> None:
    project.write({"0001_a": DEFERRED.format("IMMEDIATE"), "0002_b": f"\n{WRONG_ORDER}"})
    assert "0002_b.sql:2:1: insert or update" in refusal(lambda: project.up(TOGETHER)).message


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM])
def test_killed_runner_leaves_nothing_of_any_file(project: Project, sign: signal.Signals) -> None:
    project.write(A, B, {"0003_c": "SELECT pg_sleep(600);"})
    with project.started("up", "--single-transaction") as process:
        project.await_backend("state = 'active' AND query LIKE '%pg_sleep%'")
        process.send_signal(sign)
        process.wait(PATIENCE)
    assert project.tables() == project.history() == []
    project.write(C)
    assert project.up(Options(single_transaction=True, lock_wait=15)) == ALL
