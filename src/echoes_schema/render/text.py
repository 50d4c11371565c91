"""Reports as text for a terminal."""

from __future__ import annotations

from echoes_schema.model import Finding, Report


def report_to_text(report: Report) -> str:
    """Return one line a finding, its hint below, and a last line that counts what was checked."""
    lines = [line for finding in report.findings for line in _finding(finding)]
    return "\n".join([*lines, _summary(report)])


def _finding(finding: Finding) -> list[str]:
    where = f"{finding.path}:{finding.line}: " if finding.path else ""
    first = f"{where}{finding.level}: {finding.object}: {finding.message} [{finding.rule}]"
    return [first, f"    {finding.hint}"] if finding.hint else [first]


def groups_to_text(report: Report) -> str:
    """Return the findings below the object that each is about or part of, and the last line."""
    lines = []
    group = ""
    for finding in report.findings:
        if (finding.within or finding.object) != group:
            group = finding.within or finding.object
            lines.append(group)
        about = f"{finding.object}: " if finding.object != group else ""
        lines.append(f"  {_severity(finding)}: {about}{finding.message} [{finding.rule}]")
    return "\n".join([*lines, _summary(report)])


def _severity(finding: Finding) -> str:
    kind, _, _ = finding.rule.partition("-")
    return kind if kind in {"missing", "extra"} else "different"


def _summary(report: Report) -> str:
    counts = ", ".join(f"{count} {kind}" for kind, count in report.checked.items())
    found = len(report.findings)
    ignored = f", {len(report.ignored)} ignored" if report.ignored else ""
    return f"{found} finding{'' if found == 1 else 's'} in {counts or 'nothing'}{ignored}"
