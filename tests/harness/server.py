"""The server that a run of the tests uses: chosen by one variable, started and stopped once."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import conninfo as libpq

CHOICE = "ECHOES_TEST_POSTGRES"
RUN = "ECHOES_TEST_RUN"
# Begins the name of every database of this run; the workers of xdist inherit it. Two runs may
# share a server.
PREFIX = os.environ.setdefault(RUN, f"echoes_{secrets.token_hex(4)}")
DEBIAN = Path("/usr/lib/postgresql")
EMBEDDED = ("18", "16")
# Linux's file system in memory: a database is made there in half the time.
MEMORY = "/dev/shm"
ROOM = 4 * 2**30
# Nothing here has to survive a power cut.
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
}


class MissingProgramError(Exception):
    """The chosen PostgreSQL is not installed on this machine."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server, and the folder to remove after it; None where it was there before."""

    conninfo: str
    home: Path | None


def start(choice: str) -> Server:
    """Return a running server for `choice`: a version, a folder of programs or a libpq URL.

    Raises MissingProgramError when the version or the folder is not there, EchoesError when the
    server does not start, and psycopg.OperationalError when the URL leads nowhere.
    """
    if "://" in choice:
        psycopg.connect(choice, connect_timeout=10).close()
        return Server(choice, None)
    found = programs(choice)
    from echoes_schema import embedded

    home = temporary_home()
    try:
        return Server(embedded.start(home, found, settings=FAST), home)
    except BaseException:
        stop(Server("", home))
        raise


def stop(server: Server) -> None:
    """Stop a server that `start` started and remove its folder; leave any other alone."""
    if server.home is None:
        return
    from echoes_schema import embedded

    try:
        embedded.stop(server.home)
    finally:
        shutil.rmtree(server.home)


def programs(choice: str) -> str:
    """Return what embedded.start takes: a version that it brings along, or a folder.

    Raises MissingProgramError.
    """
    if choice in EMBEDDED:
        return choice
    folder = DEBIAN / choice / "bin" if choice.isdecimal() else Path(choice).expanduser().absolute()
    if not (folder / "initdb").is_file():
        raise MissingProgramError(f"{CHOICE}={choice}: no PostgreSQL programs in {folder}")
    return str(folder)


def parameters(conninfo: str) -> dict[str, str]:
    """Return host, port, user and password as pytest-postgresql names its options."""
    given = libpq.conninfo_to_dict(conninfo)
    host, port = given.get("host") or "127.0.0.1", given.get("port") or 5432
    found = {"host": host, "port": port, "user": given.get("user") or "postgres"}
    if given.get("password"):
        found["password"] = given["password"] or ""
    return {name: str(value) for name, value in found.items()}


def url(connection: psycopg.Connection) -> str:
    """Return the libpq URL of the database that `connection` is connected to."""
    info = connection.info
    user = ":".join(quote(part, safe="") for part in (info.user, info.password) if part)
    return f"postgresql://{user}@/{info.dbname}?host={quote(info.host, safe='')}&port={info.port}"


def without_server_variables(environment: Mapping[str, str]) -> dict[str, str]:
    """Return `environment` without what would send a program to another server."""
    return {
        name: value for name, value in environment.items() if not name.startswith(("PG", "ECHOES_"))
    }


def temporary_home() -> Path:
    """Return a new folder that root's server, which runs as another user, can reach.

    Its path is short whatever TMPDIR says: that of a socket has a limit of 107 bytes.
    """
    home = Path(tempfile.mkdtemp(prefix="echoes-", dir=MEMORY if _has_room(MEMORY) else "/tmp"))
    if os.geteuid() == 0:
        home.chmod(0o711)
    return home


def _has_room(folder: str) -> bool:
    """Return whether a server can live there: its programs may be copied beside its data."""
    if not os.access(folder, os.W_OK | os.X_OK):
        return False
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize >= ROOM and not found.f_flag & os.ST_NOEXEC
