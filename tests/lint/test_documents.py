"""The formats that other programs read are what their definitions say."""

import json
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import jsonschema
import pytest

from echoes_schema.cache import Cache
from echoes_schema.lint import Choice
from echoes_schema.model import Finding, Level, Report
from echoes_schema.render.findings import render
from echoes_schema.settings.linting import Linting
from tests.lint.project import report, write

HINT = "npm pack @microsoft/jest-sarif has lib/schemas/sarif-2.1.0-rtm.5.json in it"
TEXT = """\
-- Ünder way.
CREATE INDEX i ON ships (a); CREATE INDEX i ON ships (a);
-- allow drop-column: nobody reads it.
ALTER TABLE ships DROP COLUMN a;
alter table ships drop column b;
DO $$ BEGIN EXECUTE 'a' || b; END $$;
SELEC 1;
"""


@pytest.fixture(params=["found", "bad files", "difference", "nothing"])
def shown(request: pytest.FixtureRequest, tmp_path: Path) -> Report:
    """Return reports of every shape: of statements, files and objects, and an empty one."""
    folder = tmp_path / "a b #1"
    if request.param == "found":
        choice = Choice(style=Cache(tmp_path / "cache"))
        return report(write(folder, {"1_a.sql": TEXT, "1_a.rollback.sql": ""}), choice=choice)
    if request.param == "bad files":
        files: Mapping[str, str | bytes] = {
            "1_a.sql": b"\xff",
            "1_b.sql": b"a\0",
            "2_c.rollback.sql": "SELECT 1;",
        }
        return report(write(folder, files))
    if request.param == "difference":
        finding = Finding("missing-table", Level.ERROR, "table a.b", "it is not there")
        return Report({"objects": 1}, (finding, replace(finding, level=Level.INFO, allowed="x")))
    return Report({"files": 1})


def test_sarif_is_what_its_schema_says(shown: Report) -> None:
    schema = json.loads(_schema().read_text("utf-8"))
    check = jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())
    problems = [f"{one.json_path}: {one.message}" for one in _errors(check, shown)]
    assert problems == []


def test_the_schema_finds_a_line_zero() -> None:
    """It would be no proof if nothing could fail."""
    schema = json.loads(_schema().read_text("utf-8"))
    finding = Finding("drop-column", Level.ERROR, "", "x", path="a.sql", line=-1, column=1)
    assert [*_errors(jsonschema.Draft4Validator(schema), Report({}, (finding,)))]


def _errors(check: Any, shown: Report) -> Any:
    return check.iter_errors(json.loads(render(shown, "sarif")))


def _schema() -> Path:
    """Return the schema's path. Without it the test is skipped, and fails where CI is set."""
    found = os.environ.get("SARIF_SCHEMA")
    if found:
        return Path(found)
    missing = f"SARIF_SCHEMA names no file: {HINT}"
    if os.environ.get("CI"):
        pytest.fail(missing)
    pytest.skip(missing)


def test_sarif_names_each_rule_once_and_each_result_its_rule(shown: Report) -> None:
    [run] = json.loads(render(shown, "sarif"))["runs"]
    rules = [one["id"] for one in run["tool"]["driver"]["rules"]]
    assert len(set(rules)) == len(rules)
    assert [rules[one["ruleIndex"]] for one in run["results"]] == [
        one.rule for one in shown.findings
    ]
    keys = [json.dumps(one["partialFingerprints"]) for one in run["results"]]
    assert len(set(keys)) == len({one.fingerprint or one.object for one in shown.findings})


REQUIRED: dict[str, tuple[str, ...]] = {
    "testsuites": ("name", "tests", "failures"),
    "testsuite": ("name", "tests", "failures", "skipped"),
    "testcase": ("name", "classname"),
    "failure": ("type", "message"),
    "skipped": ("message",),
}
INSIDE = {
    "testsuites": {"testsuite"},
    "testsuite": {"testcase"},
    "testcase": {"failure", "skipped"},
    "failure": set[str](),
    "skipped": set[str](),
}


def test_junit_has_what_its_readers_require(shown: Report) -> None:
    root = Xml.fromstring(render(shown, "junit").split("\n", 1)[1])
    assert root.tag == "testsuites"
    for element in root.iter():
        assert {child.tag for child in element} <= INSIDE[element.tag]
        assert set(element.keys()) == set(REQUIRED[element.tag])
    for suite in root:
        for count, tag in (("tests", "testcase"), ("failures", "failure"), ("skipped", "skipped")):
            assert int(suite.get(count, "")) == len(list(suite.iter(tag)))
    cases = [(one.get("classname"), one.get("name")) for one in root.iter("testcase")]
    assert len(cases) == max(len(shown.findings), 1)


GITLAB: dict[str, Callable[[Any], bool]] = {
    "description": lambda text: isinstance(text, str) and text != "",
    "check_name": lambda name: re.fullmatch(r"[a-z0-9-]+", name) is not None,
    "fingerprint": lambda text: isinstance(text, str) and text != "",
    "severity": lambda word: word in {"info", "minor", "major", "critical", "blocker"},
    "location": lambda place: place["path"] != "" and place["lines"]["begin"] >= 1,
}


def test_gitlab_has_every_key_and_lines_from_1(tmp_path: Path) -> None:
    files: Mapping[str, str | bytes] = {
        "1_a.sql": TEXT,
        "1_b.sql": b"a\0",
        "3_c.sql": b"",
        "4_d.rollback.sql": "",
    }
    issues = json.loads(render(report(write(tmp_path, files), linting=Linting()), "gitlab"))
    assert len(issues) > len(files)
    for issue in issues:
        assert issue.keys() == GITLAB.keys()
        assert all(is_right(issue[key]) for key, is_right in GITLAB.items()), issue
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
