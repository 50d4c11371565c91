"""Results as JSON. The shapes are documented in docs/reference/json.md; other programs read them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict

from echoes_schema.model import Report

VERSION = 1


def dump(content: Mapping[str, object]) -> str:
    """Return an object with the format's version first."""
    return json.dumps({"version": VERSION, **content}, ensure_ascii=False, indent=2, default=str)


def report_to_json(report: Report) -> str:
    """Return `{version, checked, findings}`."""
    findings = [asdict(finding) for finding in report.findings]
    return dump({"checked": dict(report.checked), "findings": findings})
