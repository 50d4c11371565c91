"""A real PgBouncer between the program and the server."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg import conninfo as libpq

from echoes_schema.embedded import account
from tests.harness.waiting import wait_for

PORT = 6432
_CONFIGURATION = """
[databases]
pooled = {target}

[pgbouncer]
unix_socket_dir = {folder}
listen_port = {port}
auth_type = any
pool_mode = {mode}
logfile = {folder}/log
pidfile = {folder}/pid
{more}
"""


@dataclass(frozen=True, slots=True)
class Pooler:
    """A running PgBouncer with one database; `url` leads through it."""

    folder: Path

    @property
    def url(self) -> str:
        return f"postgresql://postgres@/pooled?host={self.folder}&port={PORT}"

    def answers(self) -> bool:
        """Return whether it takes connections yet."""
        with socket.socket(socket.AF_UNIX) as client:
            return client.connect_ex(f"{self.folder}/.s.PGSQL.{PORT}") == 0


def program() -> str:
    """Return PgBouncer's path. Without it the test is skipped, and fails where CI is set."""
    found = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
    if found is None:
        missing = "no pgbouncer on the PATH: apt-get install pgbouncer"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    return found


@contextmanager
def running(target: psycopg.Connection, mode: str, *more: str) -> Iterator[Pooler]:
    """Start a PgBouncer of `mode` before the target's database; `more` are lines for its file."""
    command = program()
    who = account.current()
    folder = Path(tempfile.mkdtemp(prefix="echoes-pool-", dir="/tmp"))
    who.give(folder)
    text = _CONFIGURATION.format(
        target=_server(target), folder=folder, port=PORT, mode=mode, more="\n".join(more)
    )
    (folder / "ini").write_text(text)
    try:
        with subprocess.Popen(
            [command, "--quiet", str(folder / "ini")],
            user=who.uid if who.is_other else None,
            group=who.gid if who.is_other else None,
            extra_groups=[] if who.is_other else None,
        ) as process:
            try:
                found = Pooler(folder)
                wait_for(found.answers, "pooler")
                yield found
            finally:
                process.kill()
    finally:
        shutil.rmtree(folder)


def _server(connection: psycopg.Connection) -> str:
    info = connection.info
    password = {"password": info.password} if info.password else {}
    return libpq.make_conninfo(
        "", host=info.host, port=info.port, dbname=info.dbname, user=info.user, **password
    )
