"""The whole history up, and each migration back and forth, on a database with rows in it.

Done by the runner itself, from the newest migration to the oldest, so that one replay serves all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from echoes_schema import catalog, seeds
from echoes_schema.compare import between, compare
from echoes_schema.database import connect, conninfo_of, explain
from echoes_schema.errors import EchoesError, FileError, place
from echoes_schema.migrations import folder, runner
from echoes_schema.model import Finding, Level, Report
from echoes_schema.parser import statements
from echoes_schema.rows import Unfilled, fill

if TYPE_CHECKING:
    from psycopg.rows import TupleRow

    from echoes_schema.migrations.folder import Migration
    from echoes_schema.migrations.prospect import Prospect
    from echoes_schema.schema import Schema

_COLUMNS = """
SELECT attrelid::regclass::text, quote_ident(attname)
FROM pg_catalog.pg_attribute
INNER JOIN pg_catalog.pg_class AS classes ON attrelid = classes.oid
INNER JOIN pg_catalog.pg_namespace AS namespaces ON relnamespace = namespaces.oid
WHERE attnum > 0 AND NOT attisdropped AND relkind = 'r'
    AND nspname NOT IN ('information_schema', 'echoes_schema') AND nspname !~ '^pg_'
ORDER BY 1, attnum
"""
# The sum of hashes does not depend on the order of the rows.
_CONTENT = "sum(pg_catalog.hashtextextended((one.{})::text, 0)::numeric)"
_SAY = "Keep the rows in the way back. Only a DROP or TRUNCATE there says that they go."
_DOWN = between("the schema before", "the schema after up and down")
_AGAIN = between("the schema after up", "the schema after up, down and up")
# Of each table the number of its rows, and of each column what is in it.
Rows = Mapping[str, tuple[int, Mapping[str, object]]]


@dataclass(slots=True)
class _Walk:
    """The way through the history: one session runs the migrations, another one looks on."""

    connection: psycopg.Connection[TupleRow]
    onlooker: psycopg.Connection[TupleRow]
    files: folder.Folder
    options: runner.Options
    said: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)

    def up(self) -> Schema:
        runner.up(self.connection, self.files, replace(self.options, steps=1))
        return self.schema()

    def schema(self) -> Schema:
        return catalog.read(self.onlooker)

    def rows(self) -> Rows:
        return _rows(self.onlooker)

    def down(self) -> None:
        """Take one back; `said` has then what was foreseen to be lost."""
        options = replace(self.options, steps=1, confirm=self._hear)
        runner.down(self.connection, self.files.path, options)

    def _hear(self, prospect: Prospect, _names: tuple[str, ...]) -> bool:
        self.said = {loss.object for loss in prospect.losses}
        return True


def verify(
    scratch: psycopg.Connection[TupleRow],
    files: Path,
    *,
    layout: str = "echoes",
    rows: Path | None = None,
) -> Report:
    """Return what does not come back: objects, and rows that no way back says it destroys.

    `scratch` leads to an empty throw-away database. With all migrations applied it gets the seeds,
    what the SQL file `rows` inserts, and made-up rows where a table has none then; one that takes
    none is told, and is no failure. Raises what `runner.up` raises on the way up, and FileError
    where PostgreSQL refuses the rows.
    """
    found = folder.read(files, layout)
    with connect(conninfo_of(scratch)) as onlooker:
        # It does nothing but look, each time at the same.
        onlooker.prepare_threshold, onlooker.prepared_max = 0, None
        walk = _Walk(scratch, onlooker, found, runner.Options(layout=layout))
        return _verified(walk, rows)


def _verified(walk: _Walk, rows: Path | None) -> Report:
    files = walk.files.path
    steps = [walk.schema()]
    for _ in walk.files.migrations:
        steps.append(_sharing(walk.up(), steps[-1]))
    if seeds.paths(files):
        seeds.load(walk.connection, files)
    if rows:
        _insert(walk.connection, rows)
    unfilled = fill(walk.connection)
    content = walk.rows()
    walk.counts["migrations"] = len(walk.files.migrations)
    walk.counts["tables"] = len(content)
    walk.counts["tables with rows"] = sum(1 for count, _ in content.values() if count)
    findings = (*_findings(walk, steps), *map(_empty, unfilled))
    return Report(findings=findings, checked=walk.counts)


def _sharing(schema: Schema, before: Schema) -> Schema:
    """Return a schema that holds the tables of the one before where they are equal.

    Else a long history would hold every table as often as it has migrations.
    """
    known = {table.name: table for table in before.tables}
    same = (known[one.name] if known.get(one.name) == one else one for one in schema.tables)
    return replace(schema, tables=tuple(same))


def _empty(table: Unfilled) -> Finding:
    return Finding(
        rule="no-rows",
        level=Level.INFO,
        object=f"table {table.table}",
        message=f"no row for it was found: {table.reason}",
        hint="Insert some with --rows; else nobody sees whether they would be kept.",
    )


def _insert(connection: psycopg.Connection[TupleRow], rows: Path) -> None:
    text = statements.read_text(rows)
    try:
        connection.execute(text.encode())
    except psycopg.Error as error:
        offset = int(error.diag.statement_position or 1) - 1
        where = place(rows, *statements.position(text, offset))
        hint = "The rows are for the schema that all migrations make."
        raise FileError(f"{where}: {explain(error).message}", hint) from error


def _findings(walk: _Walk, steps: list[Schema]) -> Iterator[Finding]:
    walk.counts["round trips"] = 0
    for number, migration in reversed(list(enumerate(walk.files.migrations))):
        try:
            yield from _round_trip(walk, migration, steps[number], steps[number + 1])
        except EchoesError as error:
            message = f"it does not go back and forth: {error.message}"
            yield _finding("no-round-trip", migration, message, error.hint)
            if number:
                left = f"migrations before it that are not verified: {number}"
                yield replace(_finding("not-verified", migration, left, ""), level=Level.WARNING)
            return
        walk.counts["round trips"] += 1


def _round_trip(
    walk: _Walk, migration: Migration, before: Schema, after: Schema
) -> Iterator[Finding]:
    kept = walk.rows()
    walk.down()
    gone = walk.schema()
    yield from _differing("rollback-differs", migration, compare(before, gone, wording=_DOWN))
    yield from _lost(migration, kept, walk.rows(), walk.said, "down")
    said = walk.said
    again = walk.up()
    yield from _differing("reapply-differs", migration, compare(after, again, wording=_AGAIN))
    yield from _lost(migration, kept, walk.rows(), said, "down and up")
    walk.down()


def _differing(rule: str, migration: Migration, findings: Iterable[Finding]) -> Iterator[Finding]:
    for one in findings:
        found = _finding(rule, migration, f"{one.object}: {one.message}", "")
        yield replace(found, expected=one.expected, actual=one.actual)


def _lost(
    migration: Migration, before: Rows, after: Rows, said: set[str], way: str
) -> Iterator[Finding]:
    """Yield what is other than before in tables and columns that nobody said would be lost."""
    for table, (count, columns) in before.items():
        if not count or {f"table {table}", f"rows of {table}"} & said:
            continue
        if table not in after:
            # It has another name there, or the catalogues differ: that is told already.
            continue
        now, content = after[table]
        if now != count:
            message = f"table {table}: {count} rows before, {now} after {way}"
            yield _finding("rows-lost", migration, message, _SAY)
            continue
        for column, was in columns.items():
            is_said = f"column {table}.{column}" in said or column not in content
            if not is_said and content[column] != was:
                message = f"column {table}.{column}: its values are not the same after {way}"
                yield _finding("rows-lost", migration, message, _SAY)


def _rows(connection: psycopg.Connection[TupleRow]) -> Rows:
    columns: dict[str, list[str]] = {}
    for table, column in connection.execute(_COLUMNS).fetchall():
        columns.setdefault(table, []).append(column)
    # One round trip for all tables.
    with connection.pipeline():
        sums = {
            table: connection.execute(_content(table, names)) for table, names in columns.items()
        }
    return {table: _summed(columns[table], cursor.fetchone()) for table, cursor in sums.items()}


def _content(table: str, columns: list[str]) -> bytes:
    # Names are printed with the quotes that they need.
    sums = [_CONTENT.format(column) for column in columns]
    return f"SELECT {', '.join(['count(*)', *sums])} FROM ONLY {table} AS one".encode()  # noqa: S608


def _summed(columns: list[str], row: TupleRow | None) -> tuple[int, Mapping[str, object]]:
    count, *content = row or (0,)
    return int(count), dict(zip(columns, content, strict=True))


def _finding(rule: str, migration: Migration, message: str, hint: str) -> Finding:
    return Finding(
        rule=rule,
        level=Level.ERROR,
        object=f"migration {migration.id}",
        message=message,
        path=place(migration.down_file),
        line=1,
        hint=hint,
    )
