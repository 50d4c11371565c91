"""`drift`: the live database against what the migrations build."""

import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as Xml

import psycopg
import pytest

from echoes_schema.migrations import runner
from echoes_schema.model import Finding, Level, Report
from echoes_schema.render.text import groups_to_text
from tests.harness.program import Run
from tests.harness.schema import SQL

Url = Callable[[psycopg.Connection], str]


def test_nothing_has_drifted_right_after_up(seeded: psycopg.Connection, run: Run, url: Url) -> None:
    done = run("drift", database=url(seeded))
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("0 findings in 12 tables")


def test_nothing_has_drifted_after_up_down_up(
    empty: psycopg.Connection, run: Run, url: Url
) -> None:
    runner.up(empty, SQL)
    runner.down(empty, SQL, runner.Options(steps=8))
    runner.up(empty, SQL)
    assert run("drift", database=url(empty)).returncode == 0


def test_settings_of_database_and_role_are_no_drift(
    migrated: psycopg.Connection, run: Run, url: Url
) -> None:
    name = migrated.info.dbname
    for setting in (
        "TimeZone = 'Asia/Tokyo'",
        "DateStyle = 'German'",
        "quote_all_identifiers = on",
    ):
        migrated.execute(f'ALTER DATABASE "{name}" SET {setting}'.encode())
    assert run("drift", database=url(migrated)).returncode == 0


def test_drift_is_told_by_object_with_its_severity(
    migrated: psycopg.Connection, run: Run, url: Url
) -> None:
    migrated.execute("ALTER TABLE users ADD nick text; DROP INDEX uq_users_email_lower")
    migrated.execute("ALTER TABLE users SET (fillfactor = 70)")
    done = run("drift", database=url(migrated))
    assert done.returncode == 1
    assert [line.partition(": ")[0] for line in done.stdout.splitlines()[:-1]] == [
        "table users",
        "  extra",
        "  missing",
        "  different",
    ]


def test_drift_of_a_database_that_is_behind_is_measured_up_to_a_migration(
    empty: psycopg.Connection, run: Run, url: Url
) -> None:
    runner.up(empty, SQL, runner.Options(to="0005"))
    assert run("drift", "--to", "0005", database=url(empty)).returncode == 0
    assert run("drift", database=url(empty)).returncode == 1


@pytest.mark.parametrize("arguments", [("drift",), ("check",), ("diff", str(SQL))])
def test_findings_come_as_sarif_and_junit(
    migrated: psycopg.Connection, run: Run, url: Url, arguments: tuple[str, ...]
) -> None:
    migrated.execute("DROP INDEX idx_stations_system_id")
    sides = [url(migrated)] if arguments[0] == "diff" else []
    call = [*arguments, *sides, "--format"]
    sarif = json.loads(run(*call, "sarif", database=url(migrated)).stdout)["runs"][0]
    (result,) = sarif["results"]
    assert sarif["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "missing-index"
    assert "idx_stations_system_id" in result["message"]["text"]
    junit = Xml.fromstring(run(*call, "junit", database=url(migrated)).stdout)
    (case,) = junit.iter("testcase")
    assert case.get("name") == "missing-index at index idx_stations_system_id"
    assert case.find("failure") is not None


def test_sarif_places_a_finding_in_a_page_or_names_the_object_alone(
    migrated: psycopg.Connection, run: Run, url: Url
) -> None:
    migrated.execute("DROP INDEX idx_stations_system_id")
    places = {}
    for command in ("check", "drift"):
        done = run(command, "--format", "sarif", database=url(migrated))
        (places[command],) = json.loads(done.stdout)["runs"][0]["results"][0]["locations"]
    page = places["check"]["physicalLocation"]
    assert page["artifactLocation"]["uri"] == "docs/schema/universe.md"
    assert page["region"].keys() == {"startLine"}
    assert places["drift"] == {
        "logicalLocations": [{"fullyQualifiedName": "idx_stations_system_id", "kind": "index"}]
    }


def test_no_name_reaches_the_terminal_as_a_command() -> None:
    found = Finding("extra-table", Level.ERROR, 'table "a\x1b[2J\nb"', "the \u202etable is in B")
    lines = groups_to_text(Report({"tables": 1}, (found,))).split("\n")
    assert len(lines) == 3
    assert all(line.isprintable() for line in lines)


def test_nothing_is_left_on_the_server(
    migrated: psycopg.Connection, run: Run, url: Url, tmp_path: Path
) -> None:
    (tmp_path / "migrations").mkdir()
    (tmp_path / "migrations/0001_a.sql").write_text("-- One.\n\nSELECT nothing;\n")
    done = run("--sql", str(tmp_path), "drift", database=url(migrated))
    assert done.returncode == 2
    assert "the migrations do not build a new database" in done.stderr
    assert migrated.execute("SELECT to_regclass('echoes_schema.events')").fetchone()
