"""The programs of one PostgreSQL: found, able to run, and of a known version."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from echoes_schema.embedded import wheel
from echoes_schema.embedded.account import Account
from echoes_schema.embedded.home import Home
from echoes_schema.errors import ServerError
from echoes_schema.release import NEWEST, OLDEST

_VERSION = re.compile(r"\(PostgreSQL\) (\d+)([\w.]*)")


@dataclass(frozen=True, slots=True)
class Engine:
    """Programs that the server's user can run, and their version, such as 18 and "18.4"."""

    bin: Path
    major: int
    version: str


def binaries(postgres: str) -> Path:
    """Return the folder with initdb, pg_ctl and postgres.

    `postgres` is "18" or "16" for the one that came with the package, else the path of such a
    folder. Raises ServerError for anything else, and when the package is not installed.
    """
    folder = Path(postgres).expanduser()
    if folder.is_absolute():
        if (folder / "postgres").is_file():
            return folder
        raise _unknown(f"ECHOES_POSTGRES={postgres}: there is no program postgres in it")
    shipped = {str(major): path for major, path in wheel.programs().items()}
    if postgres not in shipped:
        raise _unknown(f"ECHOES_POSTGRES={postgres} is no PostgreSQL that the package brings")
    return shipped[postgres]


def program(postgres: str, name: str) -> Path:
    """Return another program of that folder; not every PostgreSQL brings all of them."""
    found = binaries(postgres) / name
    if not found.is_file():
        raise ServerError(f"{found} is not there", f"Install {name}, and give it the server's URL.")
    return found


def prepare(postgres: str, account: Account, home: Home) -> Engine:
    """Return the engine, copied into the folder where `account` cannot reach the installed one.

    A virtual environment below /root is such a place; its permissions stay as they are.
    """
    folder = binaries(postgres)
    try:
        return _probe(folder, account)
    except PermissionError as error:
        if not account.is_other or not postgres.isdigit():
            raise ServerError(
                f"the user {account.name}, who runs the server, cannot run {folder}/postgres",
                "Set ECHOES_POSTGRES to a bin folder that this user can reach.",
            ) from error
        return _probe(_copy(folder, postgres, home), account)


def _probe(folder: Path, account: Account) -> Engine:
    outcome = account.run([folder / "postgres", "--version"])
    found = _VERSION.search(outcome.out)
    if found is None:
        said = (outcome.err or outcome.out).strip()
        raise _unknown(f"{folder}/postgres does not run: {said}")
    major = int(found[1])
    if not OLDEST <= major <= NEWEST:
        raise _unknown(f"{folder} has PostgreSQL {major}")
    return Engine(folder, major, found[1] + found[2])


def _copy(folder: Path, postgres: str, home: Home) -> Path:
    """Return the bin folder of a readable copy; it appears whole, by one rename, or not at all."""
    package, tree = folder.parents[1].name, folder.parent.name
    target = home.engines / f"{postgres}-{wheel.version()}"
    if not target.exists():
        home.engines.mkdir(exist_ok=True)
        home.engines.chmod(0o755)
        _clear(home.engines)
        fresh = Path(tempfile.mkdtemp(prefix="new-", dir=home.engines))
        skipped = shutil.ignore_patterns("include", "pkgconfig", "*.a")
        shutil.copytree(folder.parent, fresh / package / tree, ignore=skipped)
        libraries = wheel.libraries(folder)
        if libraries.is_dir():
            shutil.copytree(libraries, fresh / libraries.name)
        _open(fresh)
        # A crash of the machine must not leave a copy with empty files under the final name.
        os.sync()
        fresh.rename(target)
    return target / package / tree / folder.name


def _clear(engines: Path) -> None:
    for leftover in engines.glob("new-*"):
        shutil.rmtree(leftover)


def _open(tree: Path) -> None:
    for folder, _, names in os.walk(tree):
        Path(folder).chmod(0o755)
        for name in names:
            file = Path(folder, name)
            file.chmod(0o755 if file.stat().st_mode & 0o100 else 0o644)


def _unknown(message: str) -> ServerError:
    return ServerError(
        message,
        f"Set ECHOES_POSTGRES to 18, to 16, or to the bin folder of a PostgreSQL {OLDEST} to "
        f"{NEWEST}, such as /usr/lib/postgresql/15/bin.",
    )
