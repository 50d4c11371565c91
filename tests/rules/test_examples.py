"""A rule finds its bad examples and leaves its good ones alone; they run as they are said to."""

from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner

from echoes_schema.cli import main
from echoes_schema.errors import EchoesError
from echoes_schema.lint import catalogue
from echoes_schema.migrations import runner
from echoes_schema.rulebook import Category, page
from tests.rules.examples import CASES, REHEARSED, Case, found, write

# What hurts in silence: the other hazards are errors of the server or of the runner.
SILENT = {
    Category.LOCK,
    Category.COMPATIBILITY,
    Category.SECURITY,
    Category.DATA,
    Category.DESIGN,
}
RUN = [
    case
    for case in CASES
    if case.example.schema and (not case.example.is_bad or case.rule.category in SILENT)
]


@pytest.mark.parametrize("case", [one for one in CASES if one not in REHEARSED], ids=str)
def test_rule_finds_its_bad_examples_alone(case: Case, tmp_path: Path) -> None:
    findings = found(case, tmp_path)
    assert bool(findings) == case.example.is_bad
    assert all(one.hint for one in findings), "a finding that does not say what to do"


@pytest.mark.parametrize("case", REHEARSED, ids=str)
def test_rehearsal_finds_its_bad_examples_alone(case: Case, tmp_path: Path, postgres: str) -> None:
    assert bool(found(case, tmp_path, postgres)) == case.example.is_bad


@pytest.mark.parametrize("case", RUN, ids=str)
def test_example_runs(case: Case, tmp_path: Path, empty: psycopg.Connection) -> None:
    """PostgreSQL takes a hazard without a word: that is why there is a rule."""
    done = runner.up(empty, write(case, tmp_path))
    assert len(done) == (1 if case.example.is_rollback else 2)
    if case.example.is_rollback:
        runner.down(empty, tmp_path)


@pytest.mark.parametrize(
    "case",
    [
        one
        for one in CASES
        if one.example.is_bad
        and one.rule.category is Category.TRANSACTION
        and one.rule.level == "error"
    ],
    ids=str,
)
def test_runner_refuses_what_breaks_its_transaction(
    case: Case, tmp_path: Path, empty: psycopg.Connection
) -> None:
    with pytest.raises(EchoesError):
        runner.up(empty, write(case, tmp_path))


@pytest.mark.parametrize("rule", catalogue.every(), ids=lambda rule: rule.name)
def test_page_says_what_happens_and_has_both_kinds_of_example(rule: catalogue.AnyRule) -> None:
    kinds = {example.is_bad for example in page.examples(rule.page)}
    assert kinds == {True, False}
    assert page.title(rule.page).endswith(".")
    # An allowance is told from prose by the hyphen.
    assert "-" in rule.name


@pytest.mark.parametrize("rule", catalogue.every(), ids=lambda rule: rule.name)
def test_explain_says_what_happens_why_what_to_do_and_shows_it(rule: catalogue.AnyRule) -> None:
    # By its own command click would keep a help option for good that the program has not.
    done = CliRunner().invoke(main, ["explain", rule.name])
    assert done.exit_code == 0
    head, title, *more = done.output.split("\n\n")
    assert head == f"{rule.name} ({rule.category}, {rule.level})"
    assert title.replace("\n", " ") == page.title(rule.page)
    # What comes before the first example is why, and what to do.
    assert not more[0].startswith("```")
    assert all(example.text in done.output for example in page.examples(rule.page))
