"""Peers that no package of this project brings, below build/, which git does not see."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "build" / "bench" / "peers"
DBMATE = "dbmate@2.36.0"
SQUAWK = "squawk-cli@2.66.0"
SAFEMIGRATE = "safemigrate-lint==1.3.0"
ALEMBIC = ("alembic==1.20.1", "psycopg[binary]==3.3.9")


def install_linters() -> list[str]:
    """Install squawk and safemigrate-lint where they are not; return what failed, a line each."""
    squawk, safemigrate = FOLDER / "squawk", FOLDER / "safemigrate"
    return _install(
        {
            squawk / "node_modules": [
                ["npm", "install", "--silent", "--no-save", "--prefix", str(squawk), SQUAWK],
            ],
            safemigrate / "bin" / "safemigrate-lint": [
                [sys.executable, "-m", "venv", str(safemigrate)],
                [str(safemigrate / "bin" / "pip"), "install", "--quiet", SAFEMIGRATE],
            ],
        }
    )


def install() -> list[str]:
    """Install dbmate and Alembic where they are not; return what failed, a line each."""
    dbmate, alembic = FOLDER / "dbmate", FOLDER / "alembic"
    steps = {
        dbmate / "node_modules": [
            ["npm", "install", "--silent", "--no-save", "--prefix", str(dbmate), DBMATE],
        ],
        alembic / "bin" / "alembic": [
            [sys.executable, "-m", "venv", str(alembic)],
            [str(alembic / "bin" / "pip"), "install", "--quiet", *ALEMBIC],
        ],
    }
    return _install(steps)


def _install(steps: dict[Path, list[list[str]]]) -> list[str]:
    FOLDER.mkdir(parents=True, exist_ok=True)
    missing = [commands for target, commands in steps.items() if not target.exists()]
    return [failure for commands in missing for failure in _run(commands)]


def _run(commands: list[list[str]]) -> list[str]:
    for command in commands:
        try:
            subprocess.run(command, check=True, stdout=sys.stderr)
        except (OSError, subprocess.CalledProcessError) as error:
            return [f"{command[0]}: {error}"]
    return []
