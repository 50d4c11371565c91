"""`history` tells everything that was tried, failures too."""

import json

from echoes_schema.migrations import events
from tests.harness.program import Run
from tests.migrations.project import A, B, Project, refusal

BAD = {"0002_b": "CREATE TABLE b ();\nSELECT 1 / 0;"}


def test_history_of_an_untouched_database_is_empty(project: Project) -> None:
    assert events.read(project.connection) == ()


def test_history_has_successes_and_failures_newest_first(project: Project) -> None:
    project.write(A, BAD)
    refusal(project.up)
    failed, done = events.read(project.connection)
    assert (done.migration_id, done.operation, done.is_success) == ("0001_a", "apply", True)
    assert (failed.migration_id, failed.line, failed.sqlstate) == ("0002_b", 2, "22012")
    assert failed.message == "division by zero"


def test_history_says_who_from_where_and_how_long(project: Project) -> None:
    project.write({"0001_a": "SELECT pg_sleep(0.2);"})
    project.up()
    (event,) = events.read(project.connection)
    assert event.seconds >= 0.2
    assert event.database_role == "postgres"
    assert all((event.os_user, event.host, event.tool_version))


def test_history_keeps_a_user_whose_name_is_no_text(project: Project, run: Run) -> None:
    project.write(A)
    sql, user = str(project.sql), {"LOGNAME": "ann\udcff"}
    done = run("--sql", sql, "up", database=project.url, env=user)
    assert (done.returncode, done.stdout) == (0, "applied: 1 migration\n")
    assert events.read(project.connection)[0].os_user == "ann\\xff"


def test_history_outlives_the_rollback(project: Project) -> None:
    project.write(A)
    project.up()
    project.down()
    assert [event.operation for event in events.read(project.connection)] == ["rollback", "apply"]


def test_history_is_limited_to_the_newest_and_to_a_name(project: Project) -> None:
    project.write(A, B)
    project.up()
    assert [event.migration_id for event in events.read(project.connection, limit=1)] == ["0002_b"]
    named = events.read(project.connection, name="0001")
    assert [event.migration_id for event in named] == ["0001_a"]
    assert events.read(project.connection, name="%") == ()


def test_history_command_prints_both_forms(project: Project, run: Run) -> None:
    project.write(A, BAD)
    refusal(project.up)
    text = run("history", database=project.url)
    assert "failed: line 2: division by zero (22012)" in text.stdout
    content = json.loads(run("history", "--format", "json", database=project.url).stdout)
    assert [event["migration_id"] for event in content["events"]] == ["0002_b", "0001_a"]
