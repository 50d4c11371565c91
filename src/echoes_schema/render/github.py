"""Reports as workflow commands: GitHub shows them beside the lines of a pull request."""

from __future__ import annotations

from echoes_schema.model import Finding, Level, Report

_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "notice"}


def report_to_github(report: Report) -> str:
    """Return a command a finding that nobody allowed, nothing where there is none."""
    return "\n".join(_command(one) for one in report.findings if not one.allowed)


def _command(finding: Finding) -> str:
    properties = {
        "title": f"echoes-schema ({finding.rule})",
        "file": finding.path,
        "line": finding.line,
        "col": finding.column,
        "endLine": finding.end_line,
        "endColumn": finding.end_column,
    }
    given = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    about = f"{finding.object}: " if finding.object else ""
    hint = f"\n{finding.hint}" if finding.hint else ""
    return f"::{_COMMANDS[finding.level]} {given}::{_text(f'{about}{finding.message}{hint}')}"


def _text(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _text(value).replace(":", "%3A").replace(",", "%2C")
