"""Peers that no package of this project brings, below build/, which git does not see."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "build" / "bench" / "peers"
DBMATE = "dbmate@2.36.0"
SQUAWK = "squawk-cli@2.66.0"
SAFEMIGRATE = "safemigrate-lint==1.3.0"
PGKIT = "@pgkit/migra@0.6.1"
PG_DELTA = "@supabase/pg-delta@1.0.0-alpha.34"
# sqlbag asks for pkg_resources.
MIGRA = ("migra==3.0.1663481299", "setuptools<66", "SQLAlchemy==2.1.9", "psycopg2-binary==2.9.13")
ALEMBIC = ("alembic==1.20.1", "psycopg[binary]==3.3.9")


def install_linters() -> list[str]:
    """Install squawk and safemigrate-lint where they are not; return what failed, a line each."""
    return _install(_npm("squawk", SQUAWK), _pip("safemigrate", SAFEMIGRATE))


def install_differs() -> list[str]:
    """Install the peers of `check` and `diff` where they are not; return what failed."""
    return _install(
        _pip("migra", *MIGRA),
        _npm("pgkit", PGKIT),
        _npm("pg-delta", PG_DELTA),
    )


def install() -> list[str]:
    """Install dbmate and Alembic where they are not; return what failed, a line each."""
    return _install(_npm("dbmate", DBMATE), _pip("alembic", *ALEMBIC))


def _npm(name: str, package: str) -> list[list[str]]:
    return [["npm", "install", "--silent", "--no-save", "--prefix", str(FOLDER / name), package]]


def _pip(name: str, *packages: str) -> list[list[str]]:
    home = FOLDER / name
    make = [sys.executable, "-m", "venv", str(home)]
    return [make, [str(home / "bin" / "pip"), "install", "--quiet", *packages]]


def _install(*peers: list[list[str]]) -> list[str]:
    """Run the commands of each peer; npm and pip leave alone what is there already."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    return [failure for commands in peers for failure in _run(commands)]


def _run(commands: list[list[str]]) -> list[str]:
    for command in commands:
        try:
            subprocess.run(command, check=True, stdout=sys.stderr)
        except (OSError, subprocess.CalledProcessError) as error:
            return [f"{command[0]}: {error}"]
    return []
