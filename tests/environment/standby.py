"""A real hot standby: a copy of a stopped server's files, which then follows that server."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from echoes_schema import embedded
from echoes_schema.embedded import account
from tests.harness import server
from tests.harness.waiting import wait_for


@dataclass(frozen=True, slots=True)
class Pair:
    """A primary and its standby, by the URLs of the database `echoes`."""

    primary: str
    standby: str

    def catch_up(self) -> None:
        """Wait until the standby has what the primary has now."""
        with psycopg.connect(self.primary, autocommit=True) as connection:
            row = connection.execute("SELECT pg_current_wal_lsn()::text").fetchone()
        with psycopg.connect(self.standby, autocommit=True) as connection:
            done = "SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn"
            wait_for(lambda: connection.execute(done, row).fetchone() == (True,), "replay")

    def promote(self) -> None:
        """Make the standby a primary of its own."""
        with psycopg.connect(self.standby, autocommit=True) as connection:
            assert connection.execute("SELECT pg_promote()").fetchone() == (True,)


@contextmanager
def running(choice: str) -> Iterator[Pair]:
    """Start a primary and its standby with the programs of `choice`; remove both at the end."""
    programs = server.programs(choice)
    with _folder() as home, _folder() as copy:
        embedded.start(home, programs, settings=server.FAST)
        embedded.stop(home)
        # No pg_basebackup: not every folder of programs has one.
        subprocess.run(["cp", "-a", home / "data", copy / "data"], check=True)
        url = embedded.start(home, programs, settings=server.FAST)
        _follow(copy, home)
        yield Pair(url, url.replace(home.name, copy.name))


@contextmanager
def _folder() -> Iterator[Path]:
    path = server.temporary_home()
    try:
        yield path
    finally:
        embedded.stop(path)
        shutil.rmtree(path)


def _follow(copy: Path, primary: Path) -> None:
    """Start the server of a copied folder as a standby of the one that it was copied from."""
    who = account.current()
    (copy / "run").mkdir(mode=0o700)
    (copy / "data/standby.signal").touch()
    for path in (copy / "run", copy / "data/standby.signal"):
        who.give(path)
    program = (primary / "data/postmaster.opts").read_text().partition(" ")[0]
    options = [
        "listen_addresses=",
        "max_connections=200",
        f"unix_socket_directories={copy / 'run'}",
        f"primary_conninfo=host={primary / 'run'} user=postgres",
    ]
    words = " ".join(f'-c "{option}"' for option in options)
    start: list[str | Path] = [Path(program).with_name("pg_ctl"), "start", "-w", "-s"]
    done = who.run([*start, "-D", copy / "data", "-l", copy / "run/log", "-o", words])
    assert done.code == 0, done.err
