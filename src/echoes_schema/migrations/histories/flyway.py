"""Flyway's history: one row a run of a script, with the script's CRC-32."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from psycopg import sql
from psycopg.rows import class_row

from echoes_schema.errors import MigrationError, place
from echoes_schema.migrations.histories.record import Record, TheirHistory, refuse_different
from echoes_schema.migrations.histories.table import find
from echoes_schema.migrations.layouts.flyway import Version, version
from echoes_schema.parser import statements

if TYPE_CHECKING:
    from psycopg import Connection
    from psycopg.rows import TupleRow

    from echoes_schema.migrations.folder import Folder, Migration

_COLUMNS = ("installed_rank", "version", "type", "script", "checksum", "installed_on", "success")
_ROWS = "SELECT {} FROM {} ORDER BY installed_rank"
# The types of rows that take an earlier row of their version back.
_UNDONE = ("DELETE", "UNDO_SQL", "UNDO_JDBC", "UNDO_SCRIPT")


@dataclass(frozen=True, slots=True)
class _Row:
    installed_rank: int
    version: str | None
    type: str
    script: str
    checksum: int | None
    installed_on: datetime
    success: bool


def read(connection: Connection[TupleRow], name: str, files: Folder) -> TheirHistory:
    """Return what stands in `flyway_schema_history`, by its rank.

    Raises MigrationError for a failed row, and a script whose checksum is another now. Moments
    have no zone there and are taken for UTC; repeatable migrations are left out, with a note.
    """
    table = find(connection, name, _COLUMNS)
    query = sql.SQL(_ROWS).format(
        sql.SQL(", ").join(map(sql.Identifier, _COLUMNS)), table.identifier
    )
    with connection.cursor(row_factory=class_row(_Row)) as cursor:
        rows = cursor.execute(query).fetchall()
    standing = _standing(rows)
    _refuse_failed([row for row in rows if row.version is None] + list(standing.values()))
    known = {version(one.number): one for one in files.migrations if one.number}
    refuse_different(
        f"{place(known[number].file)} (version {row.version})"
        for number, row in standing.items()
        if number in known and _is_different(row, known[number])
    )
    below = {number: one for number, one in known.items() if number not in standing}
    records = [
        record
        for number, row in standing.items()
        for record in (
            _baseline(number, row, below)
            if "BASELINE" in row.type
            else [_record(row, known.get(number))]
        )
    ]
    repeatable = sorted({row.script for row in rows if row.version is None and row.type == "SQL"})
    notes = [f"left out, because repeatable: {', '.join(repeatable)}"] if repeatable else []
    return TheirHistory(table.label, tuple(records), tuple(notes))


def checksum(text: str) -> int:
    """Return the checksum that Flyway keeps of a script: its lines without their ends, signed."""
    unsigned = zlib.crc32(text.replace("\n", "").encode())
    return unsigned - 2**32 if unsigned >= 2**31 else unsigned


def _standing(rows: list[_Row]) -> dict[Version, _Row]:
    """Return the last row of each version, unless that one took the version back."""
    found: dict[Version, _Row] = {}
    for row in rows:
        if row.version is not None:
            number = version(row.version)
            found.pop(number, None)
            if row.type not in _UNDONE:
                found[number] = row
    return found


def _refuse_failed(rows: list[_Row]) -> None:
    failed = [row.script for row in rows if not row.success]
    if failed:
        raise MigrationError(
            f"failed, by Flyway's history: {', '.join(failed)}",
            "Mend the database by hand, then let `flyway repair` remove the rows.",
        )


def _is_different(row: _Row, migration: Migration) -> bool:
    if row.type != "SQL" or row.checksum is None:
        return False
    return checksum(statements.read_text(migration.file)) != row.checksum


def _baseline(number: Version, row: _Row, below: dict[Version, Migration]) -> list[Record]:
    """Return a record for each file that Flyway will never run: the baseline stands for it."""
    note = f"in the baseline {row.version}, not run by Flyway"
    moment = row.installed_on.replace(tzinfo=UTC)
    return [
        Record(str(one.number), str(one.id), moment, note=note)
        for other, one in below.items()
        if other <= number
    ]


def _record(row: _Row, migration: Migration | None) -> Record:
    moment = row.installed_on.replace(tzinfo=UTC)
    if row.type != "SQL" or migration is None:
        return Record(f"{row.script} ({row.type})", None, moment)
    return Record(row.script, str(migration.id), moment, is_verified=row.checksum is not None)
