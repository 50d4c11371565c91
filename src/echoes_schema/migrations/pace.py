"""How politely batches follow each other, and who hears how far they are."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from operator import not_
from typing import TYPE_CHECKING

from echoes_schema.waiting import until

if TYPE_CHECKING:
    from psycopg import Connection
    from psycopg.rows import TupleRow

# Seconds: a standby that does not catch up makes a backfill slow, and does not stop it.
LONGEST_WAIT = 60.0
SECONDS_BETWEEN_LOOKS = 1.0

# Not replay_lag: it stands still while a standby does. A role that may not see others sees none.
_LAGGARD = """
SELECT format('%%s is %%s behind', application_name, pg_catalog.pg_size_pretty(behind))
FROM pg_catalog.pg_stat_replication,
    pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_lsn(), replay_lsn) AS behind
WHERE behind > %s * 1048576.0
ORDER BY behind DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Progress:
    """How many rows a script went through, of about how many; `is_over` the last time."""

    name: str
    rows: int
    expected: int
    is_over: bool = False


def _nobody(_: Progress) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Pace:
    """After a batch comes a pause of `pause` times what it took.

    While a standby is more than `lag` megabytes of WAL behind, the next batch waits up to
    LONGEST_WAIT.
    """

    pause: float = 0.5
    lag: float = 256.0
    tell: Callable[[Progress], None] = _nobody


def rest(
    connection: Connection[TupleRow], pace: Pace, taken: float, say: Callable[[str], None]
) -> None:
    """Let the others have their turn after a batch that took so many seconds."""
    time.sleep(taken * pace.pause)
    until(
        lambda: _laggard(connection, pace.lag),
        not_,
        pause=SECONDS_BETWEEN_LOOKS,
        seconds=LONGEST_WAIT,
        at_first=lambda laggard: say(f"waiting for a standby: {laggard}"),
    )


def _laggard(connection: Connection[TupleRow], lag: float) -> str:
    """Return which standby is how far behind, "" where all keep up."""
    row = connection.execute(_LAGGARD, [lag]).fetchone()
    return str(row[0]) if row else ""
