"""A folder of migrations, and the database that they are for."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import psycopg
import pytest

from echoes_schema import database
from echoes_schema.errors import EchoesError
from echoes_schema.migrations import folder, journal, runner, state
from echoes_schema.migrations.runner import Options
from echoes_schema.migrations.state import Entry
from tests.harness.schema import ROOT
from tests.harness.server import without_server_variables
from tests.harness.waiting import wait_for

A = {"0001_a": "CREATE TABLE a ();", "0001_a.rollback": "DROP TABLE a;"}
B = {"0002_b": "CREATE TABLE b ();", "0002_b.rollback": "DROP TABLE b;"}
C = {"0003_c": "CREATE TABLE c ();", "0003_c.rollback": "DROP TABLE c;"}
ABC = A | B | C
PROGRAM = (sys.executable, "-m", "echoes_schema")


@dataclass(frozen=True)
class Project:
    """Runs the runner over its own folder; `said` keeps what it told."""

    sql: Path
    url: str
    connection: psycopg.Connection
    said: list[str] = field(default_factory=list)

    def write(self, *files: Mapping[str, str | bytes]) -> None:
        """Write `0001_a` into migrations/, and `indexes/0002_b` where it says."""
        for name, text in (pair for group in files for pair in group.items()):
            path = self.sql / (name if "/" in name else f"migrations/{name}")
            path.parent.mkdir(parents=True, exist_ok=True)
            path = path.with_name(f"{path.name}.sql")
            path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def remove(self, name: str) -> None:
        (self.sql / "migrations" / f"{name}.sql").unlink()

    def up(self, options: Options | None = None) -> list[str]:
        with database.connect(self.url) as connection:
            done = runner.up(connection, self.sql, self._heard(options))
        return [one.id for one in done]

    def down(self, options: Options | None = None) -> list[str]:
        with database.connect(self.url) as connection:
            done = runner.down(connection, self.sql, self._heard(options))
        return [one.id for one in done]

    def redo(self, options: Options | None = None) -> list[str]:
        with database.connect(self.url) as connection:
            done = runner.redo(connection, self.sql, self._heard(options))
        return [one.id for one in done]

    def status(self) -> dict[str, Entry]:
        with database.connect(self.url) as connection:
            found = state.entries(folder.read(self.sql), journal.read(connection))
        return {entry.id: entry for entry in found}

    def states(self) -> dict[str, str]:
        return {name: str(entry.state) for name, entry in self.status().items()}

    def history(self) -> list[str]:
        """Return what the database says is applied, in its order."""
        if not self.value("SELECT to_regclass('echoes_schema.migrations')"):
            return []
        rows = self.connection.execute("SELECT id FROM echoes_schema.migrations ORDER BY position")
        return [str(row[0]) for row in rows]

    def tables(self) -> list[str]:
        rows = self.connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        )
        return [str(row[0]) for row in rows]

    def value(self, query: str) -> object:
        row = self.connection.execute(query.encode()).fetchone()
        return row[0] if row else None

    def is_valid(self, index: str) -> object:
        """Return whether an index is valid, None where there is none."""
        return self.value(
            f"SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('{index}')"
        )

    @contextmanager
    def started(self, *arguments: str) -> Iterator[subprocess.Popen[str]]:
        """Start the real program; it is gone at the end of the block."""
        # Where the tests run in the background of a shell, SIGINT is ignored, and children inherit
        # that.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        with subprocess.Popen(
            [*PROGRAM, "--database", self.url, "--sql", str(self.sql), *arguments],
            cwd=ROOT,
            env=without_server_variables(os.environ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            try:
                yield process
            finally:
                if process.poll() is None:
                    process.send_signal(signal.SIGKILL)

    @contextmanager
    def other_session(self) -> Iterator[psycopg.Connection]:
        with psycopg.connect(self.url, autocommit=True) as connection:
            yield connection

    @contextmanager
    def locked(self, mode: str) -> Iterator[psycopg.Connection]:
        """Hold a lock on the table `a`, to the end of the block or of the test's patience."""
        with self.other_session() as session:
            session.execute("SET idle_in_transaction_session_timeout = '20s'")
            session.execute(f"BEGIN; LOCK TABLE a IN {mode} MODE".encode())
            yield session

    @contextmanager
    def ending(self, session: psycopg.Connection, when: str, times: int = 1) -> Iterator[None]:
        """Roll a session's transaction back when `when` was said so often, or the block ends."""
        over = threading.Event()

        def is_time() -> bool:
            return over.is_set() or sum(when in line for line in self.said) >= times

        def end() -> None:
            wait_for(is_time, when)
            session.rollback()

        thread = threading.Thread(target=end)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def await_backend(self, condition: str) -> int:
        """Return the process of this database's session that `condition` is true of, in time."""
        query = (
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
            f" AND pid <> pg_backend_pid() AND {condition}"
        )
        wait_for(lambda: self.value(query) is not None, condition)
        return int(str(self.value(query)))

    def _heard(self, options: Options | None) -> Options:
        return replace(options or Options(), say=self.said.append)


def cut_others(project: Project) -> bool:
    others = "datname = current_database() AND pid <> pg_backend_pid()"
    project.value(f"SELECT pg_terminate_backend(pid, 9000) FROM pg_stat_activity WHERE {others}")
    return True


def refusal(act: Callable[[], object]) -> EchoesError:
    """Return the EchoesError that `act` ends with."""
    with pytest.raises(EchoesError) as caught:
        act()
    return caught.value
