"""A table gone through in the order of one of its columns, so many rows at a time."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from psycopg import RawCursor, sql

from echoes_schema.errors import MigrationError, place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from psycopg import Connection
    from psycopg.rows import TupleRow

    from echoes_schema.migrations.header import Batch
    from echoes_schema.parser.ranges import Ranged

# An index serves where it has the whole table, in the order that < and > of the column mean.
_COLUMN = """
SELECT classes.relkind IN ('r', 'p') AS is_table,
    attributes.attname IS NOT NULL AS is_there,
    attributes.attnotnull AND NOT EXISTS (
        SELECT FROM pg_catalog.pg_constraint AS constraints
        WHERE constraints.conrelid = classes.oid AND constraints.contype = 'n'
            AND constraints.conkey = ARRAY[attributes.attnum] AND NOT constraints.convalidated
    ) AS is_not_null,
    EXISTS (
        SELECT FROM pg_catalog.pg_index AS indexes
        INNER JOIN pg_catalog.pg_opclass AS opclasses ON indexes.indclass[0] = opclasses.oid
        INNER JOIN pg_catalog.pg_am AS methods ON opclasses.opcmethod = methods.oid
        WHERE indexes.indrelid = classes.oid AND indexes.indkey[0] = attributes.attnum
            AND indexes.indcollation[0] = attributes.attcollation
            AND indexes.indisvalid AND indexes.indpred IS NULL
            AND methods.amname = 'btree' AND opclasses.opcdefault
    ) AS is_indexed
FROM pg_catalog.pg_class AS classes
LEFT JOIN pg_catalog.pg_attribute AS attributes
    ON classes.oid = attributes.attrelid AND attributes.attname = $2 AND attributes.attnum > 0
WHERE classes.oid = to_regclass($1)
"""
_AGGREGATES = """
SELECT proname FROM pg_catalog.pg_proc WHERE proname = ANY ($1) AND prokind IN ('a', 'w') LIMIT 1
"""
# A bare name after ORDER BY would mean the text.
_LAST = "SELECT {column}::text FROM {table} AS walked ORDER BY walked.{column} DESC LIMIT 1"
_ESTIMATE = "EXPLAIN (FORMAT JSON) SELECT FROM {table}"
# Where the next batch ends, and how many rows it has.
_NEXT = """
SELECT key::text, place FROM (
    SELECT {column} AS key, row_number() OVER (ORDER BY {column}) AS place
    FROM {table} WHERE {column} <= $1{above}
    ORDER BY {column} LIMIT {size}
) AS found
ORDER BY place DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Walk:
    """The table of a statement, and the size and the column of its batches."""

    connection: Connection[TupleRow]
    ranged: Ranged
    batch: Batch

    def refuse_unordered(self, path: Path) -> None:
        """Raise MigrationError unless an index finds every row by the column, and none is NULL."""
        table, column = self.ranged.table, self.batch.column
        where = place(path, self.batch.line)
        row = self._fetch(_COLUMN, [self._table().as_string(self.connection), column])
        is_table, is_there, is_not_null, is_indexed = row or (False, False, False, False)
        if not is_table:
            raise MigrationError(f"{where}: {table} is not a table", "Write the table itself.")
        if not is_there:
            raise MigrationError(f"{where}: no column {column} in {table}", "Correct the name.")
        if not is_not_null:
            raise MigrationError(
                f"{where}: {table}.{column} may be NULL, and no batch would reach such rows",
                "Batch by a column that is NOT NULL, such as the primary key.",
            )
        if not is_indexed:
            raise MigrationError(
                f"{where}: no index of {table} begins with {column}: every batch would read it all",
                "Batch by the first column of a btree index without WHERE, such as the primary "
                "key, or build one in an earlier file.",
            )

    def refuse_aggregate(self, where: str) -> None:
        """Raise MigrationError when the statement calls an aggregate or window function."""
        row = self._fetch(_AGGREGATES, [list(self.ranged.calls)])
        if row:
            raise MigrationError(
                f"{where}: {row[0]}() looks at many rows at once",
                "Its result would depend on the batches: run it without them, with "
                "transactional: false.",
            )

    def last_key(self) -> str | None:
        """Return the highest key of all, None where there are no rows."""
        row = self._fetch(self._query(_LAST), [])
        return str(row[0]) if row else None

    def estimate(self) -> int:
        """Return how many rows the planner thinks there are."""
        row = self._fetch(self._query(_ESTIMATE), [])
        return int(row[0][0]["Plan"]["Plan Rows"]) if row else 0

    def next_key(self, last: str, passed: str | None) -> tuple[str, int] | None:
        """Return the key that ends the batch after `passed`, and its rows; None after the last.

        Rows that share a key stay together, so a batch may have more.
        """
        above = "" if passed is None else " AND {column} > $2"
        query = self._query(_NEXT.replace("{above}", above))
        row = self._fetch(query, [last] if passed is None else [last, passed])
        return (str(row[0]), int(row[1])) if row else None

    def run(self, key: str, passed: str | None) -> int:
        """Run the statement for the rows after `passed` up to `key`; return how many it changed."""
        cursor = RawCursor(self.connection)
        # Planned anew each time: a plan for any range may be one for a large one.
        if passed is None:
            cursor.execute(self.ranged.first.encode(), [key], prepare=False)
        else:
            cursor.execute(self.ranged.following.encode(), [key, passed], prepare=False)
        return cursor.rowcount

    def _query(self, query: str) -> str:
        only = sql.SQL("ONLY " if self.ranged.is_only else "")
        return (
            sql.SQL(query)
            .format(
                column=sql.Identifier(self.batch.column),
                table=only + self._table(),
                size=sql.Literal(self.batch.size),
            )
            .as_string(self.connection)
        )

    def _table(self) -> sql.Identifier:
        return sql.Identifier(*filter(None, (self.ranged.schema, self.ranged.table)))

    def _fetch(self, query: str, parameters: Sequence[object]) -> TupleRow | None:
        cursor = RawCursor(self.connection)
        return cursor.execute(query.encode(), parameters, prepare=False).fetchone()
