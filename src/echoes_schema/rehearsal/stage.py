"""A throw-away database on which migrations run one after the other, each once up and on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from echoes_schema import catalog, scratch
from echoes_schema.compare import Judging, compare
from echoes_schema.compare.wording import between
from echoes_schema.migrations import script as runnable
from echoes_schema.parser import reading
from echoes_schema.rehearsal.play import play
from echoes_schema.rulebook.rehearsed import Rehearsed, Step
from echoes_schema.rulebook.script import Direction, Migration, Script

if TYPE_CHECKING:
    from psycopg import Connection
    from psycopg.rows import TupleRow

    from echoes_schema.schema import Schema

_BEFORE_AND_AFTER = between("the schema before", "the schema after up and down")


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What is wanted: each statement measured, each migration up, down and up again, or both."""

    where: scratch.Where
    is_traced: bool = False
    is_round_trip: bool = False


@dataclass(slots=True)
class Stage:
    """One database for all migrations: a whole history costs one replay, and its ways back.

    `counts` says what was done. After a migration that does not run none is tried any more.
    """

    connection: Connection[TupleRow]
    wanted: Rehearsal
    counts: Counter[str] = field(default_factory=Counter)
    is_over: bool = False

    def skip(self, migration: Migration) -> None:
        """Apply a migration that nobody asks about; one that does not run ends it all."""
        if migration.up and not self.is_over:
            done = play(self.connection, migration.up, Step.UP, is_traced=False)
            self.is_over = done.failure is not None

    def migration(self, migration: Migration) -> Iterator[Rehearsed]:
        """Apply a migration, and yield what each of its runs did."""
        if migration.up is None:
            return
        if self.is_over:
            self.counts["not run"] += 1
            return
        back = _way_back(migration) if self.wanted.is_round_trip else None
        before = catalog.read(self.connection) if back else None
        done = self._play(migration.up, Step.UP)
        yield done
        self.is_over = done.failure is not None
        if before and back and not self.is_over:
            for rehearsed in self._back_and_again(before, migration.up, back):
                is_made = rehearsed.script is back is not migration.down
                yield _of_migration(rehearsed, migration.up) if is_made else rehearsed
        elif self.wanted.is_round_trip and not self.is_over:
            self.counts["without a way back"] += 1

    def _back_and_again(self, before: Schema, up: Script, back: Script) -> Iterator[Rehearsed]:
        self.counts["round trips"] += 1
        down = self._play(back, Step.DOWN)
        if down.failure:
            yield down
            # In a transaction nothing of it stays, else nobody knows what does.
            self.is_over = not back.is_transactional
            return
        after = catalog.read(self.connection)
        found = compare(before, after, wording=_BEFORE_AND_AFTER, judging=Judging((False, False)))
        yield replace(down, differences=found)
        again = play(self.connection, up, Step.AGAIN, is_traced=False)
        yield again
        self.is_over = again.failure is not None

    def _play(self, script: Script, step: Step) -> Rehearsed:
        done = play(self.connection, script, step, is_traced=self.wanted.is_traced)
        if self.wanted.is_traced:
            self.counts["traced statements"] += len(script.statements)
        return done


@contextmanager
def opened(wanted: Rehearsal) -> Iterator[Stage]:
    """Yield a stage on a new database, which is dropped at the end."""
    with scratch.alone(wanted.where) as connection:
        # DISCARD ALL between the scripts throws away what psycopg would prepare.
        connection.prepare_threshold = None
        yield Stage(connection, wanted)


def _of_migration(down: Rehearsed, up: Script) -> Rehearsed:
    """Return what a way back did that is in no file, as that of its migration as a whole."""
    failed = replace(down.failure, offset=-1) if down.failure else None
    return replace(down, script=up, measured=(), failure=failed)


def _way_back(migration: Migration) -> Script | None:
    """Return what takes a migration back, by its file or made as the runner makes it."""
    up = migration.up
    if migration.down or up is None or up.refusal or up.refusals:
        return migration.down
    made = runnable.drop_indexes(up.text, up.path, migration.kind)
    if made is None:
        return None
    return replace(up, text=made, reading=reading.read(made), direction=Direction.DOWN)
