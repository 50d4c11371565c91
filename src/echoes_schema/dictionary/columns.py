"""Columns as they stand in the dictionary: what is unusual follows as clauses in its cell."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from echoes_schema.dictionary.cells import (
    GrammarError,
    code,
    code_in,
    name,
    name_in,
    prose,
    prose_in,
)
from echoes_schema.dictionary.clauses import Clauses, joined
from echoes_schema.dictionary.typenames import long, short
from echoes_schema.schema import Column, ViewColumn

_SEQUENCE = ("type", "start", "increment", "minimum", "maximum", "cache")
_REMEMBERED = 4096
_SEQUENCE_KNOWN = (
    "type …, start …, increment …, minimum …, maximum …, cache …, cycle yes, name …, "
    "logged, unlogged"
)


class _Type(NamedTuple):
    name: str
    collation: str
    storage: str
    compression: str
    statistics: str
    options: tuple[str, ...]


class _Default(NamedTuple):
    identity: str = ""
    generated: str = ""
    expression: str = ""
    sequence: tuple[str, ...] = ()


def write(column: Column) -> tuple[str, ...]:
    """Return the cells of a column."""
    return (
        name(column.name),
        _write_type(column),
        joined("yes" if column.is_nullable else "no", *column.not_null),
        _write_default(column),
        prose(column.comment),
    )


# Tables have columns in common, and many more have the same type or default: each is read once.
@lru_cache(maxsize=_REMEMBERED)
def read(cells: tuple[str, ...]) -> Column:
    """Return the column that a row defines. Raises GrammarError."""
    called, kind, null, default, meaning = cells
    type_ = _read_type(kind)
    is_nullable, not_null = _read_null(null)
    value = _read_default(default)
    return Column(
        name=name_in(called),
        type=type_.name,
        is_nullable=is_nullable,
        default=value.expression,
        generated=value.generated,
        identity=value.identity,
        collation=type_.collation,
        sequence=value.sequence,
        not_null=not_null,
        storage=type_.storage,
        compression=type_.compression,
        statistics=type_.statistics,
        options=type_.options,
        comment=prose_in(meaning),
    )


def write_of_view(column: ViewColumn) -> tuple[str, ...]:
    """Return the cells of a view's column."""
    kind = joined(
        short(column.type),
        f"default {code(column.default)}" if column.default else "",
        *(f"with {code(option)}" for option in column.options),
    )
    return name(column.name), kind, prose(column.comment)


def read_of_view(cells: tuple[str, ...]) -> ViewColumn:
    """Return the column of a view that a row defines. Raises GrammarError."""
    called, kind, meaning = cells
    said = Clauses(kind)
    type_, default = said.first("text"), said.after("default")
    column = ViewColumn(
        name=name_in(called),
        type=long(type_),
        default=code_in(default) if default else "",
        options=tuple(map(code_in, said.all_after("with"))),
        comment=prose_in(meaning),
    )
    said.end("default `…`, with `…`")
    return column


def _write_type(column: Column) -> str:
    collation = f" collate {column.collation}" if column.collation else ""
    return joined(
        short(column.type) + collation,
        f"storage {column.storage}" if column.storage else "",
        f"compression {column.compression}" if column.compression else "",
        f"statistics {column.statistics}" if column.statistics else "",
        *(f"with {code(option)}" for option in column.options),
    )


def _write_default(column: Column) -> str:
    written = code(column.default) if column.default else ""
    default = f"identity {column.identity}" if column.identity else written
    return joined(f"{column.generated} {default}".strip(), *column.sequence)


@lru_cache(maxsize=_REMEMBERED)
def _read_type(cell: str) -> _Type:
    said = Clauses(cell)
    name, _, collation = said.first("text").partition(" collate ")
    found = _Type(
        name=long(name),
        collation=collation,
        storage=said.after("storage"),
        compression=said.after("compression"),
        statistics=said.after("statistics"),
        options=tuple(sorted(code_in(option) for option in said.all_after("with"))),
    )
    said.end("collate …, storage …, compression …, statistics …, with `…`")
    return found


@lru_cache(maxsize=_REMEMBERED)
def _read_null(cell: str) -> tuple[bool, tuple[str, ...]]:
    """Return whether NULL is allowed, and what is unusual of the constraint."""
    said = Clauses(cell)
    null = said.one_of("yes", "no")
    if not null:
        raise GrammarError(f"{cell!r} says not whether NULL is allowed", "Write yes or no.")
    constraint = said.after("constraint")
    marks = (said.one_of("no inherit"), said.one_of("not valid"))
    said.end("constraint …, no inherit, not valid")
    not_null = (f"constraint {constraint}" if constraint else "", *marks)
    return null == "yes", tuple(filter(None, not_null))


@lru_cache(maxsize=_REMEMBERED)
def _read_default(cell: str) -> _Default:
    said = Clauses(cell)
    if said.is_empty:
        return _Default()
    identity, generated, expression = _read_value(said.first("`0`"))
    sequence = _read_sequence(said)
    said.end(_SEQUENCE_KNOWN)
    return _Default(identity, generated, expression, sequence)


def _read_sequence(said: Clauses) -> tuple[str, ...]:
    found = ((word, said.after(word)) for word in _SEQUENCE)
    values = tuple(f"{word} {value}" for word, value in found if value)
    name = said.after("name")
    rest = (said.one_of("cycle yes"), name and f"name {name}", said.one_of("logged", "unlogged"))
    return (*values, *filter(None, rest))


def _read_value(cell: str) -> tuple[str, str, str]:
    """Return identity, kind of generation and expression that a default begins with."""
    word, _, rest = cell.partition(" ")
    if word == "identity" and rest in {"always", "by default"}:
        return rest, "", ""
    if word in {"stored", "virtual"}:
        return "", word, code_in(rest)
    if not cell.startswith("`"):
        raise GrammarError(
            f"{cell!r} is no default",
            "Write `SQL`, identity always, identity by default, stored `SQL` or virtual `SQL`.",
        )
    return "", "", code_in(cell)
