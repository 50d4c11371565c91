"""What costs time is not done: no parser where no file changed, no round trip a statement."""

import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from echoes_schema import database
from echoes_schema.migrations import runner
from tests.harness.schema import ROOT
from tests.migrations.project import ABC, Project

UNNEEDED = {"pglast", "psutil", "echoes_schema.catalog", "echoes_schema.schema"}


@pytest.mark.parametrize("command", ["up", "status"])
def test_nothing_to_do_loads_no_parser_and_no_catalogue(project: Project, command: str) -> None:
    project.write(ABC)
    project.up()
    arguments = ["--database", project.url, "--sql", str(project.sql), command]
    code = (
        "import sys; from echoes_schema.cli import main\n"
        f"try: main({arguments!r})\n"
        f"finally: print({UNNEEDED!r} & set(sys.modules) or 'none')"
    )
    run = [sys.executable, "-c", code]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "none"


def round_trips(connection: psycopg.Connection, sql: Path, trace: Path) -> int:
    """Return how often `up` waits for the server's answer, as libpq's own trace has it."""
    with trace.open("w") as file:
        connection.pgconn.trace(file.fileno())
        runner.up(connection, sql)
        connection.pgconn.untrace()
    lines = [line.split("\t") for line in trace.read_text().splitlines()]
    return sum(line[1:2] == ["F"] and line[3] in ("Query", "Sync") for line in lines)


def test_round_trips_do_not_grow_with_statements(project: Project, tmp_path: Path) -> None:
    """BEGIN, everything, COMMIT: a far server is not asked once a statement."""
    trips = []
    with database.connect(project.url) as connection:
        connection.prepare_threshold = None  # preparing a query is a round trip too
        for number, count in enumerate((1, 1, 40)):  # the first one makes the bookkeeping
            statements = "".join(f"CREATE TABLE t{number}_{k} ();" for k in range(count))
            project.write({f"000{number}_t": statements})
            trips.append(round_trips(connection, project.sql, tmp_path / "trace"))
    assert trips[2] == trips[1]
    assert project.value("SELECT count(*) FROM pg_tables WHERE tablename ~ '^t'") == 42


def test_rules_of_a_session_do_not_reach_the_next_file(project: Project) -> None:
    """What a file sets reaches neither its own bookkeeping nor the file after it."""
    settings = "SET search_path = pg_catalog; SET standard_conforming_strings = off;"
    project.write({"0001_a": settings})
    project.write({"0002_b": r"CREATE TABLE b AS SELECT 'a\b' AS text;"})
    project.up()
    assert project.value("SELECT text FROM public.b") == r"a\b"
