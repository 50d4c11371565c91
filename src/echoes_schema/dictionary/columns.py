"""Columns as they stand in the dictionary: what is unusual follows as clauses in its cell."""

from __future__ import annotations

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
_SEQUENCE_KNOWN = (
    "type …, start …, increment …, minimum …, maximum …, cache …, cycle yes, name …, "
    "logged, unlogged"
)


def write(column: Column) -> tuple[str, ...]:
    """Return the cells of a column."""
    return (
        name(column.name),
        _write_type(column),
        joined("yes" if column.is_nullable else "no", *column.not_null),
        _write_default(column),
        prose(column.comment),
    )


def read(cells: tuple[str, ...]) -> Column:
    """Return the column that a row defines. Raises GrammarError."""
    called, kind, null, default, meaning = cells
    type_said, null_said, default_said = Clauses(kind), Clauses(null), Clauses(default)
    type_, _, collation = type_said.first("text").partition(" collate ")
    identity, generated, expression = _read_default(default_said)
    column = Column(
        name=name_in(called),
        type=long(type_),
        is_nullable=_read_null(null_said, null),
        default=expression,
        generated=generated,
        identity=identity,
        collation=collation,
        sequence=_read_sequence(default_said),
        not_null=_read_not_null(null_said),
        storage=type_said.after("storage"),
        compression=type_said.after("compression"),
        statistics=type_said.after("statistics"),
        options=tuple(sorted(code_in(option) for option in type_said.all_after("with"))),
        comment=prose_in(meaning),
    )
    type_said.end("collate …, storage …, compression …, statistics …, with `…`")
    null_said.end("constraint …, no inherit, not valid")
    default_said.end(_SEQUENCE_KNOWN)
    return column


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


def _read_null(said: Clauses, cell: str) -> bool:
    null = said.one_of("yes", "no")
    if not null:
        raise GrammarError(f"{cell!r} says not whether NULL is allowed", "Write yes or no.")
    return null == "yes"


def _read_not_null(said: Clauses) -> tuple[str, ...]:
    constraint = said.after("constraint")
    marks = (said.one_of("no inherit"), said.one_of("not valid"))
    return tuple(filter(None, (f"constraint {constraint}" if constraint else "", *marks)))


def _read_sequence(said: Clauses) -> tuple[str, ...]:
    found = ((word, said.after(word)) for word in _SEQUENCE)
    values = tuple(f"{word} {value}" for word, value in found if value)
    name = said.after("name")
    rest = (said.one_of("cycle yes"), name and f"name {name}", said.one_of("logged", "unlogged"))
    return (*values, *filter(None, rest))


def _read_default(said: Clauses) -> tuple[str, str, str]:
    """Return identity, kind of generation and expression that a default cell says."""
    if said.is_empty:
        return "", "", ""
    cell = said.first("`0`")
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
