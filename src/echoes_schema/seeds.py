"""The reference data: every file of sql/seeds in one transaction, and what it changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import psycopg

from echoes_schema.database import explain
from echoes_schema.errors import FileError, MigrationError, place
from echoes_schema.migrations import writable
from echoes_schema.migrations.layouts.source import sql_files
from echoes_schema.parser import statements
from echoes_schema.parser.statements import Statement

if TYPE_CHECKING:
    from psycopg.rows import TupleRow

FOLDER = "seeds"
# What EXPLAIN can run, so PostgreSQL itself would refuse the rest; here it is refused earlier.
KINDS = {"InsertStmt", "UpdateStmt", "DeleteStmt", "SelectStmt"}
# EXPLAIN ANALYZE runs the statement and says what became of each row. The command's own count
# adds inserted and updated rows up, and does not know those that stayed.
_EXPLAIN = "EXPLAIN (ANALYZE, FORMAT JSON, COSTS OFF, TIMING OFF) "
# A second load waits for the first, whatever the order of its files, and then sees its rows:
# a repeatable read would not. A row that somebody holds must not make it wait for ever.
_PRELUDE = (
    "SET TRANSACTION ISOLATION LEVEL READ COMMITTED",
    "SELECT set_config('lock_timeout', '30s', true) WHERE current_setting('lock_timeout') = '0'",
    "SELECT pg_advisory_xact_lock(hashtextextended('echoes-schema seed', 0))",
)
_APPLY_FIRST = "Apply the schema first: run `echoes-schema up`."
_HINTS = {
    "3F000": _APPLY_FIRST,
    "42P01": _APPLY_FIRST,
    "42703": "Correct the name, or apply the newest schema first: run `echoes-schema up`.",
    "55P03": "Another session holds these rows: let it end, then run it again.",
    "40P01": "Another session held these rows: run it again.",
    "25006": "Connect to the primary server: a standby cannot be written to.",
}
_NOTHING_KEPT = "Correct the row or the statement; nothing of this load was kept."

_Plan = TypedDict(
    "_Plan",
    {
        "Node Type": str,
        "Operation": str,
        "Parent Relationship": str,
        "Relation Name": str,
        "Actual Rows": float,
        "Conflict Resolution": str,
        "Tuples Inserted": int,
        "Conflicting Tuples": int,
        "Rows Removed by Conflict Filter": int,
        "Plans": "list[_Plan]",
    },
    total=False,
)


@dataclass(frozen=True, slots=True)
class SeedFile:
    """What became of the rows of one file.

    `table` names the tables that the file writes to, in their order. `unchanged` counts the rows
    that were there and stayed as they were: the rows that an ON CONFLICT clause left alone.
    """

    file: str
    table: str
    inserted: int
    updated: int
    deleted: int
    unchanged: int

    @property
    def is_changed(self) -> bool:
        return bool(self.inserted or self.updated or self.deleted)


@dataclass(frozen=True, slots=True)
class SeedResult:
    """What a load did, a file at a time, in the order in which they ran."""

    files: tuple[SeedFile, ...]

    @property
    def is_changed(self) -> bool:
        return any(file.is_changed for file in self.files)


@dataclass(frozen=True, slots=True)
class _Script:
    path: Path
    text: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class _Change:
    table: str
    inserted: int = 0
    updated: int = 0
    deleted: int = 0
    unchanged: int = 0


def paths(sql: Path) -> list[Path]:
    """Return the seed files below `sql` by name; none where there is no folder of them."""
    folder = sql / FOLDER
    return sql_files(folder) if folder.is_dir() else []


def load(connection: psycopg.Connection[TupleRow], sql: Path) -> SeedResult:
    """Run every file of `sql`/seeds in the order of their names, all of them or none.

    `connection` is in autocommit mode. Loads that run at the same time wait for each other.
    Raises FileError for a folder without files and a file that is not data, before anything runs;
    MigrationError where PostgreSQL refuses a statement; ServerError where the server is lost, or
    the session cannot write.
    """
    scripts = [_read(path) for path in _required(sql)]
    writable.require(connection)
    try:
        with connection.transaction():
            for command in _PRELUDE:
                connection.execute(command.encode())
            return SeedResult(tuple(_run(connection, script) for script in scripts))
    except psycopg.Error as error:
        raise explain(error) from error


def _required(sql: Path) -> list[Path]:
    found, folder = paths(sql), sql / FOLDER
    if not found:
        raise FileError(
            f"{place(folder)}: no seed files" if folder.is_dir() else f"{place(folder)}: no folder",
            "Write NNN_<table>.sql there, or name another project's folder with --sql.",
        )
    return found


def _read(path: Path) -> _Script:
    text = statements.read_text(path)
    script = _Script(path, text, statements.split(text, path))
    if not script.statements:
        raise FileError(f"{place(path)}: no statement", "Write an INSERT, or remove the file.")
    for statement in script.statements:
        _require_data(statement, path)
    return script


def _require_data(statement: Statement, path: Path) -> None:
    # SELECT … INTO makes a table.
    if statement.kind not in KINDS or "intoClause" in statement.node:
        first = " ".join(statement.sql.split()[:2])
        raise FileError(
            f"{place(path, statement.line, statement.column)}: {first} … is not data",
            "A seed file holds INSERT, UPDATE, DELETE and SELECT. Write a migration for the rest.",
        )


def _run(connection: psycopg.Connection[TupleRow], script: _Script) -> SeedFile:
    changes = [
        change
        for statement in script.statements
        for plan in _execute(connection, script, statement)
        for change in _changes(plan)
    ]
    return SeedFile(
        file=script.path.name,
        table=", ".join(dict.fromkeys(change.table for change in changes)),
        inserted=sum(change.inserted for change in changes),
        updated=sum(change.updated for change in changes),
        deleted=sum(change.deleted for change in changes),
        unchanged=sum(change.unchanged for change in changes),
    )


def _execute(
    connection: psycopg.Connection[TupleRow], script: _Script, statement: Statement
) -> list[_Plan]:
    command = (_EXPLAIN + statement.sql).encode(connection.info.encoding)
    try:
        row = connection.execute(command).fetchone()
    except psycopg.Error as error:
        if connection.closed:  # not the statement's fault
            raise
        raise _refusal(error, script, statement) from error
    return [entry["Plan"] for entry in row[0] if "Plan" in entry] if row else []


def _changes(plan: _Plan) -> Iterator[_Change]:
    if plan["Node Type"] == "ModifyTable":
        yield _change(plan)
    for child in plan.get("Plans", ()):
        yield from _changes(child)


def _change(plan: _Plan) -> _Change:
    table, rows = plan["Relation Name"], _rows_fed(plan)
    if plan["Operation"] == "Delete":
        return _Change(table, deleted=rows)
    if plan["Operation"] == "Update":
        return _Change(table, updated=rows)
    conflicts = plan.get("Conflicting Tuples", 0)
    does_nothing = plan.get("Conflict Resolution") == "NOTHING"
    unchanged = conflicts if does_nothing else plan.get("Rows Removed by Conflict Filter", 0)
    return _Change(
        table,
        inserted=plan.get("Tuples Inserted", rows),
        updated=conflicts - unchanged,
        unchanged=unchanged,
    )


def _rows_fed(plan: _Plan) -> int:
    """Return how many rows reached the node that writes; from 18 on PostgreSQL says 2.00 for 2."""
    children = plan.get("Plans", ())
    fed = [child for child in children if child["Parent Relationship"] == "Outer"]
    return sum(round(child["Actual Rows"]) for child in fed)


def _refusal(error: psycopg.Error, script: _Script, statement: Statement) -> MigrationError:
    diag = error.diag
    where, excerpt = place(script.path, statement.line), ""
    if diag.statement_position:
        offset = statement.offset + int(diag.statement_position) - 1 - len(_EXPLAIN)
        where = place(script.path, *statements.position(script.text, offset))
        excerpt = "\n" + statements.excerpt(script.text, offset)
    detail = f"\n  detail: {diag.message_detail}" if diag.message_detail else ""
    explained = explain(error)
    return MigrationError(
        f"{where}: {explained.message} (SQLSTATE {error.sqlstate}){detail}{excerpt}",
        diag.message_hint or _HINTS.get(error.sqlstate or "") or explained.hint or _NOTHING_KEPT,
    )
