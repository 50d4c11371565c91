"""What stands already when an index is to be built: nothing, a ruin, the same, or another one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from operator import not_
from pathlib import Path
from typing import TYPE_CHECKING

from psycopg import sql
from psycopg.rows import class_row

from echoes_schema.errors import MigrationError, place
from echoes_schema.migrations import snapshots
from echoes_schema.parser import indexes
from echoes_schema.waiting import until

if TYPE_CHECKING:
    from psycopg import Connection
    from psycopg.rows import TupleRow

    from echoes_schema.parser.statements import Statement


class Standing(Enum):
    """What to do about an index: build it, or take the one that is there."""

    ABSENT = auto()
    VALID = auto()


SECONDS_BETWEEN_LOOKS = 0.25

# Whatever has the name in the table's schema: an index lies in the schema of its table.
_FIND = """
SELECT namespaces.nspname AS schema, found.relname AS name, tables.relname AS table,
    coalesce(indexes.indrelid = tables.oid, false) AS is_ours,
    coalesce(indexes.indisvalid, false) AS is_valid,
    coalesce(pg_catalog.pg_get_indexdef(indexes.indexrelid), 'no index at all') AS definition
FROM pg_catalog.pg_class AS tables
INNER JOIN pg_catalog.pg_namespace AS namespaces ON tables.relnamespace = namespaces.oid
INNER JOIN pg_catalog.pg_class AS found ON tables.relnamespace = found.relnamespace
LEFT JOIN pg_catalog.pg_index AS indexes ON found.oid = indexes.indexrelid
WHERE found.relname = %s AND tables.oid = to_regclass(%s)
"""
# Building an index concurrently holds this lock on its table from beginning to end.
_BUILDER = """
SELECT pid FROM pg_catalog.pg_locks
WHERE relation = to_regclass(%s) AND mode = 'ShareUpdateExclusiveLock' AND granted
    AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
    AND pid <> pg_backend_pid()
"""


@dataclass(frozen=True, slots=True)
class _Found:
    schema: str
    name: str
    table: str
    is_ours: bool
    is_valid: bool
    definition: str


def prepare(
    connection: Connection[TupleRow], statement: Statement, path: Path, say: Callable[[str], None]
) -> Standing:
    """Clear the way for CREATE INDEX CONCURRENTLY, outside a transaction.

    An invalid index of that name, which a killed build leaves behind, is dropped; one that
    somebody still builds is waited for. Raises MigrationError when anything else has the name,
    IF NOT EXISTS or not: PostgreSQL would skip the statement, and there would be no index.
    """
    found = _find(connection, statement, path)
    if found and not found.is_valid:
        await_builder(connection, _written_table(statement), say)
        found = _find(connection, statement, path)
    if found is None:
        return _absent(connection, statement, path, say)
    if found.is_ours and not found.is_valid:
        ruin = sql.SQL("DROP INDEX CONCURRENTLY {}").format(
            sql.Identifier(found.schema, found.name)
        )
        connection.execute(ruin)
        return _absent(connection, statement, path, say)
    if not found.is_ours or _essence(found.definition) != _essence(
        _rehearse(connection, statement, found)
    ):
        raise MigrationError(
            f"{place(path, statement.line)}: {found.name} is there already, and it is another: "
            f"{found.definition}",
            "Drop or rename that one, or give this index another name.",
        )
    return Standing.VALID


def _absent(
    connection: Connection[TupleRow], statement: Statement, path: Path, say: Callable[[str], None]
) -> Standing:
    """Warn of whom the building will have to wait for: it goes on all the same."""
    old = snapshots.older(connection, _written_table(statement))
    if old:
        say(f"{place(path, statement.line)}: the index has to wait for older transactions")
    for session in old:
        say(f"    will wait for {session}")
    return Standing.ABSENT


def await_builder(connection: Connection[TupleRow], table: str, say: Callable[[str], None]) -> None:
    """Wait until nobody builds an index on the table, as a DROP of the index would.

    `table` is its name as SQL writes it. By asking again and again: a session that waited inside
    the server could be waited for by the builder.
    """
    why = f"which may be building an index on {table}"
    until(
        lambda: _builder(connection, table),
        not_,
        pause=SECONDS_BETWEEN_LOOKS,
        at_first=lambda pid: say(f"waiting for pid {pid}, {why}"),
    )


def _builder(connection: Connection[TupleRow], table: str) -> int:
    row = connection.execute(_BUILDER, [table]).fetchone()
    return int(row[0]) if row else 0


def _find(connection: Connection[TupleRow], statement: Statement, path: Path) -> _Found | None:
    with connection.cursor(row_factory=class_row(_Found)) as cursor:
        return cursor.execute(
            _FIND, [indexes.name(statement, path), _written_table(statement)]
        ).fetchone()


def _written_table(statement: Statement) -> str:
    return sql.Identifier(*filter(None, indexes.table(statement))).as_string(None)


def _rehearse(connection: Connection[TupleRow], statement: Statement, found: _Found) -> str:
    """Return how the server prints the wanted index, built on an empty copy of the table."""
    with connection.transaction(force_rollback=True):
        copy = sql.SQL("CREATE TEMPORARY TABLE echoes_rehearsal (LIKE {})")
        connection.execute(copy.format(sql.Identifier(found.schema, found.table)))
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
