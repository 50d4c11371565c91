"""Reports as text for a terminal."""

from __future__ import annotations

from echoes_schema.model import Finding, Report
from echoes_schema.render.counts import counted, listed

_SEVERITIES = {
    "missing": "missing",
    "extra": "extra",
    "unexpected": "extra",
    "unused": "warning",
    "loose": "warning",
    "expired": "warning",
}


def report_to_text(report: Report) -> str:
    """Return each finding with its hint below, and a last line that counts what was checked.

    One with a column also shows its source, a caret below. What is allowed is only counted.
    """
    lines = [_visible(line) for finding in report.counted for line in _finding(finding)]
    return "\n".join([*lines, *_uncompared(report), _summary(report)])


def _visible(line: str) -> str:
    """Return a line without what ends it, moves a terminal's cursor or hides other characters."""
    if line.isascii() and line.isprintable():
        return line
    return "".join(one if one.isprintable() or one == "\t" else "\ufffd" for one in line)


def _finding(finding: Finding) -> list[str]:
    about = f"{finding.object}: " if finding.object else ""
    first = f"{_place(finding)}{finding.level}: {about}{finding.message} [{finding.rule}]"
    lines = [first, *_source(finding)]
    return [*lines, f"    {finding.hint}"] if finding.hint else lines


def groups_to_text(report: Report) -> str:
    """Return the findings below the object that each is about or part of, and the last line."""
    lines = []
    group = ""
    for finding in report.counted:
        if (finding.within or finding.object) != group:
            group = finding.within or finding.object
            lines.append(_visible(group))
        about = f"{finding.object}: " if finding.object != group else ""
        said = f"  {_severity(finding)}: {about}{finding.message} [{finding.rule}]"
        lines.append(_visible(said))
    return "\n".join([*lines, *_uncompared(report), _summary(report)])


def _severity(finding: Finding) -> str:
    kind, _, _ = finding.rule.partition("-")
    return _SEVERITIES.get(kind, "different")


def _place(finding: Finding) -> str:
    if not finding.path:
        return ""
    column = f"{finding.column}:" if finding.column else ""
    return f"{finding.path}:{finding.line}:{column} "


def _source(finding: Finding) -> list[str]:
    """Return the first line that is meant, and carets below what is meant of it."""
    line = finding.source.partition("\n")[0]
    if not line.strip():
        return []
    before = line[: finding.column - 1]
    is_one_line = finding.end_line == finding.line
    end = finding.end_column - 1 if is_one_line else len(line.rstrip())
    indent = "".join("\t" if character == "\t" else " " for character in before)
    return [f"    {line}", f"    {indent}{'^' * max(end - len(before), 1)}"]


def _uncompared(report: Report) -> list[str]:
    """Return a line for each kind of what is there and was not compared."""
    return [
        _visible(f"not compared: {kind}: {', '.join(names)}")
        for kind, names in report.uncompared.items()
    ]


def _summary(report: Report) -> str:
    shown = len(report.counted)
    counts = listed(report.checked)
    allowed = len(report.findings) - shown
    more = f", and {allowed} allowed" if allowed else ""
    judged = ", ".join(f"{count} by {judge}" for judge, count in report.methods.items())
    spelled = f"; SQL in other words: {judged}" if judged else ""
    return f"{counted(shown, 'findings')} in {counts or 'nothing'}{more}{spelled}"
