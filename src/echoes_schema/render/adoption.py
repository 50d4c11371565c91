"""What is taken over from another tool, as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from echoes_schema.errors import place
from echoes_schema.render.json import dump
from echoes_schema.render.table import table

if TYPE_CHECKING:
    from echoes_schema.migrations.adopt import Adopted, Proposal


def proposal_to_text(proposal: Proposal) -> str:
    """Return what would be recorded, one migration a line, and the notes below."""
    rows = [
        (
            one.id,
            f"{one.applied_at:%Y-%m-%d %H:%M:%S}Z" if one.applied_at else "not known",
            "verified" if one.is_verified else "not verified",
            one.note,
        )
        for one in proposal.migrations
    ]
    head = f"records {len(rows)} as applied, from {proposal.table}; runs nothing"
    body = table(("Migration", "Applied at", "Content", "Note"), rows)
    return "\n".join([head, body, *(f"note: {note}" for note in proposal.notes)])


def adopted_to_json(adopted: Iterable[Adopted]) -> str:
    """Return `{version, migrations}` with those that were taken over, in their order."""
    return dump(
        {
            "migrations": [
                {
                    "id": one.id,
                    "kind": one.kind,
                    "state": "applied",
                    "applied_at": one.applied_at,
                    "path": place(one.path),
                    "is_verified": one.is_verified,
                    "has_way_back": one.down is not None,
                    "note": one.note,
                }
                for one in adopted
            ]
        }
    )
