"""Databases for tests: a template for a run, migrated and seeded once, and a clone for each test.

Workers of one run share the template. Two advisory locks of the server order them: one is held
while a template is made or dropped, the other, shared, as long as a worker uses it. The last one
drops it; what a killed run left is dropped by the next, whose lock on it then succeeds. Such locks
belong to the database that they are taken in. So its name is part of a template's: runs that meet
the server in another one do not see the locks, and must leave the template alone.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from psycopg import conninfo as libpq
from psycopg import sql

from echoes_schema import scratch, seeds
from echoes_schema.database import connect
from echoes_schema.migrations import runner

if TYPE_CHECKING:
    import psycopg
    from psycopg.rows import TupleRow

PREFIX = "echoes_pytest_"
_DIGITS = 12
# A schema without rows is small: copying its files costs more than writing its blocks to the log.
STRATEGY = "WAL_LOG"
_BUILDING = "echoes-schema pytest"
_KEY = "pg_catalog.hashtextextended(%s, 0)"
_READY = "SELECT FROM pg_catalog.pg_database WHERE datname = %s AND NOT datallowconn"
# What is more in a name is a clone of it.
_TEMPLATES = """
SELECT DISTINCT substring(datname FROM %s) FROM pg_catalog.pg_database WHERE datname ~ %s
"""
_OF_TEMPLATE = """
SELECT datname FROM pg_catalog.pg_database WHERE datname = %(name)s
    OR starts_with(datname, %(name)s || '_')
"""


@dataclass(frozen=True, slots=True)
class Source:
    """What a template is made of: a project's `sql/` folder, and how migrations lie in it."""

    sql: Path
    layout: str = "echoes"


@dataclass(frozen=True, slots=True)
class Template:
    """A database to be cloned, by a connection to another database of its server."""

    server: psycopg.Connection[TupleRow]
    conninfo: str
    name: str

    @contextmanager
    def clone(self, strategy: str = STRATEGY) -> Iterator[str]:
        """Yield the URL of a new database like the template; drop it at the end."""
        name = f"{self.name}_{secrets.token_hex(4)}"
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY {}").format(
            sql.Identifier(name), sql.Identifier(self.name), sql.Identifier(strategy.lower())
        )
        self.server.execute(create)
        try:
            yield _url(self.conninfo, name)
        finally:
            _drop(self.server, name)


@contextmanager
def template(conninfo: str, run: str, source: Source) -> Iterator[Template]:
    """Yield the template of a run on a server, made where no other worker of the run has made it.

    Raises what `runner.up` and `seeds.load` raise.
    """
    with connect(conninfo) as server:
        family = family_of(server.info.dbname)
        name = f"{family}{_digest(run)}"
        with _alone(server):
            _sweep(server, family, name)
            _call(server, "pg_advisory_lock_shared", name)
            if server.execute(_READY, [name]).fetchone() is None:
                _build(server, conninfo, name, source)
        try:
            yield Template(server, conninfo, name)
        finally:
            with _alone(server):
                _call(server, "pg_advisory_unlock_shared", name)
                _drop_unused(server, name)


def family_of(database: str) -> str:
    """Return how the names of templates begin that are looked after from a database."""
    return f"{PREFIX}{_digest(database)}_"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]


def _build(server: psycopg.Connection[TupleRow], conninfo: str, name: str, source: Source) -> None:
    scratch.create(server, name)
    try:
        with connect(libpq.make_conninfo(conninfo, dbname=name)) as connection:
            runner.up(connection, source.sql, runner.Options(layout=source.layout))
            if seeds.paths(source.sql):
                seeds.load(connection, source.sql)
        # A session in it, autovacuum's too, would be in the way of cloning. It also says: ready.
        alter = sql.SQL("ALTER DATABASE {} WITH ALLOW_CONNECTIONS false")
        server.execute(alter.format(sql.Identifier(name)))
    except BaseException:
        _drop(server, name)
        raise


@contextmanager
def _alone(server: psycopg.Connection[TupleRow]) -> Iterator[None]:
    _call(server, "pg_advisory_lock", _BUILDING)
    try:
        yield
    finally:
        _call(server, "pg_advisory_unlock", _BUILDING)


def _sweep(server: psycopg.Connection[TupleRow], family: str, own: str) -> None:
    pattern = f"^{family}[0-9a-f]{{{_DIGITS}}}"
    for (name,) in server.execute(_TEMPLATES, [pattern, pattern]).fetchall():
        if name != own:
            _drop_unused(server, name)


def _drop_unused(server: psycopg.Connection[TupleRow], name: str) -> None:
    """Drop a template and its clones unless somebody uses it."""
    if not _call(server, "pg_try_advisory_lock", name):
        return
    try:
        for (found,) in server.execute(_OF_TEMPLATE, {"name": name}).fetchall():
            _drop(server, found)
    finally:
        _call(server, "pg_advisory_unlock", name)


def _call(server: psycopg.Connection[TupleRow], function: str, key: str) -> bool:
    row = server.execute(f"SELECT pg_catalog.{function}({_KEY})".encode(), [key]).fetchone()
    return bool(row and row[0])


def _drop(server: psycopg.Connection[TupleRow], name: str) -> None:
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
    server.execute(drop.format(sql.Identifier(name)))


def _url(conninfo: str, name: str) -> str:
    given = {key: str(value) for key, value in libpq.conninfo_to_dict(conninfo).items() if value}
    given.pop("dbname", None)
    user, password = (quote(given.pop(key, ""), safe="") for key in ("user", "password"))
    authority = f"{user}:{password}@" if password else f"{user}@" if user else ""
    return f"postgresql://{authority}/{name}?{urlencode(given, quote_via=quote)}"
