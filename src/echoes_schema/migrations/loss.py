"""What a rollback would destroy, before it does: tables and columns, and their rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from psycopg import sql

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
    """One table or column that would go, or a table that would be emptied.

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
    return tuple(found)


def _lost(
    connection: Connection[TupleRow], statement: Statement
) -> Iterator[tuple[str, list[str], str]]:
    """Yield a label, the names of a table, and "" or the one column of it that goes."""
    node = statement.node
    if statement.kind == "DropStmt":
        for names in _dropped_tables(connection, node):
            yield f"table {'.'.join(names)}", names, ""
    elif statement.kind == "TruncateStmt":
        for item in _list(node.get("relations")):
            names = _relation(_dict(item).get("RangeVar"))
            yield f"rows of {'.'.join(names)}", names, ""
    elif statement.kind == "AlterTableStmt":
        names = _relation(node.get("relation"))
        for column in _dropped_columns(node):
            yield f"column {'.'.join(names)}.{column}", names, column


def _dropped_tables(
    connection: Connection[TupleRow], node: Mapping[str, object]
) -> Iterator[list[str]]:
    objects = _list(node.get("objects"))
    if node.get("removeType") in ("OBJECT_TABLE", "OBJECT_MATVIEW"):
        yield from map(_strings, objects)
    elif node.get("removeType") == "OBJECT_SCHEMA":
        for schema in map(_string, objects):
            for (table,) in connection.execute(_TABLES, [_quoted([schema])]).fetchall():
                yield [schema, table]


def _dropped_columns(node: Mapping[str, object]) -> Iterator[str]:
    for item in _list(node.get("cmds")):
        command = _dict(_dict(item).get("AlterTableCmd"))
        if command.get("subtype") == "AT_DropColumn":
            yield str(command.get("name"))


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


def _has_column(connection: Connection[TupleRow], names: list[str], column: str) -> bool:
    row = connection.execute(
        "SELECT FROM pg_catalog.pg_attribute"
        " WHERE attrelid = to_regclass(%s) AND attname = %s AND NOT attisdropped",
        [_quoted(names), column],
    ).fetchone()
    return row is not None


def _quoted(names: list[str]) -> str:
    return ".".join(f'"{name.replace(chr(34), chr(34) * 2)}"' for name in names)


def _relation(value: object) -> list[str]:
    relation = _dict(value)
    return [str(relation[key]) for key in ("schemaname", "relname") if key in relation]


def _strings(value: object) -> list[str]:
    return [_string(part) for part in _list(_dict(_dict(value).get("List")).get("items"))]


def _string(value: object) -> str:
    return str(_dict(_dict(value).get("String")).get("sval"))


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _dict(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}
