"""Throw-away databases: made, filled by the migrations, and dropped whatever happens."""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from psycopg import conninfo as libpq
from psycopg import sql

from echoes_schema.database import connect, conninfo_of, describe
from echoes_schema.errors import EchoesError, MigrationError, ServerError, place

# The runner and the parser are loaded where something is built: `diff` of two databases does
# without them.
if TYPE_CHECKING:
    from psycopg.rows import TupleRow

    from echoes_schema.migrations import runner
    from echoes_schema.parser.statements import Statement

PREFIX = "echoes_scratch_"
# A database is in use from its first session on. Until that begins its age protects it.
SECONDS_OF_GRACE = 60
_DEADLY = (signal.SIGTERM, signal.SIGHUP)
# Nothing in it has to survive a power cut.
_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

_NOW = "SELECT extract(epoch FROM clock_timestamp())::bigint"
_MAY_CREATE = """
SELECT rolcreatedb OR rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user
"""
_ALIKE = """
SELECT pg_catalog.pg_encoding_to_char(encoding), datcollate, datctype
FROM pg_catalog.pg_database WHERE datname = current_database()
"""
# The moment is taken out of our own names alone: no other one is cast.
_LEFTOVERS = """
SELECT datname FROM pg_catalog.pg_database
WHERE substring(datname FROM %(pattern)s)::bigint
    < extract(epoch FROM clock_timestamp()) - %(grace)s
    AND NOT EXISTS (
        SELECT FROM pg_catalog.pg_stat_activity AS sessions
        WHERE sessions.datname = pg_database.datname
    )
"""
_WHOLE_SERVER = frozenset(
    {
        "AlterDatabaseSetStmt",
        "AlterDatabaseStmt",
        "AlterRoleSetStmt",
        "AlterRoleStmt",
        "AlterSystemStmt",
        "CreateRoleStmt",
        "CreateTableSpaceStmt",
        "CreatedbStmt",
        "DropRoleStmt",
        "DropTableSpaceStmt",
        "DropdbStmt",
        "GrantRoleStmt",
    }
)
_WHOLE_OBJECTS = ("OBJECT_DATABASE", "OBJECT_ROLE", "OBJECT_TABLESPACE")


@dataclass(frozen=True, slots=True)
class Where:
    """Where throw-away databases may be made.

    `url` names a server; None leaves the choice to us: that of the database itself, else an
    embedded one of its version, whose folder lies in `home`. `postgres` is as for `binaries`.
    """

    url: str | None
    home: Path
    postgres: str


@contextmanager
def migrated(
    connection: psycopg.Connection[TupleRow],
    files: Path,
    where: Where,
    *,
    layout: str = "echoes",
    to: str | None = None,
) -> Iterator[psycopg.Connection[TupleRow]]:
    """Yield a connection to a throw-away database with what the migrations up to `to` build.

    Its server has the major version of `connection`, whose search path goes along; nothing of the
    database that `connection` leads to is touched. Raises what `runner.up` raises, and ServerError
    where no such database can be made.
    """
    from echoes_schema.migrations import runner

    obstacle = "" if where.url is not None else _obstacle(connection, files, layout, to)
    with _beside(connection, where, obstacle) as scratch:
        fill(scratch, files, runner.Options(to=to, layout=layout))
        yield scratch


@contextmanager
def beside(
    connection: psycopg.Connection[TupleRow], where: Where
) -> Iterator[psycopg.Connection[TupleRow]]:
    """Yield a connection to an empty throw-away database on a server like that of `connection`.

    Its search path goes along. Raises ServerError where no such database can be made.
    """
    obstacle = "" if where.url is not None else _lack(connection)
    with _beside(connection, where, obstacle) as scratch:
        yield scratch


@contextmanager
def alone(where: Where, major: int | None = None) -> Iterator[psycopg.Connection[TupleRow]]:
    """Yield a connection to an empty throw-away database where no database is at hand.

    It is on the server given, else on an embedded one of that major version, or of the usual one.
    """
    usual = int(where.postgres) if where.postgres.isdigit() else 0
    with server(where, major or usual, "no database is named") as url, database(url) as scratch:
        yield scratch


def fill(scratch: psycopg.Connection[TupleRow], files: Path, options: runner.Options) -> None:
    """Run the migrations of a folder in a throw-away database. Raises what `runner.up` raises."""
    from echoes_schema.migrations import runner

    try:
        runner.up(scratch, files, options)
    except MigrationError as error:
        error.message = f"the migrations do not build a new database: {error.message}"
        raise


@contextmanager
def _beside(
    connection: psycopg.Connection[TupleRow], where: Where, obstacle: str
) -> Iterator[psycopg.Connection[TupleRow]]:
    found = connection.execute("SELECT current_setting('search_path')").fetchone()
    with (
        _server(connection, where, obstacle) as conninfo,
        database(conninfo, str(found[0]) if found else "") as scratch,
    ):
        _require_same_version(connection, scratch)
        yield scratch


@contextmanager
def database(conninfo: str, search_path: str = "") -> Iterator[psycopg.Connection[TupleRow]]:
    """Yield a connection to a new database on a server; it is dropped at the end of the block.

    It has encoding and locale of the database that `conninfo` names. What killed predecessors left
    behind is dropped first: our own names, without a session, older than a minute.
    """
    with connect(conninfo) as server:
        _sweep(server)
        moment = server.execute(_NOW).fetchone()
    name = f"{PREFIX}{moment[0] if moment else 0}_{secrets.token_hex(8)}"
    with _stopped_by_signals():
        try:
            with connect(conninfo) as server:
                create(server, name, search_path)
            with connect(libpq.make_conninfo(conninfo, dbname=name)) as connection:
                yield connection
        finally:
            # Where that fails, the next one does it.
            with suppress(EchoesError), connect(conninfo) as server:
                _drop(server, name, "IF EXISTS {} WITH (FORCE)")


