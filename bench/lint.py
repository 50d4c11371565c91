"""`python -m bench.lint`: linters on the same files, whole processes, in turns."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import click
from tabulate import tabulate

from bench import install as installation
from bench.clock import environment
from bench.linters import LINTERS, Linter, Work
from bench.migrations import write
from bench.peer import BenchError, MissingError
from bench.report import machine

REFERENCE = "squawk"
# Nothing found, or something: it judged.
_CODES = (0, 1)


@dataclass(frozen=True, slots=True)
class Sample:
    """Seconds of one process from start to end, and on all processors together."""

    wall: float
    processor: float


Samples = dict[tuple[str, str], list[Sample]]


@click.command()
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--count", type=click.IntRange(2, 20_000), default=1000, show_default=True)
@click.option("--rounds", type=click.IntRange(1), default=7, show_default=True)
@click.option("--linter", "names", multiple=True, type=click.Choice([one.name for one in LINTERS]))
@click.option("--install", is_flag=True, help="First install the others below build/.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def main(  # noqa: PLR0913 (as many parameters as options)
    *,
    folders: tuple[Path, ...],
    count: int,
    rounds: int,
    names: tuple[str, ...],
    install: bool,
    as_json: bool,
) -> None:
    """Time linters on COUNT generated files, on one of them, and on FOLDERS of real ones."""
    for failure in installation.install_linters() if install else ():
        click.echo(f"not installed: {failure}", err=True)
    load = os.getloadavg()[0]
    samples: Samples = defaultdict(list)
    try:
        versions = {one: version for one, version in _present() if not names or one.name in names}
        present = list(versions)
        with _works(count, folders) as works:
            for number in range(rounds):
                for work in works:
                    first = number % len(present)
                    for linter in [*present[first:], *present[:first]]:
                        samples[work.name, linter.name].append(_measure(linter, work))
                click.echo(f"round {number + 1} of {rounds}", err=True)
    except BenchError as error:
        sys.exit(f"error: {error}")
    shown = {linter.name: version for linter, version in versions.items()}
    click.echo(_json(samples, shown, load) if as_json else _text(samples, shown, load))


def _present() -> Iterator[tuple[Linter, str]]:
    for linter in LINTERS:
        try:
            version = linter.version()
        except MissingError as error:
            click.echo(f"{linter.name} is missing: {error}", err=True)
        else:
            yield linter, version


@contextmanager
def _works(count: int, folders: tuple[Path, ...]) -> Iterator[list[Work]]:
    with tempfile.TemporaryDirectory(prefix="bench-lint-") as home:
        project = Path(home) / "many"
        files = write(project, count)
        small = Path(home) / "few"
        works = [
            Work(f"{count} files", project, files, cache=Path(home)),
            Work(f"the last of {count} files", project, files[-2:-1], cache=Path(home)),
            Work("the last of 40 files", small, write(small, 40)[-2:-1], cache=Path(home)),
        ]
        for folder in folders:
            found = sorted(folder.absolute().rglob("*.sql"))
            works.append(Work(str(folder), folder.absolute(), found, cache=Path(home)))
        yield works


def _measure(linter: Linter, work: Work) -> Sample:
    """Return what one process takes. Raises BenchError where it could not judge."""
    start = perf_counter()
    with tempfile.TemporaryFile() as printed:
        process = subprocess.Popen(
            linter.command(work),
            cwd=work.folder,
            env={**environment(), "XDG_CACHE_HOME": str(work.cache)},
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=printed,
        )
        # What its own processes took is in it too.
        _, status, used = os.wait4(process.pid, 0)
        taken = perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in _CODES:
            printed.seek(0)
            said = printed.read().decode("utf-8", "replace")[-500:]
            raise BenchError(f"{linter.name} ended with {process.returncode}: {said}")
    return Sample(taken, used.ru_utime + used.ru_stime)


def _fastest(samples: list[Sample], what: Callable[[Sample], float]) -> float:
    return min(what(one) for one in samples)


def _text(samples: Samples, versions: dict[str, str], load: float) -> str:
    """Return a table for each work: the fastest round, and how often the reference goes into it."""
    blocks = []
    for work in dict.fromkeys(work for work, _ in samples):
        rows = [_row(samples, work, name) for name in versions]
        head = ["", "seconds", "× squawk", "on processors", "× squawk"]
        blocks.append(f"{work}\n\n{tabulate(rows, head, 'github', disable_numparse=True)}")
    facts = {**versions, **{key: str(value) for key, value in machine(load).items()}}
    return "\n\n".join([*blocks, "\n".join(f"{name}: {value}" for name, value in facts.items())])


def _row(samples: Samples, work: str, name: str) -> list[str]:
    cells = [name]
    for what in (lambda one: one.wall, lambda one: one.processor):
        mine = _fastest(samples[work, name], what)
        other = samples.get((work, REFERENCE))
        cells += [f"{mine:.3f}", f"{mine / _fastest(other, what):.2f}" if other else ""]
    return cells


def _json(samples: Samples, versions: dict[str, str], load: float) -> str:
    timings = [
        {
            "work": work,
            "linter": name,
            "seconds": [round(one.wall, 4) for one in taken],
            "processor_seconds": [round(one.processor, 4) for one in taken],
        }
        for (work, name), taken in samples.items()
    ]
    return json.dumps(
        {"version": 1, "machine": machine(load), "versions": versions, "timings": timings}, indent=2
    )


if __name__ == "__main__":
    main()
