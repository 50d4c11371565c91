"""Another session of the server, as far as one may look at it, and how a person is told of it."""

from __future__ import annotations

from dataclasses import dataclass

from echoes_schema.parser import secrets

LONGEST_QUERY = 100
HIDDEN = "hidden"

# Columns of pg_stat_activity as `activity`, named as the fields of Session. Without pg_monitor the
# server keeps state and query of other roles' sessions to itself.
COLUMNS = f"""
    coalesce(activity.pid, 0) AS pid,
    coalesce(activity.usename, '') AS role,
    coalesce(activity.application_name, '') AS application,
    CASE WHEN activity.query = '<insufficient privilege>' THEN '{HIDDEN}'
        ELSE coalesce(nullif(activity.state, 'active'), 'busy') END AS state,
    round(extract(epoch FROM clock_timestamp() - coalesce(
        activity.xact_start, activity.query_start, activity.backend_start)))::int AS seconds,
    CASE WHEN activity.query = '<insufficient privilege>' THEN '{HIDDEN}'
        ELSE left(regexp_replace(activity.query, '\\s+', ' ', 'g'), {LONGEST_QUERY}) END AS query
"""


@dataclass(frozen=True, slots=True)
class Session:
    """A session, or a prepared transaction: its `pid` is 0 and `query` its name.

    `state` and `query` are `hidden` for a role without pg_monitor; no password is in the query.
    `seconds` is how long its transaction has lasted, else its query, None where that is hidden.
    """

    pid: int
    role: str
    application: str
    state: str
    seconds: int | None
    query: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "query", secrets.masked(self.query))

    def __str__(self) -> str:
        """Return `pid 4711, app, idle in transaction for 12 s (psql): SELECT …`."""
        who = f"pid {self.pid}" if self.pid else "no session"
        since = "" if self.seconds is None else f" for {self.seconds} s"
        application = f" ({self.application})" if self.application else ""
        return f"{who}, {self.role}, {self.state}{since}{application}: {self.query}"
