"""Migrations as text: their states, what was tried, and what would be lost."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from echoes_schema.render.table import table

if TYPE_CHECKING:
    from echoes_schema.migrations.dependents import Dependent
    from echoes_schema.migrations.events import Event
    from echoes_schema.migrations.loss import Loss
    from echoes_schema.migrations.prospect import Prospect
    from echoes_schema.migrations.state import Entry


def entries_to_text(entries: Iterable[Entry]) -> str:
    """Return a table of states, one migration a line."""
    rows = [
        (
            entry.state,
            entry.id,
            f"{entry.applied_at:%Y-%m-%d %H:%M:%S}Z" if entry.applied_at else "",
            entry.note,
        )
        for entry in entries
    ]
    return table(("State", "Migration", "Applied at", "Note"), rows)


def events_to_text(events: Iterable[Event]) -> str:
    """Return a table of what was tried, one attempt a line, the message of a failure after it."""
    rows = [
        (
            f"{event.started_at:%Y-%m-%d %H:%M:%S}Z",
            f"{event.seconds:.3f} s",
            event.operation,
            event.migration_id,
            f"{event.database_role} ({event.os_user}@{event.host})",
            _outcome(event),
        )
        for event in events
    ]
    headers = ("Started at", "Took", "Operation", "Migration", "By", "Outcome")
    return table(headers, rows) if rows else "nothing was tried yet"


def _outcome(event: Event) -> str:
    if event.is_success:
        return f"done: {event.message}" if event.message else "done"
    where = f"line {event.line}: " if event.line else ""
    state = f" ({event.sqlstate})" if event.sqlstate else ""
    return f"failed: {where}{event.message}{state}"


def losses_to_text(prospect: Prospect, names: tuple[str, ...]) -> str:
    """Return what goes when the named migrations are taken back, and what depends on that."""
    rows = [(loss.object, _rows(loss), loss.migration) for loss in prospect.losses]
    losses = table(("Goes", "Rows", "With"), rows) if rows else "no table and no column goes"
    lines = [f"takes back {len(names)}: {', '.join(names)}", losses]
    if prospect.dependents:
        shown = [(one.object, one.on, _fate(one)) for one in prospect.dependents]
        lines.append(table(("Depends", "On", "What happens"), shown))
    return "\n".join(lines)


def _fate(dependent: Dependent) -> str:
    if dependent.is_migration:
        return "it stays applied"
    return "goes along: CASCADE" if dependent.goes_along else "PostgreSQL will refuse"


def _rows(loss: Loss) -> str:
    if loss.rows < 0:
        return "unknown: ANALYZE it"
    return f"about {loss.rows}" if loss.is_estimate else str(loss.rows)
