"""`python -m bench.conformance`: `check` and `diff` beside what others take to tell the same."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import perf_counter, sleep

import click
import psycopg

from bench import assertions, clock, estate, lean_read, report
from bench import install as installation
from bench import server as servers
from bench.clock import Timing
from bench.differs import DIFFERS, REFERENCE, Differ, Pair, pgtap
from bench.peer import BenchError, MissingError, roll_call
from bench.server import Server
from echoes_schema import catalog, database, dictionary
from echoes_schema.errors import EchoesError

ONE, OTHER, TAPPED = "bench_estate_one", "bench_estate_other", "bench_estate_tapped"
WHOLE, PROCESSOR, READ = "whole process", "processor, both sides", "catalogue alone"
OURS = "echoes-schema check"
FLOOR = "28 structured queries"
ROUNDS = 7
# As many tables as it takes to see that everybody looks.
FEW = 2
# Whoever takes longer than this, in seconds, runs once.
LONG = 30.0
_PSQL_ALONE = re.compile(r"^\\echo .*$", re.MULTILINE)
Samples = dict[tuple[str, int, str], list[float]]


@click.command()
@click.option("--tables", "counts", type=click.IntRange(2, 9999), multiple=True, default=(11, 1000))
@click.option("--rounds", type=click.IntRange(1), default=ROUNDS, show_default=True)
@click.option("--peer", "names", multiple=True, type=click.Choice([one.name for one in DIFFERS]))
@click.option(
    "--database",
    metavar="URL",
    help="A server to use; its databases bench_estate_… are dropped. Default: an embedded one.",
)
@click.option("--install", is_flag=True, help="First install peers of pip and npm below build/.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def main(  # noqa: PLR0913 (as many parameters as options)
    *,
    counts: tuple[int, ...],
    rounds: int,
    names: tuple[str, ...],
    database: str | None,
    install: bool,
    as_json: bool,
) -> None:
    """Time how long tools take to say that a database is as it should be."""
    if install:
        for failure in installation.install_differs():
            _say(f"not installed: {failure}")
    differs = [one for one in DIFFERS if not names or one.name in names]
    versions, missing = roll_call(differs)
    load = os.getloadavg()[0]
    samples: Samples = defaultdict(list)
    try:
        with servers.running(database) as server:
            present = [one for one in differs if one.name in versions]
            _require_eyes(server, present)
            for count in counts:
                _compare(server, present, count, rounds, samples)
            facts = server.facts()
    except (BenchError, EchoesError, psycopg.Error) as error:
        sys.exit(f"error: {error}")
    timings = tuple(Timing(*key, tuple(seconds)) for key, seconds in samples.items())
    result = report.Result(load, facts, versions, missing, timings, REFERENCE, "tables")
    click.echo(report.to_json(result) if as_json else report.to_text(result))


def _compare(
    server: Server, differs: list[Differ], count: int, rounds: int, samples: Samples
) -> None:
    """Run everybody in every round, each time beginning with another one."""
    with _estate(server, count) as pair:
        for number in range(rounds):
            first = number % max(len(differs), 1)
            for one in [*differs[first:], *differs[:first]]:
                key = (one.name, count, WHOLE)
                if max(samples[key], default=0) < LONG:
                    whole, processor = _measured(server, one, pair)
                    samples[key].append(whole)
                    samples[one.name, count, PROCESSOR].append(processor)
                    _say(f"{count}, round {number + 1}, {one.name}: {whole:.2f}, {processor:.2f}")
        for _ in range(rounds):
            samples[FLOOR, count, READ].append(_timed(pair.one, lean_read.read))
            samples[OURS, count, READ].append(_timed(pair.one, catalog.read))


def _measured(server: Server, one: Differ, pair: Pair) -> tuple[float, float]:
    """Return the seconds of a run, and the processor time of its processes and its sessions."""
    begun = server.processor() + _children()
    whole = clock.measure(one.command(pair), pair.docs)
    # A session ends after its client, and is counted when the postmaster has noticed.
    while server.sessions(pair.one, pair.other, pair.tapped):
        sleep(0.01)
    sleep(0.2)
    return whole, server.processor() + _children() - begun


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _timed(name: str, read: Callable[[psycopg.Connection[tuple[object, ...]]], object]) -> float:
    """Return the seconds of connecting and reading: a session's first look is its slowest."""
    start = perf_counter()
    with database.connect(f"dbname={name}") as connection:
        read(connection)
    return perf_counter() - start


def _require_eyes(server: Server, differs: list[Differ]) -> None:
    """Raise BenchError unless every tool tells a changed database from one that is as it was."""
    with _estate(server, FEW) as pair:
        before = {one.name: _said(one, pair) for one in differs if not one.is_blind}
        _run(pair.one, estate.change())
        _run(pair.tapped, estate.change())
        after = {one.name: _said(one, pair) for one in differs if not one.is_blind}
    for name, said in before.items():
        if said == after[name]:
            raise BenchError(f"{name} does not see a column whose type was changed")


def _said(one: Differ, pair: Pair) -> tuple[int, bytes]:
    done = subprocess.run(one.command(pair), capture_output=True, check=False, cwd=pair.docs)
    # pg_prove prints how long it took.
    return done.returncode, b"" if "pg_prove" in one.name else done.stdout


@contextmanager
def _estate(server: Server, count: int) -> Iterator[Pair]:
    """Yield two equal databases of `count` tables, the first one's pages and assertions."""
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        for name in (ONE, OTHER, TAPPED):
            stack.enter_context(server.database(name))
        _run(ONE, estate.statements(count), "VACUUM ANALYZE")
        for name in (OTHER, TAPPED):
            server.clone(ONE, name)
        _tap(TAPPED)
        with database.connect(f"dbname={ONE}") as connection:
            page = dictionary.write(catalog.read(connection), "Estate")
        (home / "docs").mkdir()
        (home / "docs" / "estate.md").write_text(page, "utf-8")
        (home / "estate.sql").write_text(assertions.assertions(count), "utf-8")
        yield Pair(ONE, OTHER, TAPPED, home / "docs", home / "estate.sql")


def _tap(name: str) -> None:
    """Put pgTAP into a database, where this machine has it."""
    try:
        text = pgtap().read_text("utf-8")
    except MissingError:
        return
    _run(name, _PSQL_ALONE.sub("", text))


def _run(name: str, *statements: str) -> None:
    with psycopg.connect(f"dbname={name}", autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def _say(message: str) -> None:
    click.echo(message, err=True)


if __name__ == "__main__":
    main()
