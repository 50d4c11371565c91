"""What these tests share: the documentation, and what `check` says of a database."""

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from pytest_postgresql import factories

from echoes_schema import conform, embedded
from echoes_schema.errors import EchoesError
from echoes_schema.model import Report
from tests.harness import server
from tests.harness.schema import ROOT

DOCS = ROOT / "docs/schema"
HERE = Path(__file__).parent
VERSION_18 = 180000
NEWEST = "18"


@pytest.fixture
def docs() -> Path:
    """Return the folder of the documented schema."""
    return DOCS


@pytest.fixture
def checked(migrated: psycopg.Connection) -> Callable[[], Report]:
    """Return the function that holds the migrated database against its documentation."""
    return lambda: conform.check(migrated, DOCS)


def load(*, autocommit: bool, **address: str | int) -> None:
    """Make one object of each kind in a template database."""
    with psycopg.connect(**address, autocommit=True) as connection:  # type: ignore[arg-type]
        connection.execute((HERE / "estate.sql").read_bytes())
        if connection.info.server_version >= VERSION_18:
            connection.execute((HERE / "estate18.sql").read_bytes())


estate_server = factories.postgresql_noproc(
    dbname=f"{server.PREFIX}_estate", depends_on="empty_server", load=[load]
)
estate_database = factories.postgresql("estate_server")


@pytest.fixture
def estate(postgres: str, estate_database: psycopg.Connection) -> psycopg.Connection:
    """Return a connection to a database with one object of each kind."""
    estate_database.autocommit = True
    return estate_database


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


def dump_program(connection: psycopg.Connection) -> str:
    """Return a pg_dump that reads the server; skip without one, fail in CI."""
    return client_program(connection, "pg_dump")


def client_program(connection: psycopg.Connection, name: str) -> str:
    """Return a client program that talks to the server; skip without one, fail in CI.

    That of its own version where it is installed, else the newest: it reads older servers too.
    """
    major = str(connection.info.server_version // 10000)
    for version in dict.fromkeys([major, NEWEST]):
        with contextlib.suppress(EchoesError, server.MissingProgramError):
            program = embedded.binaries(server.programs(version)) / name
            if program.is_file():
                return str(program)
    message = f"no {name} for PostgreSQL {major} here"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)
