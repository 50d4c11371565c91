"""yoyo's own tables, in our schema, written by yoyo's own statements."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from yoyo.backends.core.postgresql import PostgresqlPsycopgBackend
from yoyo.internalmigrations import mark_schema_version, schema_versions, v2
from yoyo.migrations import default_migration_table
from yoyo.utils import change_param_style

from echoes_schema.migrations import caller
from echoes_schema.migrations.journal import SCHEMA, exists

if TYPE_CHECKING:
    from psycopg import Connection
    from psycopg.rows import TupleRow

    from echoes_schema.migrations.folder import Migration
    from echoes_schema.migrations.journal import Values


class YoyoTables(PostgresqlPsycopgBackend):  # type: ignore[misc]
    """The tables on one connection; `write` takes each statement with its values."""

    def __init__(
        self, connection: Connection[TupleRow], write: Callable[[str, Values], None]
    ) -> None:
        self._given = connection
        self._write = write
        super().__init__(None, default_migration_table)
        self._internal_schema_updated = True

    def connect(self, dburi: object) -> Connection[TupleRow]:  # noqa: ARG002
        return self._given

    def execute(self, sql: str, params: dict[str, object] | None = None) -> None:
        self._write(*change_param_style(self.driver.paramstyle, sql, params))

    def __getattr__(self, name: str) -> Any:
        if name.endswith("_table_quoted"):
            table = getattr(self, name.removesuffix("_quoted"))
            return f"{self.quote_identifier(SCHEMA)}.{self.quote_identifier(table)}"
        raise AttributeError(name)

    def exists(self) -> bool:
        return exists(self._given, str(self.migration_table))

    def create(self) -> None:
        v2.create_migration_table(self)
        v2.create_log_table(self)
        v2.create_version_table(self)
        mark_schema_version(self, max(schema_versions))

    def date_back(self, migration: Migration, moment: datetime) -> None:
        self._write(
            "UPDATE echoes_schema._yoyo_migration SET applied_at_utc = %s WHERE migration_id = %s",
            [moment.astimezone(UTC).replace(tzinfo=None), migration.id],
        )

    def forget(self, name: str) -> None:
        migration = _Named(name)
        self.unmark_one(migration, log=False)
        self.log_migration(migration, "rollback")

    def get_log_data(
        self, migration: _Named | None = None, operation: str = "apply"
    ) -> dict[str, object]:
        return {
            "id": str(uuid.uuid4()),
            "migration_id": migration.id if migration else None,
            "migration_hash": migration.hash if migration else None,
            "username": caller.user(),
            "hostname": caller.host(),
            "created_at_utc": datetime.now(UTC).replace(tzinfo=None),
            "operation": operation,
        }


class _Named:
    """A migration of which only the name is left."""

    def __init__(self, name: str) -> None:
        self.id = name
        self.hash = hashlib.sha256(name.encode()).hexdigest()
