"""Whether a session may write: not on a standby, not read-only, not one that others share."""

from __future__ import annotations

import secrets
from select import select
from typing import TYPE_CHECKING

from psycopg import pq

from echoes_schema.database import conninfo_of
from echoes_schema.errors import ServerError

if TYPE_CHECKING:
    from psycopg import Connection
    from psycopg.rows import TupleRow

LOOKS = 3
# Seconds
PATIENCE = 3.0

_STATE = """
SELECT pg_catalog.pg_is_in_recovery(), current_setting('transaction_read_only') = 'on',
    pg_catalog.pg_backend_pid()
"""
_PID = "SELECT pg_catalog.pg_backend_pid()"


def require(connection: Connection[TupleRow]) -> None:
    """Raise ServerError where nothing can be written, or where others would write in between.

    A lock and a setting of the session mean nothing where each transaction may meet another
    session, as through a pooler in transaction mode.
    """
    is_standby, is_read_only, pid = connection.execute(_STATE).fetchone() or (False, False, 0)
    if is_standby:
        raise ServerError("the server is a standby: it takes no writes", "Name the primary.")
    if is_read_only:
        raise ServerError(
            "the session may only read",
            "Turn default_transaction_read_only off, or connect as a role without it.",
        )
    # A pooler makes up the process that it names to its clients.
    if pid != connection.info.backend_pid and _is_shared(connection, pid):
        raise ServerError(
            "a connection pooler stands between: the session is not ours alone",
            "Give --database the server's own address, or a pool in session mode that has two "
            "sessions for us.",
        )


def _is_shared(connection: Connection[TupleRow], pid: int) -> bool:
    """Return whether a pooler gives our idle session to others; True in doubt."""
    other = pq.PGconn.connect(conninfo_of(connection).encode())
    try:
        if other.status != pq.ConnStatus.OK:
            return True
        looks = (_is_given_away(connection, other, pid) for _ in range(LOOKS))
        return any(looks) or not _is_heard(connection, other)
    finally:
        other.finish()


def _is_given_away(connection: Connection[TupleRow], other: pq.abc.PGconn, pid: int) -> bool:
    """Return whether the other one gets our session, or we get another: so it is in most pools."""
    theirs = _answer(other, _PID)
    return theirs in ("", str(pid)) or connection.execute(_PID).fetchone() != (pid,)


def _is_heard(connection: Connection[TupleRow], other: pq.abc.PGconn) -> bool:
    """Return whether a notification reaches us while we are idle: the proof in a busy pool.

    Only the client that keeps its session is told. Where sessions are shared, the other's may
    go on listening; nobody else notifies this channel.
    """
    channel = f"echoes_schema_{secrets.token_hex(8)}"
    connection.execute(f"LISTEN {channel}".encode())
    _answer(other, f"NOTIFY {channel}")
    heard = any(True for _ in connection.notifies(timeout=PATIENCE, stop_after=1))
    connection.execute(f"UNLISTEN {channel}".encode())
    return heard


def _answer(other: pq.abc.PGconn, query: str) -> str:
    """Return what a query finds; "" for nothing, and where there is no answer in time.

    A pooler without a free session lets a client wait for minutes.
    """
    other.send_query(query.encode())
    found = ""
    if select([other.socket], [], [], PATIENCE)[0]:
        while result := other.get_result():
            if result.status == pq.ExecStatus.TUPLES_OK:
                found = (result.get_value(0, 0) or b"").decode()
    return found
