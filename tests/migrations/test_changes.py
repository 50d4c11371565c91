"""Files that change, vanish, move or come late after they were applied."""

import pytest

from echoes_schema import database
from echoes_schema.migrations import folder, journal, runner
from echoes_schema.migrations.runner import Options
from tests.harness.program import Run
from tests.migrations.project import ABC, A, B, C, Project, refusal

TEXT = "CREATE TABLE a (x int DEFAULT 1);\n\nCOMMENT ON TABLE a IS 'é';\n"
SAME = {
    "crlf": TEXT.replace("\n", "\r\n").encode(),
    "byte order mark": b"\xef\xbb\xbf" + TEXT.encode(),
}
COSMETIC = {
    "comment": f"-- why\n/* and */{TEXT}-- how\n",
    "space": TEXT.replace(" ", "\n\t ").replace(";", " ;"),
    "case": TEXT.replace("CREATE TABLE", "create Table"),
    "spelling": TEXT.replace("int", "integer"),
}
REAL = {
    "constant": TEXT.replace("1", "2"),
    "string": TEXT.replace("é", "è"),
    "case of a string": TEXT.replace("é", "É"),
    "type": TEXT.replace("int", "bigint"),
    "statement more": TEXT + "SELECT 1;",
    "statement less": TEXT.partition("\n")[0],
    "no SQL": "CREATE TABEL a ();",
}
BODY = "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT {} $$;"


@pytest.mark.parametrize("text", SAME.values(), ids=SAME)
def test_line_ends_and_byte_order_mark_are_no_change(project: Project, text: bytes) -> None:
    project.write({"0001_a": TEXT})
    project.up()
    project.write({"0001_a": text})
    entry = project.status()["0001_a"]
    assert (entry.state, entry.note) == ("applied", "")


@pytest.mark.parametrize("text", COSMETIC.values(), ids=COSMETIC)
def test_cosmetic_change_is_noted_and_no_error(project: Project, text: str) -> None:
    project.write({"0001_a": TEXT})
    project.up()
    project.write({"0001_a": text})
    assert project.up() == []
    entry = project.status()["0001_a"]
    assert (entry.state, entry.note) == ("applied", "cosmetic change since")


@pytest.mark.parametrize("text", REAL.values(), ids=REAL)
def test_changed_file_is_refused(project: Project, text: str) -> None:
    project.write({"0001_a": TEXT})
    project.up()
    project.write({"0001_a": text}, B)
    assert project.states() == {"0001_a": "changed", "0002_b": "pending"}
    error = refusal(project.up)
    assert "changed after they were applied" in error.message
    assert "0001_a.sql" in error.message
    assert "status --diff" in error.hint


def test_refusal_of_a_changed_file_shows_the_difference(project: Project) -> None:
    project.write({"0001_a": TEXT})
    project.up()
    project.write({"0001_a": REAL["constant"]})
    shown = "    -CREATE TABLE a (x int DEFAULT 1);\n    +CREATE TABLE a (x int DEFAULT 2);"
    assert shown in refusal(project.up).message


def test_long_difference_is_cut_short(project: Project) -> None:
    project.write({"0001_a": "SELECT 1;\n" * 100})
    project.up()
    project.write({"0001_a": "SELECT 2;\n" * 100})
    lines = refusal(project.up).message.splitlines()
    assert (len(lines), lines[-1]) == (42, "…")


def test_role_that_may_not_read_the_texts_is_told_which_file_changed(project: Project) -> None:
    project.write({"0001_a": TEXT})
    project.up()
    project.write({"0001_a": REAL["constant"]})
    project.connection.execute("CREATE ROLE echoes_reader")
    try:
        with database.connect(project.url) as connection:
            connection.execute("SET ROLE echoes_reader")
            found = folder.read(project.sql), journal.read(connection), Options()
            error = refusal(lambda: runner.prepare(connection, *found))
    finally:
        project.connection.execute("DROP ROLE echoes_reader")
    assert error.message.endswith("0001_a.sql")


