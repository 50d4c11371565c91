"""What the tests of the embedded server share."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest

from echoes_schema import embedded
from tests.harness.waiting import wait_for

FAST = {"fsync": "off"}
DEBIAN = "/usr/lib/postgresql/15/bin"
HAS_DEBIAN = Path(DEBIAN, "postgres").is_file()
ENGINES = [
    "18",
    "16",
    pytest.param(DEBIAN, marks=pytest.mark.skipif(not HAS_DEBIAN, reason="no PostgreSQL 15")),
]
START = (
    "from pathlib import Path; from echoes_schema import embedded; "
    "print(embedded.start(Path({home!r}), settings={{'fsync': 'off'}}))"
)
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root changes to another user")


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder with a short name that root's server can reach, unlike pytest's own."""
    path = Path(tempfile.mkdtemp(prefix="echoes-test-", dir="/tmp"))
    path.chmod(0o755)
    yield path
    for file in [*path.rglob("postmaster.pid")]:
        url = embedded.status(file.parents[1]).url
        embedded.stop(file.parents[1])
        if url and path not in socket_folder(url).parents:
            socket_folder(url).rmdir()
    shutil.rmtree(path)


def start(home: Path, postgres: str = "18") -> str:
    return embedded.start(home, postgres, settings=FAST)


def ask(url: str, query: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(query)
        row = cursor.fetchone() if cursor.description else None
    return row[0] if row else None


def pid_of(home: Path) -> int:
    pid = embedded.status(home).pid
    assert pid is not None
    return pid


def socket_folder(url: str) -> Path:
    return Path(parse_qs(urlsplit(url).query)["host"][0])


def kill(home: Path) -> None:
    """End the server as the system would when memory runs out."""
    pid = pid_of(home)
    os.kill(pid, signal.SIGKILL)
    wait_for(lambda: not embedded.status(home).is_running, "end of the server")


def write_pid(home: Path, pid: int) -> None:
    """Let the files of the server name another process, as after a crash and a wrap-around."""
    for file in [home / "data/postmaster.pid", *(home / "run").glob("*.lock")]:
        _, _, rest = file.read_text().partition("\n")
        file.write_text(f"{pid}\n{rest}")


def python(code: str, **variables: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code],
        env={**os.environ, **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def wrap(program: Path, script: str) -> None:
    real = program.resolve()
    program.unlink()
    program.write_text(f'#!/bin/sh\n{script}\nexec {real} "$@"\n')
    program.chmod(0o755)
