"""What the writers of statements know beside the two values that they lead from and to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from echoes_schema.ddl.names import split
from echoes_schema.ddl.options import said
from echoes_schema.ddl.sequences import Serial
from echoes_schema.schema import Schema, Table

VERSION_17, VERSION_18 = 17, 18


@dataclass(frozen=True, slots=True)
class Setting:
    """Both schemas, and the version of the server on which the statements will run.

    `fresh` are the labels of what is made anew, and thus without rows; `inlined` the labels of
    the parts that a CREATE TABLE, or an ADD COLUMN, has in itself. `parents` are the names of the
    tables that others inherit from or are partitions of, `owners` tells by label who owns what the
    usual owner does not.
    """

    old: Schema
    new: Schema
    postgres: int
    old_serials: dict[str, Serial]
    new_serials: dict[str, Serial]
    tables: dict[str, Table]
    old_tables: dict[str, Table]
    parents: frozenset[str]
    owners: Mapping[str, str]
    fresh: frozenset[str] = frozenset()
    inlined: frozenset[str] = frozenset()

    def owner_of(self, label: str) -> str:
        """Return who owns an object in the end."""
        return self.owners.get(label, self.new.owner)

    def is_fresh(self, label: str) -> bool:
        return label in self.fresh

    def is_partitioned(self, table: str) -> bool:
        found = self.tables.get(table)
        return found is not None and bool(said(found.options, "partition by "))

    def only(self, table: str) -> str:
        """Return ONLY for a table whose children would change along, with a blank behind it."""
        return "ONLY " if table in self.parents else ""

    def partitions(self, table: str) -> list[Table]:
        """Return the partitions of a table that are there already, by name."""
        return [
            one
            for one in self.tables.values()
            if parents_of(one)[:1] == (table,) and said(one.options, "partition of ")
        ]


def parents_of(table: Table) -> tuple[str, ...]:
    """Return the tables that a table inherits from or is a partition of."""
    partition = said(table.options, "partition of ")
    if partition:
        return (partition_of(partition)[0],)
    return tuple(split(said(table.options, "inherits ")))


def partition_of(text: str) -> tuple[str, str]:
    """Return parent and bound of `parent FOR VALUES …` or `parent DEFAULT`."""
    for word in (" FOR VALUES ", " DEFAULT"):
        parent, found, rest = text.partition(word)
        if found:
            return parent, (found + rest).strip()
    return text, "DEFAULT"


def with_children(tables: Iterable[Table]) -> frozenset[str]:
    """Return the names of the tables that others inherit from or are partitions of."""
    return frozenset(parent for table in tables for parent in parents_of(table))
