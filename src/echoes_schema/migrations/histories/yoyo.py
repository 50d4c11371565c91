"""yoyo's history: one row a migration, by its name. It keeps nothing of the content."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from psycopg import sql

from echoes_schema.migrations.histories.record import Record, TheirHistory
from echoes_schema.migrations.histories.table import find

if TYPE_CHECKING:
    from psycopg import Connection
    from psycopg.rows import TupleRow

    from echoes_schema.migrations.folder import Folder

_ROWS = "SELECT migration_id, applied_at_utc FROM {} ORDER BY applied_at_utc, migration_id"


def read(connection: Connection[TupleRow], name: str, files: Folder) -> TheirHistory:
    """Return what `_yoyo_migration` has, by the moment of application."""
    table = find(connection, name, ["migration_hash", "migration_id", "applied_at_utc"])
    rows = connection.execute(sql.SQL(_ROWS).format(table.identifier)).fetchall()
    records = tuple(
        Record(name, name if name in files.by_id else None, moment and moment.replace(tzinfo=UTC))
        for name, moment in rows
    )
    return TheirHistory(table.label, records)
