"""Takes over what another tool has applied: its history becomes ours, and nothing runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from echoes_schema.errors import EchoesError, MigrationError
from echoes_schema.migrations import folder, histories, journal, lock, script
from echoes_schema.migrations.journal import Journal

if TYPE_CHECKING:
    from psycopg import Connection
    from psycopg.rows import TupleRow

    from echoes_schema.migrations.folder import Folder, Migration
    from echoes_schema.migrations.histories.record import TheirHistory


@dataclass(frozen=True, slots=True)
class Adopted:
    """One migration that is taken over.

    `applied_at` is None where the other tool does not keep it, and then the moment of the
    adoption is recorded. `down` is the text that will take it back; `is_verified` says that the
    other tool's checksum was compared.
    """

    id: str
    kind: str
    path: Path
    applied_at: datetime | None
    is_verified: bool
    down: str | None
    is_out_of_order: bool
    note: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What would be recorded, in the order of application, and what else is worth knowing."""

    table: str
    migrations: tuple[Adopted, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Options:
    """Whose history it is, and how the files lie.

    `table` is the other tool's table where it has not its usual name. `confirm` is asked before
    anything is written; it answers whether to go on.
    """

    tool: str
    layout: str
    table: str | None = None
    lock_wait: float = 600.0
    say: Callable[[str], None] = lambda _: None
    confirm: Callable[[Proposal], bool] = lambda _: True


def adopt(connection: Connection[TupleRow], sql: Path, options: Options) -> tuple[Adopted, ...]:
    """Record as applied what the other tool says is applied, and return it.

    Everything is recorded in one transaction, or nothing. Raises MigrationError when a row of
    theirs has no file, a file is not what was applied, a file was skipped, or ours is recorded
    already; SettingsError when there is no such table.
    """
    files = folder.read(sql, options.layout)
    with lock.hold(connection, options.say, options.lock_wait):
        theirs = histories.read(connection, options.tool, options.table, files)
        proposal = propose(files, theirs, [row.id for row in journal.read(connection).applied])
        if not proposal.migrations or not options.confirm(proposal):
            return ()
        book = Journal(connection)
        book.create()
        with connection.transaction():
            if histories.read(connection, options.tool, options.table, files) != theirs:
                raise MigrationError(
                    f"{theirs.table} has changed meanwhile",
                    "Stop what runs the other tool, then run the command again.",
                )
            for one in proposal.migrations:
                book.record_adopted(files.by_id[one.id], one)
    return proposal.migrations


def propose(files: Folder, theirs: TheirHistory, ours: Iterable[str]) -> Proposal:
    """Return what would be recorded; `ours` are the names that we have as applied."""
    known = set(ours)
    found = [record.id for record in theirs.records if record.id is not None]
    _refuse_strangers(theirs)
    _refuse_known([name for name in found if name in known], theirs)
    _refuse_gaps(files, {*found, *known}, found)
    by_id, places = files.by_id, {str(one.id): at for at, one in enumerate(files.migrations)}
    last = max((places.get(name, -1) for name in known), default=-1)
    adopted = []
    for record in theirs.records:
        migration = by_id[str(record.id)]
        down, note = way_back(migration)
        adopted.append(
            Adopted(
                id=str(migration.id),
                kind=migration.kind,
                path=migration.file,
                applied_at=record.applied_at,
                is_verified=record.is_verified,
                down=down,
                is_out_of_order=places[str(migration.id)] < last,
                note="; ".join(filter(None, [record.note, note])),
            )
        )
        last = max(last, places[str(migration.id)])
    return Proposal(theirs.table, tuple(adopted), theirs.notes)


def _refuse_strangers(theirs: TheirHistory) -> None:
    strangers = [record.label for record in theirs.records if record.id is None]
    if strangers:
        raise MigrationError(
            f"applied, by {theirs.table}, but without a file: {', '.join(strangers)}",
            "Put the files back, or name their folder with --sql and its layout with --layout.",
        )


def _refuse_known(known: list[str], theirs: TheirHistory) -> None:
    if known:
        raise MigrationError(
            f"in our own history already: {', '.join(known)}",
            f"Leave {theirs.table} alone: `echoes-schema status` shows where the database stands.",
        )


def _refuse_gaps(files: Folder, applied: set[str], found: list[str]) -> None:
    names = [str(one.id) for one in files.migrations]
    last = max((names.index(name) for name in found), default=0)
    skipped = [name for name in names[:last] if name not in applied]
    if skipped:
        raise MigrationError(
            f"not applied, though later ones are: {', '.join(skipped)}",
            "Apply them with the other tool first, or give them higher numbers.",
        )


def way_back(migration: Migration) -> tuple[str | None, str]:
    """Return the text that takes a migration back, and what is wrong where there is none."""
    if migration.header.irreversible:
        return None, "irreversible"
    try:
        text = script.way_back(migration)
    except EchoesError as error:
        return None, f"its way back cannot run: {error.message.splitlines()[0]}"
    return text, "" if text else "no way back"
