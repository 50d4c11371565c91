"""Every kind of change is seen as exactly the findings that it is."""

from collections.abc import Callable

import psycopg
import pytest

from echoes_schema import catalog
from echoes_schema.compare import between, compare
from echoes_schema.model import Level, Report
from tests.conformance.alterations import CHANGED
from tests.conformance.changes import EXTRA, GONE, Change
from tests.conformance.conftest import DOCS

CASES = [
    pytest.param(change, id=f"{name} {how}")
    for how, changes in (("gone", GONE), ("extra", EXTRA), ("changed", CHANGED))
    for name, change in changes.items()
]


def found(report: Report) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((finding.rule, finding.object) for finding in report.findings))


def test_migrated_database_conforms(checked: Callable[[], Report]) -> None:
    report = checked()
    assert report.findings == ()
    assert report.checked["tables"] >= 12
    assert report.checked["comments"] >= 100


@pytest.mark.parametrize("change", CASES)
def test_change_is_seen(
    migrated: psycopg.Connection, checked: Callable[[], Report], change: Change
) -> None:
    migrated.execute(change.sql.encode())
    assert found(checked()) == change.findings


def test_column_order_is_a_warning(
    migrated: psycopg.Connection, checked: Callable[[], Report]
) -> None:
    migrated.execute(
        "ALTER TABLE users DROP COLUMN last_login; ALTER TABLE users ADD last_login timestamptz;"
        "COMMENT ON COLUMN users.last_login IS 'NULL: has never logged in.'"
    )
    report = checked()
    assert [(f.rule, f.level, f.object) for f in report.findings] == [
        ("column-order", Level.WARNING, "table users")
    ]


def test_finding_shows_both_sides_and_the_place(
    migrated: psycopg.Connection, checked: Callable[[], Report]
) -> None:
    migrated.execute("ALTER TABLE characters ALTER wallet_balance SET DEFAULT 5")
    (finding,) = checked().findings
    assert finding.message == "default is `5`, documented is `0`"
    assert finding.path == "docs/schema/accounts.md"
    lines = (DOCS / "accounts.md").read_text("utf-8").splitlines()
    assert lines[finding.line - 1].startswith("| wallet_balance |")


# A statement with a place for what differs, that for both sides, and what a finding says of it.
ALIKE = {
    "white space": (
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN\n{}RETURN NULL;\nEND$$",
        ("", "    "),
        "body differs in white space alone",
    ),
    "transition table": (
        "CREATE TABLE t (a integer); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS "
        "'BEGIN RETURN NULL; END'; CREATE TRIGGER g AFTER UPDATE ON t REFERENCING {} TABLE AS s "
        "FOR EACH STATEMENT EXECUTE FUNCTION f()",
        ("OLD", "NEW"),
        "transition tables is `new table s`, in A it is `old table s`",
    ),
}


@pytest.mark.parametrize(("sql", "sides", "message"), ALIKE.values(), ids=ALIKE)
def test_both_sides_are_never_shown_as_the_same(
    empty: psycopg.Connection, sql: str, sides: tuple[str, str], message: str
) -> None:
    read = []
    for said in sides:
        empty.execute(sql.format(said).encode())
        read.append(catalog.read(empty))
        empty.execute("DROP FUNCTION f CASCADE; DROP TABLE IF EXISTS t")
    (finding,) = compare(*read, wording=between("A", "B"))
    assert finding.message == message
