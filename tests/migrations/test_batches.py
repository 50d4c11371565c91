"""A statement in batches changes every row once, whatever happens meanwhile."""

import signal
import threading
import time

import psycopg
import pytest

from echoes_schema.migrations.pace import Pace, Progress
from echoes_schema.migrations.runner import Options
from tests.harness.waiting import PATIENCE, wait_for
from tests.migrations.backfill import COUNT, SLOW, allow, changed, forbid, ready, telling
from tests.migrations.project import Project, refusal

PASSED = "SELECT coalesce((SELECT rows_passed FROM echoes_schema.backfills), 0)"


def test_rows_of_a_batch_are_seen_by_others_before_the_next_one(project: Project) -> None:
    ready(project, COUNT)
    seen: list[tuple[int, int]] = []
    project.up(telling(lambda progress: seen.append((progress.rows, sum(changed(project))))))
    assert seen == [(0, 0), (4, 4), (8, 8), (10, 10), (10, 10)]
    assert changed(project) == [1] * 10


def test_backfill_leaves_nothing_but_its_record(project: Project) -> None:
    ready(project, COUNT)
    assert project.up() == ["0002_n"]
    assert project.value("SELECT count(*) FROM echoes_schema.backfills") == 0
    message = "SELECT message FROM echoes_schema.events ORDER BY id DESC LIMIT 1"
    assert project.value(message) == "10 rows in 3 batches"
    assert project.status()["0002_n"].note == ""


def test_killed_runner_is_resumed_and_every_row_is_changed_once(project: Project) -> None:
    ready(project, SLOW)
    for passed in (1, 3, 5):
        with project.started("up", "--batch-pause", "0") as process:
            wait_for(lambda: rows_passed(project) >= passed, "batch")  # noqa: B023
            process.kill()
            process.wait(PATIENCE)
    assert 0 < sum(changed(project)) < 10
    assert project.up() == ["0002_n"]
    assert changed(project) == [1] * 10


def rows_passed(project: Project) -> int:
    exists = project.value("SELECT to_regclass('echoes_schema.backfills')")
    return int(str(project.value(PASSED))) if exists else 0


def test_lost_connection_is_told_and_what_was_committed_stays(project: Project) -> None:
    ready(project, SLOW)
    with project.started("up") as process:
        wait_for(lambda: rows_passed(project) > 0, "batch")
        project.value(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
            " AND datname = current_database() AND application_name = 'echoes-schema'"
        )
        _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 2
    assert "What was done of this file stays. Run the command again" in err
    assert sum(changed(project)) > 0
    project.up()
    assert changed(project) == [1] * 10


def test_interrupted_backfill_goes_on(project: Project) -> None:
    ready(project, SLOW)
    with project.started("up") as process:
        wait_for(lambda: rows_passed(project) > 0, "batch")
        process.send_signal(signal.SIGINT)
        process.wait(PATIENCE)
    project.up()
    assert changed(project) == [1] * 10


def test_failed_batch_leaves_nothing_and_those_before_it_stay(project: Project) -> None:
    ready(project, COUNT)
    forbid(project, 15)
    error = refusal(project.up)
    assert '0002_n.sql:2:1: new row for relation "t" violates check constraint' in error.message
    assert changed(project) == [1] * 4 + [0] * 6
    allow(project)
    project.up()
    assert changed(project) == [1] * 10


def test_backfill_ends_though_rows_keep_coming(project: Project) -> None:
    ready(project, COUNT)
    keys = iter(range(1000, 1900))

    def insert(_: Progress) -> None:
        for _row in range(9):
            project.connection.execute("INSERT INTO t VALUES (%s)", [next(keys)])

    project.up(telling(insert))
    assert changed(project)[:10] == [1] * 10
    assert set(changed(project)[10:]) == {0}


def test_end_stays_where_it_was_when_a_backfill_goes_on(project: Project) -> None:
    ready(project, COUNT)
    forbid(project, 15)
    refusal(project.up)
    allow(project)
    project.connection.execute("INSERT INTO t VALUES (1000)")
    project.up()
    assert changed(project) == [1] * 10 + [0]


def test_writer_waits_no_longer_than_for_one_batch(project: Project) -> None:
    ready(project, SLOW)
    waits: list[float] = []
    over = threading.Event()

    def write() -> None:
        with psycopg.connect(project.url, autocommit=True) as connection:
            while not over.wait(0.01):
                begun = time.monotonic()
                connection.execute("UPDATE t SET id = id WHERE id = 3 OR id = 15 OR id = 30")
                waits.append(time.monotonic() - begun)

    writer = threading.Thread(target=write)
    begun = time.monotonic()
    writer.start()
    project.up()
    taken = time.monotonic() - begun
    over.set()
    writer.join()
    assert max(waits) < taken / 2


def test_row_that_somebody_holds_delays_only_its_batch(project: Project) -> None:
    ready(project, COUNT)
    with project.other_session() as other:
        other.execute("BEGIN; UPDATE t SET n = 0 WHERE id = 15")
        with project.ending(other, "no lock within"):
            project.up(Options(lock_timeout=0.3))
    assert any("0002_n: no lock within 0.3 s, again in" in line for line in project.said)
    assert changed(project) == [1] * 10


def test_batch_that_gave_way_in_a_deadlock_is_run_again(project: Project) -> None:
    ready(project, COUNT)
    with project.other_session() as other:
        other.execute("SET deadlock_timeout = '20s'; BEGIN; UPDATE t SET n = 0 WHERE id = 12")
        runner = threading.Thread(target=project.up, args=[Options(lock_timeout=10)])
        runner.start()
        project.await_backend("wait_event_type = 'Lock'")
        other.execute("UPDATE t SET n = 0 WHERE id = 3; COMMIT")
        runner.join(PATIENCE)
    assert any("0002_n: a deadlock, again in" in line for line in project.said)
    assert changed(project) == [1] * 10


@pytest.mark.parametrize("isolation", ["repeatable read", "serializable"])
def test_row_that_was_changed_meanwhile_does_not_end_a_backfill(
    project: Project, isolation: str
) -> None:
    ready(project, COUNT)
    name = project.value("SELECT current_database()")
    setting = f"SET default_transaction_isolation = '{isolation}'"
    project.connection.execute(f'ALTER DATABASE "{name}" {setting}'.encode())
    with project.other_session() as other:
        other.execute("BEGIN; UPDATE t SET n = 5 WHERE id = 15")
        runner = threading.Thread(target=project.up, args=[Options(lock_timeout=10)])
        runner.start()
        project.await_backend("wait_event_type = 'Lock'")
        other.execute("COMMIT")
        runner.join(PATIENCE)
    assert changed(project) == [1] * 4 + [6] + [1] * 5


def test_pause_follows_from_how_long_a_batch_took(project: Project) -> None:
    ready(project, SLOW)
    begun = time.monotonic()
    project.up(Options(pace=Pace(pause=3)))
    slept_in_statements = 0.05 * 10
    assert time.monotonic() - begun > 4 * slept_in_statements


def test_batch_that_is_cut_by_the_statement_timeout_asks_for_smaller_ones(
    project: Project,
) -> None:
    ready(project, {"0002_n": SLOW["0002_n"].replace("batch: 2", "batch: 9")})
    name = project.value("SELECT current_database()")
    project.connection.execute(
        f"ALTER DATABASE \"{name}\" SET statement_timeout = '300ms'".encode()
    )
    assert "make the batches smaller" in refusal(project.up).hint
    project.write(SLOW)
    project.up()
    assert changed(project) == [1] * 10
