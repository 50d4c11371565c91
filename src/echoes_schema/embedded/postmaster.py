"""The server process: read from its pid file, checked, started and stopped. The door to psutil."""

from __future__ import annotations

import os
import shlex
import signal
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from operator import not_
from pathlib import Path
from types import ModuleType
from urllib.parse import quote

from echoes_schema.embedded import wheel
from echoes_schema.embedded.account import Account
from echoes_schema.embedded.engine import Engine
from echoes_schema.embedded.failure import failed
from echoes_schema.embedded.home import Home
from echoes_schema.errors import ServerError
from echoes_schema.waiting import until

SECONDS = 60
READY = frozenset({"ready", "standby"})
# After a SIGKILL, sessions that are busy computing hold on to the shared memory for a while.
ORPHANS = "pre-existing shared memory block"
ORPHAN_SECONDS = 15


@dataclass(frozen=True, slots=True)
class Postmaster:
    """What postmaster.pid says of a process that really is this data directory's server."""

    pid: int
    folder: str
    port: str
    state: str

    @property
    def is_ready(self) -> bool:
        return self.state in READY

    @property
    def socket(self) -> Path:
        return Path(self.folder, f".s.PGSQL.{self.port}")

    @property
    def url(self) -> str:
        return f"postgresql://postgres@/echoes?host={quote(self.folder)}&port={self.port}"


def find(home: Home) -> Postmaster | None:
    """Return the running server of the folder, ready or not; None where none runs."""
    try:
        lines = (home.data / "postmaster.pid").read_text("utf-8").splitlines()
        pid = int(lines[0])
    except (FileNotFoundError, NotADirectoryError, ValueError, IndexError):
        return None
    if pid <= 0 or not _is_postmaster(pid, home.data):
        return None
    # The first lines: pid, data directory, start time, port, socket folder, TCP address, shared
    # memory, state. The file grows while the server comes up.
    lines += [""] * 8
    return Postmaster(pid, folder=lines[4], port=lines[3], state=lines[7].strip())


def settle(home: Home) -> Postmaster | None:
    """Wait for a server on its way up or down; return it when it is ready, None when it is gone."""
    found = until(
        lambda: find(home),
        lambda one: one is None or one.is_ready,
        pause=0.02,
        seconds=SECONDS,
    )
    if found is not None and not found.is_ready:
        raise _unusable(found, home, f"it is {found.state or 'starting'}")
    if found is not None and not found.socket.exists():
        raise _unusable(found, home, f"its socket {found.socket} is gone")
    return found


def launch(
    engine: Engine, account: Account, home: Home, *, folder: Path, settings: Mapping[str, str]
) -> Postmaster:
    """Start the server with its socket in `folder`, and return it when it takes connections."""
    _forget_stranger(home)

    def attempt() -> Postmaster | str:
        """Return the server, or what it said when it did not start."""
        offset = home.log.stat().st_size if home.log.exists() else 0
        outcome = account.run(_start_command(engine, home, folder, settings))
        if outcome.code == 0 and (found := settle(home)):
            return found
        log = _tail(home.log, offset)
        if "did not start in time" in outcome.err:
            raise _late(home, log)
        return log or outcome.err

    found = until(
        attempt,
        lambda one: isinstance(one, Postmaster) or ORPHANS not in one,
        pause=0.2,
        seconds=ORPHAN_SECONDS,
    )
    if isinstance(found, str):
        raise failed("the server does not start", found, home.path, _hint(found))
    return found


def end(found: Postmaster, home: Home) -> None:
    """Stop the server: sessions are cut off, what they committed is on disk."""
    # It may have ended by itself since it was found.
    with suppress(ProcessLookupError):
        os.kill(found.pid, signal.SIGINT)
    if until(lambda: _is_postmaster(found.pid, home.data), not_, pause=0.02, seconds=SECONDS):
        raise ServerError(
            f"the server on {home.data} (process {found.pid}) has not stopped in {SECONDS} seconds",
            f"Read {home.log}; it may still be writing its last checkpoint.",
        )


def _start_command(
    engine: Engine, home: Home, folder: Path, settings: Mapping[str, str]
) -> list[str | Path]:
    given = {"listen_addresses": "", **settings}
    words = ["-p", "5432", "-k", str(folder)]
    words += [word for name, value in given.items() for word in ("-c", f"{name}={value}")]
    options = " ".join(shlex.quote(word) for word in words)
    control: list[str | Path] = [engine.bin / "pg_ctl", "start", "-s", "-w", "-t", str(SECONDS)]
    return [*control, "-D", home.data, "-l", home.log, "-o", options]


def _is_postmaster(pid: int, data: Path) -> bool:
    """Return whether a process is the server of this data directory and of its owner.

    A pid file outlives a crash, and the next process with that number can be anything. A dead
    process that nobody has collected yet (a zombie, as in a container without init) is none.
    """
    psutil = _psutil()
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE or process.name() != "postgres":
            return False
        if process.uids().effective != data.stat().st_uid:
            return False
        try:
            return bool(process.cwd() == str(data))
        except psutil.AccessDenied:
            # Root in a container may not look into another user's process, only at its command.
            return str(data) in process.cmdline()
    except (psutil.NoSuchProcess, FileNotFoundError):
        return False


def _forget_stranger(home: Home) -> None:
    """Remove a stale pid file whose number now belongs to any other process.

    PostgreSQL removes the file itself when no such process lives, and checks first that no
    session of the dead server is left: that is better, and so it stays then.
    """
    file = home.data / "postmaster.pid"
    try:
        # A negative number is that of a server in single-user mode.
        pid = abs(int(file.read_text("utf-8").splitlines()[0]))
    except FileNotFoundError:
        return
    except (ValueError, IndexError):
        pid = 0
    if pid == 0 or (_psutil().pid_exists(pid) and not _is_postmaster(pid, home.data)):
        file.unlink()


def _psutil() -> ModuleType:
    try:
        import psutil
    except ImportError as error:
        raise wheel.missing_extra() from error
    module: ModuleType = psutil
    return module


def _unusable(found: Postmaster, home: Home, state: str) -> ServerError:
    return ServerError(
        f"the server on {home.data} (process {found.pid}) takes no connections: {state}",
        f"Read {home.log}; echoes-schema server stop ends it, echoes-schema server start begins "
        "anew.",
    )


def _late(home: Home, log: str) -> ServerError:
    return failed(
        f"the server is not up after {SECONDS} seconds",
        log,
        home.path,
        f"Read {home.log}, then run the command again: after a crash a server first replays "
        "its log.",
    )


def _hint(log: str) -> str:
    if ORPHANS in log:
        return "Sessions of a killed server are still at work: wait for them, or end them."
    return ""


def _tail(log: Path, offset: int) -> str:
    if not log.exists():
        return ""
    with log.open("rb") as file:
        file.seek(offset)
        return file.read().decode("utf-8", "replace")
