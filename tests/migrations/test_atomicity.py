"""A transactional file is applied and recorded, or neither."""

import os
import socket

import psycopg
import pytest

from echoes_schema import database
from echoes_schema.errors import MigrationError
from echoes_schema.migrations import runner
from echoes_schema.migrations.runner import Options
from tests.harness.waiting import wait_for
from tests.migrations.project import ABC, A, B, C, Project, refusal

OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
STATEMENTS = ["CREATE TABLE b ()", "CREATE TABLE b2 ()", "COMMENT ON TABLE b IS 'x'"]


@pytest.mark.parametrize("boundary", range(len(STATEMENTS) + 1))
def test_failure_at_any_boundary_leaves_only_its_record(project: Project, boundary: int) -> None:
    statements = [*STATEMENTS[:boundary], "SELECT 1 / 0", *STATEMENTS[boundary:]]
    project.write(A, {"0002_b": ";\n".join(statements)}, C)
    assert "division by zero (22012)" in refusal(project.up).message
    assert project.tables() == ["a"]
    assert project.history() == ["0001_a"]
    assert project.states() == {"0001_a": "applied", "0002_b": "failed", "0003_c": "pending"}


def test_failure_is_recorded_with_line_and_sqlstate(project: Project) -> None:
    project.write({"0001_a": "CREATE TABLE a ();\n\nSELECT 1 / 0;"})
    refusal(project.up)
    event = project.connection.execute(
        "SELECT operation, is_success, line, sqlstate, message FROM echoes_schema.events"
    ).fetchall()
    assert event == [("apply", False, 3, "22012", "division by zero")]


def test_next_up_goes_on_after_the_file_is_mended(project: Project) -> None:
    project.write(A, {"0002_b": "SELECT 1 / 0"}, C)
    refusal(project.up)
    project.write(B)
    assert project.up() == ["0002_b", "0003_c"]


def test_deferred_constraint_that_fails_at_the_end_undoes_the_file(project: Project) -> None:
    project.write(
        {
            "0001_a": "CREATE TABLE a (id int PRIMARY KEY, up int REFERENCES a"
            " DEFERRABLE INITIALLY DEFERRED); INSERT INTO a VALUES (1, 2);"
        }
    )
    assert "0001_a.sql: at its end: insert or update on table" in refusal(project.up).message
    assert project.tables() == project.history() == []


def test_failing_bookkeeping_undoes_the_file(project: Project) -> None:
    project.write(A)
    project.up()
    fail_when("INSERT", "migrations", project.connection, "RAISE 'no'")
    project.write(B)
    refusal(project.up)
    assert project.tables() == ["a"]
    assert project.history() == ["0001_a"]


def test_failing_bookkeeping_undoes_the_rollback(project: Project) -> None:
    project.write(A)
    project.up()
    fail_when("DELETE", "migrations", project.connection, "RAISE 'no'")
    refusal(project.down)
    assert project.tables() == ["a"]
    assert project.history() == ["0001_a"]


def test_connection_lost_at_commit_is_called_an_unknown_outcome(project: Project) -> None:
    project.write(A)
    project.up()
    fail_when("INSERT", "events", project.connection, KILL, at_commit=True)
    project.write(B)
    error = refusal(project.up)
    assert "Whether this file was committed is not known" in error.hint
    assert project.tables() == ["a"]
    assert project.history() == ["0001_a"]


def test_connection_that_breaks_is_called_an_unknown_outcome(project: Project) -> None:
    """The server has the whole file and may go on: nobody can say what became of it."""
    project.write(A, {"0002_b": "SELECT pg_sleep(0.5); CREATE TABLE b ();"})
    with database.connect(project.url) as connection:

        def cut(line: str) -> None:
            if line.startswith("applied 0001_a"):
                with socket.socket(fileno=os.dup(connection.fileno())) as own:
                    own.shutdown(socket.SHUT_RDWR)

        error = refusal(lambda: runner.up(connection, project.sql, Options(say=cut)))
    assert "Whether this file was committed is not known" in error.hint
    wait_for(lambda: project.value(OTHERS) == 0, "end of the session")
    assert ("b" in project.tables()) is ("0002_b" in project.history())


def test_rollback_that_fails_leaves_the_migration_applied(project: Project) -> None:
    project.write({"0001_a": "CREATE TABLE a ()", "0001_a.rollback": "DROP TABLE a; SELECT 1 / 0"})
    project.up()
    assert "0001_a.rollback.sql:1:15: division by zero" in refusal(project.down).message
    assert project.tables() == ["a"]
    assert project.states() == {"0001_a": "applied"}


def test_refused_file_stops_the_run_before_anything_ran(project: Project) -> None:
    project.write(ABC, {"0003_c": "COMMIT"})
    with pytest.raises(MigrationError):
        project.up()
    assert project.tables() == project.history() == []


KILL = "PERFORM pg_terminate_backend(pg_backend_pid())"


def fail_when(
    event: str, table: str, connection: psycopg.Connection, what: str, *, at_commit: bool = False
) -> None:
    """Let the server do `what` when a row of the bookkeeping is written."""
    connection.execute(
        "CREATE FUNCTION public.fail() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN {what}; RETURN NULL; END $$".encode()
    )
    kind, moment = ("CONSTRAINT", "DEFERRABLE INITIALLY DEFERRED") if at_commit else ("", "")
    connection.execute(
        f"CREATE {kind} TRIGGER fail AFTER {event} ON echoes_schema.{table} {moment}"
        " FOR EACH ROW EXECUTE FUNCTION public.fail()".encode()
    )
