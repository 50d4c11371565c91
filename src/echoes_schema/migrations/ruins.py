"""What a killed REINDEX or DETACH PARTITION CONCURRENTLY leaves: to be removed, or to be ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from psycopg import sql
from psycopg.rows import class_row

from echoes_schema.migrations.indexes import await_builder

if TYPE_CHECKING:
    from psycopg import Connection
    from psycopg.rows import TupleRow

    from echoes_schema.parser.concurrent import Detachment
    from echoes_schema.parser.statements import Statement

# The rules of REINDEX: an index that is being rebuilt is called <name>_ccnew before it takes the
# old one's place, and the old one <name>_ccold after that, with a number where that name is taken,
# and with less of the name where it would be too long. Neither is ever valid.
# A table's indexes are those of its partitions and of its TOAST table too.
_RUINS = """
WITH named AS (
    SELECT to_regclass(%(relation)s)::oid AS oid
    UNION
    SELECT relid FROM pg_catalog.pg_partition_tree(to_regclass(%(relation)s))
    UNION
    SELECT oid FROM pg_catalog.pg_class
    WHERE relnamespace = to_regnamespace(%(schema)s)
        OR (%(relation)s::text IS NULL AND %(schema)s::text IS NULL)
),

ruins AS (
    SELECT classes.relname AS name, namespaces.nspname AS schema, indexes.indrelid,
        indexes.indrelid::regclass::text AS table,
        regexp_replace(classes.relname, '_cc(new|old)[0-9]*$', '') AS origin,
        has_schema_privilege(namespaces.oid, 'USAGE') AS is_within_reach
    FROM pg_catalog.pg_index AS indexes
    INNER JOIN pg_catalog.pg_class AS classes ON indexes.indexrelid = classes.oid
    INNER JOIN pg_catalog.pg_namespace AS namespaces ON classes.relnamespace = namespaces.oid
    WHERE NOT indexes.indisvalid AND classes.relname ~ '_cc(new|old)[0-9]*$'
)

SELECT schema, name, "table", is_within_reach FROM ruins
WHERE EXISTS (
    SELECT FROM named
    INNER JOIN pg_catalog.pg_class AS classes ON named.oid = classes.oid
    LEFT JOIN pg_catalog.pg_index AS indexes ON named.oid = indexes.indexrelid
    WHERE ruins.indrelid IN (named.oid, nullif(classes.reltoastrelid, 0))
        OR (
            ruins.indrelid = indexes.indrelid AND starts_with(classes.relname, ruins.origin)
            AND (classes.relname = ruins.origin OR octet_length(ruins.name) >= 60)
        )
)
ORDER BY schema, name
"""
_DETACHING = """
SELECT inhdetachpending FROM pg_catalog.pg_inherits
WHERE inhparent = to_regclass(%s) AND inhrelid = to_regclass(%s)
"""


@dataclass(frozen=True, slots=True)
class _Ruin:
    schema: str
    name: str
    table: str
    is_within_reach: bool


def heal(
    connection: Connection[TupleRow],
    statement: Statement,
    say: Callable[[str], None],
    *,
    was_begun: bool,
) -> bool:
    """Put right what an earlier, killed run of a concurrent statement left.

    Outside a transaction. Returns whether nothing is left to do; else the statement is to run.
    """
    if statement.kind == "ReindexStmt":
        _remove(connection, statement, say)
    from echoes_schema.parser import concurrent

    detachment = concurrent.detachment(statement)
    return detachment is not None and _finish(connection, detachment, was_begun=was_begun)


def _remove(
    connection: Connection[TupleRow], statement: Statement, say: Callable[[str], None]
) -> None:
    """Drop the indexes that a REINDEX left, those alone that belong to what it names.

    First it waits until nobody builds on their tables: what somebody else rebuilds is no ruin.
    """
    for table in dict.fromkeys(ruin.table for ruin in _ruins(connection, statement)):
        await_builder(connection, table, say)
    for ruin in _ruins(connection, statement):
        if not ruin.is_within_reach:
            # The schema of TOAST tables is closed to all but superusers.
            say(f"warning: a superuser must drop {ruin.name}, which a killed REINDEX left")
            continue
        drop = sql.SQL("DROP INDEX CONCURRENTLY IF EXISTS {}")
        connection.execute(drop.format(sql.Identifier(ruin.schema, ruin.name)))
        say(f"dropped {ruin.name}, which a killed REINDEX left")


def _finish(connection: Connection[TupleRow], detachment: Detachment, *, was_begun: bool) -> bool:
    """End a detachment that was cut short; return whether the partition is out.

    A table that is no partition (any more) is, when the statement was begun before: the server
    may have come to its end when nobody could note it.
    """
    table, partition = detachment.table, detachment.partition
    row = connection.execute(_DETACHING, [table, partition]).fetchone()
    if row is None:
        known = connection.execute("SELECT to_regclass(%s) IS NOT NULL", [partition])
        return was_begun and known.fetchone() == (True,)
    if row[0]:
        connection.execute(detachment.finalize.encode())
    return bool(row[0])


def _ruins(connection: Connection[TupleRow], statement: Statement) -> list[_Ruin]:
    from echoes_schema.parser import concurrent

    named = concurrent.reindexed(statement)
    with connection.cursor(row_factory=class_row(_Ruin)) as cursor:
        given = {"relation": named.relation, "schema": named.schema}
        return cursor.execute(_RUINS, given).fetchall()
