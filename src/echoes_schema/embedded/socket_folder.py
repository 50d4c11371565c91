"""A folder for the server's socket: short enough, and closed to everyone but its owner."""

from __future__ import annotations

import hashlib
import os
import socket
import stat
import tempfile
from pathlib import Path

from echoes_schema.embedded.account import Account, name_of
from echoes_schema.embedded.home import Home
from echoes_schema.errors import ServerError

# sockaddr_un holds 104 bytes on macOS and 108 on Linux.
LONGEST = 100
PATTERN = ".s.PGSQL.*"


def prepare(home: Home, account: Account) -> Path:
    """Return a folder for the socket, made where it is missing, without dead sockets in it.

    It is `run` in the server's own folder, or, where that name is too long for a socket, a
    short one below XDG_RUNTIME_DIR or the temporary folder. Raises ServerError when somebody
    else has that folder, or when a server answers in it.
    """
    _make_private(home.run, account)
    folder = home.run if _fits(home.run) else _short(home, account)
    _make_private(folder, account)
    for path in folder.glob(PATTERN):
        _require_silence(path, home)
        path.unlink(missing_ok=True)
    return folder


def _fits(folder: Path) -> bool:
    # libpq splits `host` at commas.
    return len(os.fsencode(folder / ".s.PGSQL.5432")) <= LONGEST and "," not in str(folder)


def _short(home: Home, account: Account) -> Path:
    name = "echoes-schema-" + hashlib.sha256(os.fsencode(home.path)).hexdigest()[:12]
    runtime = "" if account.is_other else os.environ.get("XDG_RUNTIME_DIR", "")
    for parent in (runtime, tempfile.gettempdir(), "/tmp"):  # noqa: S108 (made 0700, owner checked)
        if parent and _fits(Path(parent, name)) and account.can_enter(Path(parent)):
            return Path(parent, name)
    raise ServerError(
        f"the name of {home.run} is too long for a socket, and so is the temporary folder's",
        "Set ECHOES_HOME to a folder with a shorter name.",
    )


def _make_private(folder: Path, account: Account) -> None:
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        _require_private(folder, account)
    account.give(folder)


def _require_private(folder: Path, account: Account) -> None:
    found = folder.lstat()
    owners = {account.uid, os.geteuid()}
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in owners:
        raise ServerError(
            f"{folder} is no folder of {account.name}: it belongs to {name_of(found.st_uid)}",
            "Remove it, or set ECHOES_HOME to another folder.",
        )
    if stat.S_IMODE(found.st_mode) & 0o077:
        raise ServerError(
            f"others can enter {folder}, where the server's socket lies",
            f"Run chmod 700 {folder}.",
        )


def _require_silence(path: Path, home: Home) -> None:
    """Raise ServerError when a server answers that this machine's process list does not show."""
    with socket.socket(socket.AF_UNIX) as probe:
        if path.is_socket() and probe.connect_ex(str(path)) == 0:
            raise ServerError(
                f"a server already runs on {home.data}, in another container or name space",
                "Use that one, or stop it there first.",
            )
