"""Sequences: those of a serial or an identity column, and those of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from echoes_schema.ddl.names import full, identifier, literal
from echoes_schema.ddl.statement import Statement, Statements, comment_on, commented, owned_by
from echoes_schema.schema import Column, Other, Schema, Table, unquoted

_NEXT = re.compile(r"nextval\('(.+)'::regclass\)\Z")
_WORDS = {
    "type": "AS",
    "start": "START WITH",
    "increment": "INCREMENT BY",
    "minimum": "MINVALUE",
    "maximum": "MAXVALUE",
    "cache": "CACHE",
}
_USUAL = {
    "increment": "INCREMENT BY 1",
    "minimum": "NO MINVALUE",
    "maximum": "NO MAXVALUE",
    "cache": "CACHE 1",
    "cycle": "NO CYCLE",
}


@dataclass(frozen=True, slots=True)
class Serial:
    """A column that draws from a sequence which belongs to it; `sequence` is its full name."""

    table: str
    column: Column
    sequence: str
    is_unlogged: bool = False


def drawn(column: Column) -> str:
    """Return the full name of the sequence that a default draws from, or ""."""
    match = _NEXT.match(column.default)
    return full(match[1].replace("''", "'")) if match else ""


def serials(schema: Schema) -> dict[str, Serial]:
    """Return the serial columns of a schema by the full name of their sequence.

    The heirs of a column draw from its sequence, too: the first of the line has it.
    """
    others = {full(one.name) for one in schema.others if one.kind == "sequence"}
    known = {table.name: table for table in schema.tables}
    found: dict[str, Serial] = {}
    for table in sorted(schema.tables, key=lambda one: _generation(one, known)):
        for column in table.columns:
            name = drawn(column)
            if name and name not in others and name not in found:
                found[name] = Serial(table.name, column, name, _is_unlogged(table, column))
    return found


def _is_unlogged(table: Table, column: Column) -> bool:
    """Tell whether a column's sequence is: as its table, unless the column says otherwise."""
    is_otherwise = not {"logged", "unlogged"}.isdisjoint(column.sequence)
    return ("unlogged" in table.options) != is_otherwise


def _generation(table: Table, known: Mapping[str, Table]) -> int:
    """Return how many tables stand above one that is a partition or inherits."""
    parent = known.get(table.partition_of)
    if parent:
        return 1 + _generation(parent, known)
    return int(any(option.startswith("inherits ") for option in table.options))


def options(facts: Mapping[str, str]) -> list[str]:
    """Return the options of a sequence that say what is unusual of it."""
    said = [f"{_WORDS[name]} {value}" for name, value in facts.items() if name in _WORDS]
    return [*said, "CYCLE"] if "cycle" in facts else said


def of_column(column: Column) -> dict[str, str]:
    """Return what is unusual of a column's sequence, by name."""
    pairs = (fact.partition(" ") for fact in column.sequence)
    return {name: value for name, _, value in pairs}


def altered(old: Mapping[str, str], new: Mapping[str, str], usual_type: str) -> list[str]:
    """Return the options that lead from one sequence to another."""
    usual = {**_USUAL, "type": f"AS {usual_type}", "start": f"START WITH {_start(new)}"}
    said = {**{name: text for name, text in usual.items() if name in old and name not in new}}
    for name, value in new.items():
        if old.get(name) != value:
            said[name] = "CYCLE" if name == "cycle" else f"{_WORDS[name]} {value}"
    return list(said.values())


def _start(facts: Mapping[str, str]) -> str:
    is_descending = facts.get("increment", "1").startswith("-")
    return facts.get("maximum", "-1") if is_descending else facts.get("minimum", "1")


def create_serial(serial: Serial) -> Statement:
    """Return the statement that makes the sequence of a serial column."""
    facts = of_column(serial.column)
    kind = facts.pop("type", serial.column.type)
    said = [*([] if kind == "bigint" else [f"AS {kind}"]), *options(facts)]
    unlogged = "UNLOGGED " if serial.is_unlogged else ""
    return Statement(" ".join([f"CREATE {unlogged}SEQUENCE {serial.sequence}", *said]))


def as_own(serial: Serial) -> Other:
    """Return the sequence of a serial column as it would be told if it were one of its own."""
    facts = {"type": serial.column.type, **of_column(serial.column)}
    if facts["type"] == "bigint":
        del facts["type"]
    return Other("sequence", serial.sequence, tuple(facts.items()))


def own_serial(serial: Serial) -> Statement:
    """Return the statement that gives a sequence to its column."""
    column = f"{full(serial.table)}.{identifier(serial.column.name)}"
    return Statement(f"ALTER SEQUENCE {serial.sequence} OWNED BY {column}")


def go_on_from_rows(sequence: str, table: str, column: str) -> Statement:
    """Return the statement that lets a new sequence begin behind the rows that are there."""
    name, bare = full(table), identifier(column)
    highest = f"(SELECT coalesce(max({bare}), 0) + 1 FROM {name})"  # noqa: S608 - quoted
    return Statement(f"SELECT pg_catalog.setval({sequence}, {highest}, false)")


def of_identity(table: str, column: str) -> str:
    """Return the expression for the sequence behind an identity column."""
    return f"pg_catalog.pg_get_serial_sequence({literal(full(table))}, {literal(unquoted(column))})"


def _own(item: Other) -> dict[str, str]:
    return {name: value for name, value in item.facts if name in _WORDS or name == "cycle"}


def owned_ones(schema: Schema) -> Iterator[tuple[Other, str]]:
    """Yield the sequences of their own that go along with a table's column, with the table."""
    for item in schema.others:
        owner = dict(item.facts).get("owned-by", "") if item.kind == "sequence" else ""
        if owner:
            yield item, owner.rpartition(".")[0]


def create(item: Other) -> Statements:
    """Yield what makes a sequence of its own; its ownership is a part of its own."""
    facts = dict(item.facts)
    unlogged = "UNLOGGED " if "persistence" in facts else ""
    yield Statement(
        " ".join([f"CREATE {unlogged}SEQUENCE {full(item.name)}", *options(_own(item))])
    )
    yield from owned(item)
    yield from commented(f"SEQUENCE {full(item.name)}", item.comment)


def owned(item: Other) -> Statements:
    """Yield what gives a sequence to its unusual owner."""
    owner = dict(item.facts).get("owner")
    if owner:
        yield owned_by(f"SEQUENCE {full(item.name)}", owner)


def change(old: Other, new: Other, facts: frozenset[str]) -> Statements:
    """Yield what leads from a sequence to another of its name."""
    name = full(new.name)
    steps = altered(_own(old), _own(new), "bigint")
    if steps:
        yield Statement(" ".join([f"ALTER SEQUENCE {name}", *steps]))
    if "persistence" in facts:
        word = "UNLOGGED" if "persistence" in dict(new.facts) else "LOGGED"
        yield Statement(f"ALTER SEQUENCE {name} SET {word}")
    if "comment" in facts:
        yield comment_on(f"SEQUENCE {name}", new.comment)
