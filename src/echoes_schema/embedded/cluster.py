"""The data directory and the database in it: each is made whole, or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import conninfo as libpq

from echoes_schema.embedded.account import Account, name_of
from echoes_schema.embedded.engine import Engine
from echoes_schema.embedded.failure import failed
from echoes_schema.embedded.home import Home, Record
from echoes_schema.errors import ServerError

LOCALE = "C.UTF-8"
# Before 17 there is no built-in provider: the database takes the locale that initdb was given.
_BUILTIN = f"LOCALE_PROVIDER builtin BUILTIN_LOCALE '{LOCALE}'"
_FOUND = """
SELECT split_part(current_setting('server_version'), ' ', 1), oid
FROM pg_catalog.pg_database WHERE datname = 'echoes'
"""


def require(engine: Engine, account: Account, home: Home, settings: Mapping[str, str]) -> None:
    """Make the data directory where there is none; else check that it is one for this engine.

    Raises ServerError for a data directory of another major version or another user, for a
    folder `data` that is none, and when initdb fails, with its own last words.
    """
    major = home.major()
    if not major:
        _create(engine, account, home, settings)
    elif major != str(engine.major):
        raise ServerError(
            f"{home.data} belongs to PostgreSQL {major}, and this is PostgreSQL {engine.version}",
            f"Set ECHOES_POSTGRES={major} (or the bin folder of PostgreSQL {major}), or set "
            f"ECHOES_HOME to another folder for PostgreSQL {engine.major}.",
        )
    elif (owner := home.data.stat().st_uid) != account.uid:
        raise ServerError(
            f"{home.data} belongs to {name_of(owner)}, and the server would run as {account.name}",
            "Run the command as that user, or set ECHOES_HOME to another folder.",
        )


def ensure_database(engine: Engine, home: Home, folder: str) -> Record:
    """Make the database `echoes` where it is missing, and return what stands there now."""
    locale = _BUILTIN if engine.major >= 17 else ""
    create = f"CREATE DATABASE echoes TEMPLATE template0 ENCODING 'UTF8' {locale}"
    target = libpq.make_conninfo(host=folder, port="5432", user="postgres", dbname="postgres")
    try:
        with _no_libpq_variables(), psycopg.connect(target, autocommit=True) as connection:
            if connection.execute(_FOUND).fetchone() is None:
                connection.execute(create.encode())
            connection.execute("ALTER DATABASE echoes SET timezone TO 'UTC'")
            version, oid = connection.execute(_FOUND).fetchone() or ("", 0)
            return Record(version, oid)
    except psycopg.Error as error:
        raise failed("cannot make the database echoes", str(error), home.path) from error


@contextmanager
def _no_libpq_variables() -> Iterator[None]:
    """Hide the caller's PG* variables inside the block: they are meant for another server."""
    hidden = {name: os.environ.pop(name) for name in [*os.environ] if name.startswith("PG")}
    try:
        yield
    finally:
        os.environ.update(hidden)


def _create(engine: Engine, account: Account, home: Home, settings: Mapping[str, str]) -> None:
    for leftover in home.path.glob("data.new-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    if home.data.exists() and any(home.data.iterdir()):
        raise ServerError(
            f"{home.data} exists and is no data directory of PostgreSQL",
            "Move it away, or set ECHOES_HOME to another folder.",
        )
    home.record.unlink(missing_ok=True)
    # A new name each time: an orphaned initdb may still be writing into the last one.
    fresh = Path(tempfile.mkdtemp(prefix="data.new-", dir=home.path))
    try:
        account.give(fresh)
        _initdb(engine, account, home, [*_durability(settings), "-D", str(fresh)])
        fresh.rename(home.data)
        _sync(home.path)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _initdb(engine: Engine, account: Account, home: Home, options: list[str]) -> None:
    command: list[str | Path] = [engine.bin / "initdb", "--auth=trust", "--encoding=UTF8"]
    command += ["-U", "postgres", *options]
    outcome = account.run([*command, f"--locale={LOCALE}"])
    if outcome.code != 0 and "invalid locale" in outcome.err:
        outcome = account.run([*command, "--no-locale"])
    if outcome.code != 0:
        raise failed("initdb failed", outcome.err or outcome.out, home.path)


def _durability(settings: Mapping[str, str]) -> list[str]:
    """Return initdb's option for a server whose data may be lost.

    Elsewhere initdb syncs once, at its end: it costs a tenth of a second, and the server itself
    never syncs the files that initdb wrote and nothing changed since.
    """
    return ["--no-sync"] if settings.get("fsync") == "off" else []


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