@contextmanager
def _stopped_by_signals() -> Iterator[None]:
    """End the block as Ctrl-C does where CI or a closed terminal ends the process."""
    is_main = threading.current_thread() is threading.main_thread()
    deadly = [one for one in _DEADLY if is_main and signal.getsignal(one) is signal.SIG_DFL]
    for one in deadly:
        signal.signal(one, signal.default_int_handler)
    try:
        yield
    finally:
        for one in deadly:
            signal.signal(one, signal.SIG_DFL)


def create(server: psycopg.Connection[TupleRow], name: str, search_path: str = "") -> None:
    """Make an empty database with encoding and locale of the one that `server` leads to."""
    alike = server.execute(_ALIKE).fetchone() or ("UTF8", "C", "C")
    create = "CREATE DATABASE {} TEMPLATE template0 ENCODING {} LC_COLLATE {} LC_CTYPE {}"
    server.execute(sql.SQL(create).format(sql.Identifier(name), *map(sql.Literal, alike)))
    if search_path:
        server.execute("SELECT set_config('search_path', %s, false)", [search_path])
        alter = "ALTER DATABASE {} SET search_path FROM CURRENT"
        server.execute(sql.SQL(alter).format(sql.Identifier(name)))


def _sweep(server: psycopg.Connection[TupleRow]) -> None:
    pattern = f"^{PREFIX}([0-9]{{1,18}})_[0-9a-f]{{16}}$"
    rows = server.execute(_LEFTOVERS, {"pattern": pattern, "grace": SECONDS_OF_GRACE}).fetchall()
    for (name,) in rows:
        # PostgreSQL itself refuses to drop one in use, or another role's.
        with suppress(psycopg.Error):
            _drop(server, name, "{}")


def _drop(server: psycopg.Connection[TupleRow], name: str, what: str) -> None:
    server.execute(sql.SQL(f"DROP DATABASE {what}").format(sql.Identifier(name)))


def _obstacle(
    connection: psycopg.Connection[TupleRow], files: Path, layout: str, to: str | None
) -> str:
    """Return why the database's own server will not do, or ""."""
    from echoes_schema.migrations import folder, state
    from echoes_schema.parser import statements

    if lack := _lack(connection):
        return lack
    found = folder.read(files, layout)
    names = [str(one.id) for one in found.migrations]
    last = len(names) if to is None else names.index(state.find(to, names)) + 1
    for migration in found.migrations[:last]:
        for statement in statements.split(migration.text, migration.file):
            if _is_for_whole_server(statement):
                at = place(migration.file, statement.line, statement.column)
                return f"{at}: the statement is for the whole server"
    return ""


def _lack(connection: psycopg.Connection[TupleRow]) -> str:
    row = connection.execute(_MAY_CREATE).fetchone()
    may_create = bool(row and row[0])
    return "" if may_create else f"the role {connection.info.user} may not create databases"


def _is_for_whole_server(statement: Statement) -> bool:
    node = statement.node
    kinds = (node.get("objtype"), node.get("renameType"), node.get("objectType"))
    return statement.kind in _WHOLE_SERVER or any(kind in _WHOLE_OBJECTS for kind in kinds)


@contextmanager
def _server(connection: psycopg.Connection[TupleRow], where: Where, obstacle: str) -> Iterator[str]:
    if where.url is None and not obstacle:
        yield conninfo_of(connection)
    else:
        with server(where, connection.info.server_version // 10000, obstacle) as url:
            yield url


@contextmanager
def server(where: Where, major: int, obstacle: str) -> Iterator[str]:
    """Yield the URL of the server given, else of an embedded one for throw-away databases alone.

    The embedded one is stopped at the end, unless another process uses it meanwhile. `obstacle`
    tells in an error why one is needed.
    """
    if where.url is not None:
        yield where.url
        return
    from echoes_schema import embedded

    postgres = str(major) if where.postgres.isdigit() else where.postgres
    try:
        embedded.binaries(postgres)
    except ServerError as error:
        raise ServerError(
            f"no throw-away database can be made: {obstacle}; and there is no embedded "
            f"PostgreSQL {major}",
            "Name a server of that version for it with --scratch URL.",
        ) from error
    home = where.home / f"scratch-{_label(postgres)}"
    if not where.home.is_dir():
        embedded.make_folder(where.home)
    with home.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        try:
            yield embedded.start(home, postgres, settings=_FAST)
        finally:
            with suppress(BlockingIOError):
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                embedded.stop(home)


def _label(postgres: str) -> str:
    """Return what the folder of a server by these programs is called after.

    The version that a folder of programs has is not in its name, and two must not share data.
    """
    digest = hashlib.sha256(os.fsencode(postgres)).hexdigest()
    return postgres if postgres.isdigit() else digest[:8]


def _require_same_version(
    connection: psycopg.Connection[TupleRow], scratch: psycopg.Connection[TupleRow]
) -> None:
    majors = {one.info.server_version // 10000 for one in (connection, scratch)}
    if len(majors) > 1:
        raise ServerError(
            f"the throw-away database is on {describe(scratch)}, and the database on "
            f"{describe(connection)}",
            "Name a server of the same major version with --scratch, or its programs in "
            "ECHOES_POSTGRES.",
        )
