"""Deferred constraints of files that share a transaction: each begins as it would alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from psycopg import Connection
    from psycopg.rows import TupleRow

# Checks everything that was deferred, now.
CHECK = b"SET CONSTRAINTS ALL IMMEDIATE"

# Nothing gives constraints back the mode that they were declared with. So all are deferred, and
# those that are not so by declaration are named; one that a later file creates is not among them,
# and is checked at the end of that file.
_AS_DECLARED = """
SELECT 'SET CONSTRAINTS ALL DEFERRED' || coalesce(
    '; SET CONSTRAINTS '
        || string_agg(DISTINCT format('%I.%I', namespaces.nspname, constraints.conname), ', ')
        || ' IMMEDIATE',
    ''
)
FROM pg_catalog.pg_constraint AS constraints
INNER JOIN pg_catalog.pg_namespace AS namespaces ON constraints.connamespace = namespaces.oid
WHERE constraints.condeferrable AND NOT constraints.condeferred
    AND namespaces.nspname !~ '^pg_' AND has_schema_privilege(namespaces.oid, 'USAGE')
"""


def restore(connection: Connection[TupleRow]) -> None:
    """Defer again, after a check, what is deferred by declaration; nothing may be waiting."""
    row = connection.execute(_AS_DECLARED).fetchone()
    connection.execute(str(row[0]).encode() if row else b"")
