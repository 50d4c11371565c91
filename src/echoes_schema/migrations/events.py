"""Everything that was tried on a database: who, when, from where, how long, and how it ended."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from psycopg import Connection
from psycopg.rows import class_row

from echoes_schema.migrations import rights

if TYPE_CHECKING:
    from psycopg.rows import TupleRow

_EXISTS = """
SELECT EXISTS (
    SELECT FROM pg_catalog.pg_tables
    WHERE schemaname = 'echoes_schema' AND tablename = 'events'
)
"""
_LATEST = """
SELECT id, migration_id, operation, is_success, started_at,
    extract(epoch FROM ended_at - started_at)::double precision AS seconds,
    database_role, os_user, host, tool_version,
    coalesce(line, 0) AS line, coalesce(sqlstate, '') AS sqlstate, coalesce(message, '') AS message
FROM echoes_schema.events
WHERE %(name)s::text IS NULL OR migration_id LIKE %(name)s
ORDER BY id DESC
LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class Event:
    """One attempt to apply a migration or to take it back, in its order of `id`.

    `line` is where in the file it failed, 0 for nowhere; `sqlstate` is empty for a success, and
    so is `message`, unless it tells the rows and batches of a backfill.
    """

    id: int
    migration_id: str
    operation: str
    is_success: bool
    started_at: datetime
    seconds: float
    database_role: str
    os_user: str
    host: str
    tool_version: str
    line: int
    sqlstate: str
    message: str


def read(
    connection: Connection[TupleRow], *, limit: int | None = None, name: str | None = None
) -> tuple[Event, ...]:
    """Return the latest events, newest first, of all migrations or of those that begin so.

    Writes nothing. A database that no runner has touched has none.
    """
    row = connection.execute(_EXISTS).fetchone()
    if not row or not row[0]:
        return ()
    pattern = None if name is None else re.sub(r"([\\%_])", r"\\\1", name) + "%"
    lacking = rights.needed(connection, rights.TO_READ)
    with lacking, connection.cursor(row_factory=class_row(Event)) as cursor:
        return tuple(cursor.execute(_LATEST, {"limit": limit, "name": pattern}).fetchall())
