"""Every format says the same of the same findings, with places from 1."""

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

from echoes_schema.model import Finding, Level, Report
from echoes_schema.render.findings import render
from echoes_schema.settings.linting import Linting
from tests.lint.project import report, write

ALONE = Linting(levels={"missing-rollback": None})
FORMATS = ("text", "json", "sarif", "junit", "github", "gitlab")
TEXT = """\
-- é
SELECT 1; CREATE INDEX i ON ships (a);
-- allow drop-column: nobody reads it.
ALTER TABLE ships DROP COLUMN a;
CREATE INDEX i ON ships (a);
CREATE INDEX i ON ships (a);
"""


@pytest.fixture
def found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Report:
    """Return three findings of one rule, two of them alike, and an allowed one."""
    monkeypatch.chdir(write(tmp_path, {"1_a.sql": TEXT}))
    return report(tmp_path, "1_a.sql", linting=ALONE)


def places(found: list[tuple[str, int, int]]) -> bool:
    """Return whether the three index findings are there with file, line and column."""
    return [one for one in found if one[1] != 4] == [
        ("1_a.sql", 2, 11),
        ("1_a.sql", 5, 1),
        ("1_a.sql", 6, 1),
    ]


def test_text_shows_the_source_with_carets(found: Report) -> None:
    lines = render(found, "text").split("\n")
    assert lines[0].startswith("1_a.sql:2:11: error: table ships: builds an index under SHARE")
    assert lines[1] == "    SELECT 1; CREATE INDEX i ON ships (a);"
    assert lines[2] == "              ^^^^^^^^^^^^^^^^^^^^^^^^^^^"
    assert lines[-1] == "3 findings in 1 file, 5 statements, and 1 allowed"


def test_json_has_every_finding(found: Report) -> None:
    findings = json.loads(render(found, "json"))["findings"]
    assert places([(one["path"], one["line"], one["column"]) for one in findings])
    assert [one["allowed"] for one in findings if one["line"] == 4] == ["nobody reads it."]
    assert findings[0]["end_column"] == 38


def test_sarif_keeps_what_is_allowed_as_suppressed(found: Report) -> None:
    [run] = json.loads(render(found, "sarif"))["runs"]
    regions = [one["locations"][0]["physicalLocation"] for one in run["results"]]
    assert places(
        [
            (
                one["artifactLocation"]["uri"],
                one["region"]["startLine"],
                one["region"]["startColumn"],
            )
            for one in regions
        ]
    )
    suppressed = [one["suppressions"] for one in run["results"] if one["suppressions"]]
    assert suppressed == [[{"kind": "inSource", "justification": "nobody reads it."}]]
    rules = [one["id"] for one in run["tool"]["driver"]["rules"]]
    assert all(rules[one["ruleIndex"]] == one["ruleId"] for one in run["results"])


def test_gitlab_fingerprints_are_unique(found: Report) -> None:
    """GitLab shows one issue for a fingerprint."""
    issues = json.loads(render(found, "gitlab"))
    assert [one["location"]["lines"]["begin"] for one in issues] == [2, 5, 6]
    assert len({one["fingerprint"] for one in issues}) == 3


def test_github_commands_escape_what_would_end_them() -> None:
    finding = Finding("a-b", Level.WARNING, "", "50%\nof it", path="a,b:c.sql", line=2)
    finding = replace(finding, column=3, end_line=2, end_column=4)
    assert render(Report({}, (finding,)), "github") == (
        "::warning title=echoes-schema (a-b),file=a%2Cb%3Ac.sql,line=2,col=3,endLine=2,"
        "endColumn=4::50%25%0Aof it"
    )


def test_junit_has_a_case_for_a_finding(found: Report) -> None:
    root = Xml.fromstring(render(found, "junit").split("\n", 1)[1])
    assert (root.get("tests"), root.get("failures")) == ("4", "3")
    [suite] = root
    assert [len(case.findall("failure")) for case in suite] == [1, 0, 1, 1]
    assert [case.get("message") for case in suite.iter("skipped")] == ["nobody reads it."]


def test_junit_of_no_finding_says_what_was_judged() -> None:
    root = Xml.fromstring(render(Report({"files": 2}), "junit").split("\n", 1)[1])
    assert [case.get("name") for case in root.iter("testcase")] == ["0 findings in 2 files"]


def test_junit_leaves_out_what_xml_cannot_hold() -> None:
    finding = Finding("a-b", Level.ERROR, "", "\x01 < & \ufffe", path="a.sql", line=1)
    assert Xml.fromstring(render(Report({}, (finding,)), "junit").split("\n", 1)[1]) is not None


def test_fingerprints_last(tmp_path: Path, found: Report) -> None:
    """Lines above and white space inside do not change them; the statement does."""
    moved = TEXT.replace("-- é", "-- é\n\n-- more").replace("INDEX i ON", "INDEX  i\nON")
    again = report(write(tmp_path, {"1_a.sql": moved}), "1_a.sql", linting=ALONE)
    assert {one.fingerprint for one in again.findings} == {
        one.fingerprint for one in found.findings
    }
    other = report(write(tmp_path, {"1_a.sql": TEXT.replace("(a)", "(b)")}), "1_a.sql")
    index = {one.fingerprint for one in other.findings if one.rule == "index-not-concurrent"}
    assert not index & {one.fingerprint for one in found.findings}


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_found_is_said_in_every_format(form: str) -> None:
    assert isinstance(render(Report({"files": 1}), form), str)
