"""Rows put into empty tables: values are tried until all that the schema asks for holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from math import prod
from random import Random
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

from echoes_schema.database import explain
from echoes_schema.rows import tables, values
from echoes_schema.rows.tables import Column, Rule, Table, Type

if TYPE_CHECKING:
    from psycopg.rows import TupleRow

ROWS = 2
_TRIES = 400
_OFTEN = 0.3
_MOST_REFERENCED = 10
_PARTITIONS = ""


class _Left(Enum):
    """A column that is not named: the server takes its default."""

    OUT = auto()


Value = str | None | _Left


@dataclass(frozen=True, slots=True)
class Unfilled:
    """A table that got no row, and what PostgreSQL said of the last one that was tried."""

    table: str
    reason: str


@dataclass(slots=True)
class _Group:
    """Columns whose values belong together: one column, or those of a foreign key."""

    columns: tuple[str, ...]
    choices: list[tuple[Value, ...]]
    chosen: int = 0


@dataclass(slots=True)
class _Attempt:
    """One row in the making; `tried` tells for each rule how many combinations were refused.

    What one or two columns can be is tried in order, of more columns by chance.
    """

    table: Table
    groups: list[_Group]
    chance: Random
    tried: dict[str, int] = field(default_factory=dict)

    def row(self) -> dict[str, str | None]:
        found: dict[str, str | None] = {}
        for group in self.groups:
            for column, value in zip(group.columns, group.choices[group.chosen], strict=True):
                if not isinstance(value, _Left):
                    found[column] = value
        return found

    def change(self, error: psycopg.Error) -> bool:
        """Choose other values for the columns that an error is about; tell whether there are."""
        rule = self.table.rules.get(error.diag.constraint_name or _PARTITIONS)
        named = rule.columns if rule else [error.diag.column_name or ""]
        groups = [group for group in self.groups if set(group.columns) & set(named)]
        if len(groups) not in {1, 2}:
            for group in groups or self.groups:
                group.chosen = self._any(group)
            return True
        key = rule.name if rule else named[0]
        self.tried[key] = number = self.tried.get(key, 0) + 1
        for group in groups:
            number, group.chosen = divmod(number, len(group.choices))
        return self.tried[key] < prod(len(group.choices) for group in groups)

    def _any(self, group: _Group) -> int:
        """Return a random choice; the last one, which is NULL or the default, more often."""
        last = len(group.choices) - 1
        return last if self.chance.random() < _OFTEN else self.chance.randint(0, last)


def fill(connection: psycopg.Connection[TupleRow], rows: int = ROWS) -> tuple[Unfilled, ...]:
    """Put some rows into every table without any; return the tables that take none.

    The connection is in autocommit mode. Values are the same each time.
    """
    found, types = tables.read(connection)
    filler = _Filler(connection, types)
    empty = [table for table in found if not filler.count(table)]
    refused: dict[str, str] = {}
    # A table that refers to another one waits for it; in a ring some column takes NULL.
    while empty:
        filled = [table for table in empty if filler.put(table, rows, refused)]
        if not filled:
            break
        empty = [table for table in empty if table not in filled]
    return tuple(Unfilled(table.name, refused[table.name]) for table in empty)


class _Filler:
    def __init__(self, connection: psycopg.Connection[TupleRow], types: Mapping[int, Type]) -> None:
        self._connection = connection
        self._types = types
        self._taken: dict[tuple[str, str], bool] = {}

    def count(self, table: Table) -> int:
        query = sql.SQL("SELECT count(*) FROM {}").format(sql.SQL(table.name))
        found = self._connection.execute(query).fetchone()
        return int(found[0]) if found else 0

    def put(self, table: Table, rows: int, refused: dict[str, str]) -> bool:
        """Put rows in; tell whether the table has any now, else why it refuses them."""
        done = [self._row(table, number, refused) for number in range(1, rows + 1)]
        return any(done)

    def _row(self, table: Table, number: int, refused: dict[str, str]) -> bool:
        groups = list(self._groups(table, number))
        empty = [group for group in groups if not group.choices]
        if empty:
            refused[table.name] = f"nothing to put into {', '.join(empty[0].columns)}"
            return False
        attempt = _Attempt(table, groups, Random(number))  # noqa: S311 (no secret)
        for _ in range(_TRIES):
            try:
                self._insert(table, attempt.row())
            except psycopg.Error as error:
                refused[table.name] = explain(error).message
                if self._connection.closed or not attempt.change(error):
                    return False
            else:
                return True
        return False

    def _insert(self, table: Table, row: Mapping[str, str | None]) -> None:
        kinds = {column.name: column.type for column in table.columns}
        insert = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
            _written(table.name),
            sql.SQL(", ").join(map(_written, row)),
            sql.SQL(", ").join(_cast(kinds[name]) for name in row),
        )
        if not row:
            insert = sql.SQL("INSERT INTO {} DEFAULT VALUES").format(_written(table.name))
        # What is deferred is checked at the end of the transaction.
        self._connection.execute(insert, list(row.values()), prepare=False)

    def _groups(self, table: Table, number: int) -> Iterator[_Group]:
        left = {column.name: column for column in table.columns}
        references = [rule for rule in table.rules.values() if rule.target != "-"]
        # A key of many columns holds that of some of them.
        for rule in sorted(references, key=lambda rule: -len(rule.columns)):
            columns = [left[name] for name in rule.columns if name in left]
            nullable = [column.name for column in columns if column.is_nullable]
            if len(columns) == len(rule.columns) and len(nullable) in {0, len(columns)}:
                yield self._reference(rule, number, is_nullable=bool(nullable))
                gone = rule.columns
            else:
                # Where one of its columns is NULL, it refers to nothing.
                yield from (_Group((name,), [(None,)]) for name in nullable)
                gone = nullable
            left = {name: column for name, column in left.items() if name not in gone}
        for column in left.values():
            yield _Group((column.name,), self._choices(table, column, number))

    def _choices(self, table: Table, column: Column, number: int) -> list[tuple[Value, ...]]:
        rules = [rule for rule in table.rules.values() if column.name in rule.columns]
        said = " ".join(rule.text for rule in rules)
        tried = values.candidates(column, self._types, said, number)
        found: list[tuple[Value, ...]] = [
            (value,) for value in tried if self._is_taken(column.type, value)
        ]
        if column.is_nullable:
            found.append((None,))
        if column.has_default:
            found.append((_Left.OUT,))
        return found

    def _reference(self, rule: Rule, number: int, *, is_nullable: bool) -> _Group:
        """Return the keys that a foreign key may refer to, another one first for each row."""
        names = sql.SQL(", ").join(sql.SQL(f"{name}::text") for name in rule.referenced)
        query = sql.SQL("SELECT {} FROM {} ORDER BY {} LIMIT {}").format(
            names, sql.SQL(rule.target), names, sql.Literal(_MOST_REFERENCED)
        )
        found: list[tuple[Value, ...]] = list(self._connection.execute(query).fetchall())
        first = (number - 1) % len(found) if found else 0
        nothing: list[tuple[Value, ...]] = [(None,) * len(rule.columns)] if is_nullable else []
        return _Group(tuple(rule.columns), [*found[first:], *found[:first], *nothing])

    def _is_taken(self, kind: str, value: str) -> bool:
        """Tell whether a type reads a value; a domain's checks count."""
        if (kind, value) not in self._taken:
            query = sql.SQL("SELECT {}").format(_cast(kind))
            try:
                self._connection.execute(query, [value], prepare=False)
            except psycopg.Error:
                self._taken[kind, value] = False
            else:
                self._taken[kind, value] = True
        return self._taken[kind, value]


def _written(name: str) -> sql.SQL:
    """Return a name that the server printed, for a query with parameters."""
    return sql.SQL(name.replace("%", "%%"))


def _cast(kind: str) -> sql.Composed:
    return sql.SQL("CAST(%s AS {})").format(_written(kind))
