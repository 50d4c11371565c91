"""A folder beside a history: what is applied, pending, changed, missing or failed. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from echoes_schema.errors import MigrationError, place
from echoes_schema.migrations.folder import Folder, Migration
from echoes_schema.migrations.journal import Applied, History, file_hash
from echoes_schema.parser import statements


class State(StrEnum):
    """Where a migration stands. `failed` is pending too, and its last attempt failed."""

    APPLIED = "applied"
    PENDING = "pending"
    CHANGED = "changed"
    MISSING = "missing"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of `status`. `applied_at` is None unless the database has the migration."""

    id: str
    kind: str
    state: State
    applied_at: datetime | None
    is_transactional: bool
    path: str
    note: str


def entries(folder: Folder, history: History) -> tuple[Entry, ...]:
    """Return every migration of the folder in its order, then those that only history knows."""
    known = {row.id: row for row in history.applied}
    failures = dict(history.failures)
    listed = [
        _applied_entry(migration, known[str(migration.id)])
        if migration.id in known
        else _pending_entry(migration, failures.get(str(migration.id)))
        for migration in folder.migrations
    ]
    here = folder.by_id
    missing = [_missing_entry(row) for row in history.applied if row.id not in here]
    return (*listed, *missing)


def pending(folder: Folder, history: History) -> tuple[Migration, ...]:
    """Return what is not applied, in the order in which it runs."""
    known = {row.id for row in history.applied}
    return tuple(migration for migration in folder.migrations if migration.id not in known)


def up_to(
    migrations: tuple[Migration, ...], name: str | None, steps: int | None
) -> tuple[Migration, ...]:
    """Return the first of `migrations`, as far as one named or as many as asked for."""
    if name is not None:
        names = [str(migration.id) for migration in migrations]
        return migrations[: names.index(name) + 1] if name in names else ()
    return migrations[:steps]


def find(name: str, names: Iterable[str]) -> str:
    """Return the one of `names` that is `name` or begins with it (`0012`).

    Raises MigrationError when none does, or several do.
    """
    names = list(names)
    found = [name] if name in names else [known for known in names if known.startswith(name)]
    if len(found) == 1:
        return found[0]
    if found:
        raise MigrationError(f"{name} may be {', '.join(found)}", "Write more of the name.")
    raise MigrationError(f"no migration {name}", "`echoes-schema status` lists them.")


def refuse_changed(folder: Folder, history: History) -> None:
    """Raise MigrationError when a file that is applied says something else now."""
    changed = [
        place(folder.by_id[entry.id].file)
        for entry in entries(folder, history)
        if entry.state is State.CHANGED
    ]
    if changed:
        raise MigrationError(
            f"changed after they were applied: {', '.join(changed)}",
            "Put the old text back (`echoes-schema status --diff` shows it), and write the change "
            "as a new migration.",
        )


def refuse_renamed(folder: Folder, history: History) -> None:
    """Raise MigrationError when a pending file says what a lost one said."""
    lost = {row.content_hash: row.id for row in history.applied if row.id not in folder.by_id}
    for migration in pending(folder, history) if lost else ():
        old = lost.get(statements.content_hash(migration.text, migration.file))
        if old:
            raise MigrationError(
                f"{place(migration.file)} was applied under the name {old}",
                f"Give the file its old name back: {old}.sql.",
            )


def out_of_order(folder: Folder, history: History) -> tuple[Migration, ...]:
    """Return what is pending although something later in the folder's order is applied."""
    known = {row.id for row in history.applied}
    places = [index for index, migration in enumerate(folder.migrations) if migration.id in known]
    last = max(places, default=-1)
    return tuple(
        migration for migration in folder.migrations[: last + 1] if migration.id not in known
    )


def _applied_entry(migration: Migration, row: Applied) -> Entry:
    state, note = State.APPLIED, ""
    if file_hash(migration.text) != row.file_hash:
        note = "cosmetic change since"
        if statements.content_hash(migration.text, migration.file) != row.content_hash:
            state, note = State.CHANGED, "its statements are not those that were applied"
    return Entry(
        id=row.id,
        kind=migration.kind,
        state=state,
        applied_at=row.applied_at,
        is_transactional=row.is_transactional,
        path=place(migration.file),
        note=note or ("applied out of order" if row.is_out_of_order else ""),
    )


def _pending_entry(migration: Migration, failure: str | None) -> Entry:
    return Entry(
        id=str(migration.id),
        kind=migration.kind,
        state=State.PENDING if failure is None else State.FAILED,
        applied_at=None,
        is_transactional=migration.use_transactions,
        path=place(migration.file),
        note=failure or "",
    )


def _missing_entry(row: Applied) -> Entry:
    return Entry(
        id=row.id,
        kind=row.kind,
        state=State.MISSING,
        applied_at=row.applied_at,
        is_transactional=row.is_transactional,
        path="",
        note="its file is gone; down runs from the text in history",
    )
