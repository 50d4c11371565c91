"""What a killed statement leaves half-way outside a transaction: the next `up` needs no hand."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.harness.waiting import PATIENCE, wait_for
from tests.migrations.project import Project, refusal
from tests.migrations.test_atomicity import KILL, fail_when

OUTSIDE = "-- transactional: false\n"
# An index of its own, one of a key, and one of the table that long texts go to.
TABLE = "CREATE TABLE a (x int PRIMARY KEY, y text); CREATE INDEX i ON a (y);"
PARTITION = (
    "CREATE TABLE a (x int) PARTITION BY LIST (x);CREATE TABLE b PARTITION OF a FOR VALUES IN (1);"
)
DETACH = {"0002_b": f"{OUTSIDE}ALTER TABLE a DETACH PARTITION b CONCURRENTLY;"}
RUINS = "SELECT count(*) FROM pg_index WHERE NOT indisvalid"
PENDING = "SELECT bool_or(inhdetachpending) FROM pg_inherits"
# A writer holds a build up before it begins, a reader before the old index goes.
WRITER = "LOCK TABLE a IN ROW EXCLUSIVE MODE"
READER = "LOCK TABLE ONLY a IN ACCESS SHARE MODE"


@contextmanager
def held(project: Project, statement: str) -> Iterator[int]:
    """Keep a transaction of another session open in the block; yield its process."""
    with project.other_session() as session:
        session.execute(f"BEGIN; {statement}".encode())
        yield session.info.backend_pid


def kill_while(project: Project, statement: str, *, is_terminated: bool = False) -> None:
    """Let the runner wait for another session's `statement`, and kill it or its backend there."""
    with held(project, statement) as blocker, project.started("up") as process:
        backend = project.await_backend(f"{blocker} = ANY (pg_blocking_pids(pid))")
        if is_terminated:
            project.value(f"SELECT pg_terminate_backend({backend})")
            assert process.wait(PATIENCE) == 2
        process.kill()
        alive = f"SELECT count(*) FROM pg_stat_activity WHERE pid = {backend}"
        wait_for(lambda: project.value(alive) == 0, "end of the backend")


@pytest.mark.parametrize("is_terminated", [False, True], ids=["killed", "terminated"])
@pytest.mark.parametrize(("blocker", "suffix"), [(WRITER, "ccnew"), (READER, "ccold")])
@pytest.mark.parametrize("what", ["INDEX CONCURRENTLY i", "TABLE CONCURRENTLY a"])
def test_ruins_of_a_killed_reindex_are_removed(
    project: Project, what: str, blocker: str, suffix: str, is_terminated: bool
) -> None:
    count = 3 if what.startswith("TABLE") else 1
    project.connection.execute(TABLE.encode())
    project.write({"0001_r": f"{OUTSIDE}REINDEX {what};"})
    kill_while(project, blocker, is_terminated=is_terminated)
    left = f"{RUINS} AND indexrelid::regclass::text LIKE '%\\_{suffix}'"
    assert project.value(left) == count
    assert project.up() == ["0001_r"]
    assert project.value(RUINS) == 0
    assert project.is_valid("i") is project.is_valid("a_pkey") is True


@pytest.mark.parametrize("what", ["SCHEMA CONCURRENTLY public", "(CONCURRENTLY) DATABASE {}"])
def test_ruins_of_a_killed_reindex_of_more_are_removed(project: Project, what: str) -> None:
    project.connection.execute(TABLE.encode())
    what = what.format(project.connection.info.dbname)
    project.write({"0001_r": f"{OUTSIDE}REINDEX {what};"})
    kill_while(project, WRITER)
    assert project.value(RUINS) == 3
    assert project.up() == ["0001_r"]
    assert project.value(RUINS) == 0


def test_ruins_of_partitions_are_removed(project: Project) -> None:
    project.connection.execute(f"{PARTITION} CREATE INDEX i ON a (x)".encode())
    project.write({"0001_r": f"{OUTSIDE}REINDEX INDEX CONCURRENTLY i;"})
    kill_while(project, "LOCK TABLE b IN ROW EXCLUSIVE MODE")
    assert project.value(RUINS) == 1
    assert project.up() == ["0001_r"]
    assert project.value(RUINS) == 0


def test_ruin_of_a_long_name_is_removed(project: Project) -> None:
    name = "i" * 63
    project.connection.execute(f"{TABLE} ALTER INDEX i RENAME TO {name}".encode())
    project.write({"0001_r": f"{OUTSIDE}REINDEX INDEX CONCURRENTLY {name};"})
    kill_while(project, WRITER)
    assert project.value(RUINS) == 1
    assert project.up() == ["0001_r"]
    assert project.value(RUINS) == 0


