"""golang-migrate's history: one row, the version that the database is at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from psycopg import sql

from echoes_schema.errors import MigrationError
from echoes_schema.migrations.histories.record import Record, TheirHistory
from echoes_schema.migrations.histories.table import find

if TYPE_CHECKING:
    from psycopg import Connection
    from psycopg.rows import TupleRow

    from echoes_schema.migrations.folder import Folder


def read(connection: Connection[TupleRow], name: str, files: Folder) -> TheirHistory:
    """Return every file up to the version in `schema_migrations`. Raises MigrationError if dirty.

    The tool keeps no more than that one number: what came before it is taken to be applied.
    """
    table = find(connection, name, ["version", "dirty"])
    query = sql.SQL("SELECT version, dirty FROM {}").format(table.identifier)
    row = connection.execute(query).fetchone()
    if row is None:
        return TheirHistory(table.label, ())
    version, is_dirty = int(row[0]), bool(row[1])
    if is_dirty:
        raise MigrationError(
            f"{table.label}: version {version} is dirty: it failed half-way",
            "Mend the database by hand, then tell golang-migrate so: migrate force VERSION.",
        )
    numbered = [(int(one.number), str(one.id)) for one in files.migrations if one.number]
    records = [Record(str(number), name) for number, name in numbered if number <= version]
    if version not in dict(numbered):
        records.append(Record(str(version), None))
    return TheirHistory(table.label, tuple(records))
