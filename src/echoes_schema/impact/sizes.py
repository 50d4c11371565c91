"""How big relations are now, without waiting for anybody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from psycopg import errors
from psycopg.rows import class_row

from echoes_schema.schema import qualified

if TYPE_CHECKING:
    from psycopg import Connection
    from psycopg.rows import TupleRow

# pg_total_relation_size() takes a lock itself. Behind one that is as good as certain to last, the
# statistics have to do: pages of the table and of its indexes, as of the last VACUUM or ANALYZE.
# The patience is part of the query, since a pool in statement mode knows no transaction.
_EXACT = """
WITH patience AS MATERIALIZED (
    SELECT pg_catalog.set_config('lock_timeout', '100ms', TRUE) AS is_set
)
SELECT classes.oid, pg_catalog.pg_total_relation_size(classes.oid) AS bytes,
    classes.reltuples::bigint AS rows
FROM patience, pg_catalog.pg_class AS classes
WHERE classes.oid = ANY (%s) AND patience.is_set IS NOT NULL
"""
_ESTIMATE = """
SELECT classes.oid, current_setting('block_size')::bigint * (
    classes.relpages + coalesce((
        SELECT sum(parts.relpages)
        FROM pg_catalog.pg_index AS indexes
        INNER JOIN pg_catalog.pg_class AS parts ON indexes.indexrelid = parts.oid
        WHERE indexes.indrelid = classes.oid
    ), 0)
)::bigint AS bytes, classes.reltuples::bigint AS rows
FROM pg_catalog.pg_class AS classes
WHERE classes.oid = ANY (%s)
"""


_STORED = """
SELECT classes.oid, namespaces.nspname, classes.relname
FROM pg_catalog.pg_class AS classes
INNER JOIN pg_catalog.pg_namespace AS namespaces ON classes.relnamespace = namespaces.oid
WHERE
    classes.relkind IN ('r', 'm')
    AND namespaces.nspname !~ '^pg_'
    AND namespaces.nspname <> 'information_schema'
"""


@dataclass(frozen=True, slots=True)
class Size:
    """Bytes with indexes and all, and the estimate of rows: -1 where it was never analysed."""

    oid: int
    bytes: int
    rows: int


def read(connection: Connection[TupleRow], oids: Iterable[int]) -> dict[int, Size]:
    """Return the size of each relation. Needs no privilege on it, and writes nothing."""
    wanted = list(oids)
    try:
        return _sizes(connection, _EXACT, wanted)
    except errors.LockNotAvailable:
        return _sizes(connection, _ESTIMATE, wanted)


def stored(connection: Connection[TupleRow]) -> dict[str, Size]:
    """Return the size of all that holds rows, by the name that Schema gives it."""
    found = connection.execute(_STORED.encode()).fetchall()
    sizes = read(connection, (oid for oid, _, _ in found))
    return {qualified(schema, name): sizes[oid] for oid, schema, name in found if oid in sizes}


def _sizes(connection: Connection[TupleRow], query: str, oids: list[int]) -> dict[int, Size]:
    with connection.cursor(row_factory=class_row(Size)) as cursor:
        return {size.oid: size for size in cursor.execute(query.encode(), [oids])}
