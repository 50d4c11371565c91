"""A folder beside a history: what is applied, pending, changed, missing or failed. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, StrEnum, auto

from echoes_schema.errors import FileError, MigrationError, place
from echoes_schema.migrations.backfills import Backfill
from echoes_schema.migrations.folder import Folder, Migration
from echoes_schema.migrations.journal import Applied, History, file_hash
from echoes_schema.migrations.layouts.source import digits, rank
from echoes_schema.parser import statements

_FORGET = "DELETE FROM echoes_schema.{} WHERE migration_id IN ({});"


class State(StrEnum):
    """Where a migration stands. `failed` is pending too, and its last attempt failed."""

    APPLIED = "applied"
    PENDING = "pending"
    CHANGED = "changed"
    MISSING = "missing"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of `status`. `applied_at` is None unless the database has the migration.

    `rows_passed`, of about `rows_expected`, are those of batches that are not finished, else None.
    `is_half_done` says that its file, or its rollback, was begun outside a transaction and not
    finished.
    """

    id: str
    kind: str
    state: State
    applied_at: datetime | None
    is_transactional: bool
    path: str
    note: str
    rows_passed: int | None = None
    rows_expected: int | None = None
    is_half_done: bool = False


def entries(folder: Folder, history: History) -> tuple[Entry, ...]:
    """Return every migration of the folder in its order, then those that only history knows."""
    known = {row.id: row for row in history.applied}
    failures = dict(history.failures)
    begun = _begun(history)
    listed = [
        _applied_entry(migration, known[str(migration.id)], begun.get(str(migration.id), ""))
        if migration.id in known
        else _pending_entry(
            migration, failures.get(str(migration.id)), begun.get(str(migration.id), "")
        )
        for migration in folder.migrations
    ]
    here = folder.by_id
    missing = [
        _missing_entry(row, begun.get(row.id, "")) for row in history.applied if row.id not in here
    ]
    abandoned = [
        _abandoned_entry(name, failures.get(name), begun[name])
        for name in _abandoned(folder, history)
    ]
    half_way = {one.migration_id: one for one in history.backfills}
    return tuple(
        _with_rows(entry, half_way.get(entry.id)) for entry in (*listed, *missing, *abandoned)
    )


def pending(folder: Folder, history: History) -> tuple[Migration, ...]:
    """Return what is not applied, in the order in which it runs."""
    known = {row.id for row in history.applied}
    return tuple(migration for migration in folder.migrations if migration.id not in known)


def find(name: str, names: Iterable[str]) -> str:
    """Return the one of `names` that is `name`, has that number (`0012`) or begins with it.

    Raises MigrationError when none does, or several do.
    """
    names = list(names)
    found = (
        [known for known in names if known == name]
        or [known for known in names if known.partition("_")[0] == name]
        or [known for known in names if known.startswith(name)]
    )
    if len(found) == 1:
        return found[0]
    if found:
        raise MigrationError(f"{name} may be {', '.join(found)}", "Write more of the name.")
    raise MigrationError(f"no migration {name}", "`echoes-schema status` lists them.")


def refuse_foreign(folder: Folder, history: History) -> None:
    """Raise MigrationError when the database has migrations, and none of them is of this folder.

    Two projects that meet in one database would each undo what the other stands on.
    """
    here = folder.by_id
    if history.applied and here and not any(row.id in here for row in history.applied):
        raise MigrationError(
            f"the database belongs to other migrations: it has {len(history.applied)}, the last "
            f"is {history.applied[-1].id}, and none of them is in {place(folder.path)}",
            "Name the right folder with --sql or another database with --database; the embedded "
            "server is another one for each ECHOES_HOME.",
        )


def changed(folder: Folder, history: History) -> tuple[Migration, ...]:
    """Return the files that are applied and say something else now."""
    known = {row.id: row for row in history.applied}
    return tuple(
        migration
        for migration in folder.migrations
        if migration.id in known and _change(migration, known[str(migration.id)]) is _Change.REAL
    )


def refuse_renamed(folder: Folder, history: History) -> None:
    """Raise MigrationError when a pending file says what a lost one said."""
    here = folder.by_id
    lost = {row.content_hash: row.id for row in history.applied if row.id not in here}
    for migration in pending(folder, history) if lost else ():
        found = statements.split(migration.text, migration.file)
        old = lost.get(statements.content_hash(found))
        if old:
            raise MigrationError(
                f"{place(migration.file)} was applied under the name {old}",
                f"Give the file its old name back: {old}.sql.",
            )


def refuse_half_done(history: History, operation: str) -> None:
    """Raise MigrationError for files whose `operation`, `apply` or `rollback`, is half done.

    That is what the other direction would build on.
    """
    names = ", ".join(sorted(name for name, begun in history.half_done if begun == operation))
    if names and operation == "apply":
        raise MigrationError(
            f"half applied: {names}",
            "Run `echoes-schema up` to finish it, its file mended where it fails; then `down`.",
        )
    if names:
        raise MigrationError(
            f"half taken back: {names}",
            "Run `echoes-schema down` to finish that; then `up`.",
        )


