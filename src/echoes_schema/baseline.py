"""A history for a database that has the schema already: compared first, then recorded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from echoes_schema import catalog, conform, scratch
from echoes_schema.compare import MIGRATED
from echoes_schema.errors import MigrationError
from echoes_schema.migrations import folder, journal, lock, state
from echoes_schema.migrations.adopt import Adopted, way_back
from echoes_schema.migrations.journal import Journal
from echoes_schema.model import Finding, Level, Report

if TYPE_CHECKING:
    import psycopg
    from psycopg.rows import TupleRow

    from echoes_schema.migrations.folder import Folder, Migration


@dataclass(frozen=True, slots=True)
class Options:
    """How far, and where the migrations are tried out.

    `allows_extra` lets a database hold objects that the migrations do not build. `confirm` is
    asked before anything is written, with what was compared and what would be recorded; it
    answers whether to go on.
    """

    where: scratch.Where
    layout: str = "echoes"
    to: str | None = None
    allows_extra: bool = False
    lock_wait: float = 600.0
    say: Callable[[str], None] = lambda _: None
    confirm: Callable[[Report, tuple[Adopted, ...]], bool] = lambda *_: True


@dataclass(frozen=True, slots=True)
class Baseline:
    """What was compared, and what was recorded: nothing where they differ, or the answer was no."""

    report: Report
    recorded: tuple[Adopted, ...] = ()


def record(connection: psycopg.Connection[TupleRow], sql: Path, options: Options) -> Baseline:
    """Record the migrations up to `to` as applied, if the database is what they build.

    They run in a throw-away database, never in this one. Everything is recorded in one
    transaction, or nothing. Raises MigrationError where there is a history already, and what
    `scratch.migrated` raises.
    """
    files = folder.read(sql, options.layout)
    with lock.hold(connection, options.say, options.lock_wait):
        _refuse_history(connection)
        wanted = _wanted(files, options.to)
        live = catalog.read(connection)
        with scratch.migrated(
            connection, sql, options.where, layout=options.layout, to=options.to
        ) as built:
            report = conform.against_migrations(live, built)
        if any(_is_in_the_way(finding, options) for finding in report.findings):
            return Baseline(report)
        adopted = tuple(map(_as_it_is, wanted))
        if not options.confirm(report, adopted):
            return Baseline(report)
        if catalog.read(connection) != live:
            raise MigrationError(
                "the database has changed meanwhile", "Run the command again, with nobody else."
            )
        _write(connection, files, adopted)
    return Baseline(report, adopted)


def _write(
    connection: psycopg.Connection[TupleRow], files: Folder, adopted: tuple[Adopted, ...]
) -> None:
    book = Journal(connection)
    book.create()
    with connection.transaction():
        for one in adopted:
            book.record_adopted(files.by_id[one.id], one, "baseline")


def _wanted(files: Folder, to: str | None) -> tuple[Migration, ...]:
    names = [str(one.id) for one in files.migrations]
    last = len(names) if to is None else names.index(state.find(to, names)) + 1
    return files.migrations[:last]


def _refuse_history(connection: psycopg.Connection[TupleRow]) -> None:
    known = journal.read(connection).applied
    if known:
        raise MigrationError(
            f"the database has a history already: {', '.join(row.id for row in known)}",
            "`echoes-schema status` shows where it stands; `up` applies the rest.",
        )


def _is_in_the_way(finding: Finding, options: Options) -> bool:
    is_extra = finding.rule.startswith(MIGRATED.extra_rule)
    return finding.level is Level.ERROR and not (is_extra and options.allows_extra)


def _as_it_is(migration: Migration) -> Adopted:
    down, note = way_back(migration)
    return Adopted(
        id=str(migration.id),
        kind=migration.kind,
        path=migration.file,
        applied_at=None,
        is_verified=True,
        down=down,
        is_out_of_order=False,
        note=note,
    )
