"""What a baseline compared and recorded, as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING

from echoes_schema.errors import place
from echoes_schema.render.json import dump
from echoes_schema.render.moved import moved_to_text
from echoes_schema.render.table import table
from echoes_schema.render.text import report_to_text

if TYPE_CHECKING:
    from echoes_schema.baseline import Baseline
    from echoes_schema.migrations.adopt import Adopted
    from echoes_schema.model import Report


def proposal_to_text(report: Report, adopted: Iterable[Adopted]) -> str:
    """Return what differs all the same, and what would be recorded, one migration a line."""
    rows = [(one.id, one.note) for one in adopted]
    head = f"records {len(rows)} as applied; runs nothing in this database"
    return f"{report_to_text(report)}\n{head}\n{table(('Migration', 'Note'), rows)}"


def baseline_to_text(baseline: Baseline) -> str:
    """Return the findings, their count, and how many migrations were recorded."""
    recorded = len(baseline.recorded)
    last = moved_to_text("recorded", recorded, "recorded nothing")
    return f"{report_to_text(baseline.report)}\n{last}"


def baseline_to_json(baseline: Baseline) -> str:
    """Return `{version, checked, findings, migrations}`."""
    report = baseline.report
    return dump(
        {
            "checked": dict(report.checked),
            "findings": [asdict(finding) for finding in report.findings],
            "migrations": [
                {
                    "id": one.id,
                    "kind": one.kind,
                    "state": "applied",
                    "path": place(one.path),
                    "has_way_back": one.down is not None,
                    "note": one.note,
                }
                for one in baseline.recorded
            ],
        }
    )
