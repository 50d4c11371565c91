"""Files that were left half-way outside a transaction: finished first, in their own direction."""

import pytest

from echoes_schema.migrations.runner import Options
from tests.harness import program
from tests.migrations.project import Project, refusal

OUTSIDE = "-- transactional: false\n"
# Each fails at its second statement until there is a row in `a`.
STOP = "SELECT 1 / (SELECT count(*) FROM a);"
TABLE = {"0001_a": "CREATE TABLE a (x int);", "0001_a.rollback": "DROP TABLE a;"}
HALF = {"0002_b": f"{OUTSIDE}CREATE TABLE b (); {STOP}", "0002_b.rollback": "DROP TABLE b;"}
BACK = {
    "0002_b": "CREATE TABLE b ();",
    "0002_b.rollback": f"{OUTSIDE}DROP TABLE b; {STOP}",
}
LATER = {"0003_c": "CREATE TABLE c ();"}
ROW = "INSERT INTO a VALUES (1)"


@pytest.fixture
def half_applied(project: Project) -> Project:
    """Return a project whose second file is half applied."""
    project.write(TABLE, HALF)
    refusal(project.up)
    return project


@pytest.fixture
def half_back(project: Project) -> Project:
    """Return a project whose second file is half taken back."""
    project.write(TABLE, BACK)
    project.up()
    refusal(project.down)
    return project


@pytest.mark.parametrize(
    "options", [Options(), Options(steps=9), Options(to="0001")], ids=["one", "all", "to"]
)
def test_down_past_a_half_applied_file_is_refused(half_applied: Project, options: Options) -> None:
    error = refusal(lambda: half_applied.down(options))
    assert error.message == "half applied: 0002_b"
    assert "Run `echoes-schema up` to finish it" in error.hint
    assert half_applied.tables() == ["a", "b"]


def test_half_applied_file_is_finished_by_up_and_then_taken_back(half_applied: Project) -> None:
    half_applied.connection.execute(ROW.encode())
    assert half_applied.up() == ["0002_b"]
    assert half_applied.down(Options(steps=2)) == ["0002_b", "0001_a"]
    assert half_applied.tables() == []


@pytest.mark.parametrize("files", [{}, LATER], ids=["nothing-pending", "past"])
def test_up_of_or_past_what_is_half_taken_back_is_refused(
    half_back: Project, files: dict[str, str]
) -> None:
    half_back.write(files)
    error = refusal(half_back.up)
    assert error.message == "half taken back: 0002_b"
    assert "Run `echoes-schema down` to finish that" in error.hint
    assert half_back.tables() == ["a"]


def test_down_that_would_keep_what_is_half_taken_back_is_refused(half_back: Project) -> None:
    error = refusal(lambda: half_back.down(Options(to="0002")))
    assert error.message == "half taken back: 0002_b"


def test_what_is_half_taken_back_is_finished_by_down_and_goes_up_again(half_back: Project) -> None:
    half_back.connection.execute(ROW.encode())
    assert half_back.down() == ["0002_b"]
    assert half_back.up() == ["0002_b"]


def test_what_is_half_taken_back_is_not_good_for_a_gate(half_back: Project) -> None:
    arguments = ("--sql", str(half_back.sql), "status")
    assert half_back.status()["0002_b"].is_half_done
    assert program.run(*arguments, database=half_back.url).returncode == 0
    assert program.run(*arguments, "--exit-code", database=half_back.url).returncode == 1


@pytest.mark.parametrize("half", ["half_applied", "half_back"])
def test_plan_tells_what_is_half_done(half: str, request: pytest.FixtureRequest) -> None:
    project: Project = request.getfixturevalue(half)
    done = program.run("--sql", str(project.sql), "plan", database=project.url)
    expected = {
        "half_applied": (0, "0002_b is begun: `up` goes on where it stopped"),
        "half_back": (2, "error: half taken back: 0002_b"),
    }
    assert done.returncode == expected[half][0]
    assert expected[half][1] in done.stderr


@pytest.mark.parametrize("files", [{}, LATER], ids=["nothing-pending", "past"])
def test_up_without_the_file_of_what_is_half_applied_is_refused_with_the_way_out(
    half_applied: Project, files: dict[str, str]
) -> None:
    half_applied.write(files)
    for name in HALF:
        half_applied.remove(name)
    error = refusal(half_applied.up)
    assert error.message == "half applied, and its file is gone: 0002_b"
    assert half_applied.tables() == ["a", "b"]
    half_applied.connection.execute(error.hint[error.hint.index("DELETE") :].encode())
    assert half_applied.up() == list(files)


def test_batches_without_their_file_are_refused_with_the_way_out(project: Project) -> None:
    project.write(TABLE, {"0002_b": "-- batch: 1 by id\nUPDATE t SET x = 1 / (2 - id);"})
    project.connection.execute("CREATE TABLE t (id int PRIMARY KEY, x int)")
    project.connection.execute("INSERT INTO t VALUES (1), (2)")
    refusal(project.up)
    project.remove("0002_b")
    hint = refusal(project.up).hint
    project.connection.execute(hint[hint.index("DELETE") :].encode())
    assert project.up() == []


def test_status_tells_what_is_half_applied_without_a_file(half_applied: Project) -> None:
    for name in HALF:
        half_applied.remove(name)
    entry = half_applied.status()["0002_b"]
    assert (str(entry.state), entry.is_half_done, entry.applied_at) == ("failed", True, None)
    assert entry.note == "division by zero; begun, not finished; its file is gone"
