"""Connections to a server, and what its refusals mean for a person."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import psycopg
from psycopg import conninfo as libpq

from echoes_schema.errors import ServerError, SettingsError

if TYPE_CHECKING:
    from psycopg.rows import TupleRow

OLDEST_SUPPORTED = 150000
# Every session reads and prints the same on every server, whatever its defaults.
SESSION = "-c TimeZone=UTC -c DateStyle=ISO -c client_min_messages=notice"

_HINTS = {
    "28P01": "Check the password: PGPASSWORD, a passfile (~/.pgpass) or the service file.",
    "28000": "Check the role's name and the server's pg_hba.conf, TLS included.",
    "3D000": "Create the database first (createdb), or name another one.",
    "42501": "Ask the database's owner for the privilege, or connect as another role.",
    "53300": "The server has no free connection: wait, or connect as a superuser.",
    "57P03": "The server is starting up or shutting down: try again in a moment.",
}


@contextmanager
def connect(conninfo: str) -> Iterator[psycopg.Connection[TupleRow]]:
    """Yield a connection in autocommit mode, in UTC, named `echoes-schema`; close it at the end.

    `conninfo` is a libpq connection string or URL. Raises SettingsError when it is not one, and
    ServerError when the server cannot be reached, is older than PostgreSQL 15, or refuses what
    nobody nearer to it has explained.
    """
    with _open(conninfo) as connection:
        _require_supported(connection)
        try:
            yield connection
        except psycopg.Error as error:
            raise explain(error) from error


def describe(connection: psycopg.Connection[TupleRow]) -> str:
    """Return `role@host:port/database (PostgreSQL 18.4)`, never a password."""
    info = connection.info
    version, _, _ = info.parameter_status("server_version").partition(" ")  # type: ignore[union-attr]
    return f"{info.user}@{info.host}:{info.port}/{info.dbname} (PostgreSQL {version})"


def explain(error: psycopg.Error) -> ServerError:
    """Return a server's refusal as a sentence and an order."""
    message = error.diag.message_primary or str(error).strip() or type(error).__name__
    return ServerError(_one_line(message), _HINTS.get(error.sqlstate or "", ""))


def _open(conninfo: str) -> psycopg.Connection[TupleRow]:
    try:
        given = libpq.conninfo_to_dict(conninfo)
    except psycopg.ProgrammingError as error:
        # libpq repeats the string in its message, and a password may be in it.
        raise SettingsError(
            "the database is not given as a libpq connection string",
            "Write postgresql://role@host:5432/database or 'host=… dbname=…'.",
        ) from error
    defaults = {"application_name": "echoes-schema", "connect_timeout": 10}
    options = " ".join(filter(None, [str(given.get("options") or ""), SESSION]))
    try:
        return psycopg.connect(**{**defaults, **given, "options": options}, autocommit=True)  # type: ignore[arg-type]
    except psycopg.OperationalError as error:
        raise _unreachable(error) from error


def _unreachable(error: psycopg.OperationalError) -> ServerError:
    text = _one_line(str(error))
    hints = {
        "password authentication failed": _HINTS["28P01"],
        "no password supplied": _HINTS["28P01"],
        "does not exist": _HINTS["3D000"],
        "no pg_hba.conf entry": _HINTS["28000"],
        "server does not support SSL": "Use sslmode=prefer, or turn TLS on at the server.",
        "certificate": "Check sslmode, sslrootcert and the server's certificate.",
        "definition of service": "Check PGSERVICE and the service file (~/.pg_service.conf).",
    }
    found = (hint for sign, hint in hints.items() if sign in text)
    return ServerError(
        f"cannot connect: {text}",
        next(found, "Check host, port and that the server runs (pg_isready)."),
    )


def _require_supported(connection: psycopg.Connection[TupleRow]) -> None:
    if connection.info.server_version < OLDEST_SUPPORTED:
        raise ServerError(
            f"the server is too old: {describe(connection)}",
            "Use PostgreSQL 15 or newer.",
        )


def _one_line(text: str) -> str:
    return "; ".join(line.strip() for line in text.splitlines() if line.strip())
