"""Statements sent together and answered one by one: a round trip for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from psycopg import OperationalError, errors, generators, pq

if TYPE_CHECKING:
    from psycopg import Connection
    from psycopg.abc import PQGen
    from psycopg.rows import TupleRow

_GOOD = (pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK, pq.ExecStatus.EMPTY_QUERY)


def send(
    connection: Connection[TupleRow],
    queries: Iterable[Sequence[bytes]],
    heard: Callable[[int], None],
) -> None:
    """Run all `queries` in their order; after one that fails the server skips the rest.

    Each is a statement of its own to the server. They come in groups: while the server works on
    one, the next is made. `heard` is called after each query, with the number of those that are
    done. Raises psycopg.Error as `execute` does.
    """
    with connection.lock, _mode(connection.pgconn):
        failed = connection.wait(_converse(connection.pgconn, queries, heard))
    if failed:
        raise errors.error_from_result(failed, connection.info.encoding)


def _converse(
    session: pq.abc.PGconn, queries: Iterable[Sequence[bytes]], heard: Callable[[int], None]
) -> PQGen[pq.abc.PGresult | None]:
    """Return the answer of the query that failed, None if none did."""
    for group in queries:
        for query in group:
            session.send_query_params(query, None)
            # Else the server keeps its answers to itself until the last one.
            session.send_flush_request()
        session.flush()
    session.pipeline_sync()
    yield from generators.send(session)
    return (yield from _hear(session, heard))


def _hear(session: pq.abc.PGconn, heard: Callable[[int], None]) -> PQGen[pq.abc.PGresult | None]:
    done, is_over = 0, False
    failed: pq.abc.PGresult | None = None
    while not is_over:
        try:
            results = yield from generators.fetch_many(session)
        except OperationalError:
            if failed is None:
                raise
            return failed  # why the server hung up
        for result in results:
            is_over = result.status == pq.ExecStatus.PIPELINE_SYNC
            if result.status == pq.ExecStatus.FATAL_ERROR:
                failed = failed or result
            elif result.status in _GOOD:
                done += 1
                heard(done)
    return failed


@contextmanager
def _mode(session: pq.abc.PGconn) -> Iterator[None]:
    session.enter_pipeline_mode()
    try:
        yield
    finally:
        if session.status == pq.ConnStatus.OK:
            session.exit_pipeline_mode()
