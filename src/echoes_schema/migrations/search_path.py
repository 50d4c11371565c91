"""Names without a schema mean what they mean to the script: its own search_path is followed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from psycopg import Connection
    from psycopg.rows import TupleRow

    from echoes_schema.migrations.script import Script
    from echoes_schema.parser.statements import Statement

# As pg_dump writes it: a call of anything else is not run before its time.
_CALL = re.compile(
    r"SELECT\s+(?:pg_catalog\s*\.\s*)?set_config\s*"
    r"\(\s*'search_path'\s*,\s*'[^']*'\s*,\s*(?:true|false)\s*\)",
    re.IGNORECASE,
)


def followed(
    connection: Connection[TupleRow], scripts: Iterable[Script]
) -> Iterator[tuple[Script, Statement]]:
    """Yield each statement with its script, while the session's search_path is the statement's.

    Inside a transaction that is to be rolled back. Between scripts the path is put back.
    """
    for script in scripts:
        is_set = False
        for statement in script.statements:
            if _sets(statement):
                connection.execute(statement.sql.encode())
                is_set = True
            yield script, statement
        if is_set:
            connection.execute("RESET search_path")


def _sets(statement: Statement) -> bool:
    if statement.kind == "VariableSetStmt":
        return statement.node.get("name") == "search_path"
    return statement.kind == "SelectStmt" and bool(_CALL.fullmatch(statement.sql))
