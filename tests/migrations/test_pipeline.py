"""What the server was sent and did is heard, whatever ends the sending."""

from collections.abc import Iterator

import psycopg
import pytest

from echoes_schema import database
from echoes_schema.migrations import pipeline, runner
from echoes_schema.migrations.runner import Options
from tests.harness.waiting import wait_for
from tests.migrations.project import A, B, Project, cut_others


def test_commit_is_heard_by_who_is_interrupted_while_he_sends(project: Project) -> None:
    heard: list[int] = []
    done: list[bool] = []

    def queries() -> Iterator[list[bytes]]:
        yield [b"BEGIN", b"CREATE TABLE a ()", b"COMMIT"]
        wait_for(lambda: project.tables() == ["a"], "commit")
        raise KeyboardInterrupt

    with psycopg.connect(project.url, autocommit=True) as connection:
        with pytest.raises(KeyboardInterrupt), pipeline.opened(connection) as line:
            line.send(queries(), heard.append, lambda: done.append(True))
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert heard == [1, 2, 3]
    assert not done


def test_connection_that_goes_behind_the_last_answer_is_not_taken_for_one_that_stands(
    project: Project,
) -> None:
    """Where it stays in a transaction, psycopg commits nothing then, and says nothing."""
    connection = psycopg.connect(project.url, autocommit=True)

    def run() -> None:
        with pipeline.opened(connection) as line:
            line.send([[b"BEGIN", b"CREATE TABLE a ()"]], lambda _: None)
            line.hear()
            cut_others(project)

    with connection, pytest.raises(psycopg.OperationalError):
        run()


def test_file_whose_commit_was_heard_is_done_though_the_connection_goes(project: Project) -> None:
    def cut(said: str) -> None:
        if said.startswith("applied 0002_b"):
            cut_others(project)

    project.write(A, B)
    with database.connect(project.url) as connection:
        done = runner.up(connection, project.sql, Options(say=cut))
    assert [one.id for one in done] == project.history() == ["0001_a", "0002_b"]
