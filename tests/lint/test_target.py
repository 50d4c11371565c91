"""What target-version says about the servers decides what is a slip, and what is safe."""

from pathlib import Path

import pytest

from echoes_schema.settings.linting import Linting
from tests.lint.project import report, rules, write

BEFORE = """\
CREATE TABLE ships (id bigint PRIMARY KEY, name text);
CREATE TYPE mood AS ENUM ('glad');
"""
VIRTUAL = "ALTER TABLE ships ADD a int GENERATED ALWAYS AS (1) VIRTUAL;"
NOT_SAID = "ALTER TABLE ships ADD a int GENERATED ALWAYS AS (1);"
NOT_VALID = "ALTER TABLE ships ADD CONSTRAINT c NOT NULL name NOT VALID;"
NEW_ENUM = (
    "CREATE TYPE size AS ENUM ('small'); ALTER TYPE size ADD VALUE 'large';"
    "CREATE TABLE n (id bigint PRIMARY KEY, a size DEFAULT 'large');"
)
OLD_ENUM = (
    "ALTER TYPE mood ADD VALUE 'sad';CREATE TABLE n (id bigint PRIMARY KEY, a mood DEFAULT 'sad');"
)


@pytest.mark.parametrize(
    ("text", "oldest", "newest", "expected"),
    [
        (VIRTUAL, 15, 18, ["newer-syntax"]),
        (VIRTUAL, 18, 18, []),
        ("CREATE ROLE deployer CREATEROLE;", 15, 18, ["powerful-role"]),
        ("CREATE ROLE deployer CREATEROLE;", 16, 18, []),
        (NOT_SAID, 17, 17, ["newer-syntax"]),
        (NOT_SAID, 18, 18, []),
        (NOT_VALID, 15, 18, ["newer-syntax"]),
        (NOT_VALID, 18, 18, []),
        (NEW_ENUM, 15, 18, ["enum-value-too-early"]),
        (NEW_ENUM, 16, 16, ["enum-value-too-early"]),
        (NEW_ENUM, 17, 18, []),
        (OLD_ENUM, 15, 15, ["enum-value-too-early"]),
        ("SELECT uuidv7();", 17, 18, ["newer-syntax"]),
        ("SELECT uuidv7();", 18, 18, []),
    ],
)
def test_findings_are_those_of_the_oldest_server(
    tmp_path: Path, text: str, oldest: int, newest: int, expected: list[str]
) -> None:
    write(tmp_path, {"migrations/0001_a.sql": BEFORE, "migrations/0002_b.sql": text})
    found = rules(report(tmp_path, linting=Linting(oldest=oldest, newest=newest)))
    assert [one.split()[1] for one in found if one.startswith("0002")] == expected


def test_a_constraint_that_is_not_valid_yet_proves_nothing(tmp_path: Path) -> None:
    """SET NOT NULL makes it valid, and reads every row; VALIDATE lets others go on meanwhile."""
    head = "-- transactional: false\n\n"
    files = {
        "migrations/0001_a.sql": BEFORE,
        "migrations/0002_b.sql": f"{head}{NOT_VALID}\nALTER TABLE ships ALTER name SET NOT NULL;",
        "migrations/0003_c.sql": "ALTER TABLE ships VALIDATE CONSTRAINT c;",
    }
    linting = Linting(oldest=18, newest=18)
    assert rules(report(write(tmp_path, files), linting=linting)) == ["0002_b.sql:4 set-not-null"]
    write(tmp_path, {"migrations/0002_b.sql": NOT_VALID})
    assert rules(report(tmp_path, linting=linting)) == []
