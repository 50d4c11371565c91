"""What every round starts from: a server, the files, two templates and two undisturbed runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.chaos import inspection, program
from tests.chaos.program import Run
from tests.chaos.project import WITNESS
from tests.chaos.proxy import Proxy
from tests.chaos.server import Server

COMMANDS = {
    "up": ("up",),
    "down": ("down", "--all", "--yes"),
    "together": ("up", "--to", "0002", "--single-transaction"),
}
# What a run of each operation finds.
TEMPLATES = {"up": "fresh", "down": "applied", "together": "fresh"}


@dataclass(frozen=True, slots=True)
class Reference:
    """An undisturbed run: its requests, its seconds from the first to the end, what it leaves."""

    requests: tuple[str, ...]
    seconds: float
    content: dict[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Stage:
    """Where faults are played; `references` by operation."""

    server: Server
    sql: Path
    references: Mapping[str, Reference]


def prepare(server: Server, sql: Path) -> Stage:
    """Make the templates `fresh` and `applied`, and run undisturbed what will be disturbed."""
    server.clone("fresh", "template0")
    with server.connect("fresh") as connection:
        connection.execute(WITNESS.encode())
    server.clone("applied", "fresh")
    server.clone("both", "fresh")
    with proxied(server) as proxy:
        # The first run fills the caches: the time of the second one is more like the others'.
        together = _undisturbed(server, sql, proxy, ("together", "both"))
        up = _undisturbed(server, sql, proxy, ("up", "applied"))
        server.clone("gone", "applied")
        down = _undisturbed(server, sql, proxy, ("down", "gone"))
    return Stage(server, sql, {"up": up, "down": down, "together": together})


@contextmanager
def proxied(server: Server) -> Iterator[Proxy]:
    """Yield a proxy before the server."""
    proxy = Proxy(server.socket)
    try:
        yield proxy
    finally:
        proxy.close()


def start(sql: Path, operation: str, url: str) -> Run:
    """Start the program on a database, away from any project of this folder."""
    return program.start(("--database", url, "--sql", str(sql), *COMMANDS[operation]), sql)


def _undisturbed(server: Server, sql: Path, proxy: Proxy, what: tuple[str, str]) -> Reference:
    operation, database = what
    proxy.arm(None)
    ending = start(sql, operation, proxy.url(database)).finish()
    session = proxy.session()
    if session is None or ending.code != 0:
        raise RuntimeError(f"the undisturbed run failed: {ending.err}")
    with server.connect(database) as connection:
        content = inspection.content(connection)
    return Reference(tuple(session.requests), session.seconds, content)
