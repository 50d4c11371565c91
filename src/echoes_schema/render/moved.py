"""How many migrations a command moved: a module of its own, since it needs no table printer."""

from __future__ import annotations

from echoes_schema.render.counts import counted


def moved_to_text(what: str, number: int, nothing: str) -> str:
    """Return `applied: 2 migrations`, or `nothing` where there are none."""
    return f"{what}: {counted(number, 'migrations')}" if number else nothing
