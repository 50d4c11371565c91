"""Through PgBouncer: reading always works, writing where the session is ours alone."""

import threading
from collections.abc import Callable
from contextlib import ExitStack

import psycopg
import pytest

from echoes_schema import database
from echoes_schema.migrations import runner, writable
from echoes_schema.migrations.runner import Options
from tests.environment import pooler
from tests.environment.conftest import Pool
from tests.harness.program import Run
from tests.migrations.project import ABC, A, B, Project, refusal

Url = Callable[[psycopg.Connection], str]
SHARED = ["transaction", "statement"]
SEED = {"seeds/001_a": "INSERT INTO a DEFAULT VALUES;"}
WRITING = ["up", "down --yes", "adopt --from yoyo --yes", "seed"]
READING = ["status", "plan", "check", "history"]
IGNORING = "ignore_startup_parameters = options"
CONTENT = """
SELECT (SELECT count(*) FROM pg_class), (SELECT count(*) FROM a),
    (SELECT count(*) FROM echoes_schema.events)
"""


@pytest.mark.parametrize("command", WRITING)
@pytest.mark.parametrize("mode", SHARED)
def test_writing_through_a_shared_session_is_refused_and_nothing_is_written(
    project: Project, run: Run, pool: Pool, mode: str, command: str
) -> None:
    project.write(A, SEED)
    project.up()
    project.write(B)
    before = project.connection.execute(CONTENT.encode()).fetchone()
    with pool(mode) as found:
        done = run("--sql", str(project.sql), *command.split(), database=found.url)
    assert (done.returncode, done.stdout) == (2, "")
    error, hint = done.stderr.splitlines()[1:]
    assert error == "error: a connection pooler stands between: the session is not ours alone"
    assert hint.startswith("  hint: Give --database the server's own address, or a pool in session")
    assert project.connection.execute(CONTENT.encode()).fetchone() == before


@pytest.mark.parametrize("command", READING)
@pytest.mark.parametrize("mode", ["session", *SHARED])
def test_reading_through_a_pool_shows_what_it_shows_without(
    migrated: psycopg.Connection, run: Run, url: Url, mode: str, command: str
) -> None:
    direct = run(command, database=url(migrated))
    with pooler.running(migrated, mode) as pool:
        through = run(command, database=pool.url)
    assert (through.returncode, through.stdout) == (direct.returncode, direct.stdout)
    assert direct.returncode == 0


def test_plan_measures_tables_through_a_pool_in_statement_mode(
    project: Project, run: Run, pool: Pool
) -> None:
    project.write(A)
    project.up()
    project.write({"0002_b": "ALTER TABLE a ADD COLUMN x int;"})
    with pool("statement") as found:
        done = run("--sql", str(project.sql), "plan", database=found.url)
    assert "-> public.a: ACCESS EXCLUSIVE, blocks reads and writes, 0 bytes" in done.stdout


@pytest.mark.parametrize("more", ["", IGNORING, "default_pool_size = 2"])
def test_everything_works_through_a_pool_in_session_mode(
    project: Project, run: Run, pool: Pool, more: str
) -> None:
    index = {"indexes/0004_i": "CREATE INDEX CONCURRENTLY i ON e (x);"}
    project.write(ABC, SEED, {"0003_e": "CREATE TABLE e (x int);"}, index)
    project.remove("0003_c")
    project.remove("0003_c.rollback")
    with pool("session", more) as found:
        for command in ("up", "seed", "down --steps 1 --yes", "up"):
            done = run("--sql", str(project.sql), *command.split(), database=found.url)
            assert done.returncode == 0, done.stderr
    assert project.history() == ["0001_a", "0002_b", "0003_e", "0004_i"]
    assert project.is_valid("i") is True


@pytest.mark.parametrize("more", ["", IGNORING])
def test_files_meet_the_same_settings_through_a_pool(
    project: Project, pool: Pool, more: str
) -> None:
    name = project.connection.info.dbname
    project.connection.execute(f"ALTER DATABASE {name} SET timezone TO 'Asia/Tokyo'".encode())
    zone = "current_setting('TimeZone')"
    checks = "current_setting('client_connection_check_interval')"
    project.write({"0001_seen": f"CREATE TABLE seen AS SELECT {zone} AS x, {checks} AS y;"})
    with pool("session", more) as found, database.connect(found.url) as connection:
        runner.up(connection, project.sql)
    assert project.connection.execute("SELECT x, y FROM seen").fetchone() == ("UTC", "1s")


def test_moments_are_read_in_utc_through_a_pool(project: Project, pool: Pool) -> None:
    name = project.connection.info.dbname
    project.connection.execute(f"ALTER DATABASE {name} SET timezone TO 'Asia/Tokyo'".encode())
    with pool("transaction") as found, database.connect(found.url) as connection:
        row = connection.execute("SELECT current_setting('TimeZone')").fetchone()
    assert row == ("UTC",)


@pytest.mark.parametrize("turns", [0, 1], ids=["last used first", "in turn"])
def test_busy_pool_is_refused_each_time(project: Project, pool: Pool, turns: int) -> None:
    over = threading.Event()

    def work(url: str) -> None:
        with psycopg.connect(url, autocommit=True, prepare_threshold=None) as connection:
            while not over.wait(0.001):
                connection.execute("SELECT 1")

    with ExitStack() as stack:
        found = stack.enter_context(pool("transaction", f"server_round_robin = {turns}"))
        clients = [threading.Thread(target=work, args=(found.url,)) for _ in range(4)]
        for client in clients:
            client.start()
            stack.callback(client.join)
        stack.callback(over.set)
        for _ in range(5):
            with database.connect(found.url) as connection:
                assert "pooler" in refusal(lambda: writable.require(connection)).message


def test_idle_pool_that_takes_turns_is_refused(project: Project, pool: Pool) -> None:
    with pool("transaction", "server_round_robin = 1") as found:
        with ExitStack() as stack:
            for _ in range(4):
                session = stack.enter_context(psycopg.connect(found.url))
                session.execute("SELECT 1")
        with database.connect(found.url) as connection:
            assert "pooler" in refusal(lambda: writable.require(connection)).message


def test_options_that_a_pool_does_not_take_are_told_in_a_line(
    project: Project, run: Run, pool: Pool
) -> None:
    with pool("session") as found:
        done = run("status", database=found.url, env={"PGOPTIONS": "-c work_mem=7MB"})
    assert (done.returncode, done.stdout) == (2, "")
    error, hint = done.stderr.splitlines()
    assert "unsupported startup parameter" in error
    assert hint.startswith("  hint: A pooler takes no options: take them out of the URL and PG")


def test_who_is_in_the_way_is_named_through_a_pool(project: Project, pool: Pool) -> None:
    project.write(A)
    project.up()
    project.write({"0002_b": "ALTER TABLE a ADD COLUMN x int;"})
    options = Options(lock_timeout=0.6, lock_retry=0)
    with project.locked("ACCESS SHARE") as blocker, pool("session") as found:
        with database.connect(found.url) as connection:
            error = refusal(lambda: runner.up(connection, project.sql, options))
        assert f"blocked by pid {blocker.info.backend_pid}, postgres" in error.message
