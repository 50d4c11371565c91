"""What a load of the reference data did, as text."""

from __future__ import annotations

from echoes_schema.render.counts import counted
from echoes_schema.render.table import table
from echoes_schema.seeds import SeedResult


def seeds_to_text(result: SeedResult) -> str:
    """Return one line a file, and a last line that sums up or says that nothing changed."""
    headers = ("file", "table", "inserted", "updated", "deleted", "unchanged")
    rows = [
        (file.file, file.table, file.inserted, file.updated, file.deleted, file.unchanged)
        for file in result.files
    ]
    return f"{table(headers, rows)}\n{_summary(result)}"


def _summary(result: SeedResult) -> str:
    unchanged = sum(file.unchanged for file in result.files)
    if not result.is_changed:
        return f"nothing changed: all {unchanged} rows were there"
    inserted = sum(file.inserted for file in result.files)
    updated = sum(file.updated for file in result.files)
    deleted = sum(file.deleted for file in result.files)
    counts = f"{inserted} inserted, {updated} updated, {deleted} deleted, {unchanged} unchanged"
    return f"{counts} in {counted(len(result.files), 'files')}"
