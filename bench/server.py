"""The server that everybody works on, and a new database for each job."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg
from psycopg import sql
from psycopg.rows import TupleRow

from bench.peer import BenchError
from bench.workload import PREFIX, RELATIONS_PER_CHANGE

# What decides how much a commit costs.
SETTINGS = (
    *("fsync", "synchronous_commit", "commit_delay", "full_page_writes"),
    *("shared_buffers", "max_wal_size"),
)
_COUNT = "SELECT count(*) FROM pg_catalog.pg_class WHERE relname ~ %s AND relkind IN ('r', 'i')"
# step_0001, step_0001_pkey, idx_step_0001_name; not the sequence.
_PATTERN = rf"^(idx_)?{PREFIX}\d+(_pkey|_name)?$"


@dataclass(frozen=True, slots=True)
class Server:
    """A server by its maintenance connection. Its address is in this process's PG* variables."""

    connection: psycopg.Connection[TupleRow]

    def facts(self) -> dict[str, str]:
        """Return the version and the settings that decide what a commit costs."""
        version = self.connection.info.parameter_status("server_version") or ""
        names = sql.SQL("; ").join(sql.SQL("SHOW {}").format(sql.Identifier(n)) for n in SETTINGS)
        cursor = self.connection.execute(names)
        found = {"version": version}
        for name in SETTINGS:
            row = cursor.fetchone()
            found[name] = str(row[0]) if row else ""
            cursor.nextset()
        return found

    @contextmanager
    def database(self, name: str) -> Iterator[str]:
        """Yield the name of a new, empty database; drop it at the end."""
        self._drop(name)
        self.connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name))
        )
        try:
            yield name
        finally:
            self._drop(name)

    def sessions(self, *names: str) -> int:
        """Return how many sessions there are in some databases."""
        query = "SELECT count(*) FROM pg_catalog.pg_stat_activity WHERE datname = ANY(%s)"
        row = self.connection.execute(query, [list(names)]).fetchone()
        return int(row[0]) if row else 0

    def clone(self, template: str, name: str) -> None:
        """Make a database anew, like another one."""
        self._drop(name)
        clone = "CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy"
        self.connection.execute(sql.SQL(clone).format(*map(sql.Identifier, (name, template))))

    def processor(self) -> float:
        """Return the seconds of processor time that ended sessions have taken, all in all.

        The postmaster counts them, so the server runs on this machine, as psutil sees it.
        """
        row = self.connection.execute("SELECT pg_read_file('postmaster.pid', 0, 16)").fetchone()
        times = psutil.Process(int(str(row[0]).split()[0]) if row else 0).cpu_times()
        return float(times.children_user + times.children_system)

    def delay_commits(self, microseconds: int) -> None:
        """Let every flush of WAL wait, of a session that is alone too."""
        for setting in (f"commit_delay = {microseconds}", "commit_siblings = 0"):
            self.connection.execute(f"ALTER SYSTEM SET {setting}".encode())
        self.connection.execute("SELECT pg_reload_conf()")

    def checkpoint(self) -> None:
        """Write out what waits, so that nobody pays for the one before."""
        self.connection.execute("CHECKPOINT")

    def _drop(self, name: str) -> None:
        query = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        self.connection.execute(query)


@contextmanager
def running(url: str | None) -> Iterator[Server]:
    """Yield the server of a libpq URL, or an embedded one with its own defaults, stopped after."""
    if url is not None:
        yield from _connected(url)
        return
    from echoes_schema import embedded

    # In /tmp: a socket's path has a limit; and root's server runs as another user.
    home = Path(tempfile.mkdtemp(prefix="bench-", dir="/tmp"))
    home.chmod(0o711)
    try:
        yield from _connected(embedded.start(home))
    finally:
        embedded.stop(home)
        shutil.rmtree(home, ignore_errors=True)


def require_done(database: str, changes: int) -> None:
    """Raise BenchError unless the database holds what `changes` changes make."""
    with psycopg.connect(f"dbname={database}", autocommit=True) as connection:
        row = connection.execute(_COUNT, [_PATTERN]).fetchone()
    expected = changes * RELATIONS_PER_CHANGE
    if row is None or row[0] != expected:
        raise BenchError(f"{database}: {row and row[0]} relations, and not {expected}")


def _connected(url: str) -> Iterator[Server]:
    with psycopg.connect(url, autocommit=True) as connection:
        info = connection.info
        os.environ.update(PGHOST=info.host, PGPORT=str(info.port), PGUSER=info.user)
        # Every peer can take it from there, and nobody prints it then.
        if info.password:
            os.environ["PGPASSWORD"] = info.password
        yield Server(connection)
