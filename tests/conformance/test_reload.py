"""A database that was dumped and loaded again is the same."""

import contextlib
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from echoes_schema import catalog, embedded
from echoes_schema.compare import between, compare
from echoes_schema.errors import EchoesError
from tests.harness import server

HERE = Path(__file__).parent
NEWEST = "18"


def dump_program(connection: psycopg.Connection) -> str:
    """Return a pg_dump that reads the server; skip without one, fail in CI.

    That of its own version where it is installed, else the newest: it reads older servers too.
    """
    major = str(connection.info.server_version // 10000)
    for version in dict.fromkeys([major, NEWEST]):
        with contextlib.suppress(EchoesError, server.MissingProgramError):
            program = embedded.binaries(server.programs(version)) / "pg_dump"
            if program.is_file():
                return str(program)
    message = f"no pg_dump for PostgreSQL {major} here"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture
def other(empty: psycopg.Connection) -> Iterator[psycopg.Connection]:
    """Return a connection to a second, empty database with another locale and search path."""
    name = sql.Identifier(f"{empty.info.dbname}_other")
    empty.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0 LC_COLLATE 'C'").format(name))
    empty.execute(sql.SQL("ALTER DATABASE {} SET search_path = app, public").format(name))
    empty.execute(sql.SQL("ALTER DATABASE {} SET timezone = 'Asia/Tokyo'").format(name))
    dsn = psycopg.conninfo.make_conninfo(
        empty.info.dsn, dbname=f"{empty.info.dbname}_other", password=empty.info.password
    )
    with psycopg.connect(dsn, autocommit=True) as connection:
        yield connection
    empty.execute(sql.SQL("DROP DATABASE {}").format(name))


@pytest.mark.parametrize("name", ["estate.sql", "everything.sql", "realm.sql", "spellings.sql"])
def test_dump_and_reload_is_no_difference(
    empty: psycopg.Connection,
    other: psycopg.Connection,
    url: Callable[[psycopg.Connection], str],
    name: str,
) -> None:
    program = dump_program(empty)
    empty.execute((HERE / name).read_bytes())
    dump = [program, "--schema-only", "--dbname", url(empty)]
    text = subprocess.run(dump, capture_output=True, check=True, text=True).stdout
    # psql's own commands, such as \restrict of recent versions.
    lines = [line for line in text.splitlines() if not line.startswith("\\")]
    other.execute("\n".join(lines).encode())
    assert compare(catalog.read(empty), catalog.read(other), wording=between("A", "B")) == ()
