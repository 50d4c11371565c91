"""Start, stop and look at the server of a folder."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from echoes_schema.embedded import account as accounts
from echoes_schema.embedded import cluster, engine, postmaster, socket_folder
from echoes_schema.embedded import home as homes
from echoes_schema.embedded.failure import told
from echoes_schema.embedded.home import Home
from echoes_schema.embedded.postmaster import Postmaster


@dataclass(frozen=True, slots=True)
class ServerStatus:
    """Whether the server runs; version and url are "" and pid is None where it does not.

    `url` is also "" while the server does not take connections (it starts, or it stops).
    """

    is_running: bool
    version: str
    pid: int | None
    data: Path
    url: str


def start(home: Path, postgres: str = "18", *, settings: Mapping[str, str] | None = None) -> str:
    """Return the URL of the database `echoes` on the folder's server, both made where missing.

    The role is the superuser `postgres`; the server listens on a Unix socket only, in a folder
    that only its user can enter. It goes on after this process. A second call, and a call at the
    same moment from another process, finds the same server. `postgres` is as for `binaries`.
    `settings` are server parameters; they count when this call is the one that starts it.
    Raises ServerError.
    """
    return _start(homes.locate(home), postgres, settings or {}).url


def make_folder(path: Path) -> None:
    """Make a folder in which servers may have theirs, where it is missing: their user can enter it.

    Raises ServerError.
    """
    place = homes.locate(path)
    with told(place.path):
        homes.create(place, accounts.current())


def stop(home: Path) -> bool:
    """Stop the folder's server and return True, or False when it was not running.

    Sessions are cut off. Raises ServerError when it does not end, or belongs to someone else.
    """
    place = homes.locate(home)
    with told(place.path):
        if postmaster.find(place) is None:
            return False
        with homes.locked(place):
            found = postmaster.find(place)
            if found is not None:
                postmaster.end(found, place)
            return found is not None


def status(home: Path) -> ServerStatus:
    """Return what runs in the folder; it starts, makes and changes nothing."""
    place = homes.locate(home)
    with told(place.path):
        found = postmaster.find(place)
        if found is None:
            return ServerStatus(is_running=False, version="", pid=None, data=place.data, url="")
        record = place.read_record()
        return ServerStatus(
            is_running=True,
            version=record.version if record else place.major(),
            pid=found.pid,
            data=place.data,
            url=found.url if found.is_ready else "",
        )


def psql(home: Path, postgres: str, arguments: Sequence[str]) -> NoReturn:
    """Become the engine's own psql on the folder's server, which is started where needed.

    The place comes in libpq's variables, so that `-d postgres` names another database of it.
    """
    place = homes.locate(home)
    found = _start(place, postgres, {})
    program = engine.program(postgres, "psql")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    target = {"PGHOST": found.folder, "PGPORT": found.port, "PGUSER": "postgres"}
    with told(place.path):
        os.execve(program, ["psql", *arguments], {"PGDATABASE": "echoes", **kept, **target})  # noqa: S606


def _start(home: Home, postgres: str, settings: Mapping[str, str]) -> Postmaster:
    with told(home.path):
        return _running(home, postgres) or _begin(home, postgres, settings)


def _running(home: Home, postgres: str) -> Postmaster | None:
    """Return the server when a look at its files shows that nothing is left to do."""
    record = home.read_record()
    if record is None or home.major() != postgres or not home.has_database(record):
        return None
    found = postmaster.find(home)
    return found if found and found.is_ready and found.socket.exists() else None


def _begin(home: Home, postgres: str, settings: Mapping[str, str]) -> Postmaster:
    account = accounts.current()
    homes.create(home, account)
    with homes.locked(home):
        programs = engine.prepare(postgres, account, home)
        cluster.require(programs, account, home, settings)
        found = postmaster.settle(home)
        if found is None:
            home.record.unlink(missing_ok=True)
            folder = socket_folder.prepare(home, account)
            found = postmaster.launch(programs, account, home, folder=folder, settings=settings)
        home.write_record(cluster.ensure_database(programs, home, found.folder))
        return found
