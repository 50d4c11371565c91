"""What the server was sent and did is heard, whatever ends the sending."""

from collections.abc import Iterator

import psycopg
import pytest

from echoes_schema.migrations import pipeline
from tests.migrations.project import Project, wait_for


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
