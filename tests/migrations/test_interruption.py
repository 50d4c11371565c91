"""Runners and backends that are killed: nothing half-done, and the next `up` needs no hand."""

import signal

import pytest

from echoes_schema.errors import ServerError
from echoes_schema.migrations import events
from echoes_schema.migrations.runner import Options
from tests.harness.waiting import PATIENCE, wait_for
from tests.migrations.project import A, C, Project, cut_others, refusal
from tests.migrations.test_atomicity import KILL, fail_when

SLOW = {"0002_b": "CREATE TABLE b (); SELECT pg_sleep(600);"}
QUICK = {"0002_b": "CREATE TABLE b ();"}
INDEX = {"indexes/0002_i": "CREATE INDEX CONCURRENTLY i ON a (x);"}
COLUMN = {"0001_a": "CREATE TABLE a (x int);"}
SLEEPS = "state = 'active' AND query LIKE '%pg_sleep%'"


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_killed_runner_leaves_nothing_and_its_backend_ends(
    project: Project, sign: signal.Signals
) -> None:
    project.write(A, SLOW)
    with project.started("up") as process:
        project.await_backend(SLEEPS)
        process.send_signal(sign)
        process.wait(PATIENCE)
    project.write(QUICK)
    assert project.up(Options(lock_wait=15)) == ["0002_b"]
    assert project.tables() == ["a", "b"]


OUTSIDE = {"0002_b": "-- transactional: false\n" + SLOW["0002_b"]}


@pytest.mark.parametrize(("file", "line"), [(SLOW, 1), (OUTSIDE, 2)], ids=["inside", "outside"])
@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_interrupted_runner_says_what_stays_and_history_says_that_it_was(
    project: Project, sign: signal.Signals, file: dict[str, str], line: int
) -> None:
    project.write(A, file, C)
    with project.started("up") as process:
        project.await_backend(SLEEPS)
        process.send_signal(sign)
        _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 2
    assert err.splitlines()[-1] == "error: stopped; what was committed stays"
    last = events.read(project.connection, limit=1)[0]
    assert (last.migration_id, last.is_success, last.line) == ("0002_b", False, line)
    assert last.message == "interrupted"
    assert "c" not in project.tables()


def test_terminated_backend_undoes_the_file_and_is_told(project: Project) -> None:
    project.write(A, SLOW)
    with project.started("up") as process:
        backend = project.await_backend(SLEEPS)
        project.value(f"SELECT pg_terminate_backend({backend})")
        _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 2
    assert "0002_b.sql:1:20: terminating connection due to administrator command (57P01)" in err
    assert "The connection is gone. Nothing of this file stays. Run the command again" in err
    assert "Traceback" not in err
    assert project.tables() == ["a"]
    project.write(QUICK)
    assert project.up() == ["0002_b"]


def test_killed_concurrent_build_is_healed_by_the_next_up(project: Project) -> None:
    project.write(COLUMN)
    project.up()
    project.write(INDEX)
    with project.locked("ROW EXCLUSIVE"), project.started("up") as process:
        backend = project.await_backend("wait_event_type = 'Lock' AND query LIKE '%CONCURR%'")
        process.kill()
        wait_for(lambda: not is_alive(project, backend), "end of the backend")
    assert project.is_valid("i") is False
    assert project.up() == ["0002_i"]
    assert project.is_valid("i") is True


def test_statement_that_ended_while_nobody_could_note_it_is_not_run_again(
    project: Project,
) -> None:
    project.write({"0001_a": "CREATE TABLE a (x int); CREATE INDEX i ON a (x);"})
    project.up()
    fail_when("UPDATE", "checkpoints", project.connection, KILL)
    drop = "DROP INDEX CONCURRENTLY i; CREATE INDEX CONCURRENTLY j ON a (x);"
    project.write({"indexes/0002_i": drop})
    refusal(project.up)
    assert project.is_valid("i") is None
    project.connection.execute("DROP FUNCTION fail CASCADE")
    assert project.up() == ["0002_i"]
    assert project.is_valid("j") is True


def test_lock_of_a_runner_that_died_is_free(project: Project) -> None:
    project.write(A, SLOW)
    with project.started("up") as process:
        project.await_backend(SLEEPS)
        process.kill()
    locks = "SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database"
    mine = f"{locks} WHERE locktype = 'advisory' AND datname = current_database()"
    wait_for(lambda: project.value(mine) == 0, "free lock")


def test_connection_lost_while_asking_is_told_in_a_line(project: Project) -> None:
    project.write(A)
    project.up()
    error = refusal(lambda: project.down(Options(confirm=lambda *_: cut_others(project))))
    assert isinstance(error, ServerError)
    assert error.message == "terminating connection due to administrator command"
    assert project.history() == ["0001_a"]


def is_alive(project: Project, backend: int) -> bool:
    return bool(project.value(f"SELECT true FROM pg_stat_activity WHERE pid = {backend}"))
