"""`status` and `plan` look and never write, whatever the role may do."""

import json

import pytest

from tests.harness.program import Run
from tests.migrations.project import ABC, A, B, Project

READING = [["status"], ["plan"], ["status", "--format", "json"], ["plan", "--format", "json"]]
OBJECTS = """
SELECT (SELECT count(*) FROM pg_class), (SELECT count(*) FROM pg_namespace),
    (SELECT count(*) FROM pg_proc), (SELECT count(*) FROM pg_type)
"""
BOOKS = "the role may not write the bookkeeping in the schema echoes_schema"
READ_ONLY = "-c default_transaction_read_only=on"


def run_reading(project: Project, run: Run, arguments: list[str], options: str) -> str:
    done = run(
        "--sql", str(project.sql), *arguments, database=project.url, env={"PGOPTIONS": options}
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("arguments", READING, ids=" ".join)
def test_reading_works_where_nothing_may_be_written(
    project: Project, run: Run, arguments: list[str]
) -> None:
    project.write(ABC)
    before = project.connection.execute(OBJECTS.encode()).fetchone()
    assert "0003_c" in run_reading(project, run, arguments, READ_ONLY)
    assert project.connection.execute(OBJECTS.encode()).fetchone() == before


@pytest.mark.parametrize("arguments", READING, ids=" ".join)
def test_reading_works_for_a_role_without_rights(
    project: Project, run: Run, reader: str, arguments: list[str]
) -> None:
    project.write(ABC)
    run_reading(project, run, arguments, f"-c role={reader}")


def test_role_without_rights_sees_what_is_applied(project: Project, run: Run, reader: str) -> None:
    project.write(A)
    project.up()
    project.write(ABC)
    out = run_reading(project, run, ["status", "--format", "json"], f"-c role={reader}")
    states = {entry["id"]: entry["state"] for entry in json.loads(out)["migrations"]}
    assert states == {"0001_a": "applied", "0002_b": "pending", "0003_c": "pending"}


def test_role_without_rights_does_not_see_the_texts(
    project: Project, run: Run, reader: str
) -> None:
    project.write(A)
    project.up()
    project.write({"0001_a": "SELECT 1;"})
    done = run(
        "--sql", str(project.sql), "status", "--diff",
        database=project.url, env={"PGOPTIONS": f"-c role={reader}"},
    )  # fmt: skip
    assert done.returncode == 2
    assert "error: permission denied for table migrations\n  hint: Ask the database" in done.stderr


@pytest.mark.parametrize("column", ["up_text", "down_text"])
def test_texts_are_not_granted_to_everyone(project: Project, reader: str, column: str) -> None:
    project.write(A)
    project.up()
    right = f"has_column_privilege('{reader}', 'echoes_schema.migrations', '{column}', 'SELECT')"
    assert project.value(f"SELECT {right}") is False


def test_up_without_rights_is_refused_in_a_line(project: Project, run: Run, reader: str) -> None:
    project.write(A)
    done = run(
        "--sql", str(project.sql), "up",
        database=project.url, env={"PGOPTIONS": f"-c role={reader}"},
    )  # fmt: skip
    assert done.returncode == 2
    assert "error: permission denied for database" in done.stderr
    assert "Traceback" not in done.stderr


def test_role_that_may_not_create_schemas_can_go_on_from_there(
    project: Project, run: Run, reader: str
) -> None:
    project.write(A)
    project.up()
    for right in ("CREATE ON SCHEMA public", "ALL ON ALL TABLES IN SCHEMA echoes_schema"):
        project.connection.execute(f'GRANT {right} TO "{reader}"'.encode())
    project.write(ABC)
    out = run_reading(project, run, ["up"], f"-c role={reader}")
    assert out == "applied: 2 migrations\n"


@pytest.mark.parametrize("command", [["up"], ["down", "--yes"]])
def test_writing_in_a_session_that_may_only_read_is_refused(
    project: Project, run: Run, command: list[str]
) -> None:
    project.write(A)
    project.up()
    project.write(ABC)
    done = run(
        "--sql", str(project.sql), *command, database=project.url, env={"PGOPTIONS": READ_ONLY}
    )
    assert done.returncode == 2
    assert "error: the session may only read\n  hint: Turn default_" in done.stderr


def test_up_with_nothing_to_do_works_where_nothing_may_be_written(
    project: Project, run: Run
) -> None:
    project.write(ABC)
    project.up()
    assert run_reading(project, run, ["up"], READ_ONLY) == "nothing to apply\n"


def test_status_waits_for_no_runner(project: Project) -> None:
    project.write(A)
    project.up()
    with project.other_session() as runner:
        runner.execute("BEGIN; INSERT INTO echoes_schema.checkpoints VALUES ('x', 'apply', 'y')")
        assert project.states() == {"0001_a": "applied"}


@pytest.mark.parametrize("command", ["status", "plan", "up", "history", "status --diff"])
def test_role_that_may_not_see_the_history_is_told_what_to_grant(
    project: Project, run: Run, reader: str, command: str
) -> None:
    project.write(A)
    project.up()
    project.write(B, {"0001_a": "SELECT 1;"} if "diff" in command else {})
    project.connection.execute("REVOKE ALL ON SCHEMA echoes_schema FROM public")
    arguments = ["--sql", str(project.sql), *command.split()]
    as_reader = {"PGOPTIONS": f"-c role={reader}"}
    done = run(*arguments, database=project.url, env=as_reader)
    assert (done.returncode, done.stdout) == (2, "")
    error, hint = done.stderr.splitlines()[1:]
    assert error == "error: permission denied for schema echoes_schema"
    assert hint.startswith("  hint: Ask the database's owner: GRANT USAGE ON SCHEMA")
    for grant in hint.partition("owner: ")[2].split("; "):
        project.connection.execute(grant.encode())
    done = run(*arguments, database=project.url, env=as_reader)
    assert "permission denied for schema echoes_schema" not in done.stderr


@pytest.mark.parametrize("command", [["up"], ["down", "--yes"]])
def test_role_that_may_not_write_the_history_is_told_before_anything_runs(
    project: Project, run: Run, reader: str, command: list[str]
) -> None:
    project.write(A)
    project.up()
    project.write(B, {"0001_a.rollback": "SELECT 1;"})
    for right in ("CREATE ON SCHEMA public", "SELECT ON a, echoes_schema.migrations"):
        project.connection.execute(f'GRANT {right} TO "{reader}"'.encode())
    arguments = ["--sql", str(project.sql), *command]
    as_reader = {"PGOPTIONS": f"-c role={reader}"}
    done = run(*arguments, database=project.url, env=as_reader)
    error, hint = done.stderr.splitlines()[-2:]
    assert (done.returncode, error) == (2, f"error: {BOOKS}")
    assert project.value("SELECT count(*) FROM echoes_schema.events") == 1
    for grant in hint.partition("owner: ")[2].split("; "):
        project.connection.execute(grant.encode())
    assert BOOKS not in run(*arguments, database=project.url, env=as_reader).stderr


def test_role_that_may_not_make_the_table_of_backfills_is_told(
    project: Project, run: Run, reader: str
) -> None:
    project.write(A)
    project.up()
    project.connection.execute("CREATE TABLE t (id int PRIMARY KEY)")
    for right in ("ALL ON t", "ALL ON ALL TABLES IN SCHEMA echoes_schema"):
        project.connection.execute(f'GRANT {right} TO "{reader}"'.encode())
    project.write({"0002_t": "-- batch: 5 by id\nDELETE FROM t;"})
    done = run(
        "--sql", str(project.sql), "up",
        database=project.url, env={"PGOPTIONS": f"-c role={reader}"},
    )  # fmt: skip
    assert done.returncode == 2
    assert "owner: GRANT CREATE ON SCHEMA echoes_schema TO" in done.stderr


def test_role_that_may_not_create_schemas_is_told_which_right_it_lacks(
    project: Project, run: Run, reader: str
) -> None:
    project.write(A)
    done = run(
        "--sql", str(project.sql), "up",
        database=project.url, env={"PGOPTIONS": f"-c role={reader}"},
    )  # fmt: skip
    assert done.returncode == 2
    name = project.connection.info.dbname
    assert f"hint: Ask the database's owner: GRANT CREATE ON DATABASE {name} TO " in done.stderr
