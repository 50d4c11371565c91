"""Runs one script, so that its work and the record of it stand or fall together."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import psycopg

from echoes_schema.errors import EchoesError, MigrationError, place
from echoes_schema.migrations import indexes
from echoes_schema.migrations.indexes import Standing
from echoes_schema.migrations.journal import Failure, Journal
from echoes_schema.parser import statements

if TYPE_CHECKING:
    from psycopg.rows import TupleRow

    from echoes_schema.migrations.script import Script
    from echoes_schema.parser.statements import Statement

_HINTS = {
    "55P03": "Another session holds a lock on the table: try again when it is done, or allow more "
    "with --lock-timeout.",
    "42501": "Run as the owner of the objects, or have the privilege granted.",
    "25001": "Write -- transactional: false in the header.",
    "42P07": "The object is there already, made by something else: drop it, or mend the file.",
}


@dataclass(frozen=True, slots=True)
class Execution:
    """Where scripts run.

    `lock_timeout` is how many seconds a statement waits for a lock; an index that is built
    concurrently waits as long as it must, because it blocks nobody meanwhile.
    """

    connection: psycopg.Connection[TupleRow]
    journal: Journal
    lock_timeout: float
    say: Callable[[str], None]

    def run(self, script: Script, record: Callable[[datetime], None]) -> float:
        """Run a script and then `record(started)`; return the seconds that it took.

        A transactional script leaves everything or nothing; another one goes on, the next time,
        after the last statement that was done. Raises MigrationError with the place.
        """
        started = datetime.now(UTC)
        if script.is_transactional:
            self._in_transaction(script, record, started)
        else:
            self._outside(script, record, started)
        return (datetime.now(UTC) - started).total_seconds()

    def _in_transaction(
        self, script: Script, record: Callable[[datetime], None], started: datetime
    ) -> None:
        current: Statement | None = None
        try:
            with self.connection.transaction():
                self._settle(self.lock_timeout)
                for current in script.statements:
                    self.connection.execute(current.sql.encode())
                current = None  # what fails from here on is no statement's own fault
                self.connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
                self._settle(0)
                record(started)
        except psycopg.Error as error:
            raise self._failed(script, current, started, error) from error

    def _outside(
        self, script: Script, record: Callable[[datetime], None], started: datetime
    ) -> None:
        done = self.journal.checkpoints(script.name, script.operation)
        current: Statement | None = None
        try:
            for key, statement in _keyed(script.statements):
                current = statement
                if key not in done:
                    self._one_outside(script, statement)
                    self._settle(0)
                    self.journal.record_checkpoint(script.name, script.operation, key)
            current = None
            with self.connection.transaction():
                record(started)
        except psycopg.Error as error:
            raise self._failed(script, current, started, error) from error

    def _one_outside(self, script: Script, statement: Statement) -> None:
        is_concurrent = bool(statement.node.get("concurrent"))
        self._settle(0 if is_concurrent else self.lock_timeout)
        if is_concurrent and statement.kind == "IndexStmt" and self._stands(script, statement):
            return
        self.connection.execute(statement.sql.encode())

    def _stands(self, script: Script, statement: Statement) -> bool:
        if indexes.prepare(self.connection, statement, script.path) is Standing.ABSENT:
            return False
        self.say(f"{place(script.path, statement.line)}: the index is there already")
        return True

    def _settle(self, lock_timeout: float) -> None:
        """Put the session's settings back: a file's own SET must not reach beyond it."""
        self.connection.execute(
            "RESET ROLE; RESET ALL; SELECT"
            f" pg_catalog.set_config('lock_timeout', '{int(lock_timeout * 1000)}', false)"
        )

    def _failed(
        self, script: Script, statement: Statement | None, started: datetime, error: psycopg.Error
    ) -> EchoesError:
        line = statement.line if statement else 0
        message = error.diag.message_primary or str(error).strip()
        try:
            why = Failure(line, error.sqlstate or "", message)
            self.journal.record_failure(script.name, script.operation, started, why)
        except psycopg.Error:
            self.say(f"{script.name}: the failure could not be recorded, the connection is gone")
        return MigrationError(_describe(script, statement, error), _hint(error, script))


def _keyed(script: tuple[Statement, ...]) -> list[tuple[str, Statement]]:
    """Return each statement with the key of its checkpoint: its text, and which time it comes."""
    seen: dict[str, int] = {}
    keyed = []
    for statement in script:
        seen[statement.sql] = seen.get(statement.sql, 0) + 1
        text = f"{seen[statement.sql]}:{statement.sql}"
        keyed.append((hashlib.sha256(text.encode()).hexdigest(), statement))
    return keyed


def _describe(script: Script, statement: Statement | None, error: psycopg.Error) -> str:
    """Return place, message and SQLSTATE, the line with a caret, detail and context."""
    diagnosis = error.diag
    message = diagnosis.message_primary or str(error).strip().splitlines()[0]
    state = f" ({error.sqlstate})" if error.sqlstate else ""
    if statement is None:
        lines = [f"{place(script.path)}: at its end: {message}{state}"]
    else:
        offset = statement.offset + int(diagnosis.statement_position or 1) - 1
        where = place(script.path, *statements.position(script.text, offset))
        lines = [f"{where}: {message}{state}", statements.excerpt(script.text, offset)]
    extra = (("detail", diagnosis.message_detail), ("context", diagnosis.context))
    lines += [f"    {name}: {text}" for name, text in extra if text]
    return "\n".join(lines)


def _hint(error: psycopg.Error, script: Script) -> str:
    if error.diag.message_primary is None:
        rest = "nothing of this file" if script.is_transactional else "what was done of this file"
        return f"The connection is gone; {rest} stays. Run the command again."
    return error.diag.message_hint or _HINTS.get(
        error.sqlstate or "", "Mend the file; what was applied before it stays."
    )
