"""Results as tables for a terminal: the door to tabulate."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tabulate import tabulate


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
