"""A second connection that looks, while a statement waits, who is in its way and how far it is."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import psycopg
from psycopg import conninfo as libpq
from psycopg.rows import class_row

from echoes_schema.database import conninfo_of
from echoes_schema.migrations.sessions import COLUMNS, Session

if TYPE_CHECKING:
    from psycopg.rows import TupleRow

_BLOCKERS = f"""
SELECT {COLUMNS}
FROM unnest(pg_catalog.pg_blocking_pids(%s)) AS found (pid)
INNER JOIN pg_catalog.pg_stat_activity AS activity ON found.pid = activity.pid
ORDER BY activity.xact_start
LIMIT 3
"""  # noqa: S608 - our own columns
# Of a prepared transaction pg_blocking_pids() knows but that it has no process.
_PREPARED = """
SELECT DISTINCT 0 AS pid, prepared.owner AS role, '' AS application, 'prepared' AS state,
    round(extract(epoch FROM clock_timestamp() - prepared.prepared))::int AS seconds,
    prepared.gid AS query
FROM pg_catalog.pg_locks AS waiting
INNER JOIN pg_catalog.pg_locks AS held
    ON (waiting.locktype, waiting.database, waiting.relation, waiting.transactionid)
        IS NOT DISTINCT FROM (held.locktype, held.database, held.relation, held.transactionid)
    AND (held.mode <> 'AccessShareLock' OR waiting.mode = 'AccessExclusiveLock')
INNER JOIN pg_catalog.pg_locks AS numbers
    ON held.virtualtransaction = numbers.virtualtransaction AND numbers.pid IS NULL
    AND numbers.locktype = 'transactionid'
INNER JOIN pg_catalog.pg_prepared_xacts AS prepared ON numbers.transactionid = prepared.transaction
WHERE waiting.pid = %(pid)s AND NOT waiting.granted AND held.pid IS NULL AND held.granted
    AND 0 = ANY (pg_catalog.pg_blocking_pids(%(pid)s))
"""
_PROGRESS = """
SELECT format('%%s: %%s of %%s blocks, waits for %%s of %%s sessions',
    phase, blocks_done, blocks_total, lockers_total - lockers_done, lockers_total)
FROM pg_catalog.pg_stat_progress_create_index
WHERE pid = %s
"""


@dataclass(slots=True)
class _Wait:
    """How long others have been in the way, and who of them was named."""

    patience: float
    begun: float | None = None
    named: set[tuple[int, str]] = field(default_factory=set)

    def is_news(self, blockers: list[Session]) -> bool:
        """Return whether it lasts longer than the patience, and somebody was not named yet."""
        # What a session runs may change; a prepared transaction is known by its name alone.
        who = {(one.pid, "" if one.pid else one.query) for one in blockers}
        if not who:
            self.begun = None
            return False
        self.begun = self.begun or time.monotonic()
        is_long = time.monotonic() - self.begun > self.patience
        is_news = is_long and not who <= self.named
        if is_news:
            self.named |= who
        return is_news


@dataclass(slots=True)
class Lookout:
    """What was seen since the statement that runs now began. Filled by a thread of its own.

    Of a wait that lasts longer than `patience` seconds, and is not at its end then, it is said at
    once who is in the way.
    """

    say: Callable[[str], None]
    patience: float
    blockers: tuple[str, ...] = ()
    _since: float | None = None
    _stop: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def watch(self) -> Iterator[None]:
        """Look at what runs inside the block."""
        self.begin()
        try:
            yield
        finally:
            self._since = None

    def begin(self) -> None:
        """Look at what runs from now on, and no more at what ran before."""
        self.blockers, self._since = (), time.monotonic()

    def run(self, target: str, pid: int, after: float) -> None:
        """Look every `after` seconds at a statement that has run for longer than that."""
        while not self._stop.wait(after):
            since = self._since
            if since is None or time.monotonic() - since < after:
                continue
            try:
                with psycopg.connect(target, autocommit=True) as connection:
                    self._look(connection, pid, after, since)
            except psycopg.Error:
                # It only looks: the work goes on without it.
                continue

    def end(self) -> None:
        self._stop.set()

    def _look(
        self, connection: psycopg.Connection[TupleRow], pid: int, after: float, since: float
    ) -> None:
        told, wait = "", _Wait(self.patience)
        while self._since == since:
            found = _blockers(connection, pid)
            if found:
                self.blockers = tuple(map(str, found))
            if wait.is_news(found):
                self.say("waiting for a lock")
                for blocker in self.blockers:
                    self.say(f"    blocked by {blocker}")
            progress = connection.execute(_PROGRESS, [pid]).fetchone()
            if progress and progress[0] != told:
                told = progress[0]
                self.say(f"building the index: {told}")
            if self._stop.wait(after):
                return


def _blockers(connection: psycopg.Connection[TupleRow], pid: int) -> list[Session]:
    with connection.cursor(row_factory=class_row(Session)) as cursor:
        found = cursor.execute(_BLOCKERS.encode(), [pid]).fetchall()
        return [*found, *cursor.execute(_PREPARED, {"pid": pid}).fetchall()]


@contextmanager
def posted(
    connection: psycopg.Connection[TupleRow],
    say: Callable[[str], None],
    after: float,
    patience: float,
) -> Iterator[Lookout]:
    """Yield a lookout on `connection`; it connects only when a statement takes over `after` s."""
    # Through a pooler, the process that libpq knows of is none of the server's.
    row = connection.execute("SELECT pg_catalog.pg_backend_pid()").fetchone()
    pid = int(row[0]) if row else connection.info.backend_pid
    target = libpq.make_conninfo(conninfo_of(connection), options="")
    lookout = Lookout(say, patience)
    thread = threading.Thread(target=lookout.run, args=(target, pid, after), daemon=True)
    thread.start()
    try:
        yield lookout
    finally:
        lookout.end()
        thread.join(timeout=after + 1)
