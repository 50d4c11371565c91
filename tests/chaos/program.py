"""Runs of the program, each a process of its own: a fork of one that has it loaded.

To load it takes most of a short run's time, and no fault falls there.
"""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import wait
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from echoes_schema.cli import main

# Seconds: a run that takes longer hangs.
PATIENCE = 60
_FORKS = multiprocessing.get_context("forkserver")
# What the program loads when it needs it.
_LATER = (
    "echoes_schema.migrations.runner",
    "echoes_schema.migrations.yoyo_tables",
    "echoes_schema.parser.concurrent",
    "echoes_schema.parser.indexes",
    "echoes_schema.parser.ranges",
)
_FORKS.set_forkserver_preload([__name__, *_LATER])
# Whoever starts a process asks how the others are; of two that ask at once, one is not told.
_ONE = threading.Lock()


@dataclass(frozen=True, slots=True)
class Ending:
    """How a run of the program ended; `code` is None where it did not in time."""

    code: int | None
    err: str


@dataclass(frozen=True, slots=True)
class Run:
    """A run that was started; what it says goes into a file."""

    process: ForkServerProcess
    said: Path

    def kill(self) -> None:
        """Send SIGKILL."""
        with _ONE:
            self.process.kill()

    def finish(self) -> Ending:
        """Wait for the end, and end what hangs."""
        is_over = bool(wait([self.process.sentinel], PATIENCE))
        if not is_over:
            self.kill()
            wait([self.process.sentinel])
        with _ONE:
            code = self.process.exitcode
            self.process.close()
        err = self.said.read_text("utf-8")
        self.said.unlink()
        return Ending(code if is_over else None, err)


def start(arguments: Sequence[str], folder: Path) -> Run:
    """Start the program in a folder."""
    handle, said = tempfile.mkstemp()
    os.close(handle)
    process = _FORKS.Process(target=_run, args=(arguments, folder, said), daemon=True)
    with _ONE:
        process.start()
    return Run(process, Path(said))


def _run(arguments: Sequence[str], folder: Path, said: str) -> None:
    os.chdir(folder)
    for stream, path in enumerate((os.devnull, os.devnull, said)):
        os.dup2(os.open(path, os.O_RDWR), stream)
    main(arguments)
