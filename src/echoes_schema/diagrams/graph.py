"""Tables and the foreign keys between them, as a diagram shows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from echoes_schema.dictionary.typenames import short
from echoes_schema.schema import ForeignKey, Key, Schema, Table


@dataclass(frozen=True, slots=True)
class Attribute:
    """A column; `keys` are `PK`, `FK` and `UK`, in this order."""

    name: str
    type: str
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """A table. One that only stands at the edge of a diagram has no attributes."""

    name: str
    attributes: tuple[Attribute, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A foreign key from a child to its parent.

    `is_optional`: a child may have no parent, since a column of the key may be NULL. `is_unique`:
    a parent has one child at most. `is_identifying`: the key is part of the child's primary key.
    """

    name: str
    child: str
    columns: tuple[str, ...]
    parent: str
    referenced: tuple[str, ...]
    is_optional: bool
    is_unique: bool
    is_identifying: bool


@dataclass(frozen=True, slots=True)
class Diagram:
    """What is drawn: tables by name, and every foreign key between two of them."""

    entities: tuple[Entity, ...]
    links: tuple[Link, ...]


def whole(schema: Schema) -> Diagram:
    """Return the diagram of every table. A partition is drawn as the table that it is part of."""
    roots = _roots(schema)
    tables = (table for table in schema.tables if roots[table.name] == table.name)
    links = (_link(table, key, roots) for table in schema.tables for key in _foreign_keys(table))
    # Partitions may each have the same foreign key.
    found = {(one.child, one.columns, one.parent, one.referenced): one for one in links}
    return Diagram(
        entities=tuple(map(_entity, tables)),
        links=tuple(link for link in found.values() if link.parent in roots),
    )


def diagram(everything: Diagram, tables: Iterable[str]) -> Diagram:
    """Return the part of a diagram that some tables make up, with their neighbours by name.

    Of the foreign keys only those that begin or end at one of the tables are in it.
    """
    inside = set(tables)
    links = tuple(
        link for link in everything.links if link.child in inside or link.parent in inside
    )
    shown = inside | {name for link in links for name in (link.child, link.parent)}
    entities = (
        entity if entity.name in inside else Entity(entity.name)
        for entity in everything.entities
        if entity.name in shown
    )
    return Diagram(tuple(entities), links)


def within(everything: Diagram, tables: Iterable[str]) -> Diagram:
    """Return the part of a diagram that some tables make up by themselves."""
    inside = set(tables)
    return Diagram(
        tuple(entity for entity in everything.entities if entity.name in inside),
        tuple(one for one in everything.links if one.child in inside and one.parent in inside),
    )


def _roots(schema: Schema) -> dict[str, str]:
    """Return for each table the one that it is in the end a partition of, or itself."""
    parents = {table.name: table.partition_of for table in schema.tables}
    roots = {}
    for name in parents:
        root = name
        while parents.get(root):
            root = parents[root]
        roots[name] = root
    return roots


def _foreign_keys(table: Table) -> Iterator[ForeignKey]:
    return (one for one in table.constraints if isinstance(one, ForeignKey))


def _unique_sets(table: Table) -> Iterator[frozenset[str]]:
    """Yield the sets of columns of which no two rows have the same values."""
    for one in table.constraints:
        if isinstance(one, Key) and not one.without_overlaps:
            yield frozenset(one.columns)
    for index in table.indexes:
        is_whole = index.is_unique and index.is_valid and not index.where
        if is_whole and not any(key.is_expression for key in index.keys):
            yield frozenset(key.content for key in index.keys)


def _primary(table: Table) -> frozenset[str]:
    keys = (one for one in table.constraints if isinstance(one, Key) and one.kind == "primary key")
    return frozenset(column for key in keys for column in key.columns)


def _entity(table: Table) -> Entity:
    primary = _primary(table)
    foreign = {column for key in _foreign_keys(table) for column in key.columns}
    unique = {column for one in _unique_sets(table) if len(one) == 1 for column in one}
    marks = (("PK", primary), ("FK", foreign), ("UK", unique - primary))
    return Entity(
        table.name,
        tuple(
            Attribute(
                column.name,
                short(column.type).removeprefix("public."),
                tuple(mark for mark, columns in marks if column.name in columns),
            )
            for column in table.columns
        ),
    )


def _link(table: Table, key: ForeignKey, roots: dict[str, str]) -> Link:
    columns = frozenset(key.columns)
    nullable = [column.is_nullable for column in table.columns if column.name in columns]
    return Link(
        name=key.name,
        child=roots[table.name],
        columns=key.columns,
        parent=roots.get(key.references, key.references),
        referenced=key.referenced,
        is_optional=all(nullable) if key.match == "full" else any(nullable),
        is_unique=any(one <= columns for one in _unique_sets(table)),
        is_identifying=columns <= _primary(table),
    )
