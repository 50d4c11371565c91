"""Questions to PostgreSQL's catalogue, asked apart from the toolkit that is under test."""

from collections.abc import Iterator

import psycopg

DEFINITION = """
SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint
WHERE connamespace = 'public'::regnamespace AND conname = %s AND contype = %s
"""
NAMES_OF_CONSTRAINTS = """
SELECT conname FROM pg_constraint
WHERE connamespace = 'public'::regnamespace AND contype = %s
"""
INDEX = """
SELECT
    indrelid::regclass::text,
    regexp_replace(pg_get_indexdef(indexrelid), '^.* USING ', ''),
    indisvalid AND indisready
FROM pg_index
WHERE indexrelid = to_regclass(%s)
"""
# The key columns of every index, each with its order, and its predicate.
KEYS_OF_INDEXES = """
SELECT
    indexrelid::regclass::text,
    indrelid::regclass::text || coalesce(pg_get_expr(indpred, indrelid), ''),
    indisunique,
    ARRAY(
        SELECT pg_get_indexdef(indexrelid, place, true) || indoption[place - 1]
        FROM generate_series(1, indnkeyatts) AS place
    )
FROM pg_index
INNER JOIN pg_class ON indexrelid = pg_class.oid
WHERE relnamespace = 'public'::regnamespace
"""


def column(connection: psycopg.Connection, table: str, name: str) -> tuple[object, ...] | None:
    """Return type, whether it is NOT NULL and default of a column; None: no such column."""
    return connection.execute(
        """
        SELECT format_type(atttypid, atttypmod), attnotnull, pg_get_expr(adbin, adrelid)
        FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
        WHERE attrelid = to_regclass(%s) AND attname = %s AND NOT attisdropped
        """,
        (table, name),
    ).fetchone()


def names(connection: psycopg.Connection, query: str, *values: str) -> list[str]:
    """Return the first column of what `query` finds."""
    return [str(name) for (name, *_) in connection.execute(query.encode(), values)]


def column_names(connection: psycopg.Connection, table: str) -> list[str]:
    """Return the columns of `table` in their order."""
    return names(
        connection,
        "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attnum > 0"
        " AND NOT attisdropped ORDER BY attnum",
        table,
    )


def triggers(connection: psycopg.Connection, table: str) -> list[tuple[str, ...]]:
    """Return function, condition and moment of every trigger that a person wrote."""
    return connection.execute(
        """
        SELECT
            tgfoid::regproc::text,
            substring(pg_get_triggerdef(oid) FROM 'WHEN (.*) EXECUTE'),
            substring(pg_get_triggerdef(oid) FROM '(BEFORE|AFTER) .* ON')
        FROM pg_trigger
        WHERE tgrelid = to_regclass(%s) AND NOT tgisinternal AND tgenabled = 'O'
        """,
        (table,),
    ).fetchall()


def redundant(connection: psycopg.Connection) -> Iterator[tuple[str, str]]:
    """Yield each index that another one on the same rows can stand in for, and that one."""
    indexes = connection.execute(KEYS_OF_INDEXES).fetchall()
    for name, rows, is_unique, key in indexes:
        for other, other_rows, _, longer in indexes:
            begins = longer[: len(key)] == key and not is_unique
            if name != other and rows == other_rows and (begins or longer == key):
                yield name, other
