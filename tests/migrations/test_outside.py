"""Files that run outside a transaction: a checkpoint a statement, and indexes that heal."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from echoes_schema.migrations import snapshots
from echoes_schema.migrations.runner import Options
from tests.harness.waiting import PATIENCE, wait_for
from tests.migrations.project import Project, refusal
from tests.migrations.test_atomicity import fail_when

TABLE = {"0001_a": "CREATE TABLE a (x int, y text);", "0001_a.rollback": "DROP TABLE a;"}
OUTSIDE = "-- transactional: false\n"
UNIQUE = {"indexes/0002_i": "CREATE UNIQUE INDEX CONCURRENTLY i ON a (x);"}


def ready(project: Project, *rows: int) -> None:
    """Apply TABLE and insert `rows`."""
    project.write(TABLE)
    project.up()
    for row in rows:
        project.connection.execute("INSERT INTO a VALUES (%s)", [row])


def test_failed_file_resumes_after_the_last_statement_that_was_done(project: Project) -> None:
    ready(project)
    first = "INSERT INTO a VALUES (1); INSERT INTO a VALUES (1);"
    project.write({"0002_b": f"{OUTSIDE}{first} SELECT 1 / 0;"})
    refusal(project.up)
    project.write({"0002_b": f"{OUTSIDE}{first} INSERT INTO a VALUES (2);"})
    assert project.up() == ["0002_b"]
    assert project.value("SELECT array_agg(x ORDER BY x) FROM a") == [1, 1, 2]


def test_statement_that_comes_twice_is_run_twice(project: Project) -> None:
    ready(project)
    project.connection.execute("CREATE UNIQUE INDEX once ON a (x)")
    project.write({"0002_b": f"{OUTSIDE}INSERT INTO a VALUES (1); INSERT INTO a VALUES (1);"})
    refusal(project.up)
    project.connection.execute("DROP INDEX once")
    project.up()
    assert project.value("SELECT count(*) FROM a") == 2


def test_file_that_is_half_done_is_called_so(project: Project) -> None:
    project.write({"0001_a": f"{OUTSIDE}CREATE TABLE a (); SELECT 1 / 0;"})
    refusal(project.up)
    assert project.status()["0001_a"].note == "division by zero; begun, not finished"


def test_rollback_that_is_half_done_is_called_so_and_resumes(project: Project) -> None:
    back = f"{OUTSIDE}DROP TABLE b; SELECT 1 / (SELECT count(*) FROM a);"
    ready(project)
    project.write({"0002_b": "CREATE TABLE b ();", "0002_b.rollback": back})
    project.up()
    refusal(project.down)
    assert project.status()["0002_b"].note == "its rollback is begun, not finished"
    project.connection.execute("INSERT INTO a VALUES (1)")
    assert project.down() == ["0002_b"]


def test_nothing_is_begun_any_more_once_the_file_is_recorded(project: Project) -> None:
    project.write({"0001_a": f"{OUTSIDE}CREATE TABLE a (); VACUUM;"})
    project.up()
    assert project.value("SELECT count(*) FROM echoes_schema.checkpoints") == 0
    assert project.status()["0001_a"].note == ""


def test_statement_that_refuses_a_transaction_runs_alone(project: Project) -> None:
    ready(project)
    batches = "DO $$ BEGIN INSERT INTO a VALUES (1); COMMIT; INSERT INTO a VALUES (2); END $$;"
    project.write({"0002_b": f"{OUTSIDE}{batches} VACUUM a;"})
    assert project.up() == ["0002_b"]
    assert project.value("SELECT array_agg(x ORDER BY x) FROM a") == [1, 2]


def test_statement_and_its_checkpoint_stand_or_fall_together(project: Project) -> None:
    ready(project)
    fail_when("INSERT", "checkpoints", project.connection, "RAISE 'no'")
    project.write({"0002_b": f"{OUTSIDE}INSERT INTO a VALUES (1);"})
    refusal(project.up)
    assert project.value("SELECT count(*) FROM a") == 0


def test_invalid_index_is_healed_by_the_next_up(project: Project) -> None:
    ready(project, 1, 1)
    project.write(UNIQUE)
    assert "could not create unique index" in refusal(project.up).message
    assert project.is_valid("i") is False
    assert project.history() == ["0001_a"]
    project.connection.execute("TRUNCATE a")
    assert project.up() == ["0002_i"]
    assert project.is_valid("i") is True


@pytest.mark.parametrize(
    "definition",
    [
        "UNIQUE INDEX {} i ON a (x)",
        'INDEX {} i ON a (lower(y) COLLATE "C" text_pattern_ops DESC) INCLUDE (x) WHERE x > 0',
        "INDEX {} i ON a (x NULLS FIRST, y) WITH (fillfactor = 70)",
        "INDEX {} i ON public.a USING hash (x)",
        "UNIQUE INDEX {} IF NOT EXISTS i ON a (x, (x + 1)) NULLS NOT DISTINCT",
    ],
)
def test_valid_index_of_the_same_definition_is_adopted(project: Project, definition: str) -> None:
    ready(project)
    project.connection.execute(f"CREATE {definition.format('')}".encode())
    before = project.value("SELECT 'i'::regclass::oid")
    project.write({"indexes/0002_i": f"CREATE {definition.format('CONCURRENTLY')};"})
    assert project.up() == ["0002_i"]
    assert project.value("SELECT 'i'::regclass::oid") == before
    assert any("the index is there already" in line for line in project.said)


@pytest.mark.parametrize(
    "other",
    [
        "CREATE INDEX i ON a (x)",
        "CREATE UNIQUE INDEX i ON a (y)",
        "CREATE UNIQUE INDEX i ON a (x) WHERE x > 0",
        "CREATE TABLE b (x int); CREATE UNIQUE INDEX i ON b (x)",
        "CREATE TABLE i (x int)",
    ],
)
@pytest.mark.parametrize("guard", ["", "IF NOT EXISTS"])
def test_anything_else_of_that_name_is_refused(project: Project, other: str, guard: str) -> None:
    ready(project)
    project.connection.execute(other.encode())
    project.write({"indexes/0002_i": f"CREATE UNIQUE INDEX CONCURRENTLY {guard} i ON a (x);"})
    error = refusal(project.up)
    assert "0002_i.sql:1: i is there already, and it is another: " in error.message
    assert project.states() == {"0001_a": "applied", "0002_i": "failed"}


def test_index_that_somebody_still_builds_is_waited_for_and_kept(project: Project) -> None:
    ready(project)
    project.connection.execute("CREATE UNIQUE INDEX i ON a (x)")
    project.connection.execute(set_valid("false"))
    project.write(UNIQUE)
    with project.locked("SHARE UPDATE EXCLUSIVE") as builder:
        runner = threading.Thread(target=project.up)
        runner.start()
        wait_for(lambda: any("waiting for pid" in line for line in project.said), "waiting")
        builder.execute(set_valid("true"))
        builder.execute("COMMIT")
        runner.join(PATIENCE)
    assert any("the index is there already" in line for line in project.said)
    assert project.history() == ["0001_a", "0002_i"]


def set_valid(value: str) -> bytes:
    return f"UPDATE pg_index SET indisvalid = {value} WHERE indexrelid = 'i'::regclass".encode()


def test_derived_rollback_drops_the_indexes_last_first(project: Project) -> None:
    ready(project)
    build = "CREATE INDEX CONCURRENTLY {0} ON a (x); COMMENT ON INDEX {0} IS 'x';"
    project.write({"indexes/0002_i": build.format("i") + build.format('"J j"')})
    project.up()
    kept = project.value("SELECT down_text FROM echoes_schema.migrations WHERE id = '0002_i'")
    assert kept == (
        'DROP INDEX CONCURRENTLY IF EXISTS "J j";\nDROP INDEX CONCURRENTLY IF EXISTS i;\n'
    )
    assert project.down() == ["0002_i"]
    assert project.value("SELECT count(*) FROM pg_index WHERE indrelid = 'a'::regclass") == 0


def test_index_file_that_makes_other_things_has_no_derived_rollback(project: Project) -> None:
    ready(project)
    project.write({"indexes/0002_i": "CREATE INDEX CONCURRENTLY i ON a (x); CREATE TABLE b ();"})
    project.up()
    assert "0002_i cannot be taken back: there is no" in refusal(project.down).message


def test_irreversible_index_file_has_no_derived_rollback(project: Project) -> None:
    ready(project)
    build = "-- irreversible: nothing asks without it\nCREATE INDEX CONCURRENTLY i ON a (x);"
    project.write({"indexes/0002_i": build})
    project.up()
    error = refusal(project.down)
    assert error.message == "0002_i cannot be taken back: nothing asks without it"


def test_index_without_a_name_is_refused(project: Project) -> None:
    ready(project)
    project.write({"indexes/0002_i": "CREATE INDEX CONCURRENTLY ON a (x);"})
    assert "0002_i.sql:1: an index without a name" in refusal(project.up).message


def test_missing_index_is_not_taken_for_dropped(project: Project) -> None:
    ready(project)
    project.write({"0002_b": f"{OUTSIDE}DROP INDEX CONCURRENTLY mistyped;"})
    for _ in range(2):
        assert 'index "mistyped" does not exist' in refusal(project.up).message


def test_rollback_file_may_run_outside_though_its_migration_does_not(project: Project) -> None:
    project.write(
        {
            "0001_a": "CREATE TABLE a (x int); CREATE INDEX i ON a (x);",
            "0001_a.rollback": f"{OUTSIDE}DROP INDEX CONCURRENTLY i; DROP TABLE a;",
        }
    )
    project.up()
    assert project.down() == ["0001_a"]
    assert project.tables() == []


def test_concurrent_build_waits_for_a_transaction_longer_than_the_lock_timeout(
    project: Project,
) -> None:
    ready(project)
    project.write({"indexes/0002_i": "CREATE INDEX CONCURRENTLY i ON a (x);"})
    with project.locked("ROW EXCLUSIVE") as blocker:
        runner = threading.Thread(target=project.up, args=[Options(lock_timeout=0.1)])
        runner.start()
        project.await_backend("wait_event_type = 'Lock'")
        runner.join(0.5)
        assert runner.is_alive()
        blocker.execute("COMMIT")
        runner.join(PATIENCE)
    assert project.is_valid("i") is True


@contextmanager
def old_transaction(project: Project, first: str) -> Iterator[int]:
    """Keep a transaction open until it is old and an index waits for it; yield its process."""
    with project.other_session() as other:
        other.execute(f"SET application_name = 'report'; BEGIN; {first}".encode())
        time.sleep(snapshots.OLD_AFTER_SECONDS + 0.2)
        with project.ending(other, "    will wait for"):
            yield other.info.backend_pid


@pytest.mark.parametrize(
    "first",
    [
        "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; SELECT 1",
        "INSERT INTO a VALUES (1)",
        "LOCK TABLE a IN SHARE UPDATE EXCLUSIVE MODE",
    ],
    ids=["snapshot", "write", "lock"],
)
def test_index_is_announced_to_wait_for_an_old_transaction(project: Project, first: str) -> None:
    ready(project)
    project.write({"indexes/0002_i": "CREATE INDEX CONCURRENTLY i ON a (x);"})
    with old_transaction(project, first) as pid:
        assert project.up() == ["0002_i"]
    [told] = [line for line in project.said if line.startswith("    will wait for")]
    assert told.startswith(f"    will wait for pid {pid}, postgres, idle in transaction for ")
    assert f"(report): SET application_name = 'report'; BEGIN; {first}"[:60] in told


def test_index_is_not_announced_to_wait_for_who_only_reads_elsewhere(project: Project) -> None:
    ready(project)
    project.write({"indexes/0002_i": "CREATE INDEX CONCURRENTLY i ON a (x);"})
    with old_transaction(project, "SELECT 1"):
        project.up()
    assert not [line for line in project.said if "wait for" in line]
