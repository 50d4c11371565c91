"""Up and down: what the folder says against what the database has, one runner at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from echoes_schema import database
from echoes_schema.errors import MigrationError
from echoes_schema.migrations import (
    backfills,
    changes,
    folder,
    journal,
    lock,
    lookout,
    prospect,
    script,
    state,
)
from echoes_schema.migrations.execute import Execution, Work, milliseconds
from echoes_schema.migrations.journal import Applied, Applying, History, Journal
from echoes_schema.migrations.pace import Pace
from echoes_schema.migrations.script import LOCK_TIMEOUT

if TYPE_CHECKING:
    from datetime import datetime

    from psycopg import Connection
    from psycopg.rows import TupleRow

    from echoes_schema.migrations.folder import Folder, Migration
    from echoes_schema.migrations.prospect import Prospect
    from echoes_schema.migrations.script import Script

# Seconds before a statement is looked at from a second connection.
LOOK_AFTER = 1.0


def _nobody(_: str) -> None:
    """Say nothing."""


@dataclass(frozen=True, slots=True)
class Options:
    """How far and how patiently. `to` is a name or its beginning; seconds where it is time.

    With `single_transaction` all files are applied, or taken back, or none.

    `say` hears what goes on, a line each time. `confirm` is asked before a rollback destroys
    anything, with what that is and what depends on it; it answers whether to go on. `pace` is
    that of batches.
    """

    to: str | None = None
    steps: int | None = None
    allow_out_of_order: bool = False
    single_transaction: bool = False
    lock_timeout: float = LOCK_TIMEOUT
    lock_retry: float = 60.0
    lock_wait: float = 600.0
    layout: str = "echoes"
    pace: Pace = field(default_factory=Pace)
    say: Callable[[str], None] = _nobody
    confirm: Callable[[Prospect, tuple[str, ...]], bool] = lambda _prospect, _names: True


@dataclass(frozen=True, slots=True)
class Done:
    """One migration that was applied or rolled back, and the seconds that it took."""

    id: str
    kind: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Prepared:
    """A migration that is to be applied, and what takes it back, None where nothing does."""

    migration: Migration
    forward: Script
    back: str | None


@dataclass(frozen=True, slots=True)
class _Task:
    kind: str
    verb: str
    work: Work
    warning: str = ""


def up(
    connection: Connection[TupleRow], sql: Path | Folder, options: Options | None = None
) -> tuple[Done, ...]:
    """Apply what is pending below `sql`, in order, and return it.

    `sql` is a folder's path, or the folder as it was read. With nothing to do it writes nothing
    and takes no lock. Raises FileError or MigrationError before anything runs when a file cannot
    be right, MigrationError when PostgreSQL refuses a statement (the files before it stay),
    ServerError when the server does not take writes.
    """
    options = options or Options()
    files = sql if isinstance(sql, folder.Folder) else folder.read(sql, options.layout)
    history = journal.read(connection)
    # What is half done may be another runner's work of this moment: the lock tells.
    if not _chosen(connection, files, history, options) and not history.half_done:
        return ()
    with lock.hold(connection, options.say, options.lock_wait):
        history = journal.read(connection)
        prepared = prepare(connection, files, history, options)
        late = {str(one.id) for one in state.out_of_order(files, history)}
        with _execution(connection, options) as execution:
            tasks = [_application(execution, one, late) for one in prepared]
            return _perform(execution, tasks, options)


def down(
    connection: Connection[TupleRow], sql: Path, options: Options | None = None
) -> tuple[Done, ...]:
    """Take back what was applied last, from the texts in history, and return it.

    Without `to` and `steps` that is one migration; `to` keeps the one named and what came before.
    Files below `sql` matter only for a migration that was applied before it had a way back.
    Raises MigrationError, before anything runs, when one of them has no way back.
    """
    options = options or Options()
    history = journal.read(connection)
    if not _taken_back(history, options) and not history.half_done:
        return ()
    with lock.hold(connection, options.say, options.lock_wait):
        history = journal.read(connection)
        state.refuse_half_done(history, "apply")
        rows = _taken_back(history, options)
        if not rows:
            state.refuse_half_done(history, "rollback")
            return ()
        scripts = _ways_back(connection, rows, sql, options.layout)
        _refuse_apart(scripts, options)
        backfills.refuse_changed(scripts, history.backfills)
        foreseen = _foresee(connection, scripts, options)
        if not options.confirm(foreseen, tuple(row.id for row in rows)):
            return ()
        with _execution(connection, options) as execution:
            pairs = zip(rows, scripts, strict=True)
            return _perform(execution, [_rollback(execution, *pair) for pair in pairs], options)


def _refuse_apart(scripts: list[Script], options: Options) -> None:
    names = [one.name for one in scripts if not script.may_share_transaction(one)]
    if names and options.single_transaction:
        raise MigrationError(
            f"not in one transaction with others: {', '.join(names)}",
            "Stop before the first of them with --to, and run it without --single-transaction.",
        )


def redo(
    connection: Connection[TupleRow], sql: Path, options: Options | None = None
) -> tuple[Done, ...]:
    """Take back what was applied last, apply its files again, and return what was applied.

    Without `steps` that is one migration. It goes back by the text in history and forth by the
    file, so an edited file takes the place of what was applied. The lock is held all the while;
    each way is a transaction of its own. Raises what `up` and `down` raise, before anything runs
    when a way cannot be right; when one fails, `say` hears what is not applied again.
    """
    options = options or Options()
    history = journal.read(connection)
    if not _taken_back(history, options) and not history.half_done:
        return ()
    with lock.hold(connection, options.say, options.lock_wait):
        history = journal.read(connection)
        state.refuse_half_done(history, "apply")
        state.refuse_half_done(history, "rollback")
        rows = _taken_back(history, options)
        if not rows:
            return ()
        backward = _ways_back(connection, rows, sql, options.layout)
        files = folder.read(sql, options.layout)
        again = state.again(files, history, [row.id for row in rows])
        forward = [_prepared(one) for one in again]
        foreseen = _foresee(connection, backward, options)
        if not options.confirm(foreseen, tuple(row.id for row in rows)):
            return ()
        kept = History(history.applied[: -len(rows)])
        late = {str(one.id) for one in state.out_of_order(files, kept)}
        with _execution(connection, options) as execution:
            back = (_rollback(execution, *pair) for pair in zip(rows, backward, strict=True))
            forth = (_application(execution, one, late) for one in forward)
            return _back_and_forth(execution, tuple(back), tuple(forth))


def _back_and_forth(
    execution: Execution, back: tuple[_Task, ...], forth: tuple[_Task, ...]
) -> tuple[Done, ...]:
    """Run both, return what was applied; say what is not applied again when something fails."""
    gone: list[str] = []
    try:
        _one_by_one(execution, back, lambda one: gone.append(one.id), is_final=False)
        return _one_by_one(execution, forth, lambda one: gone.remove(one.id))
    finally:
        if gone:
            execution.say(
                f"taken back and not applied again: {', '.join(gone)}; "
                "`echoes-schema up` applies what the files say"
            )


def prepare(
    connection: Connection[TupleRow], files: Folder, history: History, options: Options
) -> list[Prepared]:
    """Return what `up` would apply, in order. Raises FileError or MigrationError as it would."""
    state.refuse_half_done(history, "rollback")
    state.refuse_abandoned(files, history)
    prepared = [_prepared(one) for one in _chosen(connection, files, history, options)]
    scripts = [one.forward for one in prepared]
    _refuse_apart(scripts, options)
    backfills.refuse_changed(scripts, history.backfills)
    return prepared


def _prepared(migration: Migration) -> Prepared:
    return Prepared(migration, script.forward(migration), script.way_back(migration))


def _chosen(
    connection: Connection[TupleRow], files: Folder, history: History, options: Options
) -> tuple[Migration, ...]:
    changes.refuse(connection, files, history)
    state.refuse_renamed(files, history)
    state.refuse_foreign(files, history)
    late = state.out_of_order(files, history)
    if late and not options.allow_out_of_order:
        raise MigrationError(
            f"would run after later ones: {', '.join(str(one.id) for one in late)}",
            "Give them higher numbers, or run them as they are with --allow-out-of-order.",
        )
    pending = state.pending(files, history)
    if options.to is None:
        return pending[: options.steps]
    names = [str(one.id) for one in files.migrations]
    wanted = names[: names.index(state.find(options.to, names)) + 1]
    return tuple(one for one in pending if one.id in wanted)


def _taken_back(history: History, options: Options) -> tuple[Applied, ...]:
    newest_first = tuple(reversed(history.applied))
    if options.to is not None:
        names = [row.id for row in newest_first]
        return newest_first[: names.index(state.find(options.to, names))]
    return newest_first[: 1 if options.steps is None else options.steps]


def _ways_back(
    connection: Connection[TupleRow], rows: tuple[Applied, ...], sql: Path, layout: str
) -> list[Script]:
    texts = journal.texts(connection, [row.id for row in rows])
    scripts = []
    for row in rows:
        up_text, text = texts[row.id]
        back = script.late_way_back(row.id, up_text, sql, layout) if text is None else text
        scripts.append(script.backward(row.id, back, is_transactional=row.is_transactional))
    return scripts


def _foresee(connection: Connection[TupleRow], scripts: list[Script], options: Options) -> Prospect:
    """Return what would be lost and break; it waits for a lock no longer than a rollback would."""
    with connection.transaction(force_rollback=True):
        timeout = milliseconds(options.lock_timeout)
        connection.execute(f"SET LOCAL lock_timeout = {timeout}".encode())
        return prospect.foresee(connection, scripts)


@contextmanager
def _execution(connection: Connection[TupleRow], options: Options) -> Iterator[Execution]:
    book = Journal(connection)
    book.create()
    # What psycopg prepares would go with what a file prepares.
    connection.prepare_threshold = None
    # Only now is a pooled session ours alone.
    if ours := database.settings(connection):
        connection.execute(ours.encode())
    # Often enough to see who is in the way before the statement gives up.
    moment = min(LOOK_AFTER, options.lock_timeout / 3) if options.lock_timeout else LOOK_AFTER
    patience = options.lock_timeout or LOOK_AFTER
    with lookout.posted(connection, options.say, moment, patience) as post:
        yield Execution(
            connection,
            book,
            post,
            options.lock_timeout,
            options.lock_retry,
            options.say,
            options.pace,
        )


def _application(execution: Execution, prepared: Prepared, late: set[str]) -> _Task:
    migration, forward, back = prepared.migration, prepared.forward, prepared.back
    is_final = back is None and not migration.header.irreversible
    why = f"warning: {migration.id} has no rollback file: `down` cannot take it back"
    how = Applying(forward, back, is_out_of_order=migration.id in late)

    def record(started: datetime | None) -> None:
        execution.journal.record_applied(migration, how, started)

    return _Task(migration.kind, "applied", Work(forward, record), why if is_final else "")


def _rollback(execution: Execution, row: Applied, backward: Script) -> _Task:
    def record(started: datetime | None) -> None:
        execution.journal.record_rolled_back(row.id, started)

    return _Task(row.kind, "rolled back", Work(backward, record))


def _perform(execution: Execution, tasks: Sequence[_Task], options: Options) -> tuple[Done, ...]:
    if options.single_transaction and tasks:
        seconds = execution.run_together(tuple(task.work for task in tasks))
        return tuple(_done(execution, *pair) for pair in zip(tasks, seconds, strict=True))
    return _one_by_one(execution, tasks)


def _one_by_one(
    execution: Execution,
    tasks: Sequence[_Task],
    heard: Callable[[Done], None] = lambda _: None,
    *,
    is_final: bool = True,
) -> tuple[Done, ...]:
    """Run each task, call `heard` after it, and return them all."""
    done: list[Done] = []

    def finished(seconds: float) -> None:
        done.append(_done(execution, tasks[len(done)], seconds))
        heard(done[-1])

    execution.run([task.work for task in tasks], finished, is_final=is_final)
    return tuple(done)


def _done(execution: Execution, task: _Task, seconds: float) -> Done:
    if task.warning:
        execution.say(task.warning)
    name = task.work.script.name
    execution.say(f"{task.verb} {name} in {seconds * 1000:.0f} ms")
    return Done(name, task.kind, seconds)