def test_changed_body_of_a_function_is_refused(project: Project) -> None:
    project.write({"0001_a": BODY.format(1)})
    project.up()
    project.write({"0001_a": BODY.format("1 -- one")})
    assert project.states() == {"0001_a": "changed"}


def test_diff_shows_what_changed(project: Project, run: Run) -> None:
    project.write({"0001_a": TEXT})
    project.up()
    project.write({"0001_a": REAL["constant"]})
    done = run("--sql", str(project.sql), "status", "--diff", database=project.url)
    assert done.returncode == 0
    assert "--- 0001_a (as applied)\n+++ 0001_a (file)\n" in done.stdout
    assert "-CREATE TABLE a (x int DEFAULT 1);\n+CREATE TABLE a (x int DEFAULT 2);\n" in done.stdout


def test_changed_file_does_not_stop_down(project: Project) -> None:
    project.write(A)
    project.up()
    project.write({"0001_a": "CREATE TABLE other ();"})
    assert project.down() == ["0001_a"]
    assert project.tables() == []


def test_changed_rollback_file_does_not_change_what_down_runs(project: Project) -> None:
    project.write(A)
    project.up()
    project.write({"0001_a.rollback": "SELECT 1 / 0;"})
    assert project.down() == ["0001_a"]


def test_lost_file_is_missing_and_can_be_taken_back(project: Project) -> None:
    project.write(ABC)
    project.up()
    project.remove("0002_b")
    project.remove("0002_b.rollback")
    assert project.states() == {"0001_a": "applied", "0003_c": "applied", "0002_b": "missing"}
    assert project.down(Options(steps=2)) == ["0003_c", "0002_b"]
    assert project.tables() == ["a"]


def test_renamed_file_is_refused_with_its_old_name(project: Project) -> None:
    project.write(A)
    project.up()
    for name in A:
        project.remove(name)
    project.write({"0001_new": f"-- moved\n{A['0001_a']}"})
    error = refusal(project.up)
    assert error.message.endswith("0001_new.sql was applied under the name 0001_a")
    assert error.hint == "Give the file its old name back: 0001_a.sql."


def test_file_that_comes_late_is_refused_by_name(project: Project) -> None:
    project.write(A, C)
    project.up()
    project.write(B, {"0004_d": "CREATE TABLE d ();"})
    error = refusal(project.up)
    assert error.message == "would run after later ones: 0002_b"
    assert "--allow-out-of-order" in error.hint
    assert project.tables() == ["a", "c"]


def test_late_file_runs_when_allowed_and_that_is_remembered(project: Project) -> None:
    project.write(A, C)
    project.up()
    project.write(B, {"0004_d": "CREATE TABLE d ();"})
    assert project.up(Options(allow_out_of_order=True)) == ["0002_b", "0004_d"]
    notes = {name: entry.note for name, entry in project.status().items() if entry.note}
    assert notes == {"0002_b": "applied out of order"}


def test_late_file_runs_up_to_a_name_that_is_applied(project: Project) -> None:
    project.write(A, C)
    project.up()
    project.write(B)
    assert project.up(Options(to="0003", allow_out_of_order=True)) == ["0002_b"]


def test_file_before_a_lost_one_is_late(project: Project) -> None:
    project.write(A, C)
    project.up()
    project.remove("0003_c")
    project.remove("0003_c.rollback")
    project.write(B)
    assert refusal(project.up).message == "would run after later ones: 0002_b"


def test_down_goes_by_the_order_in_which_they_were_applied(project: Project) -> None:
    project.write(A, C)
    project.up()
    project.write(B)
    project.up(Options(allow_out_of_order=True))
    assert project.down(Options(steps=3)) == ["0002_b", "0003_c", "0001_a"]


def test_folder_of_another_project_is_refused(project: Project) -> None:
    project.write(A, B)
    project.up()
    for name in A | B:
        project.remove(name)
    project.write(C)
    error = refusal(project.up)
    assert "it has 2, the last is 0002_b, and none of them is in" in error.message
    assert "--sql" in error.hint
    assert project.tables() == ["a", "b"]
