"""One server for the whole run, one template database for a worker, one clone for a test."""

import os
import signal
from collections.abc import Callable

import psycopg
import pytest
from pytest_postgresql import factories

from echoes_schema.errors import EchoesError
from tests.harness import program, schema, server

# How the controller tells its workers, which inherit the environment.
SERVER = "ECHOES_TEST_SERVER"
MISSING = "ECHOES_TEST_MISSING"


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Start the server before xdist starts its workers, and tell pytest-postgresql of it."""
    if not hasattr(session.config, "workerinput") and not session.config.option.collectonly:
        _clear_environment()
        _start_server(session.config)
    if SERVER in os.environ:
        for name, value in server.parameters(os.environ[SERVER]).items():
            setattr(session.config.option, f"postgresql_{name}", value)


def _clear_environment() -> None:
    kept = {*server.without_server_variables(os.environ), server.CHOICE, server.RUN}
    for name in set(os.environ) - kept:
        del os.environ[name]


def _start_server(config: pytest.Config) -> None:
    # A cancelled CI job must not leave a server behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        running = server.start(os.environ.get(server.CHOICE) or "18")
    except server.MissingProgramError as error:
        if os.environ.get("CI"):
            pytest.exit(str(error), returncode=1)
        os.environ[MISSING] = str(error)
    except EchoesError as error:
        pytest.exit(f"{server.CHOICE}: {error.message}. {error.hint}", returncode=1)
    except psycopg.OperationalError as error:
        pytest.exit(f"{server.CHOICE}: {error}", returncode=1)
    else:
        config.add_cleanup(lambda: server.stop(running))
        os.environ[SERVER] = running.conninfo


@pytest.fixture(scope="session")
def postgres() -> str:
    """Return the server's libpq URL; skip the test where the chosen PostgreSQL is missing."""
    if MISSING in os.environ:
        pytest.skip(os.environ[MISSING])
    return os.environ[SERVER]


empty_server = factories.postgresql_noproc(dbname=f"{server.PREFIX}_empty")
migrated_server = factories.postgresql_noproc(
    dbname=f"{server.PREFIX}_migrated", depends_on="empty_server", load=[schema.migrate]
)
seeded_server = factories.postgresql_noproc(
    dbname=f"{server.PREFIX}_seeded", depends_on="migrated_server", load=[schema.seed]
)
empty_database = factories.postgresql("empty_server")
migrated_database = factories.postgresql("migrated_server")
seeded_database = factories.postgresql("seeded_server")


@pytest.fixture
def empty(postgres: str, empty_database: psycopg.Connection) -> psycopg.Connection:
    """Return a connection in autocommit mode to a database with nothing in it."""
    empty_database.autocommit = True
    return empty_database


@pytest.fixture
def migrated(postgres: str, migrated_database: psycopg.Connection) -> psycopg.Connection:
    """Return a connection in autocommit mode to a database with the schema and no rows."""
    migrated_database.autocommit = True
    return migrated_database


@pytest.fixture
def seeded(postgres: str, seeded_database: psycopg.Connection) -> psycopg.Connection:
    """Return a connection in autocommit mode to a database with the schema and the seeds."""
    seeded_database.autocommit = True
    return seeded_database


@pytest.fixture
def url() -> Callable[[psycopg.Connection], str]:
    """Return the function that gives the libpq URL of a connection's database."""
    return server.url


@pytest.fixture(scope="session")
def run() -> program.Run:
    """Return the function that runs the real program."""
    return program.run
