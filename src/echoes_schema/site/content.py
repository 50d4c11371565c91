"""What the browser shows, as plain lists and dictionaries for JSON."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from echoes_schema.diagrams import Diagram, whole
from echoes_schema.dictionary import columns, constraints, functions, indexes, triggers
from echoes_schema.dictionary.typenames import short
from echoes_schema.dictionary.writer import in_order
from echoes_schema.schema import Column, Function, Index, Other, Table, Trigger, View
from echoes_schema.site.areas import grouped
from echoes_schema.site.picture import picture
from echoes_schema.site.remarks import remarks

if TYPE_CHECKING:
    from echoes_schema.impact.sizes import Size
    from echoes_schema.sides import Side

Json = dict[str, object]


def content(side: Side, docs: Path, title: str | None) -> Json:
    """Return all that the browser shows. Rows of a table are lists, to keep the file small."""
    schema = side.schema
    diagram = whole(schema)
    keys = {entity.name: entity.attributes for entity in diagram.entities}
    marks = {
        name: [" ".join(attribute.keys) for attribute in attributes]
        for name, attributes in keys.items()
    }
    sizes = _totals(schema.tables, side.sizes)
    areas = grouped(schema, docs)
    return {
        "title": title or _title(side.origin),
        "origin": side.origin,
        "areas": [
            {"name": area.name, "relations": area.relations, **picture(diagram, area.relations)}
            for area in areas
        ],
        "whole": picture(diagram, list(keys)),
        "tables": [
            {**_table(table, marks.get(table.name, [])), **_size(table.name, sizes)}
            for table in schema.tables
        ],
        "views": [{**_view(view), **_size(view.name, sizes)} for view in schema.views],
        "functions": list(map(_function, schema.functions)),
        "others": list(map(_other, schema.others)),
        "links": _links(diagram),
        "remarks": remarks(schema, diagram),
    }


def _title(origin: str) -> str:
    """Return the name of the database, or of the file or folder."""
    return origin.partition(" (PostgreSQL")[0].partition(", ")[0].rstrip("/").rpartition("/")[2]


def _table(table: Table, marks: list[str]) -> Json:
    return {
        "name": table.name,
        "comment": table.comment,
        "options": table.options,
        "partition": [table.partition_of, table.bound] if table.partition_of else None,
        "columns": [
            _column(column, marks[place] if marks else "")
            for place, column in enumerate(table.columns)
        ],
        "constraints": [
            [one.name, one.kind, constraints.write(one), one.comment]
            for one in in_order(table.constraints)
        ],
        **_parts(table.indexes, table.triggers),
    }


def _column(column: Column, marks: str) -> list[str]:
    _, kind, null, default, _ = columns.write(column)
    return [column.name, kind, null, default, column.comment, marks]


def _view(view: View) -> Json:
    return {
        "name": view.name,
        "kind": view.kind,
        "comment": view.comment,
        "options": view.options,
        "columns": [[one.name, short(one.type), "", "", one.comment, ""] for one in view.columns],
        "definition": view.definition,
        **_parts(view.indexes, view.triggers),
    }


def _parts(found: tuple[Index, ...], fired: tuple[Trigger, ...]) -> Json:
    return {
        "indexes": [[one.name, indexes.write(one), one.comment] for one in found],
        "triggers": [[one.name, triggers.write(one), one.comment] for one in fired],
    }


def _function(function: Function) -> Json:
    return {
        "name": function.name,
        "comment": function.comment,
        "facts": functions.write(function),
        "body": function.body,
    }


def _other(other: Other) -> Json:
    return {
        "kind": other.kind,
        "name": other.name,
        "comment": other.comment,
        "facts": other.facts,
        "whole": other.whole,
    }


def _links(diagram: Diagram) -> list[list[object]]:
    """Return the foreign keys; what is true of one is 1."""
    return [
        [
            link.name,
            link.child,
            link.columns,
            link.parent,
            link.referenced,
            int(link.is_optional),
            int(link.is_unique),
            int(link.is_identifying),
        ]
        for link in diagram.links
    ]


def _totals(tables: tuple[Table, ...], sizes: Mapping[str, Size]) -> dict[str, tuple[int, int]]:
    """Return bytes and rows of what holds rows; those of a partition count for its table too."""
    parents = {table.name: table.partition_of for table in tables}
    totals: dict[str, tuple[int, int]] = {}
    for name, size in sizes.items():
        owner = name
        while owner:
            held, counted = totals.get(owner, (0, 0))
            is_known = size.rows >= 0 and counted >= 0
            totals[owner] = (held + size.bytes, counted + size.rows if is_known else -1)
            owner = parents.get(owner, "")
    return totals


def _size(name: str, totals: Mapping[str, tuple[int, int]]) -> Json:
    if name not in totals:
        return {}
    held, counted = totals[name]
    return {"bytes": held, "rows": counted}
