"""What stands already when an index is to be built: nothing, a ruin, the same, or another one."""

from __future__ import annotations

from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING

from psycopg import sql

from echoes_schema.errors import MigrationError, place
from echoes_schema.parser import indexes

if TYPE_CHECKING:
    from psycopg import Connection
    from psycopg.rows import TupleRow

    from echoes_schema.parser.statements import Statement


class Standing(Enum):
    """What to do about an index: build it, or take the one that is there."""

    ABSENT = auto()
    VALID = auto()


_FIND = """
SELECT index_namespace.nspname, index_class.relname, indexes.indisvalid,
    pg_catalog.pg_get_indexdef(indexes.indexrelid), table_class.relname
FROM pg_catalog.pg_index AS indexes
INNER JOIN pg_catalog.pg_class AS index_class ON indexes.indexrelid = index_class.oid
INNER JOIN pg_catalog.pg_class AS table_class ON indexes.indrelid = table_class.oid
INNER JOIN pg_catalog.pg_namespace AS index_namespace
    ON index_class.relnamespace = index_namespace.oid
WHERE index_class.relname = %s AND indexes.indrelid = to_regclass(%s)
"""


def prepare(connection: Connection[TupleRow], statement: Statement, path: Path) -> Standing:
    """Clear the way for CREATE INDEX CONCURRENTLY, outside a transaction.

    An invalid index of that name, which a killed build leaves behind, is dropped. Raises
    MigrationError when a valid one of another definition has the name.
    """
    written = ".".join(
        f'"{part.replace(chr(34), chr(34) * 2)}"' for part in indexes.table(statement) if part
    )
    row = connection.execute(_FIND, [indexes.name(statement, path), written]).fetchone()
    if row is None:
        return Standing.ABSENT
    schema, name, is_valid, definition, table = row
    if not is_valid:
        ruin = sql.SQL("DROP INDEX CONCURRENTLY {}").format(sql.Identifier(schema, name))
        connection.execute(ruin)
        return Standing.ABSENT
    if _essence(definition) != _essence(_rehearse(connection, statement, schema, table)):
        raise MigrationError(
            f"{place(path, statement.line)}: an index {name} is there already, and another one: "
            f"{definition}",
            "Drop or rename that index, or give this one another name.",
        )
    return Standing.VALID


def _rehearse(
    connection: Connection[TupleRow], statement: Statement, schema: str, table: str
) -> str:
    """Return how the server prints the wanted index, built on an empty copy of the table."""
    with connection.transaction(force_rollback=True):
        copy = sql.SQL("CREATE TEMPORARY TABLE echoes_rehearsal (LIKE {})")
        connection.execute(copy.format(sql.Identifier(schema, table)))
        connection.execute(
            indexes.on_another_table(statement, "pg_temp", "echoes_rehearsal").encode()
        )
        row = connection.execute(
            "SELECT pg_catalog.pg_get_indexdef(indexrelid) FROM pg_catalog.pg_index"
            " WHERE indrelid = 'pg_temp.echoes_rehearsal'::regclass"
        ).fetchone()
    return str(row[0]) if row else ""


def _essence(definition: str) -> str:
    """Return uniqueness and everything after the table's name."""
    kind, _, rest = definition.partition(" USING ")
    return f"{'UNIQUE' if kind.startswith('CREATE UNIQUE') else ''} {rest}"
