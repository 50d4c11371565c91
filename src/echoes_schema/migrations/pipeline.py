"""Statements sent together and answered one by one: a round trip for all of them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from psycopg import Error, errors, generators, pq

if TYPE_CHECKING:
    from psycopg import Connection
    from psycopg.abc import PQGen
    from psycopg.rows import TupleRow

_GOOD = (pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK, pq.ExecStatus.EMPTY_QUERY)
# Seconds for the server to hear that nobody wants its work any more.
_CANCEL_WITHIN = 5.0


def _nothing() -> None:
    """Do nothing."""


@dataclass(slots=True)
class _Volley:
    """What is sent together, whether that is all of it, and how many of its answers are read."""

    heard: Callable[[int], None]
    done: Callable[[], None]
    queries: int = 0
    is_whole: bool = False
    answers: int = 0


class Pipeline:
    """A connection on which more may be sent before the answers to what was sent are read."""

    def __init__(self, connection: Connection[TupleRow]) -> None:
        self._connection = connection
        self._session = connection.pgconn
        self._awaited = deque[_Volley]()
        self._failed: pq.abc.PGresult | None = None

    def send(
        self,
        queries: Iterable[Sequence[bytes]],
        heard: Callable[[int], None],
        done: Callable[[], None] = _nothing,
    ) -> None:
        """Send all `queries`, a volley; after one that fails the server skips all that was sent.

        Each is a statement of its own to the server. They come in groups: while the server works on
        one, the next is made. `heard` will be called with the number of each answer, from 1, and
        `done` after the last one.
        """
        volley = _Volley(heard, done)
        # Before anything is sent: who is interrupted hears what the server did of it.
        self._awaited.append(volley)
        for group in queries:
            for query in group:
                self._session.send_query_params(query, None)
                volley.queries += 1
                # Else the server keeps its answers to itself until the last one.
                self._session.send_flush_request()
            self._session.flush()
        volley.is_whole = True
        self._connection.wait(generators.send(self._session))

    def hear(self) -> None:
        """Wait for all answers to the oldest volley.

        Raises psycopg.Error as `execute` does, for the first query that failed.
        """
        volley = self._awaited[0]
        self._connection.wait(self._answers(volley))
        if self._failed:
            raise errors.error_from_result(self._failed, self._connection.info.encoding)
        self._awaited.popleft()
        if volley.is_whole:
            volley.done()

    def end(self) -> None:
        """Read what is left to read: what was done is heard, whatever failed."""
        self._session.pipeline_sync()
        with suppress(Error):
            while self._awaited and not self._failed:
                self.hear()
        self._connection.wait(_rest(self._session))
        self._session.exit_pipeline_mode()

    def _answers(self, volley: _Volley) -> PQGen[None]:
        while volley.answers < volley.queries:
            results: list[pq.abc.PGresult] = yield from generators.fetch_many(self._session)
            self._failed = next((one for one in results if one.status not in _GOOD), None)
            if self._failed:
                return
            volley.answers += 1
            volley.heard(volley.answers)


@contextmanager
def opened(connection: Connection[TupleRow]) -> Iterator[Pipeline]:
    """Yield a pipeline; afterwards the connection is an ordinary one, maybe in a transaction.

    What is still under way when the block fails by anything but the server is cancelled. Raises
    psycopg.OperationalError where the connection is gone, though all answers were heard.
    """
    connection.pgconn.enter_pipeline_mode()
    pipeline = Pipeline(connection)
    try:
        yield pipeline
    except BaseException as error:
        # The connection may be gone, and that is no reason to hide what went wrong.
        with suppress(Error):
            if not isinstance(error, Error):
                connection.cancel_safe(timeout=_CANCEL_WITHIN)
            pipeline.end()
        raise
    pipeline.end()


def _rest(session: pq.abc.PGconn) -> PQGen[None]:
    """Pass over the answers that nobody waits for, up to that of the sync."""
    is_over = False
    while not is_over:
        results = yield from generators.fetch_many(session)
        is_over = any(one.status == pq.ExecStatus.PIPELINE_SYNC for one in results)
