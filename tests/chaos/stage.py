"""What every round starts from: a server, the files, two templates and two undisturbed runs."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.chaos import inspection
from tests.chaos.project import WITNESS
from tests.chaos.proxy import Proxy
from tests.chaos.server import Server
from tests.harness.server import without_server_variables

COMMANDS = {
    "up": ("up",),
    "down": ("down", "--all", "--yes"),
    "together": ("up", "--to", "0002", "--single-transaction"),
}
# What a run of each operation finds.
TEMPLATES = {"up": "fresh", "down": "applied", "together": "fresh"}
# Seconds: a run that takes longer hangs.
PATIENCE = 60


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


@dataclass(frozen=True, slots=True)
class Ending:
    """How a run of the program ended; `code` is None where it did not in time."""

    code: int | None
    err: str


def prepare(server: Server, sql: Path) -> Stage:
    """Make the templates `fresh` and `applied`, and run undisturbed what will be disturbed."""
    server.clone("fresh", "template0")
    with server.connect("fresh") as connection:
        connection.execute(WITNESS.encode())
    server.clone("applied", "fresh")
    server.clone("gone", "fresh")
    server.clone("both", "fresh")
    with proxied(server) as proxy:
        up = _undisturbed(server, sql, proxy, ("up", "applied"))
        # Of the second run, when every file is in the cache, the time is taken.
        again = _undisturbed(server, sql, proxy, ("up", "gone"))
        down = _undisturbed(server, sql, proxy, ("down", "gone"))
        together = _undisturbed(server, sql, proxy, ("together", "both"))
    first = Reference(up.requests, again.seconds, up.content)
    return Stage(server, sql, {"up": first, "down": down, "together": together})


@contextmanager
def proxied(server: Server) -> Iterator[Proxy]:
    """Yield a proxy before the server."""
    proxy = Proxy(server.socket)
    try:
        yield proxy
    finally:
        proxy.close()


def start(sql: Path, operation: str, url: str) -> subprocess.Popen[str]:
    """Start the real program on a database, away from any project of this folder."""
    place = ("--database", url, "--sql", str(sql))
    return subprocess.Popen(
        [sys.executable, "-m", "echoes_schema", *place, *COMMANDS[operation]],
        cwd=sql,
        env=without_server_variables(os.environ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def finish(process: subprocess.Popen[str]) -> Ending:
    """Wait for a run to end, and end it where it hangs."""
    with process:
        try:
            _, err = process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            _, err = process.communicate()
            return Ending(None, err)
    return Ending(process.returncode, err)


def _undisturbed(server: Server, sql: Path, proxy: Proxy, what: tuple[str, str]) -> Reference:
    operation, database = what
    proxy.arm(None)
    ending = finish(start(sql, operation, proxy.url(database)))
    session = proxy.session()
    if session is None or ending.code != 0:
        raise RuntimeError(f"the undisturbed run failed: {ending.err}")
    with server.connect(database) as connection:
        content = inspection.content(connection)
    return Reference(tuple(session.requests), session.seconds, content)
