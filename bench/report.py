"""The timings as a table of seconds and ratios, and as JSON."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping
from dataclasses import dataclass

from tabulate import tabulate

from bench.clock import Timing

VERSION = 1


@dataclass(frozen=True, slots=True)
class Result:
    """One run of the bench: who took part on what, who is missing and why, and the timings.

    `load` is the machine's load average of a minute before the run: what else was going on.
    `reference` is whom ratios are to, `noun` what there are so many of in the work.
    """

    load: float
    server: Mapping[str, str]
    versions: Mapping[str, str]
    missing: Mapping[str, str]
    timings: tuple[Timing, ...]
    reference: str = "psql"
    noun: str = "changes"

    def ratio(self, timing: Timing) -> float | None:
        """Return how often the reference's fastest round goes into this one's; None without it."""
        wanted = (self.reference, timing.count, timing.step)
        for other in self.timings:
            if (other.peer, other.count, other.step) == wanted:
                return timing.fastest / other.fastest
        return None


def to_text(result: Result) -> str:
    """Return a table for each number of changes, and what stood behind it."""
    counts = sorted({timing.count for timing in result.timings})
    blocks = [_table(result, count) for count in counts]
    return "\n\n".join([*blocks, _facts(result)])


def to_json(result: Result) -> str:
    """Return `{version, machine, server, versions, missing, timings}`; seconds."""
    content = {
        "version": VERSION,
        "machine": machine(result.load),
        "server": dict(result.server),
        "versions": dict(result.versions),
        "missing": dict(result.missing),
        "timings": [_timing(result, timing) for timing in result.timings],
    }
    return json.dumps(content, indent=2)


def _timing(result: Result, timing: Timing) -> dict[str, object]:
    ratio = result.ratio(timing)
    return {
        "peer": timing.peer,
        result.noun: timing.count,
        "step": str(timing.step),
        "seconds": [round(seconds, 4) for seconds in timing.seconds],
        "min": round(timing.fastest, 4),
        "median": round(timing.median, 4),
        f"ratio_to_{result.reference}": None if ratio is None else round(ratio, 3),
    }


def _table(result: Result, count: int) -> str:
    timings = [timing for timing in result.timings if timing.count == count]
    peers = list(dict.fromkeys(timing.peer for timing in timings))
    cells = {(timing.peer, timing.step): _cell(result, timing) for timing in timings}
    steps = list(dict.fromkeys(timing.step for timing in timings))
    rows = [[peer, *(cells.get((peer, step), "") for step in steps)] for peer in peers]
    rounds = max(len(timing.seconds) for timing in timings)
    head = (
        f"{count} {result.noun}, {rounds} rounds: fastest / median seconds "
        f"(fastest as a ratio to {result.reference})"
    )
    return f"{head}\n\n{tabulate(rows, ['', *steps], tablefmt='github', disable_numparse=True)}"


def _cell(result: Result, timing: Timing) -> str:
    ratio = result.ratio(timing)
    shown = "" if ratio is None or timing.peer == result.reference else f" ({ratio:.2f})"
    return f"{timing.fastest:.2f} / {timing.median:.2f}{shown}"


def _facts(result: Result) -> str:
    lines = [f"{name}: {version}" for name, version in result.versions.items()]
    lines += [f"{name}: missing: {reason}" for name, reason in result.missing.items()]
    lines.append("server: " + _pairs(result.server))
    lines.append("machine: " + _pairs(machine(result.load)))
    return "\n".join(lines)


def _pairs(facts: Mapping[str, object]) -> str:
    return ", ".join(f"{name} {value}" for name, value in facts.items())


def machine(load: float) -> dict[str, object]:
    """Return what it ran on, and how busy that was before."""
    return {
        "processors": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "load before": round(load, 2),
    }
