"""`lint --style`: what sqlfluff finds is a finding as any other."""

import json
from pathlib import Path

import pytest

from echoes_schema.cache import Cache
from echoes_schema.lint import Choice
from echoes_schema.model import Level, Report
from echoes_schema.settings.linting import Linting
from tests.harness.program import Run
from tests.lint.project import only, report, rules, write

STYLE = Choice(style=Cache())
FORMATS = ("text", "json", "sarif", "junit", "github", "gitlab")


ALONE: dict[str, Level | None] = {"missing-rollback": None}


def style(folder: Path, *paths: str, levels: dict[str, Level | None] | None = None) -> Report:
    linting = Linting(levels=ALONE | (levels or {}))
    return report(folder, *paths, linting=linting, choice=STYLE)


def test_finding_has_its_place_and_the_rule_of_sqlfluff(tmp_path: Path) -> None:
    found = style(write(tmp_path, {"x.sql": "-- é\nSELECT 1; select 2;\n"}), "x.sql")
    [one] = found.findings
    assert (one.rule, one.level, one.line, one.column) == ("style-cp01", Level.WARNING, 2, 11)
    assert (one.end_line, one.end_column) == (2, 17)
    assert one.message == "Keywords must be upper case. (capitalisation.keywords)"
    assert found.checked == {"files": 1, "statements": 2, "styled": 1}


def test_style_is_judged_only_where_asked_for(tmp_path: Path) -> None:
    write(tmp_path, {"x.sql": "select 1;\n"})
    assert report(tmp_path, "x.sql", linting=Linting(levels=ALONE)).findings == ()


def test_allowance_names_the_rule_and_noqa_is_heard(tmp_path: Path) -> None:
    text = "-- allow style-cp01: as they sent it\nselect 1;\nselect 2; -- noqa: CP01\n"
    [one] = style(write(tmp_path, {"x.sql": text}), "x.sql").findings
    assert (one.rule, one.line, one.allowed) == ("style-cp01", 2, "as they sent it")


def test_allowance_of_style_is_unused_only_where_style_was_judged(tmp_path: Path) -> None:
    write(tmp_path, {"x.sql": "-- allow style-cp01: as they sent it\nSELECT 1;\n"})
    assert report(tmp_path, "x.sql", linting=Linting(levels=ALONE)).findings == ()
    assert rules(style(tmp_path, "x.sql")) == ["x.sql:1 unused-allow"]


def test_allowance_of_a_rule_that_sqlfluff_does_not_have_is_none(tmp_path: Path) -> None:
    write(tmp_path, {"x.sql": "-- allow style-cp99: as they sent it\nSELECT 1;\n"})
    assert rules(style(tmp_path, "x.sql")) == ["x.sql:1 bad-allow"]


@pytest.mark.parametrize(
    ("level", "expected"), [(None, []), (Level.INFO, [Level.INFO]), (Level.ERROR, [Level.ERROR])]
)
def test_project_decides_the_level(
    tmp_path: Path, level: Level | None, expected: list[Level]
) -> None:
    write(tmp_path, {"x.sql": "select 1;\n"})
    found = style(tmp_path, "x.sql", levels={"style-cp01": level})
    assert [one.level for one in found.findings] == expected


def test_psql_lines_and_rows_are_no_question_of_style(tmp_path: Path) -> None:
    """Only what is SQL is judged, below them too."""
    text = "\\set   x 1  \nCOPY t FROM stdin;\n1  a\n\\.\nSELECT 1;\nselect 2;\n"
    found = rules(style(write(tmp_path, {"x.sql": text}), "x.sql"))
    assert found == ["x.sql:1 psql-only", "x.sql:2 psql-only", "x.sql:6 style-cp01"]


def test_syntax_that_sqlfluff_does_not_know_is_said_and_fails_nothing(tmp_path: Path) -> None:
    text = "SELECT 1;\nALTER TABLE t ADD CONSTRAINT n NOT NULL c NOT VALID;\n"
    found = style(write(tmp_path, {"x.sql": text}), "x.sql", levels={"newer-syntax": None})
    one = only(found, "style-unjudged")
    assert (one.level, one.line) == (Level.INFO, 2)


def test_file_that_is_too_large_for_sqlfluff_is_said(tmp_path: Path) -> None:
    """sqlfluff would pass over one of 20,000 bytes without a word; our bound is told."""
    note, large = "-- What comes below is ugly.\n", "SELECT 1;\n" * 10_001
    write(tmp_path, {"a.sql": note * 700 + "select 2;\n", "b.sql": large})
    assert rules(style(tmp_path, "a.sql")) == ["a.sql:701 style-cp01"]
    assert "more than 100000" in only(style(tmp_path, "b.sql"), "style-unjudged").message


def test_both_directions_of_a_dbmate_file_are_judged_once(tmp_path: Path) -> None:
    text = (
        "-- migrate:up\nselect 1;\n"
        "-- migrate:down\n-- allow style-cp01: old\nselect  2;\nSELECT  3;\n"
    )
    found = report(
        write(tmp_path, {"1_a.sql": text}), layout="dbmate", linting=Linting(), choice=STYLE
    )
    shown = [(one.rule, one.line, one.allowed) for one in found.findings]
    assert shown == [
        ("style-cp01", 2, ""),
        ("style-cp01", 5, "old"),
        ("style-lt01", 5, ""),
        ("style-lt01", 6, ""),
    ]


def test_files_beside_the_migrations_are_judged_for_style_alone(tmp_path: Path) -> None:
    files = {
        "migrations/0001_a.sql": "-- irreversible: x\n\nSELECT 1;\n",
        "seeds/a.sql": "CREATE INDEX i ON ships (a);\nselect 1;\n",
    }
    found = style(write(tmp_path, files))
    assert rules(found) == ["a.sql:2 style-cp01"]
    assert found.checked == {"files": 1, "statements": 1, "styled": 2}


@pytest.mark.parametrize(
    ("text", "said"), [("\\set x 1\n", "a psql command"), (b"'\xff'", "not UTF-8")]
)
def test_what_is_not_judged_beside_the_migrations_is_said(
    tmp_path: Path, text: str | bytes, said: str
) -> None:
    write(tmp_path, {"migrations/0001_a.sql": "SELECT 1;\n", "seeds/a.sql": text})
    one = only(style(tmp_path), "style-unjudged")
    assert (Path(one.path).name, one.message) == ("a.sql", f"{said}: its style is not judged")


def test_file_that_cannot_be_read_is_one_finding(tmp_path: Path) -> None:
    found = style(write(tmp_path, {"1.sql": "SELECT 1;\n", "x.sql": b"select '\xff';"}), "x.sql")
    assert set(rules(found)) == {"x.sql:1 refused-file"}


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_names_the_rule(run: Run, tmp_path: Path, form: str) -> None:
    write(tmp_path, {"x.sql": "select 1;\n"})
    done = run("lint", "--style", "--no-cache", "--format", form, "x.sql", cwd=tmp_path)
    assert (done.returncode, "style-cp01" in done.stdout) == (1, True)
    if form == "sarif":
        [log] = json.loads(done.stdout)["runs"]
        listed = [one["id"] for one in log["tool"]["driver"]["rules"]]
        assert (listed[-1], len(listed) > 50) == ("style-cp01", True)


def test_explain_prints_what_sqlfluff_says(run: Run) -> None:
    done = run("explain", "style-cp01")
    assert done.stdout.startswith("style-cp01 (style, warning)\n\ncapitalisation.keywords: ")
    done = run("explain", "style-cp99")
    assert (done.returncode, "no lint rule style-cp99" in done.stderr) == (2, True)
