"""What a database remembers of its migrations, in a schema of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from typing import TYPE_CHECKING, TypeAlias

from psycopg import ClientCursor, Connection
from psycopg.rows import class_row

from echoes_schema.errors import FileError
from echoes_schema.migrations import backfills, caller, rights
from echoes_schema.parser import statements
from echoes_schema.release import VERSION

if TYPE_CHECKING:
    from psycopg.rows import TupleRow

    from echoes_schema.migrations.adopt import Adopted
    from echoes_schema.migrations.backfills import Backfill
    from echoes_schema.migrations.folder import Migration
    from echoes_schema.migrations.script import Script

SCHEMA = "echoes_schema"
Values: TypeAlias = Sequence[object] | Mapping[str, object]

_APPLIED = """
SELECT id, kind, is_transactional, is_out_of_order, file_hash, content_hash, applied_at
FROM echoes_schema.migrations
ORDER BY position
"""
_FAILED = """
SELECT DISTINCT ON (migration_id) migration_id, is_success, operation, message
FROM echoes_schema.events
ORDER BY migration_id, id DESC
"""
_BEGUN = "SELECT DISTINCT migration_id, operation FROM echoes_schema.checkpoints"
_CHECKPOINTS = """
SELECT statement_hash FROM echoes_schema.checkpoints
WHERE migration_id = %s AND operation = %s AND completed_at IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class Applied:
    """One migration that the database has."""

    id: str
    kind: str
    is_transactional: bool
    is_out_of_order: bool
    file_hash: str
    content_hash: str
    applied_at: datetime


