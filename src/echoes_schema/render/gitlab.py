"""Reports as GitLab's code quality JSON."""

from __future__ import annotations

import json

from echoes_schema.model import Finding, Level, Report

_SEVERITIES = {Level.ERROR: "major", Level.WARNING: "minor", Level.INFO: "info"}


def report_to_gitlab(report: Report) -> str:
    """Return a list of issues. GitLab shows one for a fingerprint: no two findings share one."""
    issues = [_issue(one) for one in report.findings if not one.allowed]
    return json.dumps(issues, ensure_ascii=False, indent=2)


def _issue(finding: Finding) -> dict[str, object]:
    about = f"{finding.object}: " if finding.object else ""
    return {
        "description": f"{about}{finding.message}",
        "check_name": finding.rule,
        "fingerprint": finding.fingerprint,
        "severity": _SEVERITIES[finding.level],
        "location": {
            "path": finding.path,
            "lines": {"begin": finding.line, "end": finding.end_line},
        },
    }
