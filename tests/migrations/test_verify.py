"""`verify` finds what does not come back when a migration goes up, down and up again."""

import shutil
from pathlib import Path

import psycopg
import pytest

from echoes_schema.errors import FileError
from echoes_schema.migrations import folder, runner
from echoes_schema.verify import verify
from tests.harness.program import Run
from tests.harness.schema import SQL
from tests.migrations.project import Project

ROWS = "INSERT INTO a VALUES (1, 'one'), (2, NULL);"
A = {"0001_a": "CREATE TABLE a (id integer, note text);"}
BACK = {"0001_a.rollback": "DROP TABLE a;"}


def found(project: Project, up: str, down: str) -> list[str]:
    project.write({**A, "0002_b": up}, {**BACK, "0002_b.rollback": down})
    rows = project.sql / "rows.txt"
    rows.write_text(ROWS, "utf-8")
    report = verify(project.connection, project.sql, rows=rows)
    return [f"{one.rule}: {one.message}" for one in report.findings]


def test_our_own_migrations_come_back_with_all_rows(empty: psycopg.Connection) -> None:
    report = verify(empty, SQL)
    assert report.findings == ()
    assert report.checked["round trips"] == report.checked["migrations"] > 20
    assert report.checked["tables with rows"] == 12


@pytest.mark.parametrize(
    ("up", "down"),
    [
        ("ALTER TABLE a ADD b text;", "ALTER TABLE a DROP b;"),
        ("CREATE TABLE b (id integer);", "DROP TABLE b;"),
        ("ALTER TABLE a RENAME note TO n;", "ALTER TABLE a RENAME n TO note;"),
        ('CREATE TABLE "B" (id integer);', 'DROP TABLE "B";'),
        ('CREATE TABLE b (id integer, "C d" text);', 'ALTER TABLE b DROP "C d"; DROP TABLE b;'),
    ],
)
def test_what_comes_back_is_no_finding(project: Project, up: str, down: str) -> None:
    assert found(project, up, down) == []


def test_object_that_stays_after_the_way_back_is_told(project: Project) -> None:
    (first, *_) = found(project, "ALTER TABLE a ADD b text, ADD c text;", "ALTER TABLE a DROP b;")
    assert first.startswith("rollback-differs: column a.c: the column is in the schema after up")


def test_rows_that_a_way_back_does_not_say_it_destroys_are_told(project: Project) -> None:
    assert found(
        project, "ALTER TABLE a ADD b text;", "DELETE FROM a WHERE id = 1;ALTER TABLE a DROP b;"
    ) == [
        "rows-lost: table a: 2 rows before, 1 after down",
        "rows-lost: table a: 2 rows before, 1 after down and up",
    ]


def test_value_that_changes_on_the_way_is_told(project: Project) -> None:
    message = "rows-lost: column a.note: its values are not the same after down"
    up, down = "COMMENT ON TABLE a IS 'x';", "COMMENT ON TABLE a IS NULL; UPDATE a SET note = 'y';"
    assert found(project, up, down)[0] == message


def test_rows_that_the_way_back_says_it_destroys_may_go(project: Project) -> None:
    assert (
        found(project, "COMMENT ON TABLE a IS 'x';", "TRUNCATE a;COMMENT ON TABLE a IS NULL;") == []
    )


def test_way_back_that_fails_ends_it_and_says_what_is_not_verified(project: Project) -> None:
    first, second = found(project, "CREATE TABLE b ();", "DROP TABLE c;")
    assert first.startswith("no-round-trip: it does not go back and forth: ")
    assert second == "not-verified: migrations before it that are not verified: 1"


def test_program_runs_it_on_the_server_given(project: Project, run: Run, tmp_path: Path) -> None:
    project.write(A, BACK)
    rows = tmp_path / "rows.sql"
    rows.write_text(ROWS, "utf-8")
    done = run("--sql", str(project.sql), "verify", "--rows", str(rows), "--scratch", project.url)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(
        "0 findings in 1 migration, 1 table, 1 table with rows, 1 round trip"
    )
    assert project.tables() == []


def test_folder_that_was_read_is_applied_though_its_files_are_gone(project: Project) -> None:
    project.write(A, BACK)
    files = folder.read(project.sql)
    shutil.rmtree(project.sql)
    assert [one.id for one in runner.up(project.connection, files)] == ["0001_a"]


def test_rows_that_are_refused_are_told_with_their_place(project: Project, tmp_path: Path) -> None:
    project.write(A, BACK)
    rows = tmp_path / "rows.sql"
    rows.write_text("INSERT INTO a\nVALUES (nothing);", "utf-8")
    with pytest.raises(FileError, match=r"rows.sql:2:9: column"):
        verify(project.connection, project.sql, rows=rows)
