"""The folder of an embedded server: where its parts lie, its lock, and its record."""

from __future__ import annotations

import errno
import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from echoes_schema.embedded.account import Account
from echoes_schema.errors import ServerError
from echoes_schema.waiting import until

LOCK_SECONDS = 180
# pg_ctl and initdb put these paths between double quotes in a shell's command line.
REFUSED = frozenset('"$`\\\n')


@dataclass(frozen=True, slots=True)
class Record:
    """What the last start found: the server's version, and the OID of the database `echoes`."""

    version: str
    database: int


@dataclass(frozen=True, slots=True)
class Home:
    """Where the parts of one embedded server lie."""

    path: Path

    @property
    def data(self) -> Path:
        return self.path / "data"

    @property
    def run(self) -> Path:
        return self.path / "run"

    @property
    def log(self) -> Path:
        return self.run / "server.log"

    @property
    def engines(self) -> Path:
        return self.path / "engine"

    @property
    def record(self) -> Path:
        return self.path / "server.json"

    def major(self) -> str:
        """Return the major version of the data directory; "" where there is none yet."""
        try:
            return (self.data / "PG_VERSION").read_text("ascii").strip()
        except (FileNotFoundError, NotADirectoryError):
            return ""

    def read_record(self) -> Record | None:
        """Return what the last start wrote; None where it did not come to its end."""
        try:
            content = json.loads(self.record.read_text("utf-8"))
            return Record(str(content["version"]), int(content["database"]))
        except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, TypeError):
            return None

    def write_record(self, record: Record) -> None:
        fresh = self.record.with_suffix(".new")
        fresh.write_text(json.dumps(asdict(record)), "utf-8")
        fresh.replace(self.record)

    def has_database(self, record: Record) -> bool:
        """Return whether the files of the recorded database are still there."""
        return (self.data / "base" / str(record.database) / "PG_VERSION").exists()


def locate(path: Path) -> Home:
    """Return the parts of the folder, links resolved. Raises ServerError for an unusable name."""
    resolved = path.expanduser().resolve()
    if REFUSED & set(str(resolved)):
        raise ServerError(
            f"{path}: the name of the server's folder has a character that breaks pg_ctl",
            'Set ECHOES_HOME to a folder without ", $, ` and \\ in its name.',
        )
    return Home(resolved)


def create(home: Home, account: Account) -> None:
    """Make the folder and its `run` where they are missing; change nothing that exists.

    The folder is the caller's alone. Root's can be entered by every user, but `data` and `run`
    belong to the server's user alone. Raises ServerError when that user cannot get there.
    """
    missing = [step for step in (home.path, *home.path.parents) if not step.exists()]
    account.require_entry((missing[-1] if missing else home.path / "data").parent)
    for step in reversed(missing):
        step.mkdir(exist_ok=True)
        if account.is_other:
            step.chmod(0o755)
    if missing and not account.is_other:
        home.path.chmod(0o700)
    if not os.access(home.path, os.W_OK):
        raise PermissionError(errno.EACCES, "you may not write in this folder", str(home.path))


@contextmanager
def locked(home: Home) -> Iterator[None]:
    """Hold the folder's lock inside the block; the system lets go of it when the process ends."""
    descriptor = os.open(home.path / "lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        _acquire(descriptor, home)
        yield
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, home: Home) -> None:
    if not until(lambda: _try(descriptor), pause=0.02, seconds=LOCK_SECONDS):
        raise ServerError(
            f"another process has held {home.path / 'lock'} for {LOCK_SECONDS} seconds",
            "See which (fuser on that file), end it, and run the command again.",
        )


def _try(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
