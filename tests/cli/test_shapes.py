"""The shapes of docs/reference/json.md."""

import json
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from tests.harness.program import Program


def migrations(done: subprocess.CompletedProcess[str]) -> list[dict[str, object]]:
    content = json.loads(done.stdout)
    assert list(content)[:2] == ["version", "migrations"]
    assert content["version"] == 1
    return list(content["migrations"])


def test_json_of_status(program: Program, sql: Path) -> None:
    program("up", "--to", "0001")
    first, second = migrations(program("status", "--format", "json"))
    moment = datetime.fromisoformat(str(first.pop("applied_at")))
    assert moment.utcoffset() == timedelta(0)
    assert first == {
        "id": "0001_create_a",
        "kind": "migration",
        "state": "applied",
        "is_transactional": True,
        "path": f"{sql}/migrations/0001_create_a.sql",
        "note": "",
        "rows_passed": None,
        "rows_expected": None,
        "is_half_done": False,
    }
    assert second == {
        "id": "0002_a",
        "kind": "index",
        "state": "pending",
        "applied_at": None,
        "is_transactional": False,
        "path": f"{sql}/indexes/0002_a.sql",
        "note": "",
        "rows_passed": None,
        "rows_expected": None,
        "is_half_done": False,
    }


def test_json_of_status_knows_the_other_states(program: Program, sql: Path) -> None:
    (sql / "migrations/0003_b.sql").write_text("CREATE TABLE b ();")
    (sql / "migrations/0004_c.sql").write_text("SELECT 1 / 0;")
    program("up")
    (sql / "migrations/0001_create_a.sql").write_text("CREATE TABLE a (x bigint);")
    (sql / "migrations/0003_b.sql").unlink()
    found = migrations(program("status", "--format", "json"))
    assert [(one["id"], one["state"], one["path"] == "") for one in found] == [
        ("0001_create_a", "changed", False),
        ("0002_a", "applied", False),
        ("0004_c", "failed", False),
        ("0003_b", "missing", True),
    ]
    assert found[2]["note"] == "division by zero"


def test_json_of_plan(program: Program, sql: Path) -> None:
    first, second = migrations(program("plan", "--format", "json"))
    assert first == {
        "id": "0001_create_a",
        "state": "pending",
        "path": f"{sql}/migrations/0001_create_a.sql",
        "is_transactional": True,
        "batch": None,
        "statements": [{"line": 1, "sql": "CREATE TABLE a (x int)", "locks": []}],
    }
    create = "CREATE INDEX CONCURRENTLY i ON a (x)"
    assert second["statements"] == [{"line": 3, "sql": create, "locks": []}]


@pytest.mark.parametrize(
    ("arguments", "state", "names"),
    [
        (["up"], "applied", ["0001_create_a", "0002_a"]),
        (["down", "--all", "--yes"], "pending", ["0002_a", "0001_create_a"]),
        (["redo", "--steps", "2", "--yes"], "applied", ["0001_create_a", "0002_a"]),
    ],
)
def test_json_of_up_down_and_redo(
    program: Program, arguments: list[str], state: str, names: list[str]
) -> None:
    if arguments[0] != "up":
        program("up")
    found = migrations(program(*arguments, "--format", "json"))
    assert [one["id"] for one in found] == names
    assert {one["state"] for one in found} == {state}
    assert all(list(one) == ["id", "kind", "seconds", "state"] for one in found)
    assert all(0 < float(str(one["seconds"])) < 60 for one in found)


@pytest.mark.parametrize("command", ["down --all", "redo --steps 2"])
def test_json_of_a_way_back_has_what_was_lost(
    program: Program, empty: psycopg.Connection, command: str
) -> None:
    program("up")
    empty.execute("INSERT INTO a VALUES (1), (2)")
    found = json.loads(program(*command.split(), "--yes", "--format", "json").stdout)
    lost = {"migration": "0001_create_a", "object": "table a", "rows": 2, "is_estimate": False}
    assert (found["losses"], found["dependents"]) == ([lost], [])


def test_json_of_a_way_back_has_what_went_along(
    program: Program, sql: Path, empty: psycopg.Connection
) -> None:
    (sql / "migrations/0001_create_a.rollback.sql").write_text("DROP TABLE a CASCADE;")
    program("up", "--to", "0001")
    empty.execute("CREATE VIEW v AS TABLE a")
    found = json.loads(program("down", "--yes", "--format", "json").stdout)
    assert found["dependents"] == [
        {
            "migration": "0001_create_a",
            "object": "view v",
            "on": "table a",
            "goes_along": True,
            "is_migration": False,
        }
    ]


def test_json_with_a_diff_stays_json_on_stdout(program: Program, sql: Path) -> None:
    program("up")
    (sql / "migrations/0001_create_a.sql").write_text("CREATE TABLE a (x bigint);")
    done = program("status", "--diff", "--format", "json")
    assert len(migrations(done)) == 2
    assert "+CREATE TABLE a (x bigint);" in done.stderr