@dataclass(frozen=True, slots=True)
class History:
    """Everything that is applied, in the order in which it was, and the latest failures.

    `failures` maps the name of a migration whose last attempt failed to PostgreSQL's message;
    `half_done` names those that run outside a transaction and were left between two statements
    or batches, with the operation, `apply` or `rollback`; `backfills` says how far batches are.
    """

    applied: tuple[Applied, ...] = ()
    failures: tuple[tuple[str, str], ...] = ()
    half_done: tuple[tuple[str, str], ...] = ()
    backfills: tuple[Backfill, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an attempt failed, for the journal. `line` is 0 where no line is to blame."""

    line: int
    sqlstate: str
    message: str


@dataclass(frozen=True, slots=True)
class Applying:
    """What is remembered of the way in which a migration is applied."""

    forward: Script
    down: str | None
    is_out_of_order: bool


def read(connection: Connection[TupleRow]) -> History:
    """Return what the database remembers; writes nothing and needs no lock."""
    if not exists(connection, "migrations"):
        return History()
    with rights.needed(connection, rights.TO_READ):
        return _read(connection)


def _read(connection: Connection[TupleRow]) -> History:
    with connection.cursor(row_factory=class_row(Applied)) as cursor:
        applied = tuple(cursor.execute(_APPLIED).fetchall())
    failures = tuple(
        (name, message or "")
        for name, is_success, operation, message in connection.execute(_FAILED)
        if not is_success and operation == "apply"
    )
    unfinished = backfills.read(connection)
    begun = [(name, operation) for name, operation in connection.execute(_BEGUN)]
    begun += [(one.migration_id, one.operation) for one in unfinished]
    return History(applied, failures, tuple(begun), unfinished)


def texts(
    connection: Connection[TupleRow], names: Iterable[str]
) -> dict[str, tuple[str, str | None]]:
    """Return the remembered up and down text of each named migration."""
    with rights.needed(connection, rights.TO_READ):
        rows = connection.execute(
            "SELECT id, up_text, down_text FROM echoes_schema.migrations WHERE id = ANY (%s)",
            [list(names)],
        )
    return {name: (up, down) for name, up, down in rows}


def file_hash(text: str) -> str:
    """Return the hash by which an untouched file is known without parsing it."""
    return hashlib.sha256(text.encode()).hexdigest()


class Journal:
    """Writes the bookkeeping, on the connection that does the work and in its transaction.

    `started` is when a script began; None stands for the beginning of that transaction.
    """

    def __init__(self, connection: Connection[TupleRow]) -> None:
        # What only looks does without it.
        from echoes_schema.migrations.yoyo_tables import YoyoTables

        self._connection = connection
        self._cursor = ClientCursor(connection)
        self._gathered: list[bytes] | None = None
        self._yoyo = YoyoTables(connection, self._write)

    @contextmanager
    def gathered(self) -> Iterator[list[bytes]]:
        """Write nothing inside the block: the list that it yields takes the statements."""
        self._gathered = []
        try:
            yield self._gathered
        finally:
            self._gathered = None

    def create(self) -> None:
        """Make the bookkeeping where it does not stand yet.

        Where it does, nothing is asked of the role: CREATE … IF NOT EXISTS would need the right to
        create schemas. Raises ServerError where the role lacks a right.
        """
        if exists(self._connection, "migrations") and self._yoyo.exists():
            rights.require_writing(self._connection)
            return
        script = resources.files(__package__).joinpath("journal.sql").read_text("utf-8")
        lacking = rights.needed(self._connection, rights.TO_CREATE)
        with lacking, self._connection.transaction():
            self._connection.execute("SET LOCAL client_min_messages TO warning")
            self._connection.execute(script.encode())
            if not self._yoyo.exists():
                self._yoyo.create()

    def record_applied(self, migration: Migration, how: Applying, started: datetime | None) -> None:
        """Remember that a migration is applied, and what takes it back."""
        content = statements.content_hash(how.forward.statements)
        self._insert(migration, content, how.down, None, is_out_of_order=how.is_out_of_order)
        self._yoyo.mark_one(migration, log=False)
        self._yoyo.log_migration(migration, "apply")
        self._finish(migration.id, "apply", started)

    def record_adopted(
        self, migration: Migration, adopted: Adopted, operation: str = "adopt"
    ) -> None:
        """Remember a migration that somebody else applied, with his moment for it."""
        moment, is_late = adopted.applied_at, adopted.is_out_of_order
        content = _content_hash(migration)
        self._insert(migration, content, adopted.down, moment, is_out_of_order=is_late)
        self._yoyo.mark_one(migration, log=True)
        if moment:
            self._yoyo.date_back(migration, moment)
        self._finish(migration.id, operation, None)

    def record_rolled_back(self, name: str, started: datetime | None) -> None:
        """Forget that a migration is applied; the events keep that it once was."""
        self._write("DELETE FROM echoes_schema.migrations WHERE id = %s", [name])
        self._yoyo.forget(name)
        self._finish(name, "rollback", started)

    def record_failure(self, name: str, operation: str, started: datetime, why: Failure) -> None:
        """Remember an attempt that came to nothing, and how far it did not come."""
        self._write(
            "DELETE FROM echoes_schema.checkpoints"
            " WHERE migration_id = %s AND operation = %s AND completed_at IS NULL",
            [name, operation],
        )
        self._event(name, operation, started, why)

    def checkpoints(self, name: str, operation: str) -> set[str]:
        """Return the hashes of the statements of an unfinished file that are done."""
        rows = self._connection.execute(_CHECKPOINTS, [name, operation])
        return {row[0] for row in rows}

    def record_beginning(self, name: str, operation: str, statement_hash: str) -> bool:
        """Remember that a statement of a file begins; return whether it was begun before."""
        cursor = self._connection.execute(
            "INSERT INTO echoes_schema.checkpoints (migration_id, operation, statement_hash)"
            " VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            [name, operation, statement_hash],
        )
        return cursor.rowcount == 0

    def record_checkpoint(self, name: str, operation: str, statement_hash: str) -> None:
        """Remember that one statement of a file is done."""
        self._connection.execute(
            "INSERT INTO echoes_schema.checkpoints"
            " (migration_id, operation, statement_hash, completed_at)"
            " VALUES (%s, %s, %s, clock_timestamp())"
            " ON CONFLICT ON CONSTRAINT checkpoints_pkey"
            " DO UPDATE SET completed_at = excluded.completed_at",
            [name, operation, statement_hash],
        )

    def _insert(
        self,
        migration: Migration,
        content_hash: str,
        down: str | None,
        moment: datetime | None,
        *,
        is_out_of_order: bool,
    ) -> None:
        self._write(
            "INSERT INTO echoes_schema.migrations (id, kind, is_transactional, is_out_of_order,"
            " file_hash, content_hash, up_text, down_text, applied_at)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, coalesce(%s, clock_timestamp()))",
            [
                migration.id,
                migration.kind,
                migration.use_transactions,
                is_out_of_order,
                file_hash(migration.text),
                content_hash,
                migration.text,
                down,
                moment,
            ],
        )

    def _finish(self, name: str, operation: str, started: datetime | None) -> None:
        """Close a file: its checkpoints, of either direction, have served."""
        self._write("DELETE FROM echoes_schema.checkpoints WHERE migration_id = %s", [name])
        self._event(name, operation, started, None)

    def _event(
        self, name: str, operation: str, started: datetime | None, why: Failure | None
    ) -> None:
        self._write(
            "INSERT INTO echoes_schema.events (migration_id, operation, is_success, started_at,"
            " os_user, host, tool_version, line, sqlstate, message)"
            " VALUES (%s, %s, %s, coalesce(%s, now()), %s, %s, %s,"
            " nullif(%s, 0), nullif(%s, ''), nullif(%s, ''))",
            [
                name,
                operation,
                why is None,
                started,
                caller.user(),
                caller.host(),
                VERSION,
                why.line if why else 0,
                why.sqlstate if why else "",
                why.message if why else "",
            ],
        )

    def _write(self, query: str, values: Values) -> None:
        if self._gathered is None:
            self._connection.execute(query.encode(), values)
        else:
            self._gathered.append(self._cursor.mogrify(query.encode(), values).encode())


def exists(connection: Connection[TupleRow], table: str) -> bool:
    row = connection.execute(
        "SELECT EXISTS (SELECT FROM pg_catalog.pg_tables WHERE (schemaname, tablename) = (%s, %s))",
        [SCHEMA, table],
    ).fetchone()
    return bool(row and row[0])


def _content_hash(migration: Migration) -> str:
    """Return the hash of a migration's statements, or of its text where that cannot be read.

    What cannot be read cannot have been run here: only another tool's psql can have run it.
    """
    try:
        return statements.content_hash(statements.split(migration.text, migration.file))
    except FileError:
        return file_hash(migration.text)
