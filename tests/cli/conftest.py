"""The program over two files and an empty database."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from tests.harness.program import Program, Run

FILES = {
    "migrations/0001_create_a.sql": "CREATE TABLE a (x int);\n",
    "migrations/0001_create_a.rollback.sql": "DROP TABLE a;\n",
    "indexes/0002_a.sql": "-- Found quickly.\n\nCREATE INDEX CONCURRENTLY i ON a (x);\n",
}


@pytest.fixture
def sql(tmp_path: Path) -> Path:
    """Return a folder with a migration and an index file."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.fixture
def database(empty: psycopg.Connection, url: Callable[[psycopg.Connection], str]) -> str:
    """Return the URL of an empty database."""
    return url(empty)


@pytest.fixture
def program(run: Run, sql: Path, database: str) -> Program:
    """Return the function that runs the program over those files and that database."""

    def call(*arguments: str) -> subprocess.CompletedProcess[str]:
        return run("--sql", str(sql), *arguments, database=database)

    return call
