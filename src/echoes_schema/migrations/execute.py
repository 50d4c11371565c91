"""Runs one script, so that its work and the record of it stand or fall together."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from math import ceil
from typing import TYPE_CHECKING

import psycopg
from psycopg import errors

from echoes_schema import database
from echoes_schema.errors import MigrationError, place
from echoes_schema.migrations import backfills, failure, indexes, patience, ruins, transactions
from echoes_schema.migrations.batches import Batches
from echoes_schema.migrations.indexes import Standing
from echoes_schema.migrations.journal import Failure, Journal
from echoes_schema.migrations.lookout import Lookout
from echoes_schema.migrations.pace import Pace
from echoes_schema.parser.statements import runs_concurrently, setting

if TYPE_CHECKING:
    from psycopg.rows import TupleRow

    from echoes_schema.migrations.script import Script
    from echoes_schema.parser.statements import Statement

# What commits by itself: when it fails, the half of it may be done.
_IN_PARTS = frozenset({"DoStmt", "CallStmt"})

_RESETS = (b"RESET SESSION AUTHORIZATION", b"RESET ROLE", b"RESET ALL")
# What else of a file would live as long as the session.
DISCARDS = (b"CLOSE ALL", b"DEALLOCATE ALL", b"DISCARD TEMP")


@dataclass(frozen=True, slots=True)
class Work:
    """A script, and what writes down that it is done.

    That hears when it began, None where that is when its transaction did.
    """

    script: Script
    record: Callable[[datetime | None], None]


@dataclass(frozen=True, slots=True)
class Execution:
    """Where scripts run.

    `lock_timeout` is how many seconds a statement waits for a lock; an index that is built
    concurrently waits as long as it must, because it blocks nobody meanwhile. A statement that
    did not get its lock is tried again after a pause, in which others have their turn, for
    `lock_retry` seconds in all. `pace` is that of batches.
    """

    connection: psycopg.Connection[TupleRow]
    journal: Journal
    lookout: Lookout
    lock_timeout: float
    lock_retry: float
    say: Callable[[str], None]
    pace: Pace

    def run(
        self, works: Sequence[Work], done: Callable[[float], None], *, is_final: bool = True
    ) -> None:
        """Run and record each script by itself; call `done` after it with its seconds.

        A transactional script leaves everything or nothing; another one goes on, the next time,
        after the last statement that was done. But for the last one of all, and that too unless
        `is_final`, a commit need not be on the disk yet: it is when a later one's is. Raises
        MigrationError with the place.
        """
        left = len(works)
        for is_transactional, group in groupby(works, lambda one: one.script.is_transactional):
            some = tuple(group)
            left -= len(some)
            if is_transactional:
                transactions.one_by_one(self, some, done, is_final=is_final and not left)
            else:
                for work in some:
                    done(self._outside(work))

    def run_together(self, works: tuple[Work, ...]) -> tuple[float, ...]:
        """Run transactional scripts in one transaction; return the seconds that each one took.

        Raises MigrationError with the place.
        """
        return transactions.all_in_one(self, works)

    def resets(self) -> list[bytes]:
        """Return what puts the session's settings back: a file's own SET ends with the file."""
        ours = database.settings(self.connection).encode().split(b"; ")
        return [*_RESETS, *filter(None, ours)]

    def failed(
        self,
        script: Script,
        statement: Statement | None,
        started: datetime,
        error: psycopg.Error,
        *,
        files: int = 1,
    ) -> MigrationError:
        """Write down that a script failed, and return that as a person reads it."""
        line = failure.line(script, statement, error)
        said = (failure.message(error, script.text), failure.rest(files, script.operation))
        message = "; ".join(filter(None, said))
        self._note_failure(script, started, Failure(line, error.sqlstate or "", message))
        is_gone = self.connection.closed
        explained = failure.explain(script, statement, error, is_gone=is_gone, files=files)
        if isinstance(error, errors.LockNotAvailable):
            blockers = [f"    blocked by {blocker}" for blocker in self.lookout.blockers]
            explained.message = "\n".join([explained.message, *blockers])
        return explained

    def interrupted(self, script: Script, current: Statement | None, started: datetime) -> None:
        """Write down that a person stopped a script."""
        # Behind the last statement it may have been committed.
        if current:
            self._note_failure(script, started, Failure(current.line, "", "interrupted"))

    def _outside(self, work: Work) -> float:
        script, started = work.script, datetime.now(UTC)
        done = self.journal.checkpoints(script.name, script.operation)
        current: Statement | None = None
        own: tuple[Statement, ...] = ()
        try:
            for key, current in _keyed(script.statements):
                own = self._step(_Step(script, current, key, own), is_done=key in done)
            current = None
            with self.connection.transaction():
                self._settle(0, discard=True)
                work.record(started)
                if script.batch:
                    backfills.close(self.connection, script, started)
        except psycopg.Error as error:
            raise self.failed(script, current, started, error) from error
        except MigrationError as error:
            line = current.line if current else 0
            self._note_failure(script, started, Failure(line, "", error.message))
            raise
        except KeyboardInterrupt:
            self.interrupted(script, current, started)
            raise
        return (datetime.now(UTC) - started).total_seconds()

    def _step(self, step: _Step, *, is_done: bool) -> tuple[Statement, ...]:
        """Run a statement of a script that runs outside; return the file's settings after it."""
        script, statement = step.script, step.statement
        if setting(statement):
            self.connection.execute(statement.sql.encode())
            self._settle(0)
            return (*step.own, statement)
        if script.batch:
            self._in_batches(script).run(script.batch)
        elif not is_done:
            self._one_outside(step)
        return step.own

    def _in_batches(self, script: Script) -> Batches:
        def patiently(work: Callable[[], None]) -> None:
            def attempt() -> None:
                self._settle(self.lock_timeout)
                with self.connection.transaction(), self.lookout.watch():
                    self.connection.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
                    work()

            patience.patiently(self, script.name, attempt)

        return Batches(self.connection, script, self.pace, self.say, patiently)

    def _one_outside(self, step: _Step) -> None:
        """Run a statement and note that it is done, in one transaction where that can be."""
        if runs_concurrently(step.statement):
            self._alone(step)
            return

        def attempt() -> None:
            self._settle(self.lock_timeout, step.own)
            with self.connection.transaction():
                self._execute(step.statement)
                # What the statement locked is locked yet: no longer wait than for that.
                self._note(step, self.lock_timeout)

        try:
            patience.patiently(self, step.script.name, attempt)
        except (errors.ActiveSqlTransaction, errors.InvalidTransactionTermination):
            # VACUUM, CREATE DATABASE, a DO block that commits: only outside.
            self._settle(0)
            self._alone(step)

    def _alone(self, step: _Step) -> None:
        script, statement = step.script, step.statement
        was_begun = self.journal.record_beginning(script.name, script.operation, step.key)

        def attempt() -> None:
            self._attempt_alone(step, was_begun=was_begun)

        if statement.kind in _IN_PARTS:
            attempt()
        else:
            patience.patiently(self, script.name, attempt)

    def _attempt_alone(self, step: _Step, *, was_begun: bool) -> None:
        script, statement = step.script, step.statement
        is_concurrent = runs_concurrently(statement)
        self._settle(0 if is_concurrent else self.lock_timeout, step.own)
        if is_concurrent and self._is_done(step, was_begun=was_begun):
            self._note(step)
            return
        try:
            self._execute(statement)
            self._note(step)
        except errors.UndefinedObject:
            # A DROP goes on in the server when the runner is killed before it can note it.
            if not was_begun or statement.kind != "DropStmt":
                raise
            self.say(f"{place(script.path, statement.line)}: it was dropped the last time")
            self._note(step)

    def _execute(self, statement: Statement) -> None:
        with self.lookout.watch():
            self.connection.execute(statement.sql.encode())

    def _note(self, step: _Step, lock_timeout: float = 0) -> None:
        self._settle(lock_timeout)
        self.journal.record_checkpoint(step.script.name, step.script.operation, step.key)

    def _is_done(self, step: _Step, *, was_begun: bool) -> bool:
        """Put right what a killed run left; return whether there is nothing left to do."""
        statement, path = step.statement, step.script.path
        with self.lookout.watch():
            if statement.kind == "IndexStmt":
                standing = indexes.prepare(self.connection, statement, path, self.say)
                is_done, why = standing is Standing.VALID, "the index is there already"
            else:
                is_done = ruins.heal(self.connection, statement, self.say, was_begun=was_begun)
                why = "the partition is out already"
        if is_done:
            self.say(f"{place(path, statement.line)}: {why}")
        return is_done

    def _settle(
        self, lock_timeout: float, own: Iterable[Statement] = (), *, discard: bool = False
    ) -> None:
        """Put the session's settings back: a file's own SET must not reach beyond it.

        `own` are the settings of the file that goes on; `discard` ends its temporary tables,
        prepared statements and cursors too.
        """
        queries = [*self.resets(), limit(lock_timeout), *(DISCARDS if discard else ())]
        self.connection.execute(b"; ".join(queries))
        for statement in own:
            self.connection.execute(statement.sql.encode())

    def _note_failure(self, script: Script, started: datetime, why: Failure) -> None:
        try:
            self._settle(self.lock_timeout)
            self.journal.record_failure(script.name, script.operation, started, why)
        except psycopg.Error as error:
            self.say(f"{script.name}: the failure could not be recorded: {failure.message(error)}")


@dataclass(frozen=True, slots=True)
class _Step:
    """One statement of a script that runs outside a transaction.

    `key` is that of its checkpoint, `own` are the file's SET statements above it.
    """

    script: Script
    statement: Statement
    key: str
    own: tuple[Statement, ...]


def milliseconds(seconds: float) -> int:
    """Return whole milliseconds for PostgreSQL, to which 0 means for ever: only 0 becomes 0."""
    return ceil(seconds * 1000)


def limit(lock_timeout: float) -> bytes:
    """Return what bounds the wait for a lock.

    SET and not set_config(): a query would end the file's chance to SET TRANSACTION.
    """
    return f"SET lock_timeout = {milliseconds(lock_timeout)}".encode()


def _keyed(script: tuple[Statement, ...]) -> list[tuple[str, Statement]]:
    """Return each statement with the key of its checkpoint: its text, and which time it comes."""
    seen: dict[str, int] = {}
    keyed = []
    for statement in script:
        seen[statement.sql] = seen.get(statement.sql, 0) + 1
        text = f"{seen[statement.sql]}:{statement.sql}"
        keyed.append((hashlib.sha256(text.encode()).hexdigest(), statement))
    return keyed
