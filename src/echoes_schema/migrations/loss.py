"""What a rollback would destroy, before it does: tables and columns, and their rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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

_SIZE = """
SELECT classes.reltuples, pg_catalog.pg_relation_size(classes.oid),
    namespaces.nspname, classes.relname
FROM pg_catalog.pg_class AS classes
INNER JOIN pg_catalog.pg_namespace AS namespaces ON classes.relnamespace = namespaces.oid
WHERE classes.oid = to_regclass(%s) AND classes.relkind IN ('r', 'p', 'm', 'f')
"""


@dataclass(frozen=True, slots=True)
class Loss:
    """One table or column that would go.

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
            for names, column in _dropped(statement):
                measured = _measure(connection, names, column)
                if measured is not None:
                    label = f"column {names[-1]}.{column}" if column else f"table {names[-1]}"
                    found.append(Loss(script.name, label, *measured))
    return tuple(found)


def _dropped(statement: Statement) -> Iterator[tuple[list[str], str]]:
    """Yield the names of each table that goes, with "" or the one column of it that goes."""
    node = statement.node
    if statement.kind == "DropStmt" and node.get("removeType") in (
        "OBJECT_TABLE",
        "OBJECT_MATVIEW",
    ):
        for item in _list(node.get("objects")):
            parts = _list(_dict(_dict(item).get("List")).get("items"))
            yield [str(_dict(_dict(part).get("String")).get("sval")) for part in parts], ""
    if statement.kind == "AlterTableStmt":
        relation = _dict(node.get("relation"))
        names = [str(relation[key]) for key in ("schemaname", "relname") if key in relation]
        for item in _list(node.get("cmds")):
            command = _dict(_dict(item).get("AlterTableCmd"))
            if command.get("subtype") == "AT_DropColumn":
                yield names, str(command.get("name"))


def _measure(
    connection: Connection[TupleRow], names: list[str], column: str
) -> tuple[int, bool] | None:
    written = ".".join(f'"{name.replace(chr(34), chr(34) * 2)}"' for name in names)
    row = connection.execute(_SIZE, [written]).fetchone()
    if row is None:
        return None
    estimate, size, schema, table = row
    if estimate > COUNT_UP_TO or (estimate < 0 and size > COUNT_BELOW_BYTES):
        return int(estimate), True
    counted = sql.SQL("count({})").format(sql.Identifier(column)) if column else sql.SQL("count(*)")
    query = sql.SQL("SELECT {} FROM {}").format(counted, sql.Identifier(schema, table))
    count = connection.execute(query).fetchone()
    return (int(count[0]) if count else -1), False


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _dict(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}
