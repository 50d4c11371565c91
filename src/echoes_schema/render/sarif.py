"""Reports as SARIF 2.1.0, the part of it that GitHub reads."""

from __future__ import annotations

import json
from urllib.parse import quote

from echoes_schema.lint import catalogue, styling
from echoes_schema.model import Finding, Level, Report
from echoes_schema.release import VERSION
from echoes_schema.rulebook import Category
from echoes_schema.rulebook.page import title

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_HOME = "https://github.com/echoes-mmo/echoes-schema"
_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "note"}


def report_to_sarif(report: Report) -> str:
    """Return one run: every rule there is, every finding, allowed ones as suppressed.

    The rules of a comparison are those that it found something by.
    """
    known = {rule.name: _rule(rule) for rule in catalogue.every()}
    styles = {one.rule for one in report.findings if one.rule.startswith(styling.PREFIX)}
    known |= {name: _style(name) for name in sorted(styles)}
    if not all(finding.rule in known for finding in report.findings):
        known = {finding.rule: _comparing(finding) for finding in report.findings}
    places = {name: number for number, name in enumerate(known)}
    driver = {
        "name": "echoes-schema",
        "version": VERSION,
        "informationUri": _HOME,
        "rules": list(known.values()),
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, places[finding.rule]) for finding in report.findings],
    }
    if report.uncompared:
        uncompared = {kind: list(names) for kind, names in report.uncompared.items()}
        run["properties"] = {"uncompared": uncompared}
    content = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(content, ensure_ascii=False, indent=2)


def _rule(rule: catalogue.OurRule) -> dict[str, object]:
    return {
        "id": rule.name,
        "shortDescription": {"text": title(rule.page)},
        "fullDescription": {"text": title(rule.page)},
        "help": {"text": rule.page, "markdown": rule.page},
        "helpUri": f"{_HOME}/blob/main/docs/reference/rules.md#{rule.name}",
        "defaultConfiguration": {"level": _LEVELS[rule.level]},
        "properties": {"tags": [str(rule.category)]},
    }


def _style(name: str) -> dict[str, object]:
    code = name.removeprefix(styling.PREFIX).upper()
    return {
        "id": name,
        "shortDescription": {"text": f"sqlfluff {code}"},
        "helpUri": f"https://docs.sqlfluff.com/en/stable/perma/rule/{code}.html",
        "defaultConfiguration": {"level": _LEVELS[Level.WARNING]},
        "properties": {"tags": [str(Category.STYLE)]},
    }


def _comparing(finding: Finding) -> dict[str, object]:
    return {
        "id": finding.rule,
        "shortDescription": {"text": finding.rule.replace("-", " ")},
        "helpUri": f"{_HOME}/blob/main/docs/reference/diff.md",
        "defaultConfiguration": {"level": _LEVELS[finding.level]},
    }


def _result(finding: Finding, rule: int) -> dict[str, object]:
    return {
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": _LEVELS[finding.level],
        "message": {"text": _message(finding)},
        "locations": [_location(finding)],
        "partialFingerprints": _fingerprints(finding),
        "suppressions": _suppressions(finding),
    }


def _message(finding: Finding) -> str:
    about = f"{finding.object}: " if finding.object else ""
    return f"{about}{finding.message}" + (f"\n{finding.hint}" if finding.hint else "")


def _location(finding: Finding) -> dict[str, object]:
    if not finding.path:
        kind, _, name = finding.object.partition(" ")
        return {"logicalLocations": [{"fullyQualifiedName": name, "kind": kind}]}
    region = {
        "startLine": finding.line,
        "startColumn": finding.column,
        "endLine": finding.end_line,
        "endColumn": finding.end_column,
    }
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(finding.path)},
            "region": {key: value for key, value in region.items() if value},
        }
    }


def _fingerprints(finding: Finding) -> dict[str, str]:
    if finding.fingerprint:
        return {"statement/v1": finding.fingerprint}
    return {"object/v1": f"{finding.rule}: {finding.object}"}


def _suppressions(finding: Finding) -> list[dict[str, str]]:
    return [{"kind": "inSource", "justification": finding.allowed}] if finding.allowed else []
