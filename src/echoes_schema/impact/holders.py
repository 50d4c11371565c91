"""Who holds locks on relations at this moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from echoes_schema.locks import Mode
from echoes_schema.migrations.sessions import COLUMNS, Session

if TYPE_CHECKING:
    from psycopg import Connection
    from psycopg.rows import TupleRow

# A prepared transaction has no session: its name stands for the query. It keeps the virtual
# number that it had, and a lock on its real one tells which it is.
_HELD = f"""
SELECT locks.relation, locks.mode, {COLUMNS}, prepared.gid, prepared.owner,
    round(extract(epoch FROM clock_timestamp() - prepared.prepared))::int
FROM pg_catalog.pg_locks AS locks
LEFT JOIN pg_catalog.pg_stat_activity AS activity ON locks.pid = activity.pid
LEFT JOIN pg_catalog.pg_locks AS numbers
    ON locks.pid IS NULL AND numbers.pid IS NULL AND numbers.locktype = 'transactionid'
    AND locks.virtualtransaction = numbers.virtualtransaction
LEFT JOIN pg_catalog.pg_prepared_xacts AS prepared ON numbers.transactionid = prepared.transaction
WHERE locks.locktype = 'relation' AND locks.granted AND locks.relation = ANY (%s)
    AND locks.mode <> 'SIReadLock' AND locks.pid IS DISTINCT FROM pg_catalog.pg_backend_pid()
    AND locks.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
ORDER BY activity.xact_start NULLS LAST, locks.pid
"""  # noqa: S608 - our own columns

# By relation: the lock, and who has it.
Held = Mapping[int, tuple[tuple[Mode, Session], ...]]


def read(connection: Connection[TupleRow], oids: Iterable[int]) -> Held:
    """Return the locks of other sessions on each relation, the oldest transaction first."""
    found: dict[int, tuple[tuple[Mode, Session], ...]] = {}
    for oid, mode, *session, gid, owner, age in connection.execute(_HELD.encode(), [list(oids)]):
        holder = Session(*session) if gid is None else Session(0, owner, "", "prepared", age, gid)
        found[oid] = (*found.get(oid, ()), (Mode.of(mode), holder))
    return found


def in_the_way(held: Held, oid: int, mode: Mode) -> tuple[Session, ...]:
    """Return whom a lock would wait for now, each once."""
    sessions = [session for has, session in held.get(oid, ()) if mode.conflicts(has)]
    return tuple(dict.fromkeys(sessions))
