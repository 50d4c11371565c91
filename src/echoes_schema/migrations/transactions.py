"""Scripts that run in transactions: each in its own, or all of them in one."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING

import psycopg

from echoes_schema.migrations import deferral, execute, pipeline
from echoes_schema.migrations.patience import UNLUCKY, patiently

if TYPE_CHECKING:
    from echoes_schema.migrations.execute import Execution, Work
    from echoes_schema.migrations.script import Script
    from echoes_schema.parser.statements import Statement

# How many scripts the server has at a time: while it works on one, the next is made and sent.
_ON_THE_WAY = 2
_BEGIN, _COMMIT = b"BEGIN", b"COMMIT"
# WAL is written in its order: the disk never has a later file's commit without this one's.
_UNHURRIED = b"SET LOCAL synchronous_commit TO off"


def one_by_one(
    execution: Execution,
    works: tuple[Work, ...],
    done: Callable[[float], None],
    *,
    is_final: bool,
) -> None:
    """Run each script in a transaction of its own; call `done` after it with its seconds.

    One that fails ends the work: the server skips what it was sent after it. With `is_final` the
    last commit is waited for. Raises MigrationError with the place.
    """
    line = _Line(execution, works, done, is_final=is_final)
    while line.waiting:
        line.advance()


class _Line:
    """The scripts that are not done, and the one that runs: the first of them."""

    def __init__(
        self,
        execution: Execution,
        works: tuple[Work, ...],
        done: Callable[[float], None],
        *,
        is_final: bool,
    ) -> None:
        self.waiting = deque(works)
        self._execution = execution
        self._done = done
        self._durable = works[-1] if is_final else None
        self._current: Statement | None = None
        self._began = datetime.now(UTC)
        self._met: psycopg.Error | None = None

    def advance(self) -> None:
        """Go on until all is done, or one fails that did not fail before."""
        execution, script = self._execution, self.waiting[0].script
        try:
            patiently(execution, script.name, self._attempt)
        except psycopg.Error as error:
            script = self.waiting[0].script
            raise execution.failed(script, self._current, self._began, error) from error
        except KeyboardInterrupt:
            if self.waiting:
                execution.interrupted(self.waiting[0].script, self._current, self._began)
            raise

    def _attempt(self) -> None:
        if self._met:
            error, self._met = self._met, None
            raise error
        first = self.waiting[0]
        try:
            self._go()
        except UNLUCKY as error:
            if self.waiting[0] is first:
                raise
            # It was the first attempt of the one that failed, not another one of the one before.
            self._met = error
        except psycopg.OperationalError:
            # Behind the last commit: who uses the connection next will see that it is gone.
            if self.waiting:
                raise

    def _go(self) -> None:
        execution, self._current = self._execution, None
        try:
            with pipeline.opened(execution.connection) as line, execution.lookout.watch():
                for number, work in enumerate(tuple(self.waiting), 1):
                    line.send(self._volley(work), self._heard, self._finish)
                    if number >= _ON_THE_WAY:
                        line.hear()
                while self.waiting:
                    line.hear()
        finally:
            if not execution.connection.closed:
                execution.connection.rollback()

    def _volley(self, work: Work) -> Iterator[list[bytes]]:
        yield [_BEGIN, *_script(self._execution, work)]
        # Of one that is sent ahead only its transaction will know when it began.
        started = self._began if work is self.waiting[0] else None
        hurry = [] if work is self._durable else [_UNHURRIED]
        yield [*_notes(self._execution, work, started), *hurry, _COMMIT]

    def _heard(self, number: int) -> None:
        self._current = _current(self.waiting[0].script, number - len([_BEGIN]))

    def _finish(self) -> None:
        self.waiting.popleft()
        began, self._began = self._began, datetime.now(UTC)
        self._execution.lookout.begin()
        self._done((self._began - began).total_seconds())


def all_in_one(execution: Execution, works: tuple[Work, ...]) -> tuple[float, ...]:
    """Run scripts in one transaction; return the seconds that each one took.

    Each begins with the settings, the temporary tables and the deferred constraints that it would
    find alone. Raises MigrationError with the place.
    """
    begun = started = datetime.now(UTC)
    current: Statement | None = None
    script = works[0].script
    moments: list[datetime] = []

    def heard(number: int) -> None:
        nonlocal current
        current = _current(script, number)

    def attempt() -> None:
        nonlocal script, started
        moments[:] = [begun]
        with execution.connection.transaction():
            for work in works:
                script, started = work.script, moments[-1]
                with pipeline.opened(execution.connection) as line, execution.lookout.watch():
                    line.send(_together(execution, work, started), heard)
                    line.hear()
                moments.append(datetime.now(UTC))
                if work is not works[-1]:
                    deferral.restore(execution.connection)

    try:
        patiently(execution, ", ".join(work.script.name for work in works), attempt)
    except psycopg.Error as error:
        raise execution.failed(script, current, started, error, files=len(works)) from error
    except KeyboardInterrupt:
        execution.interrupted(script, current, started)
        raise
    moments[-1] = datetime.now(UTC)
    return tuple((end - start).total_seconds() for start, end in pairwise(moments))


def _together(execution: Execution, work: Work, started: datetime) -> Iterator[list[bytes]]:
    yield _script(execution, work)
    yield _notes(execution, work, started)


def _script(execution: Execution, work: Work) -> list[bytes]:
    """Return a script's statements, after a limit on waiting and before what ends its settings.

    The limit holds for the bookkeeping too: others wait for what the script has locked.
    """
    return [
        execute.limit(execution.lock_timeout),
        *(statement.sql.encode() for statement in work.script.statements),
        deferral.CHECK,
        *execution.resets(),
        execute.limit(execution.lock_timeout),
        *execute.DISCARDS,
    ]


def _notes(execution: Execution, work: Work, started: datetime | None) -> list[bytes]:
    with execution.journal.gathered() as notes:
        work.record(started)
    return notes


def _current(script: Script, heard: int) -> Statement | None:
    """Return the statement that runs after so many answers, of which the first was to the limit.

    None behind the last one: what fails there is no statement's own fault.
    """
    return script.statements[heard - 1] if 0 < heard <= len(script.statements) else None
