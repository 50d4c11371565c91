"""What a database remembers of statements that run in batches, until they are finished."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from typing import TYPE_CHECKING

from psycopg.rows import class_row

from echoes_schema.errors import MigrationError, place
from echoes_schema.migrations import rights
from echoes_schema.parser import statements

if TYPE_CHECKING:
    from collections.abc import Iterable

    from psycopg import Connection
    from psycopg.rows import TupleRow

    from echoes_schema.migrations.script import Script

_EXISTS = """
SELECT EXISTS (
    SELECT FROM pg_catalog.pg_tables
    WHERE schemaname = 'echoes_schema' AND tablename = 'backfills'
)
"""
_UNFINISHED = """
SELECT migration_id, operation, statement_hash, batches, rows_passed, rows_changed, rows_expected
FROM echoes_schema.backfills
"""
_RESUME = """
UPDATE echoes_schema.backfills SET statement_hash = %s
WHERE migration_id = %s AND operation = %s
RETURNING passed_key, last_key, rows_passed, rows_expected
"""
_BEGIN = """
INSERT INTO echoes_schema.backfills
    (migration_id, operation, statement_hash, rows_expected, last_key)
VALUES (%s, %s, %s, %s, %s)
"""
_ADVANCE = """
UPDATE echoes_schema.backfills SET
    batches = batches + 1, rows_passed = rows_passed + %s,
    rows_changed = rows_changed + %s, passed_key = %s
WHERE migration_id = %s AND operation = %s
"""
_CLOSE = """
WITH closed AS (
    DELETE FROM echoes_schema.backfills WHERE migration_id = %(name)s AND operation = %(operation)s
    RETURNING format('%%s rows in %%s batches', rows_changed, batches) AS message
)
UPDATE echoes_schema.events SET message = closed.message
FROM closed
WHERE migration_id = %(name)s AND operation = %(operation)s AND started_at = %(started)s
"""
_WAYS_OUT = (
    "Or, when what is done may stay as it is, let the new one go on from there: "
    "UPDATE echoes_schema.backfills SET statement_hash = NULL WHERE {0}; "
    "or begin anew, with all rows: DELETE FROM echoes_schema.backfills WHERE {0};"
)


@dataclass(frozen=True, slots=True)
class Backfill:
    """How far a statement is that runs in batches and is not finished.

    `rows_passed` are those that it went through, changed or not; `rows_expected` is the planner's
    estimate of how many there are. `statement_hash` is None where any statement may go on.
    """

    migration_id: str
    operation: str
    statement_hash: str | None
    batches: int
    rows_passed: int
    rows_changed: int
    rows_expected: int


@dataclass(frozen=True, slots=True)
class Bookmark:
    """How far a script is: keys as they print, None for nothing yet or nothing at all."""

    passed_key: str | None
    last_key: str | None
    rows_passed: int
    rows_expected: int


def read(connection: Connection[TupleRow]) -> tuple[Backfill, ...]:
    """Return what is not finished; writes nothing."""
    row = connection.execute(_EXISTS).fetchone()
    if not row or not row[0]:
        return ()
    with connection.cursor(row_factory=class_row(Backfill)) as cursor:
        return tuple(cursor.execute(_UNFINISHED).fetchall())


def fingerprint(script: Script) -> str:
    """Return the hash of a script's statement and of the column that it goes by.

    The size of the batches is not in it: it may change on the way.
    """
    column = script.batch.column if script.batch else ""
    text = f"{column}:{statements.content_hash(script.statements)}"
    return hashlib.sha256(text.encode()).hexdigest()


def refuse_changed(scripts: Iterable[Script], unfinished: Iterable[Backfill]) -> None:
    """Raise MigrationError when a half-done script is not what its first batches ran."""
    half_done = {(one.migration_id, one.operation): one for one in unfinished}
    for script in scripts:
        found = half_done.get((script.name, script.operation))
        if found and found.statement_hash not in (None, fingerprint(script)):
            key = f"(migration_id, operation) = ('{script.name}', '{script.operation}')"
            raise MigrationError(
                f"{place(script.path)}: changed after {found.batches} batches of it were done",
                f"Put the old statement and column back and let it finish. {_WAYS_OUT.format(key)}",
            )


def create(connection: Connection[TupleRow]) -> None:
    """Make the table where it does not stand: a database of an older release has none."""
    row = connection.execute(_EXISTS).fetchone()
    if row and row[0]:
        return
    script = resources.files(__package__).joinpath("backfills.sql").read_text("utf-8")
    lacking = rights.needed(connection, rights.TO_CREATE_TABLES)
    with lacking, connection.transaction():
        connection.execute("SET LOCAL client_min_messages TO warning")
        connection.execute(script.encode())


def resume(connection: Connection[TupleRow], script: Script) -> Bookmark | None:
    """Return where a script was left, None where it begins."""
    key = [fingerprint(script), script.name, script.operation]
    with connection.cursor(row_factory=class_row(Bookmark)) as cursor:
        return cursor.execute(_RESUME, key).fetchone()


def begin(connection: Connection[TupleRow], script: Script, start: Bookmark) -> None:
    """Remember that a script begins, and the key that it will end with."""
    key = [script.name, script.operation, fingerprint(script)]
    connection.execute(_BEGIN, [*key, start.rows_expected, start.last_key])


def advance(
    connection: Connection[TupleRow], script: Script, key: str, *, passed: int, changed: int
) -> None:
    """Remember a batch, in its transaction: everything up to `key` is done."""
    connection.execute(_ADVANCE, [passed, changed, key, script.name, script.operation])


def close(connection: Connection[TupleRow], script: Script, started: datetime) -> None:
    """Forget a script that is finished; the event of its end tells rows and batches."""
    connection.execute(
        _CLOSE, {"name": script.name, "operation": script.operation, "started": started}
    )
