"""Entries for known differences say what, why and until when; those that say it badly are told."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import psycopg
import pytest

from echoes_schema.errors import SettingsError
from echoes_schema.ignores import Ignore, allowing
from echoes_schema.model import Finding, Level, Report
from echoes_schema.settings import load
from tests.harness.program import Run

Url = Callable[[psycopg.Connection], str]
TODAY = date(2027, 1, 31)
DEFAULT = Finding("changed-default", Level.ERROR, "column users.nick", "", expected="0", actual="5")
TYPE = Finding("changed-type", Level.ERROR, "column users.nick", "", expected="text", actual="int")


def rules(*ignores: Ignore, findings: tuple[Finding, ...] = (DEFAULT, TYPE)) -> dict[str, str]:
    """Return the rules of the findings afterwards, and why each is allowed."""
    report = allowing(Report({}, findings), ignores, TODAY)
    return {one.rule: one.allowed for one in report.findings}


def entry(**said: object) -> Ignore:
    return Ignore(**{"pattern": "column users.*", "reason": "known", "path": "f", **said})  # type: ignore[arg-type]


def test_entry_with_a_rule_allows_that_alone() -> None:
    assert rules(entry(rule="changed-default")) == {"changed-default": "known", "changed-type": ""}


def test_entry_with_values_allows_those_alone() -> None:
    exact = entry(rule="changed-default", expected="0", actual="5")
    assert rules(exact)["changed-default"] == "known"
    other = rules(entry(rule="changed-default", expected="0", actual="6"))
    assert (other["changed-default"], "unused-ignore" in other) == ("", True)


def test_entry_that_allows_several_rules_is_loose() -> None:
    assert rules(entry()) == {
        "changed-default": "known",
        "changed-type": "known",
        "loose-ignore": "",
    }
    assert "loose-ignore" not in rules(entry(), findings=(DEFAULT,))


def test_entry_that_allows_nothing_is_unused() -> None:
    assert rules(entry(pattern="index *"), findings=()) == {"unused-ignore": ""}


def test_entry_holds_through_its_last_day() -> None:
    assert rules(entry(expires=TODAY), findings=(DEFAULT,)) == {"changed-default": "known"}
    over = rules(entry(expires=date(2027, 1, 30)), findings=(DEFAULT,))
    assert over == {"changed-default": "", "expired-ignore": ""}


ENTRY = '[[tool.echoes-schema.ignore]]\nobject = "index *"\nreason = "known"\n'


@pytest.mark.parametrize("line", ['rules = "x"', 'expires = "soon"', "expires = 5", "rule = 5"])
def test_entry_that_says_something_else_is_refused(tmp_path: Path, line: str) -> None:
    (tmp_path / "pyproject.toml").write_text(f"{ENTRY}{line}\n", "utf-8")
    with pytest.raises(SettingsError, match="ignore"):
        load(folder=tmp_path, environment={})


def test_unused_and_expired_entries_are_warnings_of_each_command(
    migrated: psycopg.Connection, run: Run, url: Url, tmp_path: Path
) -> None:
    text = f"{ENTRY}{ENTRY.replace('index', 'view')}expires = 2020-01-01\n"
    (tmp_path / "pyproject.toml").write_text(text, "utf-8")
    for command in (("check",), ("drift",), ("diff", url(migrated), url(migrated))):
        done = run(*command, "--format", "json", database=url(migrated), cwd=tmp_path)
        found = {(one["rule"], one["level"]) for one in json.loads(done.stdout)["findings"]}
        assert found == {("unused-ignore", "warning"), ("expired-ignore", "warning")}
        assert done.returncode == 0
