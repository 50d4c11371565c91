"""Results as tables for a terminal: the door to tabulate."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tabulate import tabulate

from echoes_schema.seeds import SeedResult


def table(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return columns below their headers: text to the left, numbers to the right, None empty."""
    lines = [list(row) for row in rows]
    return tabulate(
        lines,
        headers,
        tablefmt="plain",
        # Else tabulate reads numbers into text: 0007 would become 7.
        disable_numparse=True,
        colalign=[_alignment(column) for column in zip(*lines, strict=True)],
        missingval="",
    )


def _alignment(column: Iterable[object]) -> str:
    return "right" if all(isinstance(value, int | float | None) for value in column) else "left"


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
    return f"{counts} in {len(result.files)} files"
