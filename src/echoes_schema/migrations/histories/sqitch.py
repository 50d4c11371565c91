"""sqitch's registry: one row a deployed change, with the SHA-1 of its deploy script."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from psycopg import sql
from psycopg.rows import class_row

from echoes_schema.errors import place
from echoes_schema.migrations.histories.record import Record, TheirHistory, refuse_different
from echoes_schema.migrations.histories.table import find
from echoes_schema.migrations.layouts import sqitch_plan

if TYPE_CHECKING:
    from psycopg import Connection
    from psycopg.rows import TupleRow

    from echoes_schema.migrations.folder import Folder

_CHANGES = """
SELECT change, script_hash, committed_at FROM {} WHERE project = %s
ORDER BY committed_at, planned_at
"""
_FAILED = """
SELECT change FROM (
    SELECT DISTINCT ON (change_id) change_id, change, event FROM {events}
    WHERE project = %s ORDER BY change_id, committed_at DESC
) AS latest
WHERE event = 'fail' AND change_id NOT IN (SELECT change_id FROM {changes}) ORDER BY change
"""


@dataclass(frozen=True, slots=True)
class _Row:
    change: str
    script_hash: str | None
    committed_at: datetime


def read(connection: Connection[TupleRow], registry: str, files: Folder) -> TheirHistory:
    """Return the deployed changes of the project whose plan lies with the files.

    Raises MigrationError for a deploy script that is another now, FileError without a plan.
    """
    project = sqitch_plan.read(files.path).project
    columns = ["change_id", "script_hash", "change", "project", "committed_at", "planned_at"]
    changes = find(connection, f"{registry}.changes", columns)
    events = find(connection, f"{registry}.events", ["change_id", "change", "project", "event"])
    with connection.cursor(row_factory=class_row(_Row)) as cursor:
        query = sql.SQL(_CHANGES).format(changes.identifier)
        rows = cursor.execute(query, [project]).fetchall()
    records = _records(rows, files)
    failed = connection.execute(
        sql.SQL(_FAILED).format(events=events.identifier, changes=changes.identifier), [project]
    ).fetchall()
    notes = [
        f"{change} failed when sqitch last deployed it: look whether something of it is left"
        for (change,) in failed
    ]
    return TheirHistory(changes.label, tuple(records), tuple(notes))


def _records(rows: list[_Row], files: Folder) -> list[Record]:
    """Return a record for each row; the second row of a name is the change's first rework."""
    times: Counter[str] = Counter()
    records, different = [], []
    for row in rows:
        times[row.change] += 1
        name = row.change if times[row.change] == 1 else f"{row.change}#{times[row.change]}"
        migration = files.by_id.get(name)
        if migration and row.script_hash:
            content = migration.file.read_bytes()
            digest = hashlib.sha1(content, usedforsecurity=False).hexdigest()
            if digest != row.script_hash:
                different.append(place(migration.file))
        records.append(
            Record(
                name,
                name if migration else None,
                row.committed_at,
                is_verified=bool(migration and row.script_hash),
            )
        )
    refuse_different(different)
    return records
