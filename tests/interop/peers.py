"""The other tools' own programs, found on the PATH."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from tests.harness.server import without_server_variables
from tests.interop.foreign import Fleet

INSTALL = {
    "dbmate": "npm install --global dbmate",
    "sqitch": "apt-get install sqitch libdbd-pg-perl postgresql-client",
    "psql": "apt-get install postgresql-client",
    "yoyo": "pip install yoyo-migrations",
}


def program(name: str) -> str:
    """Return a program's path. Without it the test is skipped, and fails where CI is set."""
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.is_file() else shutil.which(name)
    if found is None:
        missing = f"{name} is not on the PATH: {INSTALL[name]}"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    return found


def dbmate(fleet: Fleet, *arguments: str) -> str:
    info = fleet.connection.info
    at = f":{quote(info.password)}@" if info.password else "@"
    place = f"{quote(info.user)}{at}{'' if info.host.startswith('/') else info.host}:{info.port}"
    socket = f"&socket={quote(info.host)}" if info.host.startswith("/") else ""
    url = f"postgres://{place}/{info.dbname}?sslmode=disable{socket}"
    options = ["--url", url, "--no-dump-schema", "--migrations-dir", str(fleet.path)]
    return _run([program("dbmate"), *options, *arguments], fleet)


def sqitch(fleet: Fleet, *arguments: str) -> str:
    target = f"db:pg:{fleet.connection.info.dbname}"
    program("psql")
    return _run([program("sqitch"), *arguments, "--target", target], fleet)


def sqitch_plan(fleet: Fleet, *arguments: str) -> str:
    """Run a command that changes the plan and asks no database."""
    return _run([program("sqitch"), *arguments], fleet)


def yoyo(fleet: Fleet, *arguments: str) -> str:
    uri = fleet.url.replace("postgresql://", "postgresql+psycopg://")
    options = ["--batch", "--no-config-file", "--database", uri]
    command, *rest = arguments
    return _run([program("yoyo"), command, *options, *rest, str(fleet.path)], fleet)


def rows(connection: psycopg.Connection, *tables: str) -> list[str]:
    """Return every row of some tables, to see that nobody has touched them."""
    found = []
    for table in tables:
        query = f"SELECT t::text FROM {table} AS t ORDER BY 1"
        found += [f"{table} {row[0]}" for row in connection.execute(query.encode())]
    return found


def _run(command: list[str], fleet: Fleet) -> str:
    info = fleet.connection.info
    place = {"PGHOST": info.host, "PGPORT": str(info.port), "PGUSER": info.user}
    person = {"SQITCH_FULLNAME": "Ann", "SQITCH_EMAIL": "ann@example.org"}
    done = subprocess.run(
        command,
        cwd=fleet.path,
        env={
            **without_server_variables(os.environ),
            **place,
            **person,
            "PGPASSWORD": info.password,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
