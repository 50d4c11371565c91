"""A table of ten rows, and a migration that counts in each how often it was changed."""

from __future__ import annotations

from collections.abc import Callable

from echoes_schema.migrations.pace import Pace, Progress
from echoes_schema.migrations.runner import Options
from tests.migrations.project import Project

TABLE = {
    "0001_t": "CREATE TABLE t (id bigint PRIMARY KEY, n int NOT NULL DEFAULT 0);"
    " INSERT INTO t SELECT 3 * i FROM generate_series(1, 10) AS i;",
    "0001_t.rollback": "DROP TABLE t;",
}
COUNT = {"0002_n": "-- batch: 4 by id\nUPDATE t SET n = n + 1;"}
# Takes 50 ms a row.
SLOW = {"0002_n": "-- batch: 2 by id\nUPDATE t SET n = n + 1 + length(pg_sleep(0.05)::text);"}


def ready(project: Project, *files: dict[str, str]) -> Project:
    """Apply TABLE, then write the files."""
    project.write(TABLE)
    project.up()
    project.write(*files)
    return project


def telling(tell: Callable[[Progress], None]) -> Options:
    """Return options with which `tell` hears of each batch once it is committed."""
    return Options(pace=Pace(pause=0, tell=tell))


def changed(project: Project) -> list[int]:
    """Return how often each row was changed, in the order of the keys."""
    rows = project.connection.execute("SELECT n FROM t ORDER BY id").fetchall()
    return [int(row[0]) for row in rows]


def forbid(project: Project, key: int) -> None:
    """Let every change of the row with that key fail, until `allow`."""
    project.connection.execute(
        f"ALTER TABLE t ADD CONSTRAINT kept CHECK (id <> {key} OR n = 0)".encode()
    )


def allow(project: Project) -> None:
    project.connection.execute("ALTER TABLE t DROP CONSTRAINT kept")
