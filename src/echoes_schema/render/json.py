"""Results as JSON: docs/reference/json.md documents the shapes, other programs read them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

from echoes_schema.model import Report

if TYPE_CHECKING:
    from echoes_schema.migrations.prospect import Prospect
    from echoes_schema.migrations.runner import Done
    from echoes_schema.migrations.state import Entry

VERSION = 1


def dump(content: Mapping[str, object]) -> str:
    """Return an object with the format's version first."""
    return json.dumps(
        {"version": VERSION, **content}, ensure_ascii=False, indent=2, default=_moment
    )


def _moment(value: object) -> str:
    """Return a moment as ISO 8601 with its offset."""
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value).__name__}")


def report_to_json(report: Report) -> str:
    """Return `{version, checked, findings, uncompared, methods}`."""
    findings = [asdict(finding) for finding in report.findings]
    uncompared = {kind: list(names) for kind, names in report.uncompared.items()}
    return dump(
        {
            "checked": dict(report.checked),
            "findings": findings,
            "uncompared": uncompared,
            "methods": dict(report.methods),
        }
    )


def entries_to_json(entries: Iterable[Entry]) -> str:
    """Return `{version, migrations}` with every fact of `status`."""
    return dump({"migrations": [asdict(entry) for entry in entries]})


def done_to_json(
    done: Iterable[Done], state: str, foreseen: Iterable[Prospect] | None = None
) -> str:
    """Return `{version, migrations}` with those that a run moved, all now in `state`.

    With what was foreseen of a way back, `losses` and `dependents` too.
    """
    moved = {"migrations": [{**asdict(one), "state": state} for one in done]}
    if foreseen is None:
        return dump(moved)
    told = [asdict(prospect) for prospect in foreseen]
    lists = {
        key: [one for prospect in told for one in prospect[key]] for key in ("losses", "dependents")
    }
    return dump({**moved, **lists})
