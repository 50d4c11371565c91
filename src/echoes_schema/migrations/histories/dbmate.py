"""dbmate's history: one row a migration, its version alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from psycopg import sql

from echoes_schema.migrations.histories.record import Record, TheirHistory
from echoes_schema.migrations.histories.table import find

if TYPE_CHECKING:
    from psycopg import Connection
    from psycopg.rows import TupleRow

    from echoes_schema.migrations.folder import Folder


def read(connection: Connection[TupleRow], name: str, files: Folder) -> TheirHistory:
    """Return what `schema_migrations` has, in the order of the files: it keeps no other."""
    table = find(connection, name, ["version"], without=["dirty"])
    query = sql.SQL("SELECT version FROM {} ORDER BY version").format(table.identifier)
    versions = [str(row[0]) for row in connection.execute(query)]
    known = {one.number: str(one.id) for one in files.migrations}
    records = [Record(version, known.get(version)) for version in versions]
    places = [str(one.id) for one in files.migrations]
    records.sort(key=lambda record: places.index(record.id) if record.id else len(places))
    return TheirHistory(table.label, tuple(records))
