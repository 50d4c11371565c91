"""Whole processes, from their start to their end."""

from __future__ import annotations

import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from bench.peer import BenchError

# A person's own settings would change what is measured, or where it goes.
_DROPPED = ("ECHOES_", "DBMATE_", "SQITCH_", "DATABASE_URL", "YOYO_", "PYTHON")
_LAST_LINES = 8


@dataclass(frozen=True, slots=True)
class Timing:
    """What one peer took for one step on `count` pieces of work, in seconds, a value a round."""

    peer: str
    count: int
    step: str
    seconds: tuple[float, ...]

    @property
    def fastest(self) -> float:
        return min(self.seconds)

    @property
    def median(self) -> float:
        return median(self.seconds)


def measure(command: list[str], folder: Path) -> float:
    """Return the seconds that a command takes. Raises BenchError when it fails."""
    with tempfile.TemporaryFile() as printed:
        start = perf_counter()
        code = subprocess.call(
            command,
            cwd=folder,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=printed,
        )
        taken = perf_counter() - start
        if code:
            printed.seek(0)
            lines = printed.read().decode("utf-8", "replace").splitlines()[-_LAST_LINES:]
            raise BenchError("\n".join([f"{command[0]} ended with {code}:", *lines]))
    return taken


def environment() -> dict[str, str]:
    """Return this environment without a person's own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_DROPPED)}
    return {**kept, "SQITCH_USER_CONFIG": os.devnull, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
