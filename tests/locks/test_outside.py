"""What cannot run in a transaction: its lock is seen while it waits for somebody else."""

import threading
import time
from pathlib import Path

import psycopg
import pytest

from echoes_schema import locks
from echoes_schema.locks import Mode, Role
from echoes_schema.parser import statements
from tests.harness import server

PATIENCE = 20
TABLES = """
CREATE TABLE a (x int);
CREATE INDEX a_x ON a (x);
CREATE TABLE p (k int) PARTITION BY LIST (k);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
"""
# The lock that somebody holds, the statement that waits for it, and the lock that it waits with
# or has meanwhile.
WAITING = [
    ("a", "ROW EXCLUSIVE", "CREATE INDEX CONCURRENTLY i ON a (x)", Mode.SHARE_UPDATE_EXCLUSIVE),
    ("a", "ROW EXCLUSIVE", "DROP INDEX CONCURRENTLY a_x", Mode.SHARE_UPDATE_EXCLUSIVE),
    ("a", "ROW EXCLUSIVE", "REINDEX TABLE CONCURRENTLY a", Mode.SHARE_UPDATE_EXCLUSIVE),
    ("a", "ROW EXCLUSIVE", "REINDEX INDEX CONCURRENTLY a_x", Mode.SHARE_UPDATE_EXCLUSIVE),
    ("a", "SHARE UPDATE EXCLUSIVE", "VACUUM a", Mode.SHARE_UPDATE_EXCLUSIVE),
    ("a", "ACCESS SHARE", "VACUUM FULL a", Mode.ACCESS_EXCLUSIVE),
    (
        "p",
        "SHARE UPDATE EXCLUSIVE",
        "ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY",
        Mode.SHARE_UPDATE_EXCLUSIVE,
    ),
]
MODES = """
SELECT locks.mode FROM pg_locks AS locks
WHERE locks.pid = %s AND locks.relation = %s::regclass
    AND EXISTS (SELECT FROM pg_locks WHERE pid = locks.pid AND NOT granted)
"""


@pytest.mark.parametrize(("table", "held", "sql", "mode"), WAITING, ids=str)
def test_lock_of_what_runs_outside_a_transaction(
    empty: psycopg.Connection, table: str, held: str, sql: str, mode: Mode
) -> None:
    empty.execute(TABLES.encode())
    with psycopg.connect(server.url(empty)) as holder:
        holder.execute(f"LOCK TABLE {table} IN {held} MODE".encode())
        seen = while_waiting(empty, sql, table)
        holder.rollback()
    assert seen is mode
    assert told(sql, table) is mode


def while_waiting(observer: psycopg.Connection, sql: str, table: str) -> Mode | None:
    """Return the strongest lock on the table that the statement has or wants while it waits."""
    with psycopg.connect(server.url(observer), autocommit=True) as worker:
        worker.execute("SET lock_timeout = '5s'")
        thread = threading.Thread(target=run, args=(worker, sql))
        thread.start()
        end = time.monotonic() + PATIENCE
        modes: list[Mode] = []
        while not modes and time.monotonic() < end:
            rows = observer.execute(MODES, [worker.info.backend_pid, table]).fetchall()
            modes = [Mode.of(row[0]) for row in rows]
        worker.cancel()
        thread.join()
    return max(modes, default=None)


def run(worker: psycopg.Connection, sql: str) -> None:
    try:
        worker.execute(sql.encode())
    except (psycopg.errors.QueryCanceled, psycopg.errors.LockNotAvailable):
        return


def told(sql: str, table: str) -> Mode | None:
    """Return the lock on the table by the text of the statement, which may name its index."""
    touches = locks.of(statements.split(sql, Path("case.sql"))[0])
    tables = [one for one in touches if one.relation[1] == table and one.role is Role.TARGET]
    found = tables or [one for one in touches if one.role is Role.TABLE]
    return found[0].mode if found else None
