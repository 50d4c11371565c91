"""A database with the tables that the cases work on."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from tests.harness import server
from tests.locks import cases


@pytest.fixture(scope="module")
def stage(postgres: str) -> Iterator[psycopg.Connection]:
    """Return a connection to a database with schema.sql, which every test must leave as it is."""
    # Two runs may share a server, and each has its workers.
    with staged(postgres, f"{server.PREFIX}_locks_{os.getpid()}") as connection:
        yield connection


@contextmanager
def staged(url: str, name: str) -> Iterator[psycopg.Connection]:
    """Yield a connection to a new database with the tables and a tablespace of the same name."""
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"'.encode())
        admin.execute("SET allow_in_place_tablespaces = on")
        admin.execute(f"CREATE TABLESPACE \"{name}\" LOCATION ''".encode())
        target = psycopg.conninfo.make_conninfo(url, dbname=name, options="-c TimeZone=UTC")
        try:
            with psycopg.connect(target, autocommit=True) as connection:
                connection.execute(cases.SCHEMA.encode())
                yield connection
        finally:
            admin.execute(f'DROP DATABASE "{name}"'.encode())
            admin.execute(f'DROP TABLESPACE "{name}"'.encode())
