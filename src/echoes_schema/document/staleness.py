"""What is stale of a part that the program makes: the first line that differs, both sides."""

from __future__ import annotations

from itertools import takewhile
from pathlib import Path

from echoes_schema.compare import both_sides
from echoes_schema.errors import place
from echoes_schema.model import Finding, Level

_CALLED = {"diagram": "the diagram", "contents": "the table of contents"}


def stale(name: str, page: Path, text: str, fresh: str) -> Finding:
    """Return the finding that a part of a page is not what the schema makes it.

    `fresh` is the page as it should be, otherwise than `text`. The line is that of the page.
    """
    before, after = text.split("\n"), fresh.split("\n")
    first = _same(before, after)
    last = _same(before[first:][::-1], after[first:][::-1])
    lines = slice(first, len(before) - last), slice(first, len(after) - last)
    return Finding(
        rule=f"stale-{name}",
        level=Level.ERROR,
        object=f"page {page.name}",
        message=f"{_CALLED[name]} {_said(name, before[lines[0]], after[lines[1]])}",
        path=place(page),
        line=min(first + 1, len(before)),
        hint="Run echoes-schema docs build.",
    )


def _same(one: list[str], other: list[str]) -> int:
    """Return with how many of the same lines both begin."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _said(name: str, has: list[str], makes: list[str]) -> str:
    if f"<!-- {name} -->" in makes:
        return "is missing"
    shown, made = both_sides(_first(has), _first(makes))
    if not has:
        return f"lacks {made}"
    if not makes:
        return f"has {shown}, which the schema does not make"
    return f"has {shown}; the schema makes it {made}"


def _first(lines: list[str]) -> str:
    return next((line.strip() for line in lines if line.strip()), "an empty line")
