"""Folders of other tools under our own runner, unchanged."""

import pytest

from tests.harness.program import Run
from tests.interop.foreign import FILES, NAMES, Fleet, write
from tests.migrations.project import refusal

FOREIGN = sorted(FILES)
# A second migration that PostgreSQL refuses, and where its files say so.
BROKEN = {
    "yoyo": ("20250101_02_bbbbb-b.sql", "-- depends: 20250101_01_aaaaa-a\nSELECT nothing;", 2),
    "dbmate": ("20250101000002_b.sql", "\n-- migrate:up\n\nSELECT nothing;\n-- migrate:down\n", 4),
    "golang-migrate": ("000002_b.up.sql", "BEGIN;\nSELECT nothing;\nCOMMIT;", 2),
    "flyway": ("later/V1.1__b.sql", "-- note: x\n\nSELECT nothing;", 3),
    "sqitch": ("deploy/b.sql", "BEGIN;\n\nSELECT nothing;\n\nCOMMIT;", 3),
}


@pytest.mark.parametrize("layout", FOREIGN)
def test_folder_runs_up_and_down(fleet: Fleet, layout: str) -> None:
    fleet = fleet.of(layout)
    assert fleet.up() == list(NAMES[layout])
    assert (fleet.tables(), fleet.up()) == (["a", "b"], [])
    assert fleet.down(steps=2) == list(reversed(NAMES[layout]))
    assert fleet.tables() == []


@pytest.mark.parametrize("layout", FOREIGN)
def test_status_knows_what_is_applied(fleet: Fleet, layout: str) -> None:
    fleet = fleet.of(layout)
    first, second = NAMES[layout]
    fleet.up(to=first)
    assert fleet.states() == {first: "applied", second: "pending"}


@pytest.mark.parametrize("layout", FOREIGN)
def test_failure_names_the_line_of_the_file(fleet: Fleet, layout: str) -> None:
    name, text, line = BROKEN[layout]
    fleet = fleet.of(layout, FILES[layout] | {name: text})
    message = refusal(fleet.up).message
    assert f'{name}:{line}:8: column "nothing" does not exist (42703)' in message
    assert fleet.tables() == ["a"]


@pytest.mark.parametrize("layout", FOREIGN)
def test_changed_file_is_noticed(fleet: Fleet, layout: str) -> None:
    fleet = fleet.of(layout)
    fleet.up()
    changed = {
        name: text.replace("CREATE TABLE b ()", "CREATE TABLE b (c int)")
        for name, text in FILES[layout].items()
    }
    write(fleet.path, changed)
    assert fleet.states()[NAMES[layout][1]].startswith("changed")


LATE = {
    "yoyo": (
        "20250101_02_bbbbb-b.rollback.sql",
        "DROP TABLE b;",
        "20250101_02_bbbbb-b.rollback.sql",
    ),
    "dbmate": (
        "20250101000002_b.sql",
        "-- migrate:up\nCREATE TABLE b ();\n-- migrate:down\nDROP TABLE b;",
        "-- migrate:down in 20250101000002_b.sql",
    ),
    "golang-migrate": ("000002_b.down.sql", "BEGIN; DROP TABLE b; COMMIT;", "000002_b.down.sql"),
    "flyway": ("later/U1.1__b.sql", "DROP TABLE b;", "U1.1__b.sql"),
    "sqitch": ("revert/b.sql", "BEGIN; DROP TABLE b; COMMIT;", "revert/b.sql"),
}


@pytest.mark.parametrize("layout", FOREIGN)
def test_way_back_may_be_written_later(fleet: Fleet, layout: str) -> None:
    name, text, wanted = LATE[layout]
    without = {"dbmate": text.removesuffix("DROP TABLE b;")}.get(layout)
    files = {key: value for key, value in FILES[layout].items() if key != name}
    fleet = fleet.of(layout, files if without is None else files | {name: without})
    fleet.up()
    assert refusal(fleet.down).message.endswith(f"cannot be taken back: there is no {wanted}")
    write(fleet.path, {name: text})
    assert fleet.down() == [NAMES[layout][1]]


