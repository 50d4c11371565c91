"""Objects of the rarer kinds as they stand in the dictionary."""

from __future__ import annotations

from echoes_schema.dictionary.cells import (
    GrammarError,
    clauses,
    code,
    code_in,
    name,
    prose,
    prose_in,
    words,
)
from echoes_schema.schema import Other


def write(other: Other) -> tuple[str, ...]:
    """Return the cells of an object; each fact is its name and a text as code."""
    facts = ", ".join(f"{fact} {code(text)}" for fact, text in other.facts)
    return other.kind, name(other.name), facts, prose(other.comment)


def read(cells: tuple[str, ...]) -> Other:
    """Return the object that a row defines. Raises GrammarError."""
    kind, called, facts, meaning = cells
    return Other(kind, read_name(called), tuple(map(_fact, clauses(facts))), prose_in(meaning))


def read_name(cell: str) -> str:
    """Return the name in a cell, which may be more than an identifier. Raises GrammarError."""
    if not cell:
        raise GrammarError("the name is missing", "Write it in the second cell.")
    return code_in(cell) if cell.startswith("`") else cell


def _fact(clause: str) -> tuple[str, str]:
    said = words(clause)
    if len(said) != 2:
        raise GrammarError(f"{clause!r} is no fact", "Write its name and `what it is`.")
    return said[0], code_in(said[1])
