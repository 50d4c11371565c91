"""What a rule is shown with a statement."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from echoes_schema.lint import files, folder
from echoes_schema.lint.catalogue import ByKind, Rules
from echoes_schema.lint.judge import Judge
from echoes_schema.locks import Answer
from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.rulebook import At, Category, Migration, Problem, on_statement
from echoes_schema.settings.linting import Linting
from tests.lint.project import write


def shown(migration: Migration, *kinds: str) -> list[At]:
    """Return what a rule for these kinds of statement is shown of a migration."""
    seen: list[At] = []

    @on_statement(*kinds, level=Level.INFO, category=Category.FILE)
    def check(at: At) -> Iterator[Problem]:
        yield at.problem(str(list(at.held)))
        seen.append(at)

    rules = ByKind(dict.fromkeys(kinds, (check,)), ())
    judge = Judge(Rules(rules, rules, (), (), (), ()), Linting())
    list(judge.migration(migration))
    return seen


def alone(text: str) -> Migration:
    """Return a text as a file by itself."""
    return Migration("a", files.of_text(Path("a.sql"), text))


def test_the_locks_that_the_transaction_holds() -> None:
    text = "LOCK TABLE a; BEGIN; LOCK TABLE b; LOCK TABLE c; COMMIT; LOCK TABLE d;"
    held = [[touch.relation[1] for touch in at.held] for at in shown(alone(text), "LockStmt")]
    assert held == [[], [], ["b"], []]


def test_the_runners_lock_timeout_is_set_before_the_first_statement(tmp_path: Path) -> None:
    [migration] = folder.read(write(tmp_path, {"1_a.sql": "SELECT 1;"}), "echoes")
    [at] = shown(migration, "SelectStmt")
    assert at.session.settings == {"lock_timeout": "3s"}
    [at] = shown(alone("SELECT 1;"), "SelectStmt")
    assert at.session.settings == {}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("now()", Answer.NO),
        ("md5(random()::text)", Answer.YES),
        ("steady()", Answer.NO),
        ("shaky()", Answer.YES),
        ("steady(shaky())", Answer.YES),
        ("elsewhere()", Answer.UNKNOWN),
    ],
)
def test_volatility_is_the_projects_where_it_declares_it(expression: str, expected: str) -> None:
    text = (
        "CREATE FUNCTION steady() RETURNS int LANGUAGE sql STABLE AS 'SELECT 1';"
        "CREATE FUNCTION shaky() RETURNS int LANGUAGE sql AS 'SELECT 1';"
        f"SELECT {expression};"
    )
    # Behind it comes the body of what it calls.
    at, *_ = shown(alone(text), "SelectStmt")
    assert at.is_volatile(at.node) is expected


def test_each_action_of_an_alter_table_has_its_place() -> None:
    """The parser's node does not say it; é takes two bytes."""
    text = "SELECT 'é'; ALTER TABLE a ADD b numeric(1, 2), DROP c /* , */, ADD CHECK (d > 0);"
    [at] = shown(alone(text), "AlterTableStmt")
    problems = [at.problem("", where=command) for command in at.commands()]
    assert [text[one.offset : one.end] for one in problems] == [
        "ALTER TABLE a ADD b numeric(1, 2)",
        "DROP c /* , */",
        "ADD CHECK (d > 0)",
    ]
    [(_, node)] = at.constraints("CONSTR_CHECK")
    problem = at.problem("", where=node)
    assert text[problem.offset :].startswith("CHECK (d > 0)")


def test_constraints_inside_add_column_are_constraints() -> None:
    text = "ALTER TABLE a ADD b int CHECK (b > 0) UNIQUE, ADD CONSTRAINT c CHECK (b > 1);"
    [at] = shown(alone(text), "AlterTableStmt")
    found = [tree.word(node, "conname") for _, node in at.constraints("CONSTR_CHECK")]
    assert found == ["", "c"]
