"""The things that statements make: frozen, so that a copy of a schema is a copy of its index."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field

from echoes_schema.parser.tree import Name

# A relation and a column of it, or "" for the relation itself.
Read = tuple[Name, str]


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `type` is the parser's name with modifiers and `[]`: `varchar(20)`, `int4[]`.

    `is_virtual`: it is computed when it is read, and is not stored.
    """

    name: str
    type: str
    is_nullable: bool = True
    has_default: bool = False
    is_virtual: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """A CHECK, or a NOT NULL that is not valid yet; `not_null` are the columns that it proves."""

    name: str
    not_null: frozenset[str] = frozenset()
    columns: frozenset[str] = frozenset()
    is_valid: bool = True


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A foreign key. `referenced` is as written; its columns are empty where the key is meant."""

    name: str
    columns: tuple[str, ...]
    referenced: Name
    referenced_columns: tuple[str, ...] = ()
    is_valid: bool = True


@dataclass(frozen=True, slots=True)
class Index:
    """An index, also that of a key. Of an expression the column is "".

    `is_plain`: its columns alone, in their own order, class and collation, no INCLUDE, and NULLs
    are distinct.
    """

    name: str
    columns: tuple[str, ...]
    is_unique: bool = False
    is_primary: bool = False
    is_constraint: bool = False
    is_partial: bool = False
    method: str = "btree"
    is_plain: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """A table, view or materialized view.

    `kind` is `table`, `partitioned`, `foreign`, `view` or `matview`. `born` is the number of the
    script that made it. `partition_of` is its parent. `is_complete` tells whether every column is
    known: not after `LIKE` or `AS SELECT`, and not where no migration makes the table. `reads` is
    what the query of a view surely reads.
    """

    name: Name
    kind: str = "table"
    born: int = 0
    columns: Mapping[str, Column] = field(default_factory=dict)
    checks: tuple[Check, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    indexes: tuple[Index, ...] = ()
    partition_of: Name | None = None
    is_default_partition: bool = False
    is_temporary: bool = False
    is_populated: bool = False
    is_complete: bool = True
    has_row_security: bool = False
    policies: tuple[str, ...] = ()
    reads: frozenset[Read] = frozenset()

    def is_proved_not_null(self, column: str, but: Container[str] = ()) -> bool:
        """Return whether a validated CHECK of no name in `but` proves that there is no NULL."""
        return any(
            check.is_valid and column in check.not_null and check.name not in but
            for check in self.checks
        )

    def index(self, name: str) -> Index | None:
        return next((index for index in self.indexes if index.name == name), None)

    @property
    def primary_key(self) -> Index | None:
        return next((index for index in self.indexes if index.is_primary), None)


@dataclass(frozen=True, slots=True)
class Domain:
    """A domain. `base` is the type that its values are stored as, `over` is written after AS.

    `is_constrained`: it has a constraint or NOT NULL, or one below it has.
    """

    base: str
    over: Name
    is_constrained: bool = False


@dataclass(frozen=True, slots=True)
class Enum:
    """An enum type. `fresh` are the labels that were added in the transaction `transaction`."""

    name: Name
    labels: tuple[str, ...] = ()
    born_in: int = 0
    fresh: frozenset[str] = frozenset()
    transaction: int = 0
