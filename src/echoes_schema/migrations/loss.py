"""What a rollback would destroy, before it does: tables, columns and rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from psycopg import Error, sql

from echoes_schema.migrations import search_path
from echoes_schema.parser import tree
from echoes_schema.parser.tree import Name

if TYPE_CHECKING:
    from psycopg import Connection
    from psycopg.rows import TupleRow

    from echoes_schema.migrations.script import Script
    from echoes_schema.parser.statements import Statement

COUNT_UP_TO = 1_000_000
# A table that was never analysed has no estimate; below this size it is counted all the same.
COUNT_BELOW_BYTES = 64 * 1024 * 1024

# The rows of a partitioned table lie in its partitions.
_SIZE = """
SELECT oid, oid::regclass::text, reltuples, pg_catalog.pg_relation_size(oid) + coalesce(
    (SELECT sum(pg_catalog.pg_relation_size(relid)) FROM pg_catalog.pg_partition_tree(oid)), 0
)
FROM pg_catalog.pg_class
WHERE oid = to_regclass(%s) AND relkind IN ('r', 'p', 'm', 'f')
"""
_COLUMN = """
SELECT quote_ident(attname) FROM pg_catalog.pg_attribute
WHERE attrelid = to_regclass(%s) AND attname = %s AND NOT attisdropped
"""
_TABLES = """
SELECT relname FROM pg_catalog.pg_class
WHERE relnamespace = to_regnamespace(%s) AND relkind IN ('r', 'p', 'm', 'f')
    AND NOT relispartition
ORDER BY relname
"""


@dataclass(frozen=True, slots=True)
class Loss:
    """One table or column that would go, or a table of which rows would.

    `object` has names as the server prints them. `rows` counts the table's rows, or the rows in
    which the column is not NULL; -1: unknown.
    """

    migration: str
    object: str
    rows: int
    is_estimate: bool


def foresee(connection: Connection[TupleRow], scripts: Iterable[Script]) -> tuple[Loss, ...]:
    """Return what the scripts would drop that is there now, in their order. Writes nothing.

    Inside a transaction that is to be rolled back, as `search_path.followed` wants it.
    """
    found: list[tuple[str, str, int | str, str, int, bool]] = []
    for script, statement in search_path.followed(connection, scripts):
        for what, names, column in _lost(connection, statement):
            measured = _measure(connection, names, column)
            if measured is not None:
                found.append((script.name, what, *measured))
        if statement.kind == "DeleteStmt" and statement.node.get("whereClause"):
            table, rows = _table(connection, statement), _planned(connection, statement)
            found.append((script.name, "some rows of", table, "", rows, True))
    # Names are printed for the reader, who does not have the path of a script.
    return tuple(
        Loss(name, f"{what} {_printed(connection, table)}{column}", rows, is_estimate)
        for name, what, table, column, rows, is_estimate in found
    )


def _lost(
    connection: Connection[TupleRow], statement: Statement
) -> Iterator[tuple[str, Name, str]]:
    """Yield what goes, the names of its table, and "" or the one column of it that goes."""
    node = statement.node
    if statement.kind == "DropStmt":
        for path in _dropped_tables(connection, node):
            yield "table", path, ""
    elif tables := _emptied(statement):
        for one in tables:
            yield "rows of", one, ""
    elif statement.kind == "AlterTableStmt":
        for command in tree.nodes(node, "cmds", "AlterTableCmd"):
            if tree.word(command, "subtype") == "AT_DropColumn":
                yield "column", tree.relation(node), tree.word(command, "name")


def _emptied(statement: Statement) -> list[Name]:
    """Return the names of the tables of which all rows go."""
    node = statement.node
    if statement.kind == "TruncateStmt":
        return [tree.named(one) for one in tree.nodes(node, "relations", "RangeVar")]
    if statement.kind == "DeleteStmt" and not node.get("whereClause"):
        return [tree.relation(node)]
    return []


def _dropped_tables(connection: Connection[TupleRow], node: tree.Node) -> Iterator[Name]:
    kind = tree.word(node, "removeType")
    if kind in ("OBJECT_TABLE", "OBJECT_MATVIEW"):
        yield from map(tree.qualified, tree.paths(node, "objects"))
    elif kind == "OBJECT_SCHEMA":
        for schema in tree.strings(node, "objects"):
            for (table,) in connection.execute(_TABLES, [_written(("", schema))]).fetchall():
                yield schema, table


def _measure(
    connection: Connection[TupleRow], names: Name, column: str
) -> tuple[int, str, int, bool] | None:
    """Return the table's oid, `.column`, the rows and whether they are an estimate.

    None where it is not there.
    """
    row = connection.execute(_SIZE, [_written(names)]).fetchone()
    if row is None:
        return None
    oid, table, estimate, size = row
    part, counted = "", "*"
    if column:
        found = connection.execute(_COLUMN, [_written(names), column]).fetchone()
        if found is None:
            return None
        part, counted = f".{found[0]}", found[0]
    if estimate > COUNT_UP_TO or (estimate < 0 and size > COUNT_BELOW_BYTES):
        return oid, part, int(estimate), True
    # Names are printed with the quotes that they need.
    query = f"SELECT count({counted}) FROM {table}"  # noqa: S608
    count = connection.execute(query.encode()).fetchone()
    return oid, part, int(count[0]) if count else -1, False


def _planned(connection: Connection[TupleRow], statement: Statement) -> int:
    """Return how many rows the planner expects a DELETE to meet, -1 where it cannot plan it.

    A rule may make several statements of it, or none.
    """
    try:
        with connection.transaction():
            row = connection.execute(f"EXPLAIN (FORMAT json) {statement.sql}".encode()).fetchone()
    except Error:
        return -1
    plans = [entry["Plan"] for entry in row[0] if "Plan" in entry] if row else []
    met = [child for plan in plans for child in plan.get("Plans", ())]
    return sum(int(one["Plan Rows"]) for one in met if one["Parent Relationship"] == "Outer")


def _table(connection: Connection[TupleRow], statement: Statement) -> int | str:
    """Return the oid of a statement's relation, or its name as SQL writes it."""
    name = _written(tree.relation(statement.node))
    row = connection.execute("SELECT to_regclass(%s)::oid", [name]).fetchone()
    return int(row[0]) if row and row[0] else name


def _printed(connection: Connection[TupleRow], table: int | str) -> str:
    if isinstance(table, str):
        return table
    row = connection.execute("SELECT %s::oid::regclass::text", [table]).fetchone()
    return str(row[0]) if row else ""


def _written(names: Name) -> str:
    return sql.Identifier(*filter(None, names)).as_string(None)
