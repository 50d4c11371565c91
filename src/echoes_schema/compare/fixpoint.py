"""Whether PostgreSQL itself takes two spellings of SQL for one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

if TYPE_CHECKING:
    from psycopg.rows import TupleRow

    from echoes_schema.compare.facts import Sql

_ROWS = re.compile(r"\b(?:old|new)\b\s*\.", re.IGNORECASE)
_VIEW = sql.Identifier("pg_temp", "echoes_fixpoint")
_PRINTED = "SELECT pg_catalog.pg_get_viewdef('pg_temp.echoes_fixpoint'::regclass)"
# What people write means the objects in `public`; a server prints all other schemas.
_PATHS = {True: "public", False: ""}


class Server:
    """A throw-away database that deparses SQL, parses that and deparses it again.

    After the second time equal meanings are printed alike. `open` is called when the first two
    spellings are to be compared; nothing that is made stays.
    """

    def __init__(self, open_: Callable[[], psycopg.Connection[TupleRow] | None]) -> None:
        self._open = open_
        self._connection: psycopg.Connection[TupleRow] | None = None
        self._is_open = False

    def is_same(
        self, one: tuple[Sql, bool], other: tuple[Sql, bool], types: Mapping[str, str]
    ) -> bool | None:
        """Tell whether two spellings mean the same, None where the server cannot tell.

        Each comes with whether people wrote it. `types` are those of the columns in reach. The
        server cannot tell of what speaks of objects that the throw-away database lacks.
        """
        if not self._is_open:
            self._connection, self._is_open = self._open(), True
        if self._connection is None:
            return None
        try:
            with self._connection.transaction(force_rollback=True):
                forms = [
                    self._fixpoint(_query(text, types), _PATHS[by_hand])
                    for text, by_hand in (one, other)
                ]
        except psycopg.Error:
            if self._connection.closed:
                self._connection = None
            return None
        return forms[0] == forms[1]

    def _fixpoint(self, query: sql.Composable, path: str) -> str:
        printed = self._print(query, path)
        return self._print(sql.SQL(printed.rstrip(";")), "")

    def _print(self, query: sql.Composable, path: str) -> str:
        """Return how the server prints the view of a query."""
        assert self._connection
        self._connection.execute("SELECT set_config('search_path', %s, true)", [path])
        self._connection.execute(sql.SQL("CREATE VIEW {} AS {}").format(_VIEW, query))
        self._connection.execute("SELECT set_config('search_path', '', true)")
        row = self._connection.execute(_PRINTED).fetchone()
        self._connection.execute(sql.SQL("DROP VIEW {}").format(_VIEW))
        return str(row[0]) if row else ""


def _query(text: Sql, types: Mapping[str, str]) -> sql.Composable:
    """Return a query that is the SQL, or has it as its only column.

    The columns that an expression speaks of are NULLs of their types.
    """
    written = sql.SQL(text.text)
    if text.is_query:
        return written
    if not types:
        return sql.SQL("SELECT ({}) AS x").format(written)
    columns = sql.SQL(", ").join(
        sql.SQL("NULL::{} AS {}").format(sql.SQL(kind), sql.Identifier(name))
        for name, kind in types.items()
    )
    names = ("old", "new") if _ROWS.search(text.text) else ("row",)
    rows = sql.SQL(", ").join(
        sql.SQL("(SELECT {}) AS {}").format(columns, sql.Identifier(name)) for name in names
    )
    return sql.SQL("SELECT ({}) AS x FROM {}").format(written, rows)
