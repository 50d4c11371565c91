"""A live database held against its documentation, and against what the migrations build."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from echoes_schema import catalog, dictionary, scratch
from echoes_schema.compare import MIGRATED, Judging, compare
from echoes_schema.compare.fixpoint import Server
from echoes_schema.dictionary import Documented
from echoes_schema.errors import FileError, place
from echoes_schema.model import Report
from echoes_schema.schema import Schema, Table, View

if TYPE_CHECKING:
    import psycopg
    from psycopg.rows import TupleRow

    from echoes_schema.scratch import Where


def check(
    connection: psycopg.Connection[TupleRow], docs: Path, server: Server | None = None
) -> Report:
    """Return what was compared, a count by kind, and every difference.

    The connection is idle and in autocommit mode; nothing is written. The `server` is asked about
    SQL that the normaliser does not find equal. Raises FileError when the pages cannot be read or
    document nothing.
    """
    with catalog.reading(connection) as live:
        pages = documented(docs, connection.info.server_version)
        found = live()
    judging = Judging(server=server)
    findings = compare(pages.schema, found, places=pages.places, judging=judging)
    return Report(counted(pages.schema), findings, uncompared(found), judging.methods)


def documented(docs: Path, server_version: int) -> Documented:
    """Return what the pages document for a server; raise FileError where that is nothing."""
    found = dictionary.read(docs, server_version)
    if not found.places:
        raise FileError(
            f"{place(docs)}: no page documents anything",
            "Name the right folder with --docs, or run echoes-schema docs build.",
        )
    return found


def drift(
    connection: psycopg.Connection[TupleRow],
    sql: Path,
    where: Where,
    *,
    layout: str = "echoes",
    to: str | None = None,
) -> Report:
    """Return every difference of a live database from what the migrations up to `to` build.

    They run in a throw-away database; nothing is written to this one. Raises what
    `scratch.migrated` raises.
    """
    live = catalog.read(connection)
    with scratch.migrated(connection, sql, where, layout=layout, to=to) as built:
        return against_migrations(live, built)


def against_migrations(live: Schema, scratch: psycopg.Connection[TupleRow]) -> Report:
    """Return every difference of a live schema from what the migrations build.

    `scratch` leads to a database in which they have run; see scratch.migrated. It is asked about
    SQL that the normaliser does not find equal.
    """
    built = catalog.read(scratch)
    judging = Judging((False, False), Server(lambda: scratch))
    findings = compare(built, live, wording=MIGRATED, judging=judging)
    return Report(counted(built), findings, uncompared(live), judging.methods)


def uncompared(*schemas: Schema) -> dict[str, tuple[str, ...]]:
    """Return what schemas hold that no comparison looks at: names by kind."""
    found: dict[str, list[str]] = {}
    for kind, name in sorted({one for schema in schemas for one in schema.unmodelled}):
        found.setdefault(kind, []).append(name)
    return {kind: tuple(names) for kind, names in found.items()}


def counted(schema: Schema) -> dict[str, int]:
    """Return how many objects of each kind a schema holds, and how many comments."""
    tables, views = schema.tables, schema.views
    relations: tuple[Table | View, ...] = (*tables, *views)
    columns = [column for relation in relations for column in relation.columns]
    constraints = [constraint for table in tables for constraint in table.constraints]
    indexes = [index for relation in relations for index in relation.indexes]
    triggers = [trigger for relation in relations for trigger in relation.triggers]
    parts = (*columns, *constraints, *indexes, *triggers)
    everything = (*relations, *parts, *schema.functions, *schema.others)
    return {
        "tables": len(tables),
        "columns": len(columns),
        "constraints": len(constraints),
        "indexes": len(indexes),
        "views": len(views),
        "functions": len(schema.functions),
        "triggers": len(triggers),
        "comments": sum(1 for item in everything if item.comment),
        **({"others": len(schema.others)} if schema.others else {}),
    }
