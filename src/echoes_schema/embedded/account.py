"""Who runs PostgreSQL's programs: the caller, or for root the system user `pgserver`."""

from __future__ import annotations

import os
import pwd
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from echoes_schema.embedded import wheel
from echoes_schema.errors import ServerError

# A server that goes on for weeks must not carry the caller's passwords in its environment, and
# PG* and LC_* variables would change what the programs do.
KEPT = ("PATH", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "LD_PRELOAD")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a program ended and what it said."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Account:
    """A system user; `is_other` when the programs have to change to it first."""

    name: str
    uid: int
    gid: int
    is_other: bool

    def run(self, command: Sequence[str | Path]) -> Outcome:
        """Run a program to its end as this user, with nothing to read.

        Raises OSError when the user cannot reach the program. The output goes to files: pg_ctl
        hands its own on to the server, and a pipe would never close. The working folder is `/`,
        because the user may not be allowed into the caller's.
        """
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            done = subprocess.run(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                cwd="/",
                env=_environment(),
                user=self.uid if self.is_other else None,
                group=self.gid if self.is_other else None,
                extra_groups=[] if self.is_other else None,
                check=False,
            )
            return Outcome(done.returncode, _read(out), _read(err))

    def give(self, path: Path) -> None:
        """Make this user the owner of a folder that root has just made."""
        if self.is_other:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def can_enter(self, folder: Path) -> bool:
        if self.is_other:
            return self.run(["test", "-x", folder]).code == 0
        return os.access(folder, os.X_OK)

    def require_entry(self, folder: Path) -> None:
        """Raise ServerError with the first folder on the way that this user cannot enter."""
        if self.can_enter(folder):
            return
        way = [*reversed(folder.parents), folder]
        closed = next((step for step in way if not self.can_enter(step)), folder)
        raise ServerError(
            f"the user {self.name}, who runs the server, cannot enter {closed}",
            "Set ECHOES_HOME to a folder that every user can reach: /var/lib/echoes-schema.",
        )


def current() -> Account:
    """Return the user who runs the server of this process."""
    caller = os.geteuid()
    if caller != 0:
        return Account(name_of(caller), caller, os.getegid(), is_other=False)
    entry = pwd.getpwnam(wheel.make_user())
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, is_other=True)


def name_of(uid: int) -> str:
    """Return a user's name, or the number where it has none, as in many containers."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    # C exists everywhere and keeps the messages in English, which `failure` reads.
    return {"PATH": os.defpath, **kept, "LC_ALL": "C"}


def _read(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8", "replace")