def test_late_way_back_of_flyway_is_refused_with_a_placeholder(fleet: Fleet) -> None:
    fleet = fleet.of("flyway", {"V1__a.sql": "CREATE TABLE a ();"})
    fleet.up()
    write(fleet.path, {"U1__a.sql": "DROP TABLE ${name};"})
    assert "U1__a.sql:1:12: ${name} is Flyway's to replace" in refusal(fleet.down).message


def test_index_built_concurrently_comes_and_goes(fleet: Fleet) -> None:
    """Its way back runs outside a transaction too, although its header cannot say so."""
    files = {
        "1_a.up.sql": "CREATE TABLE a (x int); CREATE INDEX i ON a (x);",
        "1_a.down.sql": "DROP INDEX CONCURRENTLY i; DROP TABLE a;",
        "2_b.up.sql": "CREATE INDEX CONCURRENTLY j ON a (x);",
        "2_b.down.sql": "DROP INDEX CONCURRENTLY j;",
    }
    fleet = fleet.of("golang-migrate", files)
    assert fleet.up() == ["1_a", "2_b"]
    assert fleet.tables(["i", "j"]) == ["i", "j"]
    fleet.down(steps=2)
    assert fleet.tables(["a", "i", "j"]) == []


def test_sqitch_script_outside_a_transaction_may_use_a_new_enum_value(fleet: Fleet) -> None:
    """As in psql: what a script does outside a transaction must not fail inside one."""
    files = {
        "sqitch.plan": FILES["sqitch"]["sqitch.plan"],
        "deploy/a.sql": "BEGIN; CREATE TYPE mood AS ENUM ('good'); COMMIT;",
        "deploy/b.sql": "ALTER TYPE mood ADD VALUE 'bad';\nCREATE TABLE b AS SELECT 'bad'::mood;",
    }
    assert fleet.of("sqitch", files).up() == ["a", "b"]


def test_lost_sqitch_change_does_not_hold_up_another(fleet: Fleet) -> None:
    """Names say nothing of an order: an earlier letter is not out of order."""
    fleet = fleet.of("sqitch")
    fleet.up()
    plan = FILES["sqitch"]["sqitch.plan"].replace("\nb [a]", "\naa [a]")
    write(fleet.path, {"sqitch.plan": plan, "deploy/aa.sql": "CREATE TABLE aa ();"})
    assert fleet.up() == ["aa"]


def test_command_line_takes_the_layout_as_an_option(fleet: Fleet, run: Run) -> None:
    fleet = fleet.of("golang-migrate")
    options = ("--sql", str(fleet.path), "--layout", "golang-migrate")
    done = run(*options, "up", database=fleet.url)
    assert (done.returncode, done.stdout) == (0, "applied: 2 migrations\n")
    assert run(*options, "status", "--exit-code", database=fleet.url).returncode == 0
    assert run(*options, "down", "--all", "--yes", database=fleet.url).returncode == 0
    assert "000001_a" in run(*options, "plan", database=fleet.url).stdout


def test_command_line_finds_a_late_way_back_in_the_layout(fleet: Fleet, run: Run) -> None:
    fleet = fleet.of("golang-migrate", {"1_a.up.sql": "CREATE TABLE a ();"})
    fleet.up()
    write(fleet.path, {"1_a.down.sql": "DROP TABLE a;"})
    options = ("--sql", str(fleet.path), "--layout", "golang-migrate")
    assert run(*options, "down", "--yes", database=fleet.url).returncode == 0


def test_command_line_takes_the_layout_from_pyproject(fleet: Fleet, run: Run) -> None:
    project = '[tool.echoes-schema]\nsql = "."\nlayout = "dbmate"\n'
    fleet = fleet.of("dbmate", FILES["dbmate"] | {"pyproject.toml": project})
    assert run("up", database=fleet.url, cwd=fleet.path).returncode == 0
    assert run("down", "--all", "--yes", database=fleet.url, cwd=fleet.path).returncode == 0
    assert fleet.tables() == []


def test_command_line_refuses_an_unknown_layout(run: Run) -> None:
    done = run("--layout", "rails", "status")
    assert done.returncode == 2
    assert done.stderr == (
        "error: --layout rails: no such layout\n"
        "  hint: Known layouts are: echoes, yoyo, dbmate, golang-migrate, flyway, sqitch.\n"
    )
