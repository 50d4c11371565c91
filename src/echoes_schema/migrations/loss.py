"""What a rollback would destroy, before it does: tables, columns and rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from psycopg import Error, sql

from echoes_schema.parser import tree

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
SELECT classes.reltuples, pg_catalog.pg_relation_size(classes.oid) + coalesce(
    (SELECT sum(pg_catalog.pg_relation_size(relid)) FROM pg_catalog.pg_partition_tree(classes.oid)),
    0
), namespaces.nspname, classes.relname
FROM pg_catalog.pg_class AS classes
INNER JOIN pg_catalog.pg_namespace AS namespaces ON classes.relnamespace = namespaces.oid
WHERE classes.oid = to_regclass(%s) AND classes.relkind IN ('r', 'p', 'm', 'f')
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

    `rows` counts the table's rows, or the rows in which the column is not NULL; -1: unknown.
    """

    migration: str
    object: str
    rows: int
    is_estimate: bool


def foresee(connection: Connection[TupleRow], scripts: Iterable[Script]) -> tuple[Loss, ...]:
    """Return what the scripts would drop that is there now, in their order. Writes nothing."""
    found = []
    for script in scripts:
        for statement in script.statements:
            for label, names, column in _lost(connection, statement):
                measured = _measure(connection, names, column)
                if measured is not None:
                    found.append(Loss(script.name, label, *measured))
            if statement.kind == "DeleteStmt" and statement.node.get("whereClause"):
                label = f"some rows of {'.'.join(_written(tree.relation(statement.node)))}"
                found.append(Loss(script.name, label, *_planned(connection, statement)))
    return tuple(found)


def _lost(
    connection: Connection[TupleRow], statement: Statement
) -> Iterator[tuple[str, list[str], str]]:
    """Yield a label, the names of a table, and "" or the one column of it that goes."""
    node = statement.node
    if statement.kind == "DropStmt":
        for path in _dropped_tables(connection, node):
            yield f"table {'.'.join(path)}", list(path), ""
    elif tables := _emptied(statement):
        for one in tables:
            yield f"rows of {'.'.join(one)}", one, ""
    elif statement.kind == "AlterTableStmt":
        names = _written(tree.relation(node))
        for command in tree.nodes(node, "cmds", "AlterTableCmd"):
            if tree.word(command, "subtype") == "AT_DropColumn":
                column = tree.word(command, "name")
                yield f"column {'.'.join(names)}.{column}", names, column


def _emptied(statement: Statement) -> list[list[str]]:
    """Return the names of the tables of which all rows go."""
    node = statement.node
    if statement.kind == "TruncateStmt":
        return [_written(tree.named(one)) for one in tree.nodes(node, "relations", "RangeVar")]
    if statement.kind == "DeleteStmt" and not node.get("whereClause"):
        return [_written(tree.relation(node))]
    return []


def _dropped_tables(connection: Connection[TupleRow], node: tree.Node) -> Iterator[tuple[str, ...]]:
    kind = tree.word(node, "removeType")
    if kind in ("OBJECT_TABLE", "OBJECT_MATVIEW"):
        yield from tree.paths(node, "objects")
    elif kind == "OBJECT_SCHEMA":
        for schema in tree.strings(node, "objects"):
            for (table,) in connection.execute(_TABLES, [_quoted([schema])]).fetchall():
                yield schema, table


def _measure(
    connection: Connection[TupleRow], names: list[str], column: str
) -> tuple[int, bool] | None:
    row = connection.execute(_SIZE, [_quoted(names)]).fetchone()
    if row is None or (column and not _has_column(connection, names, column)):
        return None
    estimate, size, schema, table = row
    if estimate > COUNT_UP_TO or (estimate < 0 and size > COUNT_BELOW_BYTES):
        return int(estimate), True
    counted = sql.SQL("count({})").format(sql.Identifier(column)) if column else sql.SQL("count(*)")
    query = sql.SQL("SELECT {} FROM {}").format(counted, sql.Identifier(schema, table))
    count = connection.execute(query).fetchone()
    return (int(count[0]) if count else -1), False


def _planned(connection: Connection[TupleRow], statement: Statement) -> tuple[int, bool]:
    """Return how many rows the planner expects a DELETE to meet, -1 where it cannot plan it."""
    try:
        with connection.transaction():
            row = connection.execute(f"EXPLAIN (FORMAT json) {statement.sql}".encode()).fetchone()
    except Error:
        return -1, True
    return int(row[0][0]["Plan"]["Plans"][0]["Plan Rows"]) if row else -1, True


def _has_column(connection: Connection[TupleRow], names: list[str], column: str) -> bool:
    row = connection.execute(
        "SELECT FROM pg_catalog.pg_attribute"
        " WHERE attrelid = to_regclass(%s) AND attname = %s AND NOT attisdropped",
        [_quoted(names), column],
    ).fetchone()
    return row is not None


def _quoted(names: list[str]) -> str:
    return ".".join(f'"{name.replace(chr(34), chr(34) * 2)}"' for name in names)


def _written(name: tree.Name) -> list[str]:
    return [part for part in name if part]
