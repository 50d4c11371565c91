"""One runner at a time: a session advisory lock, taken by asking again and again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from psycopg import OperationalError

from echoes_schema.errors import ServerError
from echoes_schema.migrations import writable
from echoes_schema.waiting import until

if TYPE_CHECKING:
    from psycopg import Connection
    from psycopg.rows import TupleRow

KEY = 0x6563686F65735F73  # "echoes_s"; advisory locks belong to one database
SECONDS_BETWEEN_TRIES = 0.25

# A waiter that blocked inside the server would hold a snapshot that CREATE INDEX CONCURRENTLY of
# the one it waits for must outlive: both would wait for ever. So the lock is polled, and the
# session is idle in between.
_TRY = "SELECT pg_try_advisory_lock(%s)"
_HOLDER = """
SELECT format('pid %%s, %%s, connected since %%s',
    activity.pid, activity.application_name, activity.backend_start)
FROM pg_catalog.pg_locks AS locks
INNER JOIN pg_catalog.pg_stat_activity AS activity ON locks.pid = activity.pid
WHERE locks.locktype = 'advisory' AND locks.granted
    AND locks.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
    AND (locks.classid::bigint << 32 | locks.objid::bigint) = %s AND locks.objsubid = 1
"""


@contextmanager
def hold(
    connection: Connection[TupleRow], say: Callable[[str], None], patience: float
) -> Iterator[None]:
    """Hold the runner's lock; wait for it up to `patience` seconds.

    Raises ServerError when another runner keeps it longer, and where this session cannot write.
    """
    writable.require(connection)
    _acquire(connection, say, patience)
    try:
        yield
    finally:
        # Without a connection there is no lock, and no reason to hide what went wrong.
        with suppress(OperationalError):
            connection.execute("SELECT pg_advisory_unlock(%s)", [KEY])


def _acquire(connection: Connection[TupleRow], say: Callable[[str], None], patience: float) -> None:
    is_mine = until(
        lambda: _try(connection),
        pause=SECONDS_BETWEEN_TRIES,
        seconds=patience,
        at_first=lambda _: say(f"waiting for another runner: {_holder(connection)}"),
    )
    if not is_mine:
        raise ServerError(
            f"another runner holds the lock for over {patience:g} s: {_holder(connection)}",
            "Wait for it, or end that session with pg_terminate_backend.",
        )


def _try(connection: Connection[TupleRow]) -> bool:
    row = connection.execute(_TRY, [KEY]).fetchone()
    return bool(row and row[0])


def _holder(connection: Connection[TupleRow]) -> str:
    row = connection.execute(_HOLDER, [KEY]).fetchone()
    return str(row[0]) if row else "it has just let go"
