"""Which rights on the bookkeeping a role lacks, as the GRANTs that give them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from psycopg import errors

from echoes_schema.database import explain
from echoes_schema.errors import ServerError

if TYPE_CHECKING:
    from psycopg import Connection
    from psycopg.rows import TupleRow

_WHO = "SELECT quote_ident(current_user), quote_ident(current_database())"
TO_READ = ("USAGE ON SCHEMA echoes_schema", "SELECT ON ALL TABLES IN SCHEMA echoes_schema")
TO_CREATE = ("CREATE ON DATABASE {database}",)
TO_CREATE_TABLES = ("CREATE ON SCHEMA echoes_schema",)
_WRITING = ("SELECT", "INSERT", "UPDATE", "DELETE")
_TO_WRITE = (TO_READ[0], f"{', '.join(_WRITING)} ON ALL TABLES IN SCHEMA echoes_schema")
_MAY_WRITE = """
SELECT coalesce(bool_and(has_table_privilege(tables.oid, writing.word)), true)
FROM pg_catalog.pg_class AS tables, unnest(%s::text[]) AS writing (word)
WHERE tables.relnamespace = to_regnamespace('echoes_schema') AND tables.relkind IN ('r', 'p')
"""


@contextmanager
def needed(connection: Connection[TupleRow], rights: tuple[str, ...]) -> Iterator[None]:
    """Do inside the block what needs these rights, as GRANT names them.

    Raises ServerError with the whole GRANTs, where the role lacks one.
    """
    try:
        yield
    except errors.InsufficientPrivilege as error:
        raise ServerError(explain(error).message, _grants(connection, rights)) from error


def require_writing(connection: Connection[TupleRow]) -> None:
    """Raise ServerError where the role may not write the bookkeeping that stands already."""
    if connection.execute(_MAY_WRITE, [list(_WRITING)]).fetchone() == (False,):
        raise ServerError(
            "the role may not write the bookkeeping in the schema echoes_schema",
            _grants(connection, _TO_WRITE),
        )


def _grants(connection: Connection[TupleRow], rights: tuple[str, ...]) -> str:
    role, name = connection.execute(_WHO).fetchone() or ("", "")
    grants = "; ".join(f"GRANT {right.format(database=name)} TO {role}" for right in rights)
    return f"Ask the database's owner: {grants}"