@pytest.mark.parametrize("what", ["INDEX CONCURRENTLY i", "TABLE CONCURRENTLY b"])
def test_invalid_index_of_anything_else_stays(project: Project, what: str) -> None:
    others = "CREATE INDEX i2_ccnew ON a (x); CREATE INDEX ii ON a (x); CREATE TABLE b ();"
    project.connection.execute(f"{TABLE} {others}".encode())
    for index in ("i2_ccnew", "ii"):
        project.connection.execute(set_valid(index, "false"))
    project.write({"0001_r": f"{OUTSIDE}REINDEX {what};"})
    assert project.up() == ["0001_r"]
    assert project.is_valid("i2_ccnew") is project.is_valid("ii") is False


def test_index_that_somebody_rebuilds_now_is_no_ruin(project: Project) -> None:
    project.connection.execute(f"{TABLE} CREATE INDEX i_ccnew ON a (y)".encode())
    project.connection.execute(set_valid("i_ccnew", "false"))
    project.write({"0001_r": f"{OUTSIDE}REINDEX INDEX CONCURRENTLY i;"})
    with project.locked("SHARE UPDATE EXCLUSIVE") as builder:
        runner = threading.Thread(target=project.up)
        runner.start()
        wait_for(lambda: any("waiting for pid" in line for line in project.said), "waiting")
        builder.execute(set_valid("i_ccnew", "true"))
        builder.execute("COMMIT")
        runner.join(PATIENCE)
    assert project.history() == ["0001_r"]
    assert project.is_valid("i_ccnew") is True


def set_valid(index: str, value: str) -> bytes:
    sql = f"UPDATE pg_index SET indisvalid = {value} WHERE indexrelid = '{index}'::regclass"
    return sql.encode()


@pytest.mark.parametrize("is_terminated", [False, True], ids=["killed", "terminated"])
def test_detachment_that_was_cut_short_is_ended(project: Project, is_terminated: bool) -> None:
    project.connection.execute(PARTITION.encode())
    project.write(DETACH)
    kill_while(project, READER, is_terminated=is_terminated)
    assert project.value(PENDING) is True
    assert project.up() == ["0002_b"]
    assert project.value("SELECT count(*) FROM pg_inherits") == 0
    assert project.tables() == ["a", "b"]


def test_partition_that_is_out_while_nobody_could_note_it_counts_as_done(
    project: Project,
) -> None:
    project.connection.execute(PARTITION.encode())
    project.write({"0001_a": "SELECT 1;"})
    project.up()
    fail_when("UPDATE", "checkpoints", project.connection, KILL)
    project.write(DETACH)
    refusal(project.up)
    project.connection.execute("DROP FUNCTION fail CASCADE")
    assert project.up() == ["0002_b"]


def test_table_that_never_was_a_partition_is_not_taken_for_detached(project: Project) -> None:
    project.connection.execute(f"{PARTITION} CREATE TABLE c (x int)".encode())
    project.write({"0002_b": DETACH["0002_b"].replace(" b ", " c ")})
    for _ in range(2):
        assert 'relation "c" is not a partition of relation "a"' in refusal(project.up).message


VIEW = "CREATE MATERIALIZED VIEW v AS SELECT 1 AS n; CREATE UNIQUE INDEX ON v (n);"


@pytest.mark.parametrize(
    ("statement", "blocker"),
    [
        ("DROP INDEX CONCURRENTLY i", WRITER),
        ("DROP INDEX CONCURRENTLY i", READER),
        ("VACUUM a", "LOCK TABLE a IN SHARE MODE"),
        ("REFRESH MATERIALIZED VIEW CONCURRENTLY v", "REFRESH MATERIALIZED VIEW v"),
        ("ALTER TYPE mood ADD VALUE 'sad'", "ALTER TYPE mood ADD VALUE 'odd'"),
    ],
)
def test_other_statement_that_was_killed_runs_again(
    project: Project, statement: str, blocker: str
) -> None:
    project.connection.execute(f"{TABLE} {VIEW} CREATE TYPE mood AS ENUM ()".encode())
    project.write({"0001_s": f"{OUTSIDE}{statement};"})
    kill_while(project, blocker)
    assert project.up() == ["0001_s"]
    assert project.value(RUINS) == 0
    assert project.value("SELECT count(*) FROM echoes_schema.checkpoints") == 0
