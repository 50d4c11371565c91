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


@contextmanager
def needed(connection: Connection[TupleRow], rights: tuple[str, ...]) -> Iterator[None]:
    """Do inside the block what needs these rights, as GRANT names them.

    Raises ServerError with the whole GRANTs, where the role lacks one.
    """
    try:
        yield
    except errors.InsufficientPrivilege as error:
        role, name = connection.execute(_WHO).fetchone() or ("", "")
        grants = "; ".join(f"GRANT {right.format(database=name)} TO {role}" for right in rights)
        raise ServerError(explain(error).message, f"Ask the database's owner: {grants}") from error
