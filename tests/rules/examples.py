"""The examples of the rules' pages as folders of migrations."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from echoes_schema.lint import Choice, catalogue, lint
from echoes_schema.model import Finding
from echoes_schema.rehearsal import Rehearsal
from echoes_schema.rulebook import page
from echoes_schema.rulebook.page import Example
from echoes_schema.rulebook.rule import RehearsalRule
from echoes_schema.scratch import Where
from echoes_schema.settings import load

BEFORE = "migrations/0001_schema.sql"
FILE = "migrations/0002_example"


@dataclass(frozen=True, slots=True)
class Case:
    """One example, the rule that it is for, and its place on the page."""

    rule: catalogue.AnyRule
    example: Example
    number: int

    def __str__(self) -> str:
        return f"{self.rule.name}-{self.number}-{'bad' if self.example.is_bad else 'good'}"


CASES = [
    Case(rule, example, number)
    for rule in catalogue.every()
    for number, example in enumerate(page.examples(rule.page), start=1)
]

REHEARSED = [case for case in CASES if isinstance(case.rule, RehearsalRule)]


def write(case: Case, folder: Path) -> Path:
    """Write an example, and what runs before it, into a folder of our own layout."""
    example = case.example
    # A way back without its migration needs other files beside it.
    before = example.schema or ("SELECT 1;\n" if example.is_rollback else "")
    texts = {BEFORE: before}
    if not example.is_rollback:
        texts[f"{FILE}.sql"] = example.text
        texts[f"{FILE}.rollback.sql"] = example.down or ""
    elif example.schema:
        texts["migrations/0001_schema.rollback.sql"] = example.text
    else:
        texts[f"{FILE}.rollback.sql"] = example.text
    (folder / "migrations").mkdir()
    for name, text in texts.items():
        if text:
            (folder / name).write_text(text, "utf-8")
    return folder


def found(case: Case, folder: Path, scratch: str | None = None) -> list[Finding]:
    """Return what the case's own rule finds in the example and nobody allowed.

    With a server for throw-away databases the example runs there.
    """
    settings = load(sql=folder)
    # A matter of taste is judged where a project asks for it.
    linting = replace(settings.linting, levels={case.rule.name: case.rule.level})
    rehearsal = None
    if scratch:
        where = Where(scratch, folder, "")
        rehearsal = Rehearsal(where, is_traced=True, is_round_trip=True)
    judged = replace(settings, linting=linting)
    report = lint((write(case, folder),), judged, Choice(rehearsal=rehearsal))
    return [
        one
        for one in report.findings
        if one.rule == case.rule.name and not one.allowed and not one.path.endswith(BEFORE)
    ]
