"""Runners that meet: one works, the others wait, and nothing is done twice."""

import threading
from contextlib import ExitStack

import psycopg
import pytest

from echoes_schema import database
from echoes_schema.errors import ServerError
from echoes_schema.migrations import lock, runner
from echoes_schema.migrations.runner import Options
from tests.harness.waiting import PATIENCE, wait_for
from tests.migrations.project import ABC, A, B, Project, refusal

HOLD = f"SELECT pg_advisory_lock({lock.KEY})"
CONCURRENT = {"indexes/0004_i": "CREATE INDEX CONCURRENTLY i ON d (x);"}
TABLE = {"0003_d": "CREATE TABLE d (x int); SELECT pg_sleep(0.3);"}
# Seconds until twenty programs have started and ended, on a machine with other work.
CROWD = 240
BLOCKED = {"0002_b": "ALTER TABLE a ADD COLUMN x int;"}


@pytest.mark.parametrize("count", [5, 20])
def test_runners_at_once_all_succeed_and_apply_once(project: Project, count: int) -> None:
    project.write(A, B, TABLE, CONCURRENT)
    with ExitStack() as stack:
        running = [stack.enter_context(project.started("up")) for _ in range(count)]
        ends = [(process.communicate(timeout=CROWD), process.returncode) for process in running]
    assert [code for _, code in ends] == [0] * count
    assert sorted(text[0] for text, _ in ends)[-1] == "nothing to apply\n"
    assert project.value("SELECT count(*) FROM echoes_schema.events") == 4
    assert project.is_valid("i") is True


def test_waiting_runner_names_the_holder_and_is_idle(project: Project) -> None:
    project.write(A)
    with project.other_session() as holder:
        holder.execute("SET application_name TO 'somebody'")
        holder.execute(HOLD.encode())
        waiter = threading.Thread(target=project.up)
        waiter.start()
        wait_for(lambda: bool(project.said), "waiting")
        project.await_backend("application_name = 'echoes-schema' AND state = 'idle'")
        pid = holder.info.backend_pid
    waiter.join(PATIENCE)
    expected = f"waiting for another runner: pid {pid}, somebody, connected since 2"
    assert project.said[0].startswith(expected)
    assert project.history() == ["0001_a"]


def test_patience_ends_with_the_holder_named(project: Project) -> None:
    project.write(A)
    with project.other_session() as holder:
        holder.execute(HOLD.encode())
        error = refusal(lambda: project.up(Options(lock_wait=0.2)))
        pid = holder.info.backend_pid
    assert isinstance(error, ServerError)
    assert error.message.startswith(f"another runner holds the lock for over 0.2 s: pid {pid}, ")
    assert project.tables() == project.history() == []


def test_nothing_to_do_takes_no_lock(project: Project) -> None:
    project.write(ABC)
    project.up()
    with project.other_session() as holder:
        holder.execute(HOLD.encode())
        assert project.up(Options(lock_wait=0)) == []
        assert set(project.states().values()) == {"applied"}


def test_lock_is_free_after_a_failure(project: Project) -> None:
    project.write({"0001_a": "SELECT 1 / 0;"})
    with database.connect(project.url) as connection:
        refusal(lambda: runner.up(connection, project.sql))
        assert project.value(f"SELECT pg_try_advisory_lock({lock.KEY})") is True


def test_lock_belongs_to_one_database(project: Project) -> None:
    project.write(A)
    with psycopg.connect(project.url, dbname="postgres", autocommit=True) as elsewhere:
        elsewhere.execute(HOLD.encode())
        assert project.up(Options(lock_wait=0)) == ["0001_a"]


def test_blocked_statement_gives_up_and_leaves_nothing(project: Project) -> None:
    project.write(A)
    project.up()
    project.write(BLOCKED)
    with project.locked("ACCESS SHARE"):
        error = refusal(lambda: project.up(Options(lock_timeout=0.3, lock_retry=0)))
    assert "canceling statement due to lock timeout (55P03)" in error.message
    assert "--lock-timeout" in error.hint
    assert project.states() == {"0001_a": "applied", "0002_b": "failed"}


def test_tiny_lock_timeout_is_not_for_ever(project: Project) -> None:
    project.write(A)
    project.up()
    project.write(BLOCKED)
    with project.locked("ACCESS SHARE"):
        assert (
            "55P03"
            in refusal(lambda: project.up(Options(lock_timeout=0.0001, lock_retry=0))).message
        )


def test_counting_for_down_does_not_wait_for_a_lock_for_ever(project: Project) -> None:
    project.write(A)
    project.up()
    with project.locked("ACCESS EXCLUSIVE"):
        error = refusal(lambda: project.down(Options(lock_timeout=0.1)))
    assert error.message == "canceling statement due to lock timeout"
    assert error.hint
    assert project.history() == ["0001_a"]
