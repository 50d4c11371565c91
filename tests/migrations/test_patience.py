"""Whoever wants a lock that somebody has waits shortly, lets others pass, and says who it is."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from tenacity import RetryCallState, Retrying

from echoes_schema.migrations import events
from echoes_schema.migrations.patience import PAUSE
from echoes_schema.migrations.runner import Options
from tests.migrations.project import C, Project, refusal

ADD = {"0001_add": "ALTER TABLE busy ADD COLUMN x int;"}
INDEX = {"indexes/0001_busy": "CREATE INDEX CONCURRENTLY i ON busy (id);"}
NEVER = "what nobody says"
# Generous for a loaded machine, and far below what waiting behind the blocker would take.
MARGIN = 2.0


@contextmanager
def reading(project: Project, until: str, times: int = 1) -> Iterator[int]:
    """Read the table in a transaction that ends when that was said; yield its process."""
    with psycopg.connect(project.url) as session:
        session.execute("SELECT count(*) FROM busy")
        with project.ending(session, until, times):
            yield session.info.backend_pid


@pytest.fixture
def busy(project: Project) -> Project:
    """Return a project that wants to change a table which others read."""
    project.connection.execute("CREATE TABLE busy (id int)")
    project.write(ADD)
    return project


def test_up_goes_on_when_the_lock_is_free_at_last(busy: Project) -> None:
    with reading(busy, "no lock within 0.3 s, again in"):
        assert busy.up(Options(lock_timeout=0.3)) == ["0001_add"]
    assert any("no lock within 0.3 s, again in" in line for line in busy.said)


def test_files_around_the_one_that_waits_run_once_and_its_time_is_all_that_it_took(
    busy: Project,
) -> None:
    busy.write({"0001_add": "SELECT 1;", "0002_b": ADD["0001_add"]}, C)
    with reading(busy, "no lock within 0.3 s, again in"):
        assert busy.up(Options(lock_timeout=0.3)) == ["0001_add", "0002_b", "0003_c"]
    told = [line for line in busy.said if "blocked by" not in line and "warning" not in line]
    assert [line.partition(" in ")[0] for line in told if "applied" in line] == [
        "applied 0001_add",
        "applied 0002_b",
        "applied 0003_c",
    ]
    assert all(line.startswith("0002_b: no lock") for line in told if "applied" not in line)
    assert told.index(next(line for line in told if "no lock" in line)) == 1
    seconds = {one.migration_id: one.seconds for one in events.read(busy.connection)}
    assert seconds["0002_b"] > 0.3
    assert max(seconds["0001_add"], seconds["0003_c"]) < seconds["0002_b"]


@pytest.mark.parametrize(("attempt", "shortest"), [(1, 0.5), (2, 1.0), (9, 15.0)])
def test_pauses_double_and_two_runners_do_not_keep_step(attempt: int, shortest: float) -> None:
    state = RetryCallState(Retrying(), None, (), {})
    state.attempt_number = attempt
    drawn = {PAUSE(state) for _ in range(20)}
    assert len(drawn) > 10
    assert shortest <= min(drawn) < max(drawn) <= shortest + 0.5


def test_up_names_who_is_in_the_way(busy: Project) -> None:
    with reading(busy, "blocked by") as pid:
        busy.up(Options(lock_timeout=0.6))
    named = [line for line in busy.said if f"blocked by pid {pid}, postgres, idle in tra" in line]
    assert named
    assert all("SELECT count(*) FROM busy" in line for line in named)


def test_up_without_patience_fails_once_and_names_who_is_in_the_way(busy: Project) -> None:
    with reading(busy, NEVER) as pid:
        error = refusal(lambda: busy.up(Options(lock_timeout=0.6, lock_retry=0)))
    assert "(55P03)" in error.message
    assert f"blocked by pid {pid}" in error.message
    failures = busy.connection.execute("SELECT message FROM echoes_schema.events").fetchall()
    assert failures == [("canceling statement due to lock timeout",)]


@contextmanager
def timed(project: Project) -> Iterator[list[float]]:
    """Read the table again and again inside the block; the list has the seconds of each time."""
    waits: list[float] = []
    over = threading.Event()

    def read() -> None:
        with psycopg.connect(project.url, autocommit=True) as connection:
            while not over.wait(0.02):
                begun = time.monotonic()
                connection.execute("SELECT count(*) FROM busy")
                waits.append(time.monotonic() - begun)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        yield waits
    finally:
        over.set()
        reader.join()


def test_other_readers_wait_no_longer_than_the_lock_timeout(busy: Project) -> None:
    with timed(busy) as waits, reading(busy, "no lock within", times=2):
        busy.up(Options(lock_timeout=0.5))
    assert 0.2 < max(waits) < 0.5 + MARGIN


@pytest.mark.parametrize(
    ("header", "books"),
    [("", "events"), ("-- transactional: false\n", "checkpoints")],
    ids=["inside", "outside"],
)
def test_nor_do_they_while_the_bookkeeping_is_locked(
    busy: Project, header: str, books: str
) -> None:
    busy.write({"0001_add": f"{header}SELECT 1;"})
    busy.up()
    busy.write({"0002_add": header + ADD["0001_add"]})
    with timed(busy) as waits, busy.other_session() as session:
        session.execute(f"BEGIN; LOCK TABLE echoes_schema.{books} IN SHARE MODE".encode())
        with busy.ending(session, "no lock within", times=3):
            assert busy.up(Options(lock_timeout=0.3)) == ["0002_add"]
    assert 0.1 < max(waits) < 0.3 + MARGIN


def test_server_that_ends_idle_sessions_does_not_end_the_pause(busy: Project) -> None:
    name = busy.connection.info.dbname
    busy.connection.execute(f"ALTER DATABASE {name} SET idle_session_timeout = 100".encode())
    with reading(busy, "no lock within 0.3 s, again in"):
        assert busy.up(Options(lock_timeout=0.3)) == ["0001_add"]


def test_file_outside_a_transaction_tries_again_too(project: Project) -> None:
    project.connection.execute("CREATE TABLE busy (id int)")
    text = "-- transactional: false\nALTER TABLE busy ADD COLUMN x int;"
    project.write({"0001_add": text})
    with reading(project, "no lock within"):
        assert project.up(Options(lock_timeout=0.3)) == ["0001_add"]


@pytest.mark.parametrize("header", ["", "-- transactional: false\n"], ids=["inside", "outside"])
def test_file_that_gave_way_to_a_change_of_others_is_run_again(
    project: Project, header: str
) -> None:
    """A role or a database may have `serializable` for its default."""
    raised = "RAISE EXCEPTION 'late' USING ERRCODE = 'serialization_failure'"
    once = f"DO $$ BEGIN IF nextval('tries') = 1 THEN {raised}; END IF; END $$;"
    project.connection.execute("CREATE SEQUENCE tries")
    project.write({"0001_a": f"{header}CREATE TABLE a (); {once}"})
    assert project.up() == ["0001_a"]
    assert any("0001_a: others changed the same rows, again in" in line for line in project.said)


def test_vacuum_tries_again_too(project: Project) -> None:
    project.connection.execute("CREATE TABLE busy (id int)")
    project.write({"0001_vacuum": "-- transactional: false\nVACUUM (FULL) busy;"})
    with reading(project, "no lock within"):
        assert project.up(Options(lock_timeout=0.3)) == ["0001_vacuum"]
    assert any("no lock within 0.3 s, again in" in line for line in project.said)


def test_block_that_has_committed_is_not_tried_again(project: Project) -> None:
    """What it did before it waited would be done twice."""
    project.connection.execute("CREATE TABLE busy (id int); CREATE TABLE a (x int)")
    lock = "LOCK TABLE busy IN ACCESS EXCLUSIVE MODE;"
    block = f"DO $$ BEGIN INSERT INTO a VALUES (1); COMMIT; {lock} END $$;"
    project.write({"0001_block": f"-- transactional: false\n{block}"})
    with reading(project, NEVER):
        assert "(55P03)" in refusal(lambda: project.up(Options(lock_timeout=0.3))).message
    assert project.value("SELECT count(*) FROM a") == 1


@pytest.mark.parametrize(
    ("file", "patience"), [(INDEX, 0.3), (ADD, 0)], ids=["concurrent", "no limit"]
)
def test_who_is_in_the_way_is_named_while_nothing_bounds_the_wait(
    project: Project, file: dict[str, str], patience: float
) -> None:
    project.connection.execute("CREATE TABLE busy (id int)")
    project.write(file)
    with psycopg.connect(project.url) as other:
        other.execute("LOCK TABLE busy IN SHARE MODE")
        with project.ending(other, f"    blocked by pid {other.info.backend_pid}, postgres"):
            project.up(Options(lock_timeout=patience))
    assert project.said[0] == "waiting for a lock"
    assert sum("blocked by" in line for line in project.said) == 1


def test_index_is_built_with_patience_of_its_own_and_tells_its_progress(project: Project) -> None:
    project.connection.execute("CREATE TABLE busy AS SELECT generate_series(1, 1000) AS id")
    project.write(INDEX)
    with psycopg.connect(project.url) as writer:
        writer.execute("UPDATE busy SET id = 0 WHERE id = 1")
        with project.ending(writer, "building the index: waiting for"):
            assert project.up(Options(lock_timeout=0.3, lock_retry=0)) == ["0001_busy"]
    assert any(line.startswith("building the index: waiting for") for line in project.said)
