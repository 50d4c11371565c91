"""Whom CREATE INDEX CONCURRENTLY will wait for: transactions that are older than it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from psycopg.rows import class_row

from echoes_schema.migrations.sessions import COLUMNS, Session

if TYPE_CHECKING:
    from psycopg import Connection
    from psycopg.rows import TupleRow

# Younger ones are gone soon, most likely.
OLD_AFTER_SECONDS = 2

# It waits twice: for whoever may write to the table, and at the end for every snapshot of this
# database that is older than the index. Not for VACUUM, nor for other databases, and so not for
# the feedback of a standby, which belongs to none.
_OLD = f"""
SELECT {COLUMNS}
FROM pg_catalog.pg_stat_activity AS activity
WHERE activity.datname = current_database() AND activity.pid <> pg_catalog.pg_backend_pid()
    AND clock_timestamp() - activity.xact_start > make_interval(secs => %(seconds)s)
    AND activity.backend_type <> 'autovacuum worker'
    AND (activity.backend_xmin IS NOT NULL OR EXISTS (
        SELECT FROM pg_catalog.pg_locks AS locks
        WHERE locks.pid = activity.pid AND locks.relation = pg_catalog.to_regclass(%(table)s)
            AND locks.mode IN (
                'RowExclusiveLock', 'ShareUpdateExclusiveLock', 'ShareRowExclusiveLock',
                'ExclusiveLock', 'AccessExclusiveLock'
            )
    ))
ORDER BY activity.xact_start
"""  # noqa: S608 - our own columns
_PREPARED = """
SELECT 0 AS pid, prepared.owner AS role, '' AS application, 'prepared' AS state,
    extract(epoch FROM clock_timestamp() - prepared.prepared)::int AS seconds,
    prepared.gid AS query
FROM pg_catalog.pg_prepared_xacts AS prepared
INNER JOIN pg_catalog.pg_locks AS numbers
    ON prepared.transaction = numbers.transactionid AND numbers.pid IS NULL
INNER JOIN pg_catalog.pg_locks AS locks
    ON numbers.virtualtransaction = locks.virtualtransaction AND locks.pid IS NULL
    AND locks.relation = pg_catalog.to_regclass(%(table)s)
    AND locks.mode NOT IN ('AccessShareLock', 'RowShareLock', 'ShareLock')
WHERE prepared.database = current_database()
ORDER BY prepared.prepared
"""


def older(connection: Connection[TupleRow], table: str) -> tuple[Session, ...]:
    """Return whom building an index on `table` concurrently would wait for now, oldest first."""
    given = {"table": table, "seconds": OLD_AFTER_SECONDS}
    with connection.cursor(row_factory=class_row(Session)) as cursor:
        sessions = cursor.execute(_OLD.encode(), given).fetchall()
        return (*sessions, *cursor.execute(_PREPARED, given).fetchall())
