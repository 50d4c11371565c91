"""`docs build` brings pages up to the database and leaves alone what people wrote."""

import difflib
import shutil
from pathlib import Path

import psycopg
import pytest

from echoes_schema import catalog, conform, document
from echoes_schema.errors import FileError
from tests.conformance.alterations import CHANGED
from tests.conformance.changes import EXTRA, GONE, Change
from tests.conformance.conftest import DOCS

# The section of an object that is gone stays: a person takes it out.
KEPT = {"view", "function", "table"}
# What the database has no comment for stays on the page: a person decides.
COMMENTLESS = {"table comment", "column comment"}
CASES = {
    f"{name} {how}": change
    for how, changes in (("gone", GONE), ("extra", EXTRA), ("changed", CHANGED))
    for name, change in changes.items()
    if how != "gone" or name not in KEPT | COMMENTLESS
}

FEW = dict(list(CASES.items())[::6])


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the documented schema."""
    return Path(shutil.copytree(DOCS, tmp_path / "docs"))


def build(connection: psycopg.Connection, docs: Path) -> list[str]:
    major = connection.info.server_version // 10000
    return document.build(catalog.read(connection), major, docs)


def pages(folder: Path) -> dict[str, bytes]:
    return {page.name: page.read_bytes() for page in sorted(folder.glob("*.md"))}


def sections_of(page: Path) -> list[str]:
    """Return the lines of a page behind its diagram."""
    return page.read_text("utf-8").partition("<!-- /diagram -->")[2].split("\n")


@pytest.mark.parametrize("change", CASES.values(), ids=CASES)
def test_built_pages_conform(migrated: psycopg.Connection, copy: Path, change: Change) -> None:
    migrated.execute(change.sql.encode())
    assert build(migrated, copy)
    assert conform.check(migrated, copy).findings == ()


@pytest.mark.parametrize("change", FEW.values(), ids=FEW)
def test_second_build_writes_nothing(
    migrated: psycopg.Connection, copy: Path, change: Change
) -> None:
    migrated.execute(change.sql.encode())
    build(migrated, copy)
    before = pages(copy)
    build(migrated, copy)
    assert pages(copy) == before


@pytest.mark.parametrize(
    ("sql", "removed", "added"),
    [
        ("ALTER TABLE users ADD nick text", [], ["| nick | text | yes |  |  |"]),
        (
            "ALTER TABLE characters ALTER wallet_balance SET DEFAULT 5",
            ["| wallet_balance | numeric(20,2) | no | `0` | ISK, never negative. |"],
            ["| wallet_balance | numeric(20,2) | no | `5` | ISK, never negative. |"],
        ),
        (
            "DROP INDEX idx_characters_user_id",
            ["| idx_characters_user_id | btree (user_id) |  |"],
            [],
        ),
        ("COMMENT ON TABLE users IS 'Accounts.'", ["Player accounts."], ["Accounts."]),
        ("ALTER TABLE characters RESET (fillfactor)", ["Options: `fillfactor=85`", ""], []),
        (
            "ALTER TABLE users SET (fillfactor = 90)",
            [],
            ["", "Options: `fillfactor=90`"],
        ),
    ],
)
def test_build_touches_only_the_line_that_changed(
    migrated: psycopg.Connection, copy: Path, sql: str, removed: list[str], added: list[str]
) -> None:
    migrated.execute(sql.encode())
    before = sections_of(copy / "accounts.md")
    build(migrated, copy)
    after = sections_of(copy / "accounts.md")
    changed = [line for line in difflib.ndiff(before, after) if line[0] in "-+"]
    assert changed == [f"- {line}" for line in removed] + [f"+ {line}" for line in added]


def test_section_of_what_is_gone_stays_and_is_told(
    migrated: psycopg.Connection, copy: Path
) -> None:
    migrated.execute("DROP TABLE market_orders")
    before = sections_of(copy / "market.md")
    note, *diagrams = build(migrated, copy)
    assert note.endswith("market.md: kept table market_orders: it is not in the database")
    assert sections_of(copy / "market.md") == before
    assert {note.partition(".md: ")[2] for note in diagrams} == {"refreshed the diagram"}


def test_meaning_that_is_no_comment_stays_and_is_told(
    migrated: psycopg.Connection, copy: Path
) -> None:
    migrated.execute("COMMENT ON COLUMN users.email IS NULL; COMMENT ON TABLE users IS NULL")
    before = pages(copy)
    notes = build(migrated, copy)
    assert [note.partition(".md: ")[2] for note in notes] == [
        "users: kept the first paragraph: the database has no COMMENT",
        "users: kept the meaning of column email: the database has no COMMENT",
    ]
    assert pages(copy) == before


def test_unreadable_page_stops_the_build_before_it_writes(
    migrated: psycopg.Connection, copy: Path
) -> None:
    migrated.execute("ALTER TABLE users ADD nick text")
    (copy / "zebra.md").write_text("## Zebra\n", "utf-8")
    before = pages(copy)
    with pytest.raises(FileError):
        build(migrated, copy)
    assert pages(copy) == before


@pytest.mark.parametrize("new", ["TABLE", "MATERIALIZED VIEW"])
def test_relation_that_became_another_kind_is_written_anew(
    empty: psycopg.Connection, tmp_path: Path, new: str
) -> None:
    empty.execute("CREATE VIEW v WITH (security_barrier) AS SELECT 1 AS one, 2 AS two")
    empty.execute("COMMENT ON VIEW v IS 'Numbers.'")
    build(empty, tmp_path)
    page = tmp_path / "public.md"
    page.write_text(page.read_text("utf-8") + "\nSince 1997.\n", "utf-8")
    empty.execute(f"DROP VIEW v; CREATE {new} v AS SELECT 1 AS one, 3 AS three".encode())
    assert f"v: written anew as {new.lower()} v" in str(build(empty, tmp_path))
    assert conform.check(empty, tmp_path).findings == ()
    assert "Since 1997." in page.read_text("utf-8")
    assert build(empty, tmp_path) == []


def test_table_that_was_renamed_with_its_indexes_leaves_pages_that_can_be_read(
    empty: psycopg.Connection, tmp_path: Path
) -> None:
    empty.execute("CREATE TABLE t (a integer); CREATE INDEX i ON t (a); CREATE INDEX j ON t (a)")
    build(empty, tmp_path)
    empty.execute("ALTER TABLE t RENAME TO u; DROP INDEX j")
    notes = build(empty, tmp_path)
    assert [note.partition(": ")[2] for note in notes[:3]] == [
        "t: removed index i",
        "kept table t: it is not in the database",
        "added table u",
    ]
    rules = [finding.rule for finding in conform.check(empty, tmp_path).findings]
    assert rules == ["missing-table"]
