"""A server of its own, which may be stopped at any moment, and databases cloned in it."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from operator import not_
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
from psycopg import sql

from echoes_schema import embedded
from echoes_schema.waiting import until
from tests.harness.server import CHOICE, MissingProgramError, programs, temporary_home

# Nothing has to survive a power cut; but what was committed has to survive the server's end, so
# synchronous_commit stays on. Small logs are quickly replayed. Nobody but a commit that waits
# writes WAL: so what a commit that does not wait can lose, it does lose.
_SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "max_connections": "40",
    "wal_writer_delay": "10s",
    "wal_writer_flush_after": "1GB",
    "bgwriter_lru_maxpages": "0",
}
_PATIENCE = 60


class Server:
    """The running server of a folder."""

    def __init__(self, home: Path, programs: str) -> None:
        self._home = home
        self._programs = programs
        self._folder = ""
        self.resume()

    @property
    def socket(self) -> Path:
        return Path(self._folder, ".s.PGSQL.5432")

    @property
    def version(self) -> str:
        return embedded.status(self._home).version

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        """Return a connection in autocommit mode."""
        return psycopg.connect(self.url(database), autocommit=True)

    def url(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={self._folder}&port=5432"

    def clone(self, name: str, template: str) -> None:
        """Make a database from a template that nobody is connected to."""
        query = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
        with self.connect() as connection:
            connection.execute(query.format(sql.Identifier(name), sql.Identifier(template)))

    @contextmanager
    def database(self, name: str, template: str) -> Iterator[str]:
        """Yield the name of a clone; drop it at the end."""
        self.clone(name, template)
        try:
            yield name
        finally:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            with self.connect() as connection:
                connection.execute(drop)

    def terminate(self, backend: int) -> None:
        """End a backend, and wait until it is gone."""
        with self.connect() as connection:
            connection.execute("SELECT pg_terminate_backend(%s, 5000)", [backend])

    def halt(self) -> None:
        """Stop at once, as `pg_ctl stop -m immediate` does: nothing is written any more."""
        pid = embedded.status(self._home).pid
        if pid is not None:
            os.kill(pid, signal.SIGQUIT)
        is_running = until(
            lambda: embedded.status(self._home).is_running, not_, pause=0.02, seconds=_PATIENCE
        )
        if is_running:
            raise TimeoutError(f"the server did not stop in {_PATIENCE} s")

    def resume(self) -> None:
        """Start again, where it does not run."""
        url = embedded.start(self._home, self._programs, settings=_SETTINGS)
        self._folder = parse_qs(urlsplit(url).query)["host"][0]

    def end(self) -> None:
        """Stop at once, and remove the folder."""
        try:
            self.halt()
        finally:
            shutil.rmtree(self._home)


@contextmanager
def running(choice: str) -> Iterator[Server]:
    """Yield a new server of a version or a folder of programs; it is gone at the end.

    Raises MissingProgramError where the version is not there, and for the URL of a server: one
    that was there before is not ours to stop.
    """
    if "://" in choice:
        raise MissingProgramError(f"{CHOICE} names a running server, which is not ours to stop")
    found = programs(choice)
    home = temporary_home()
    try:
        server = Server(home, found)
    except BaseException:
        shutil.rmtree(home)
        raise
    try:
        yield server
    finally:
        server.end()
