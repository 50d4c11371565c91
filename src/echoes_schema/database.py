"""Connections to a server, and what its refusals mean for a person."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

import psycopg
from psycopg import conninfo as libpq
from psycopg import pq

from echoes_schema.errors import ServerError, SettingsError
from echoes_schema.release import OLDEST

if TYPE_CHECKING:
    from psycopg.rows import TupleRow

# Every session reads and prints the same on every server, whatever its defaults; the server gives
# up the work of a program that was killed, with its locks, and not that of one that pauses.
_SINCE_14 = "client_connection_check_interval"
_SESSION = {
    "TimeZone": "UTC",
    "DateStyle": "ISO",
    "IntervalStyle": "postgres",
    "extra_float_digits": "1",
    # As the parser reads the files.
    "standard_conforming_strings": "on",
    "client_min_messages": "notice",
    _SINCE_14: "1s",
    "idle_session_timeout": "0",
}
_OPTIONS = " ".join(f"-c {name}={value}" for name, value in _SESSION.items())
# What a pooler keeps apart for each of its clients: setting it changes nobody else's session.
_REPORTED = ("TimeZone", "DateStyle", "standard_conforming_strings")
_NEWER = f"Use PostgreSQL {OLDEST} or newer."
_FAILED = "connection failed: "
_NO_STARTUP_OPTIONS = "startup parameter"
# A dead network is noticed in about a minute, not after hours. A given string may say otherwise.
_DEFAULTS = {
    "application_name": "echoes-schema",
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
}

_SERVICE = "Check PGSERVICE and the service file (~/.pg_service.conf)."
_HINTS = {
    "28P01": "Check the password: PGPASSWORD, a passfile (~/.pgpass) or the service file.",
    "28000": "Check the role's name and the server's pg_hba.conf, TLS included.",
    "3D000": "Create the database first (createdb), or name another one.",
    "25006": "Connect to the primary, or turn default_transaction_read_only off for the role.",
    "42501": "Ask the database's owner for the privilege, or connect as another role.",
    "53300": "The server has no free connection: wait, or connect as a superuser.",
    "55P03": "Another session holds a lock on the table: try again when it is done.",
    "57P03": "The server is starting up or shutting down: try again in a moment.",
}


@contextmanager
def connect(conninfo: str) -> Iterator[psycopg.Connection[TupleRow]]:
    """Yield a connection in autocommit mode, in UTC, named `echoes-schema`; close it at the end.

    `conninfo` is a libpq connection string or URL. Raises SettingsError when it is not one, and
    ServerError when the server cannot be reached, is older than any that we know, or refuses what
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


def conninfo_of(connection: psycopg.Connection[TupleRow]) -> str:
    """Return what opens another session like this one, its password too: for no person's eyes."""
    info = connection.info
    return libpq.make_conninfo(**{**info.get_parameters(), "password": info.password})


def settings(connection: psycopg.Connection[TupleRow]) -> str:
    """Return the SET statements that a session of ours needs after RESET ALL; mostly none.

    A pooler takes no options at the start, so RESET ALL goes back to the server's own defaults.
    """
    return "" if connection.info.options else _sets(*_SESSION)


def explain(error: psycopg.Error) -> ServerError:
    """Return a server's refusal as a sentence and an order."""
    message = error.diag.message_primary or str(error).strip() or type(error).__name__
    return ServerError(_one_line(message), _HINTS.get(error.sqlstate or "", ""))


def _open(conninfo: str) -> psycopg.Connection[TupleRow]:
    _require_text()
    given = _parsed(conninfo)
    own = str(given.get("options") or _libpq_options())
    # What is sent are the bytes of UTF-8 files, whatever PGCLIENTENCODING and the database say.
    target = {**_DEFAULTS, **given, "client_encoding": "UTF8"}
    try:
        connection = _connect({**target, "options": f"{own} {_OPTIONS}".strip()})
    except ServerError as error:
        if own or _NO_STARTUP_OPTIONS not in error.message:
            raise
    else:
        if own or not _unsettled(connection):
            return connection
        connection.close()
    return _open_pooled({**target, "options": ""})


