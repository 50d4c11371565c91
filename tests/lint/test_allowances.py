"""`-- allow rule: reason`: where it holds, and what is said of one that does not."""

from pathlib import Path

import pytest

from tests.lint.project import only, report, rules, write

DROP = "ALTER TABLE ships DROP COLUMN a;\n"
ALLOW = "-- allow drop-column: nobody reads it.\n"


def found(tmp_path: Path, text: str) -> list[str]:
    """Return `line rule` of what is found in a file by itself."""
    write(tmp_path / "own", {"1_a.sql": "SELECT 1;"})
    file = write(tmp_path, {"b.sql": text}) / "b.sql"
    return [one.removeprefix("b.sql:") for one in rules(report(tmp_path / "own", str(file)))]


@pytest.mark.parametrize(
    "text",
    [
        ALLOW + DROP,
        "SELECT 1;\n\n-- Two of them.\n" + ALLOW + "\n" + DROP,
        "-- allow drop-table, drop-column: nobody reads them.\n" + DROP + "DROP TABLE ships;",
        "/* allow drop-column: nobody reads it. */\n" + DROP,
        "-- ALLOW drop-column : nobody reads it.\n" + DROP,
        "ALTER TABLE ships\n-- allow drop-column: nobody reads it.\nDROP COLUMN a;",
    ],
    ids=["above", "apart", "several", "block", "case", "inside"],
)
def test_it_holds_for_the_statement_below(tmp_path: Path, text: str) -> None:
    found_ = [one for one in found(tmp_path, text) if "drop-column" in one]
    assert found_ == []


def test_it_holds_for_that_statement_alone(tmp_path: Path) -> None:
    assert found(tmp_path, ALLOW + DROP + DROP) == ["3 drop-column"]


def test_inside_a_statement_it_holds_for_one_action(tmp_path: Path) -> None:
    text = f"ALTER TABLE ships\nADD COLUMN x numeric(1, 2),\n{ALLOW}DROP COLUMN a,\nDROP COLUMN b;"
    assert found(tmp_path, text) == ["5 drop-column"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"{ALLOW}{DROP}{DROP}", ["5 drop-column"]),
        (f"/* allow drop-column: nobody reads it. */\n{DROP}", []),
        (f"ALTER TABLE ships DROP a,\n{ALLOW}DROP b;", ["3 drop-column"]),
        ("-- allow dynamic-sql: read twice.\nEXECUTE name;", []),
        (f"{ALLOW}NULL;", ["3 unused-allow"]),
        (f"-- allow drop-colunm: a slip.\n{DROP}", ["3 bad-allow", "4 drop-column"]),
        (f"-- allow users to log in.\n{ALLOW}{DROP}", []),
    ],
)
def test_in_the_body_of_a_block_it_holds_for_the_next_statement(
    tmp_path: Path, body: str, expected: list[str]
) -> None:
    assert found(tmp_path, f"DO $$\nBEGIN\n{body}\nEND $$;") == expected


def test_in_a_header_it_holds_for_the_file(tmp_path: Path) -> None:
    assert found(tmp_path, "-- Columns go.\n" + ALLOW + "\n" + DROP + DROP) == []
    assert found(tmp_path, "-- Columns go.\n" + ALLOW + DROP + DROP) == ["4 drop-column"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-- allow drop-colunm: why.\n" + DROP, ["1 bad-allow", "2 drop-column"]),
        ("-- allow drop-column:\n" + DROP, ["1 bad-allow", "2 drop-column"]),
        ("-- allow drop-column\n" + DROP, ["1 bad-allow", "2 drop-column"]),
        ("-- allow drop-column, no-such: why.\n" + DROP, ["1 bad-allow", "2 drop-column"]),
        ("-- allow drop-column, drop-table: why.\n" + DROP, ["1 unused-allow"]),
        (ALLOW + "SELECT 1;", ["1 unused-allow"]),
        (DROP + ALLOW, ["1 drop-column", "2 unused-allow"]),
    ],
)
def test_one_that_cannot_hold_or_is_not_needed_is_found(
    tmp_path: Path, text: str, expected: list[str]
) -> None:
    assert found(tmp_path, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "-- allow users to log in again.\n",
        "-- allow read-only users.\n",
        "-- allow null: it means none.\n",
        "SELECT ' -- allow drop-x: y';",
    ],
)
def test_prose_and_strings_are_none(tmp_path: Path, text: str) -> None:
    assert found(tmp_path, text + "SELECT 1;") == []


def test_a_directive_of_the_runner_is_not_disturbed(tmp_path: Path) -> None:
    """An allowance is no directive, and one stands in a header beside them."""
    text = f"-- Columns go.\n{ALLOW}-- transactional: false\n\n{DROP}VACUUM;"
    assert rules(report(write(tmp_path, {"migrations/1_a.sql": text}))) == []


def test_what_is_allowed_is_kept_with_its_reason(tmp_path: Path) -> None:
    done = report(write(tmp_path, {"migrations/1_a.sql": ALLOW + DROP}))
    assert only(done, "drop-column").allowed == "nobody reads it."


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("syntax-error", "SELEC 1;"),
        ("syntax-error", "SELECT 1 +"),
        ("syntax-error", "SELECT 'no end"),
        ("syntax-error", "DO $$ no end"),
        ("template-placeholder", "SELECT {{ name }};"),
        ("psql-only", "SELECT :name;"),
        ("psql-only", "\\set name 1"),
        ("psql-only", "COPY t FROM STDIN;\n1\n\\."),
    ],
)
def test_it_holds_for_what_cannot_be_read(tmp_path: Path, rule: str, text: str) -> None:
    """The comment is no part of the stretch that is left out."""
    assert found(tmp_path, f"SELECT 1;\n-- allow {rule}: another tool reads it.\n{text}") == []
