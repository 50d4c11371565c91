"""A table of another tool: found by its name, and known by its columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from psycopg import sql

from echoes_schema.errors import SettingsError

if TYPE_CHECKING:
    from psycopg import Connection
    from psycopg.rows import TupleRow

_FIND = """
SELECT namespaces.nspname, classes.relname, array_agg(attributes.attname::text)
FROM pg_catalog.pg_class AS classes
INNER JOIN pg_catalog.pg_namespace AS namespaces ON classes.relnamespace = namespaces.oid
INNER JOIN pg_catalog.pg_attribute AS attributes ON classes.oid = attributes.attrelid
WHERE classes.oid = to_regclass(%s) AND attributes.attnum > 0 AND NOT attributes.attisdropped
GROUP BY namespaces.nspname, classes.relname
"""


@dataclass(frozen=True, slots=True)
class Table:
    """A table that is there, with its schema."""

    schema: str
    name: str

    @property
    def label(self) -> str:
        return f"{self.schema}.{self.name}"

    @property
    def identifier(self) -> sql.Identifier:
        return sql.Identifier(self.schema, self.name)


def find(
    connection: Connection[TupleRow],
    name: str,
    columns: Iterable[str],
    *,
    without: Iterable[str] = (),
) -> Table:
    """Return the table `name` or `schema.name`.

    Raises SettingsError when it is not there, lacks one of `columns`, or has one of `without`.
    """
    parts = [part.strip('"') for part in name.split(".")]
    quoted = sql.Identifier(*parts).as_string(connection)
    row = connection.execute(_FIND, [quoted]).fetchone()
    if row is None:
        raise SettingsError(
            f"there is no table {name} on the search path",
            "Name the table with its schema: --table other.table.",
        )
    table, present = Table(str(row[0]), str(row[1])), set(row[2])
    odd = [f"no column {column}" for column in columns if column not in present]
    odd += [f"a column {column}" for column in without if column in present]
    if odd:
        raise SettingsError(
            f"{table.label} has {', '.join(odd)}: it is another tool's, or of another release",
            "Name the tool with --from, its table with --table.",
        )
    return table