def refuse_abandoned(folder: Folder, history: History) -> None:
    """Raise MigrationError for what is half applied and has no file that could finish it."""
    names = _abandoned(folder, history)
    if not names:
        return
    has_batches = any(one.migration_id in names for one in history.backfills)
    tables = ("checkpoints", "backfills") if has_batches else ("checkpoints",)
    listed = ", ".join("'" + name.replace("'", "''") + "'" for name in names)
    raise MigrationError(
        f"half applied, and its file is gone: {', '.join(names)}",
        "Put it back, and `up` finishes it. Or undo by hand what it did, and have it forgotten: "
        + " ".join(_FORGET.format(table, listed) for table in tables),
    )


def _abandoned(folder: Folder, history: History) -> list[str]:
    known = {row.id for row in history.applied} | folder.by_id.keys()
    names = {name for name, operation in history.half_done if operation == "apply"}
    return sorted(names - known)


def out_of_order(folder: Folder, history: History) -> tuple[Migration, ...]:
    """Return what is pending although something later is applied.

    Later is what comes after it in the folder's order, and a lost file of a higher number: a lost
    name without one says nothing of its place.
    """
    known = {row.id for row in history.applied}
    places = [index for index, migration in enumerate(folder.migrations) if migration.id in known]
    last = max(places, default=-1)
    gone = (name for name in known - folder.by_id.keys() if digits(name))
    lost = max(map(rank, gone), default=(-1.0, ""))
    return tuple(
        migration
        for index, migration in enumerate(folder.migrations)
        if migration.id not in known and (index < last or rank(str(migration.id)) < lost)
    )


def _begun(history: History) -> dict[str, str]:
    """Return the names of what is half done, and what to say of it."""
    found = {name: "begun, not finished" for name, _ in history.half_done}
    for one in history.backfills:
        rows = f"{one.rows_passed} of about {one.rows_expected} rows"
        found[one.migration_id] = f"begun, not finished: {rows}"
    return found


def _with_rows(entry: Entry, found: Backfill | None) -> Entry:
    if found is None:
        return entry
    return replace(entry, rows_passed=found.rows_passed, rows_expected=found.rows_expected)


def again(folder: Folder, history: History, names: Iterable[str]) -> tuple[Migration, ...]:
    """Return the files of applied migrations that are to be applied once more, in their order.

    Raises MigrationError for a file that is gone, or that now depends on what is not applied.
    """
    wanted, known = set(names), {row.id for row in history.applied}
    lost = sorted(wanted - folder.by_id.keys())
    if lost:
        raise MigrationError(
            f"no file to apply again: {', '.join(lost)}",
            "Put it back, or only take it back, with `echoes-schema down`.",
        )
    found = tuple(migration for migration in folder.migrations if migration.id in wanted)
    for migration in found:
        open_ones = [name for name in migration.header.depends if name not in known]
        if open_ones:
            raise MigrationError(
                f"{place(migration.file)}: depends on {', '.join(open_ones)}, which is not applied",
                "Take it back with `echoes-schema down`; `up` then applies both in their order.",
            )
    return found


def _applied_entry(migration: Migration, row: Applied, begun: str) -> Entry:
    state, note = State.APPLIED, f"its rollback is {begun}" if begun else ""
    change = _change(migration, row)
    if change is _Change.REAL:
        state, note = State.CHANGED, "its statements are not those that were applied"
    elif change is _Change.COSMETIC:
        note = note or "cosmetic change since"
    return Entry(
        id=row.id,
        kind=migration.kind,
        state=state,
        applied_at=row.applied_at,
        is_transactional=row.is_transactional,
        path=place(migration.file),
        note=note or ("applied out of order" if row.is_out_of_order else ""),
        is_half_done=bool(begun),
    )


class _Change(Enum):
    NONE = auto()
    COSMETIC = auto()
    REAL = auto()


def _change(migration: Migration, row: Applied) -> _Change:
    if file_hash(migration.text) == row.file_hash:
        return _Change.NONE
    return _Change.COSMETIC if _content_hash(migration) == row.content_hash else _Change.REAL


def _content_hash(migration: Migration) -> str:
    try:
        return statements.content_hash(statements.split(migration.text, migration.file))
    except FileError:
        return ""  # what cannot be read is not what was applied


def _pending_entry(migration: Migration, failure: str | None, begun: str) -> Entry:
    return Entry(
        id=str(migration.id),
        kind=migration.kind,
        state=State.PENDING if failure is None else State.FAILED,
        applied_at=None,
        is_transactional=migration.use_transactions,
        path=place(migration.file),
        note="; ".join(filter(None, [failure, begun])),
        is_half_done=bool(begun),
    )


def _missing_entry(row: Applied, begun: str) -> Entry:
    note = "its file is gone; down runs from the text in history"
    return Entry(
        id=row.id,
        kind=row.kind,
        state=State.MISSING,
        applied_at=row.applied_at,
        is_transactional=row.is_transactional,
        path="",
        note=f"{note}; its rollback is {begun}" if begun else note,
        is_half_done=bool(begun),
    )


def _abandoned_entry(name: str, failure: str | None, begun: str) -> Entry:
    return Entry(
        id=name,
        kind="migration",
        state=State.PENDING if failure is None else State.FAILED,
        applied_at=None,
        is_transactional=False,
        path="",
        note="; ".join(filter(None, [failure, begun, "its file is gone"])),
        is_half_done=True,
    )
