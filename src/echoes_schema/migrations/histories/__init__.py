"""What other tools' tables say is applied: one small reader for each tool."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from echoes_schema.errors import SettingsError
from echoes_schema.migrations.histories import dbmate, flyway, golang_migrate, sqitch, yoyo
from echoes_schema.migrations.histories.record import Reader, TheirHistory

if TYPE_CHECKING:
    from psycopg import Connection
    from psycopg.rows import TupleRow

    from echoes_schema.migrations.folder import Folder

READERS: Mapping[str, tuple[str, Reader]] = {
    "yoyo": ("_yoyo_migration", yoyo.read),
    "dbmate": ("schema_migrations", dbmate.read),
    "golang-migrate": ("schema_migrations", golang_migrate.read),
    "flyway": ("flyway_schema_history", flyway.read),
    "sqitch": ("sqitch", sqitch.read),
}


def read(
    connection: Connection[TupleRow], tool: str, table: str | None, files: Folder
) -> TheirHistory:
    """Return what `tool` says is applied, each with the migration of `files` that it means.

    `table` is its table where it has another name, with its schema where it is not on the search
    path; of sqitch, the schema. Raises MigrationError for a failed migration and for content that
    is not what was applied, SettingsError for an unknown tool or a table that is not the tool's.
    """
    if tool not in READERS:
        raise SettingsError(f"no tool {tool}", f"Known tools are: {', '.join(READERS)}.")
    usual, reader = READERS[tool]
    return reader(connection, table or usual, files)
