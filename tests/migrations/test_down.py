"""How far `up` and `down` go, and what has no way back."""

from collections.abc import Callable

import pytest

from echoes_schema.errors import MigrationError
from echoes_schema.migrations.runner import Options
from echoes_schema.migrations.state import find
from tests.migrations.project import ABC, A, B, C, Project, refusal

ALL = ["0001_a", "0002_b", "0003_c"]
NO_WAY = {"0002_b": "-- irreversible: the old rows are gone\nCREATE TABLE b ();"}


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (Options(), ALL),
        (Options(to="0002"), ALL[:2]),
        (Options(to="0002_b"), ALL[:2]),
        (Options(steps=1), ALL[:1]),
        (Options(steps=9), ALL),
    ],
)
def test_up_goes_as_far_as_asked(project: Project, options: Options, expected: list[str]) -> None:
    project.write(ABC)
    assert project.up(options) == expected
    assert project.history() == expected


def test_up_to_what_is_applied_does_nothing(project: Project) -> None:
    project.write(ABC)
    project.up(Options(to="0002"))
    assert project.up(Options(to="0001")) == []


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (Options(), ["0003_c"]),
        (Options(steps=2), ["0003_c", "0002_b"]),
        (Options(steps=99), ["0003_c", "0002_b", "0001_a"]),
        (Options(to="0001"), ["0003_c", "0002_b"]),
        (Options(to="0003_c"), []),
    ],
)
def test_down_goes_as_far_as_asked(project: Project, options: Options, expected: list[str]) -> None:
    project.write(ABC)
    project.up()
    assert project.down(options) == expected
    assert project.tables() == ["a", "b", "c"][: 3 - len(expected)]


@pytest.mark.parametrize(
    "back",
    ["DROP TABLE nix;", "SELECT nix();", "SET statement_timeout = 1; SELECT pg_sleep(9);"],
    ids=["no hint", "a hint of the server's", "a hint of ours"],
)
def test_way_back_that_fails_is_mended_in_the_file_as_its_hint_says(
    project: Project, back: str
) -> None:
    project.write(A | {"0001_a.rollback": back})
    project.up()
    project.write(A)
    hint = refusal(project.down).hint
    begin = hint.index("UPDATE echoes_schema.migrations")
    project.connection.execute(hint[begin:].encode())
    assert project.down() == ["0001_a"]
    assert project.tables() == []


def test_down_of_an_empty_database_does_nothing(project: Project) -> None:
    assert project.down() == []
    assert project.value("SELECT to_regnamespace('echoes_schema')") is None


@pytest.mark.parametrize(
    ("name", "found"), [("0001", "0001_a"), ("0001_a", "0001_a"), ("1", "1_x"), ("10", "10_y")]
)
def test_name_is_found_by_number_or_beginning(name: str, found: str) -> None:
    assert find(name, ["0001_a", "1_x", "10_y", "100_z"]) == found


def test_name_that_several_begin_with_is_refused() -> None:
    with pytest.raises(MigrationError, match="00 may be 0001_a, 0002_b"):
        find("00", ["0001_a", "0002_b"])


@pytest.mark.parametrize("act", [Project.up, Project.down])
def test_name_that_is_not_there_is_refused(
    project: Project, act: Callable[[Project, Options], list[str]]
) -> None:
    project.write(A)
    project.up()
    project.write(B)
    assert refusal(lambda: act(project, Options(to="0009"))).message == "no migration 0009"


def test_irreversible_migration_stops_down_before_anything_runs(project: Project) -> None:
    project.write(A, NO_WAY, C)
    project.up()
    error = refusal(lambda: project.down(Options(steps=3)))
    assert error.message == "0002_b cannot be taken back: the old rows are gone"
    assert project.tables() == ["a", "b", "c"]


def test_irreversible_migration_goes_up_without_a_warning(project: Project) -> None:
    project.write(A, NO_WAY)
    project.up()
    assert not [line for line in project.said if "warning" in line]


def test_missing_rollback_is_warned_of_where_the_file_is_applied(project: Project) -> None:
    project.write({"0001_a": "CREATE TABLE a ();", "0002_b": "SELECT 1/0;", "0003_c": "SELECT 1;"})
    refusal(project.up)
    warning, done = project.said
    assert warning == "warning: 0001_a has no rollback file: `down` cannot take it back"
    assert done.startswith("applied 0001_a")


def test_missing_rollback_stops_down_before_anything_runs(project: Project) -> None:
    project.write({"0001_a": "CREATE TABLE a ();"}, B)
    project.up()
    error = refusal(lambda: project.down(Options(steps=2)))
    assert error.message == "0001_a cannot be taken back: there is no 0001_a.rollback.sql"
    assert project.tables() == ["a", "b"]


def test_rollback_that_is_written_later_counts(project: Project) -> None:
    project.write({"0001_a": "CREATE TABLE a ();"})
    project.up()
    project.write(A)
    assert project.down() == ["0001_a"]


def test_refusing_the_question_leaves_everything(project: Project) -> None:
    project.write(A)
    project.up()
    assert project.down(Options(confirm=lambda *_: False)) == []
    assert project.tables() == ["a"]


def test_every_attempt_is_in_the_events(project: Project) -> None:
    project.write(A)
    project.up()
    project.down()
    rows = project.connection.execute(
        "SELECT migration_id, operation, is_success, ended_at >= started_at, database_role,"
        " os_user <> '', host <> '', tool_version <> '' FROM echoes_schema.events ORDER BY id"
    ).fetchall()
    rest = (True, True, project.value("SELECT current_user"), True, True, True)
    assert rows == [("0001_a", "apply", *rest), ("0001_a", "rollback", *rest)]
