"""`echoes-schema check` and `docs build`, run as a user runs them."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from tests.conformance.conftest import DOCS
from tests.harness.program import Run

DOCUMENTED_INDEXES = (
    "idx_characters_user_id",
    "idx_ship_instances_character_id",
    "idx_ship_instances_location",
    "idx_ship_instance_modules_ship_id",
    "idx_inventory_items_character_id",
    "idx_systems_region_id",
    "idx_stations_system_id",
)
DOCUMENTED_KEYS = {
    "idx_users_username": "users",
    "idx_users_email": "users",
    "idx_characters_name": "characters",
}


@pytest.fixture
def check(
    migrated: psycopg.Connection, run: Run, url: Callable[[psycopg.Connection], str]
) -> Callable[..., tuple[int, str, str]]:
    """Return the function that runs the program; it gives exit code, stdout and stderr."""

    def call(*arguments: str) -> tuple[int, str, str]:
        done = run(*arguments, database=url(migrated))
        return done.returncode, done.stdout, done.stderr

    return call


def test_check_is_good_right_after_the_migrations(
    check: Callable[..., tuple[int, str, str]],
) -> None:
    code, out, err = check("check")
    assert code == 0, err
    assert out.startswith("0 findings in 12 tables, ")


@pytest.mark.parametrize("name", DOCUMENTED_INDEXES)
def test_check_names_a_documented_index_that_is_gone(
    migrated: psycopg.Connection, check: Callable[..., tuple[int, str, str]], name: str
) -> None:
    migrated.execute(f"DROP INDEX {name}".encode())
    code, out, _ = check("check")
    assert code == 1
    assert f"index {name}" in out


@pytest.mark.parametrize(("name", "table"), DOCUMENTED_KEYS.items())
def test_check_names_a_documented_key_that_is_gone(
    migrated: psycopg.Connection, check: Callable[..., tuple[int, str, str]], name: str, table: str
) -> None:
    migrated.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}".encode())
    code, out, _ = check("check")
    assert code == 1
    assert f"constraint {name} on {table}" in out


def test_check_reports_in_json(
    migrated: psycopg.Connection, check: Callable[..., tuple[int, str, str]]
) -> None:
    migrated.execute("DROP INDEX idx_stations_system_id")
    code, out, _ = check("check", "--format", "json")
    report = json.loads(out)
    assert code == 1
    assert report["version"] == 1
    assert report["checked"]["tables"] == 12
    (finding,) = report["findings"]
    assert finding["rule"] == "missing-index"
    assert finding["level"] == "error"
    assert finding["object"] == "index idx_stations_system_id"
    assert finding["path"] == "docs/schema/universe.md"
    assert finding["line"] > 0
    assert finding["message"]
    assert finding["hint"]


def test_check_of_an_empty_folder_is_no_success(
    check: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    code, out, err = check("--docs", str(tmp_path), "check")
    assert (code, out) == (2, "")
    assert "no page documents anything" in err


def test_check_of_an_unreadable_page_says_where(
    check: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    (tmp_path / "page.md").write_text("# T\n\n## Tabel `t`\n", "utf-8")
    code, _, err = check("--docs", str(tmp_path), "check")
    assert code == 2
    assert f"{tmp_path}/page.md:3: " in err


def test_docs_build_changes_nothing_when_all_is_documented(
    check: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    docs = Path(shutil.copytree(DOCS, tmp_path / "docs"))
    code, out, _ = check("--docs", str(docs), "docs", "build")
    assert (code, out) == (0, "nothing to write\n")
    assert pages(docs) == pages(DOCS)
    _, out, _ = check("--docs", str(docs), "docs", "build", "--format", "json")
    assert json.loads(out) == {"version": 1, "notes": []}


def test_docs_build_from_nothing_conforms(
    check: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    code, out, _ = check("--docs", str(tmp_path), "docs", "build", "--format", "json")
    assert code == 0
    notes = json.loads(out)["notes"]
    assert any(one.endswith("public.md: added table users") for one in notes)
    code, out, _ = check("--docs", str(tmp_path), "check")
    assert code == 0, out


def pages(folder: Path) -> dict[str, bytes]:
    return {page.name: page.read_bytes() for page in sorted(folder.glob("*.md"))}
