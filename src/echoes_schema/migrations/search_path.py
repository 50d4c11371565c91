"""Names without a schema mean what they mean to the script: its own search_path is followed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from echoes_schema.parser import statements

if TYPE_CHECKING:
    from psycopg import Connection
    from psycopg.rows import TupleRow

    from echoes_schema.migrations.script import Script
    from echoes_schema.parser.statements import Statement

_RESET = b"RESET search_path"


def followed(
    connection: Connection[TupleRow], scripts: Iterable[Script]
) -> Iterator[tuple[Script, Statement]]:
    """Yield each statement with its script, while the session's search_path is the statement's.

    Inside a transaction that is to be rolled back. Between scripts the path is put back.
    """
    for script in scripts:
        is_set = False
        for statement in script.statements:
            name = statements.setting(statement)
            if name in ("search_path", "ALL"):
                connection.execute(_RESET if name == "ALL" else statement.sql.encode())
                is_set = True
            yield script, statement
        if is_set:
            connection.execute(_RESET)