def _open_pooled(target: Mapping[str, object]) -> psycopg.Connection[TupleRow]:
    """Connect through a pooler that refuses options at the start, or passes over them."""
    connection = _connect(target)
    # What one session prepares, another one may be asked to run.
    connection.prepare_threshold = None
    if names := _unsettled(connection):
        connection.execute(_sets(*names).encode())
    return connection


def _unsettled(connection: psycopg.Connection[TupleRow]) -> tuple[str, ...]:
    """Return the names of the reported settings that are not ours."""
    found = {name: connection.info.parameter_status(name) or "" for name in _REPORTED}
    return tuple(name for name in _REPORTED if not found[name].startswith(_SESSION[name]))


def _sets(*names: str) -> str:
    return "".join(f"SET {name} TO '{_SESSION[name]}'; " for name in names)


def _connect(target: Mapping[str, object]) -> psycopg.Connection[TupleRow]:
    try:
        return psycopg.connect(**target, autocommit=True)  # type: ignore[arg-type]
    except psycopg.OperationalError as error:
        raise _unreachable(error) from error
    except psycopg.ProgrammingError as error:
        raise SettingsError(_one_line(str(error)), "Correct the connection string.") from error


def _parsed(conninfo: str) -> Mapping[str, object]:
    """Return the connection string as keywords and values; never repeat a part of it.

    libpq does, and a password that was not encoded ends up in its host, port or database.
    """
    try:
        given = libpq.conninfo_to_dict(conninfo)
    except psycopg.ProgrammingError as error:
        raise SettingsError(
            "the database is not given as a libpq connection string",
            "Write postgresql://role@host:5432/database or 'host=… dbname=…'.",
        ) from error
    is_url = conninfo.startswith(("postgresql://", "postgres://"))
    if is_url and any("@" in str(given.get(key, "")) for key in ("host", "dbname")):
        raise SettingsError(
            "the database's URL has more than one @, or a / before it",
            "Write such characters of the password as %40 and %2F, or use PGPASSWORD.",
        )
    return given


def _require_text() -> None:
    """Raise SettingsError for a variable of libpq's that is not UTF-8, as psycopg wants it."""
    for name, value in os.environ.items():
        # Python keeps such bytes as surrogates.
        if name.startswith("PG") and re.search("[\ud800-\udfff]", value):
            raise SettingsError(f"{name} is not UTF-8", "Set the variable anew, in UTF-8.")


def _libpq_options() -> str:
    """Return PGOPTIONS, or what the service of PGSERVICE says: ours would take its place."""
    found = {option.keyword: option.val for option in pq.Conninfo.get_defaults()}
    return (found.get(b"options") or b"").decode()


def _unreachable(error: psycopg.OperationalError) -> ServerError:
    text = _one_line(str(error))
    hints = {
        "password authentication failed": _HINTS["28P01"],
        "no password supplied": _HINTS["28P01"],
        'FATAL:  database "': _HINTS["3D000"],
        'FATAL:  role "': "Correct the role's name, or create it (createuser).",
        "no pg_hba.conf entry": _HINTS["28000"],
        "server does not support SSL": "Use sslmode=prefer, or turn TLS on at the server.",
        "certificate": "Check sslmode, sslrootcert and the server's certificate.",
        _NO_STARTUP_OPTIONS: "A pooler takes no options: take them out of the URL and PGOPTIONS. "
        "ALTER ROLE … SET does the same.",
        f'unrecognized configuration parameter "{_SINCE_14}"': _NEWER,
        "unrecognized configuration parameter": "Correct PGOPTIONS, or options= in the URL.",
        "service file": _SERVICE,
        "definition of service": _SERVICE,
        "connection is bad: invalid": "Correct the connection string, or libpq's variable for it.",
    }
    found = (hint for sign, hint in hints.items() if sign in text)
    return ServerError(
        f"cannot connect: {text}",
        next(found, "Check host, port and that the server runs (pg_isready)."),
    )


def _require_supported(connection: psycopg.Connection[TupleRow]) -> None:
    if connection.info.server_version < OLDEST * 10_000:
        raise ServerError(f"the server is too old: {describe(connection)}", _NEWER)


def _one_line(text: str) -> str:
    """Return the lines as one, each once: libpq repeats what it tried with TLS and without."""
    lines = (line.strip().removeprefix(_FAILED) for line in text.splitlines())
    return "; ".join(dict.fromkeys(filter(None, lines)))
