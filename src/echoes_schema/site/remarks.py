"""What somebody who knows databases would ask about a schema at first sight."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from echoes_schema.diagrams import Diagram, Link
from echoes_schema.schema import Index, Key, Schema, Table, View

Json = dict[str, object]
# A table, and what of it; empty for all of it.
Place = tuple[str, str]


def remarks(schema: Schema, diagram: Diagram) -> list[Json]:
    """Return what is worth a look: what it is, why, and where. Nothing that is nowhere.

    A partition is looked at as its table.
    """
    found = ((one, why, list(where(schema, diagram))) for one, why, where in _ASKED)
    return [{"name": one, "why": why, "places": places} for one, why, places in found if places]


def _without_primary_key(schema: Schema, _: Diagram) -> Iterator[Place]:
    for table in _tables(schema):
        keys = (one.kind for one in table.constraints if isinstance(one, Key))
        is_foreign = any(option.startswith("server ") for option in table.options)
        if "primary key" not in keys and not is_foreign:
            yield table.name, ""


def _without_index(schema: Schema, diagram: Diagram) -> Iterator[Place]:
    tables = {table.name: table for table in schema.tables}
    for link in diagram.links:
        table = tables[link.child]
        is_its_own = any(one.name == link.name for one in table.constraints)
        if is_its_own and not _is_indexed(table, link):
            yield link.child, f"({', '.join(link.columns)}) → {link.parent}"


def _is_indexed(table: Table, link: Link) -> bool:
    """Tell whether an index begins with the columns of a foreign key, in any order.

    Where some of them are unique, the index of these finds the row.
    """
    keys = (one.columns for one in table.constraints if isinstance(one, Key))
    indexes = (
        tuple(key.content for key in one.keys)
        for one in table.indexes
        if _serves(one, link.columns)
    )
    columns = set(link.columns)
    found = (set(one[: len(columns)]) == columns for one in (*keys, *indexes))
    return link.is_unique or any(found)


def _serves(index: Index, columns: tuple[str, ...]) -> bool:
    """Tell whether an index has every row that refers to something."""
    parts = {f"{column} IS NOT NULL" for column in columns}
    return index.is_valid and (not index.where or index.where in parts)


def _invalid(schema: Schema, _: Diagram) -> Iterator[Place]:
    relations: tuple[Table | View, ...] = (*schema.tables, *schema.views)
    for one in relations:
        yield from ((one.name, index.name) for index in one.indexes if not index.is_valid)


def _alone(schema: Schema, diagram: Diagram) -> Iterator[Place]:
    linked = {name for link in diagram.links for name in (link.child, link.parent)}
    if linked:
        yield from ((one.name, "") for one in _tables(schema) if one.name not in linked)


def _without_comment(schema: Schema, _: Diagram) -> Iterator[Place]:
    yield from ((one.name, "") for one in _tables(schema) if not one.comment)


def _tables(schema: Schema) -> Iterator[Table]:
    return (table for table in schema.tables if not table.partition_of)


_ASKED: tuple[tuple[str, str, Callable[[Schema, Diagram], Iterator[Place]]], ...] = (
    (
        "tables without a primary key",
        "Nothing says which row is which, and logical replication needs it for UPDATE and DELETE.",
        _without_primary_key,
    ),
    (
        "foreign keys without an index",
        "Whoever deletes a row of the parent, or changes its key, has all of the child searched.",
        _without_index,
    ),
    (
        "invalid indexes",
        "Each write keeps them up, and no query uses them: CREATE INDEX CONCURRENTLY failed.",
        _invalid,
    ),
    ("tables linked with no other", "No foreign key leads to or from them.", _alone),
    ("tables without a comment", "The database does not say what they are for.", _without_comment),
)
