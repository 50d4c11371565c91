"""A project with an empty database, and a role that may only connect."""

from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from tests.harness.server import PREFIX
from tests.migrations.project import Project


@pytest.fixture
def project(
    empty: psycopg.Connection, url: Callable[[psycopg.Connection], str], tmp_path: Path
) -> Project:
    """Return a project without files, on a database with nothing in it."""
    return Project(tmp_path / "sql", url(empty), empty)


@pytest.fixture
def reader(empty: psycopg.Connection) -> Iterator[str]:
    """Return a role that may connect and look into public, and nothing else."""
    name = f"{PREFIX}_{empty.info.dbname}_reader"[-60:]
    empty.execute(f'CREATE ROLE "{name}"'.encode())
    empty.execute(f'GRANT USAGE ON SCHEMA public TO "{name}"'.encode())
    yield name
    empty.execute(f'DROP OWNED BY "{name}"'.encode())
    empty.execute(f'DROP ROLE "{name}"'.encode())
