"""Objects as sections of the dictionary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from echoes_schema.dictionary import (
    columns,
    constraints,
    functions,
    indexes,
    others,
    partitions,
    triggers,
)
from echoes_schema.dictionary.cells import cell, code, name, paragraph, prose
from echoes_schema.dictionary.sections import (
    COLUMNS,
    CONSTRAINTS,
    FACTS,
    INDEXES,
    OPTIONS,
    OTHERS,
    PARTITIONS,
    TRIGGERS,
    VIEW_COLUMNS,
)
from echoes_schema.dictionary.typenames import short
from echoes_schema.schema import (
    Column,
    Constraint,
    Function,
    Index,
    Other,
    Schema,
    Table,
    Trigger,
    View,
    ViewColumn,
)

Item = Column | ViewColumn | Constraint | Index | Trigger | Table | Other
_KINDS = ("primary key", "unique", "foreign key", "check", "exclusion")


def write(schema: Schema, title: str) -> str:
    """Return a page that documents everything in a schema, one section an object."""
    parts = [
        f"# {title}",
        *table_sections(schema.tables).values(),
        *map(view_section, schema.views),
        *map(function_section, schema.functions),
        other_section(schema.others),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def table_sections(tables: Sequence[Table]) -> dict[str, str]:
    """Return the section of each table by name; a partition that is no more is a row of another."""
    plain = partitions.plain(tables)
    rows = {one.name for found in plain.values() for one in found}
    return {
        table.name: table_section(table, plain.get(table.name, ()))
        for table in families(tables)
        if table.name not in rows
    }


def families(tables: Sequence[Table]) -> list[Table]:
    """Return tables in their order, but each partition behind the table that it is part of."""
    parts: dict[str, list[Table]] = {}
    known = {table.name for table in tables}
    for table in tables:
        parent = table.partition_of
        parts.setdefault(parent if parent in known else "", []).append(table)

    def family(parent: str) -> Iterator[Table]:
        for table in parts.get(parent, ()):
            yield table
            yield from family(table.name)

    return list(family(""))


def table_section(table: Table, parts: Iterable[Table]) -> str:
    """Return the section of a table, with the partitions that are rows in it."""
    return _section(
        f"## Table {code(table.name)}",
        paragraph(table.comment),
        options_line(table.options),
        grid(COLUMNS, table.columns),
        grid(CONSTRAINTS, in_order(table.constraints)),
        grid(INDEXES, table.indexes),
        grid(TRIGGERS, table.triggers),
        grid(PARTITIONS, parts),
    )


def view_section(view: View) -> str:
    """Return the section of a view."""
    return _section(
        f"## {view.kind.capitalize()} {code(view.name)}",
        paragraph(view.comment),
        options_line(view.options),
        grid(VIEW_COLUMNS, view.columns),
        grid(INDEXES, view.indexes),
        grid(TRIGGERS, view.triggers),
        fence(view.definition),
    )


def function_section(function: Function) -> str:
    """Return the section of a function."""
    called, _, types = function.name.partition("(")
    shown = ", ".join(short(one) for one in types.removesuffix(")").split(", "))
    return _section(
        f"## Function {code(f'{called}({shown})')}",
        paragraph(function.comment),
        facts_line(function),
        fence(function.body),
    )


def other_section(objects: tuple[Other, ...]) -> str:
    """Return the section of the objects of rarer kinds, empty for none."""
    return _section("## Other objects", grid(OTHERS, objects)) if objects else ""


def options_line(options: tuple[str, ...]) -> str:
    """Return the line of options, empty for none."""
    return f"{OPTIONS} {', '.join(map(code, options))}" if options else ""


def facts_line(function: Function) -> str:
    """Return the line of a function's facts."""
    return f"{FACTS} {functions.write(function)}"


def fence(text: str, mark: str = "sql") -> str:
    """Return a fenced text; the fence is longer than any in it."""
    ticks = "```"
    while ticks in text:
        ticks += "`"
    return f"{ticks}{mark}\n{text}\n{ticks}"


def grid(header: tuple[str, ...], items: Iterable[Item]) -> str:
    """Return a table, unpadded so that a change touches one line; empty for no rows."""
    rows = [row(item) for item in items]
    rule = "|" + "---|" * len(header)
    return "\n".join([_line(header), rule, *rows]) if rows else ""


def row(item: Item) -> str:
    """Return the line of a table that says everything of a part of an object."""
    return _line(_cells(item))


def in_order(items: Iterable[Constraint]) -> list[Constraint]:
    """Return constraints as a reader expects them: keys first, then by name."""
    return sorted(items, key=lambda item: (_KINDS.index(item.kind), item.name))


def _cells(item: Item) -> tuple[str, ...]:
    if isinstance(item, Column):
        return columns.write(item)
    if isinstance(item, Table):
        return partitions.write(item)
    if isinstance(item, ViewColumn):
        return columns.write_of_view(item)
    if isinstance(item, Other):
        return others.write(item)
    return name(item.name), *_said(item), prose(item.comment)


def _said(item: Constraint | Index | Trigger) -> tuple[str, ...]:
    if isinstance(item, Index):
        return (indexes.write(item),)
    if isinstance(item, Trigger):
        return (triggers.write(item),)
    return item.kind, constraints.write(item)


def _line(cells: tuple[str, ...]) -> str:
    return "|" + "".join(f" {cell(text)} |" if text else "  |" for text in cells)


def _section(*blocks: str) -> str:
    return "\n\n".join(block for block in blocks if block)
