"""Reports as SARIF 2.1.0, the part of it that GitHub reads."""

from __future__ import annotations

import json
from urllib.parse import quote

from echoes_schema.lint import catalogue
from echoes_schema.model import Finding, Level, Report
from echoes_schema.release import VERSION
from echoes_schema.rulebook.page import title

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_HOME = "https://github.com/echoes-mmo/echoes-schema"
_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "note"}


def report_to_sarif(report: Report) -> str:
    """Return one run: every rule there is, every finding, allowed ones as suppressed."""
    rules = catalogue.every()
    places = {rule.name: number for number, rule in enumerate(rules)}
    driver = {
        "name": "echoes-schema",
        "version": VERSION,
        "informationUri": _HOME,
        "rules": [_rule(rule) for rule in rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, places[finding.rule]) for finding in report.findings],
    }
    content = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(content, ensure_ascii=False, indent=2)


def _rule(rule: catalogue.AnyRule) -> dict[str, object]:
    return {
        "id": rule.name,
        "shortDescription": {"text": title(rule.page)},
        "fullDescription": {"text": title(rule.page)},
        "help": {"text": rule.page, "markdown": rule.page},
        "helpUri": f"{_HOME}/blob/main/docs/reference/rules.md#{rule.name}",
        "defaultConfiguration": {"level": _LEVELS[rule.level]},
        "properties": {"tags": [str(rule.category)]},
    }


def _result(finding: Finding, rule: int) -> dict[str, object]:
    return {
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": _LEVELS[finding.level],
        "message": {"text": _message(finding)},
        "locations": [{"physicalLocation": _location(finding)}],
        "partialFingerprints": {"statement/v1": finding.fingerprint},
        "suppressions": _suppressions(finding),
    }


def _message(finding: Finding) -> str:
    about = f"{finding.object}: " if finding.object else ""
    return f"{about}{finding.message}" + (f"\n{finding.hint}" if finding.hint else "")


def _location(finding: Finding) -> dict[str, object]:
    return {
        "artifactLocation": {"uri": quote(finding.path)},
        "region": {
            "startLine": finding.line,
            "startColumn": finding.column,
            "endLine": finding.end_line,
            "endColumn": finding.end_column,
        },
    }


def _suppressions(finding: Finding) -> list[dict[str, str]]:
    return [{"kind": "inSource", "justification": finding.allowed}] if finding.allowed else []
