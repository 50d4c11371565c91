"""Runs a statement in batches: each is a transaction of its own, with the note that it is done.

A batch begins after the key that the one before it ended with. The key that ends the last one is
fixed when the first one begins, so that constant inserts cannot keep it from its end. A batch's
rows and the note of its key are committed together: a kill repeats nothing and leaves nothing out.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from psycopg import errors, pq

from echoes_schema.errors import place
from echoes_schema.migrations import backfills, pace
from echoes_schema.migrations.backfills import Bookmark
from echoes_schema.migrations.pace import Pace, Progress
from echoes_schema.migrations.walk import Walk

if TYPE_CHECKING:
    from psycopg import Connection
    from psycopg.rows import TupleRow

    from echoes_schema.migrations.header import Batch
    from echoes_schema.migrations.script import Script


@dataclass(frozen=True, slots=True)
class Batches:
    """A script that runs in batches.

    `patiently` runs a piece of work in a transaction, and again while a lock is not to be had.
    """

    connection: Connection[TupleRow]
    script: Script
    pace: Pace
    say: Callable[[str], None]
    patiently: Callable[[Callable[[], None]], None]

    def run(self, batch: Batch) -> None:
        """Go on from where the script was left, to its end.

        Raises MigrationError when its table cannot be gone through in that order.
        """
        from echoes_schema.parser import ranges

        ranged = ranges.read(self.script.statements[0], batch.column, self.script.path)
        walk = Walk(self.connection, ranged, batch)
        self.patiently(lambda: self._judge(walk))
        backfills.create(self.connection)
        mark = backfills.resume(self.connection, self.script) or self._begin(walk)
        self._tell(mark)
        while (reached := self._one(walk, mark)) != mark:
            mark = reached
            self._tell(mark)
        self._tell(mark, is_over=True)

    def _judge(self, walk: Walk) -> None:
        statement, path = self.script.statements[0], self.script.path
        # As it stands in the file: what PostgreSQL says of it has its place there.
        result = self.connection.pgconn.prepare(b"", statement.sql.encode())
        if result.status != pq.ExecStatus.COMMAND_OK:
            raise errors.error_from_result(result)
        walk.refuse_aggregate(place(path, statement.line, statement.column))
        walk.refuse_unordered(path)

    def _begin(self, walk: Walk) -> Bookmark:
        mark = Bookmark(None, None, 0, 0)

        def work() -> None:
            nonlocal mark
            mark = Bookmark(None, walk.last_key(), 0, walk.estimate())
            backfills.begin(self.connection, self.script, mark)

        self.patiently(work)
        return mark

    def _one(self, walk: Walk, mark: Bookmark) -> Bookmark:
        """Run one batch, rest, and return how far it came: no further when all was done."""
        reached, begun = mark, 0.0

        def work() -> None:
            nonlocal reached, begun
            begun = time.monotonic()
            reached = self._advance(walk, mark)

        self.patiently(work)
        if reached != mark:
            pace.rest(self.connection, self.pace, time.monotonic() - begun, self.say)
        return reached

    def _advance(self, walk: Walk, mark: Bookmark) -> Bookmark:
        if mark.last_key is None or not (found := walk.next_key(mark.last_key, mark.passed_key)):
            return mark
        key, passed = found
        changed = walk.run(key, mark.passed_key)
        backfills.advance(self.connection, self.script, key, passed=passed, changed=changed)
        return replace(mark, passed_key=key, rows_passed=mark.rows_passed + passed)

    def _tell(self, mark: Bookmark, *, is_over: bool = False) -> None:
        self.pace.tell(
            Progress(self.script.name, mark.rows_passed, mark.rows_expected, is_over=is_over)
        )
