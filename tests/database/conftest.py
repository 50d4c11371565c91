"""Databases that tests of the database share, because they leave no trace in them."""

from collections.abc import Iterator

import psycopg
import pytest
from pytest_postgresql import factories
from pytest_postgresql.executors import NoopExecutor

from tests.database import rows
from tests.harness.server import PREFIX

bare_server = factories.postgresql_noproc(dbname=f"{PREFIX}_bare", depends_on="migrated_server")
peopled_server = factories.postgresql_noproc(
    dbname=f"{PREFIX}_peopled", depends_on="migrated_server", load=[rows.load_first]
)
crowded_server = factories.postgresql_noproc(
    dbname=f"{PREFIX}_crowded", depends_on="migrated_server", load=[rows.load_crowd]
)


@pytest.fixture(scope="session")
def bare(postgres: str, bare_server: NoopExecutor) -> Iterator[psycopg.Connection]:
    """Return a connection in autocommit mode to the schema without rows, for reading."""
    with connect(bare_server) as connection:
        yield connection


@pytest.fixture(scope="session")
def peopled(postgres: str, peopled_server: NoopExecutor) -> Iterator[psycopg.Connection]:
    """Return a connection in autocommit mode to the schema with rows.FIRST, for reading."""
    with connect(peopled_server) as connection:
        yield connection


@pytest.fixture
def world(peopled: psycopg.Connection) -> Iterator[psycopg.Connection]:
    """Return a connection to the schema with rows.FIRST, in a transaction that is undone."""
    with peopled.transaction(force_rollback=True):
        yield peopled


@pytest.fixture(scope="session")
def crowded(postgres: str, crowded_server: NoopExecutor) -> Iterator[psycopg.Connection]:
    """Return a connection to the schema with some thousand rows, and statistics about them."""
    with connect(crowded_server) as connection:
        yield connection


def connect(server: NoopExecutor) -> psycopg.Connection:
    """Return a connection to the template database itself, which nothing is cloned from."""
    return psycopg.connect(
        host=server.host,
        port=server.port,
        user=server.user,
        password=server.password,
        dbname=server.template_dbname,
        autocommit=True,
    )
