"""`python -m bench.runner`: everybody's migrations, timed side by side."""

from __future__ import annotations

import os
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

import click
import psycopg

from bench import clock, report
from bench import install as installation
from bench import server as servers
from bench.clock import Timing
from bench.peer import BenchError, Job, Peer, Step, roll_call
from bench.peers import PEERS
from bench.server import Server
from bench.workload import changes
from echoes_schema.errors import EchoesError

DATABASE = "bench_runner"
# A round of 1,000 takes minutes.
ROUNDS, FEW_ROUNDS, MANY = 7, 3, 500
Samples = dict[tuple[str, int, Step], list[float]]


@click.command()
@click.option("--count", "counts", type=click.IntRange(1, 9999), multiple=True, default=(100, 1000))
@click.option("--rounds", type=click.IntRange(1), help="Default: 7, and 3 from 500 changes on.")
@click.option("--peer", "names", multiple=True, type=click.Choice([peer.name for peer in PEERS]))
@click.option(
    "--database",
    metavar="URL",
    help=f"A server to use; its database {DATABASE} is dropped. Default: a new embedded one.",
)
@click.option(
    "--commit-delay",
    type=click.IntRange(0, 100_000),
    metavar="MICROSECONDS",
    help="What each flush of WAL waits for, as for a slower disk.",
)
@click.option("--install", is_flag=True, help="First install dbmate and Alembic below build/.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def main(  # noqa: PLR0913 (as many parameters as options)
    *,
    counts: tuple[int, ...],
    rounds: int | None,
    names: tuple[str, ...],
    database: str | None,
    commit_delay: int | None,
    install: bool,
    as_json: bool,
) -> None:
    """Time migration runners on the same work, whole processes, in turns."""
    if install:
        for failure in installation.install():
            _say(f"not installed: {failure}")
    wanted = [peer for peer in PEERS if not names or peer.name in names]
    versions, missing = roll_call(wanted)
    present = [peer for peer in wanted if peer.name in versions]
    if not present:
        sys.exit("error: nobody is there to be measured")
    load = os.getloadavg()[0]
    samples: Samples = defaultdict(list)
    try:
        with servers.running(database) as server:
            if commit_delay is not None:
                server.delay_commits(commit_delay)
            for count in counts:
                _compare(server, present, count, rounds or _rounds(count), samples)
            facts = server.facts()
    except (BenchError, EchoesError, psycopg.Error) as error:
        sys.exit(f"error: {error}")
    timings = tuple(Timing(*key, tuple(seconds)) for key, seconds in samples.items())
    result = report.Result(load, facts, versions, missing, timings)
    click.echo(report.to_json(result) if as_json else report.to_text(result))


def _rounds(count: int) -> int:
    return FEW_ROUNDS if count >= MANY else ROUNDS


def _compare(server: Server, peers: list[Peer], count: int, rounds: int, samples: Samples) -> None:
    """Run every peer in every round, each time beginning with another one."""
    with tempfile.TemporaryDirectory(prefix="bench-") as home:
        jobs = {peer.name: _job(peer, count, Path(home)) for peer in peers}
        for number in range(rounds):
            first = number % len(peers)
            for peer in [*peers[first:], *peers[:first]]:
                taken = _round(server, peer, jobs[peer.name])
                for step, seconds in taken.items():
                    samples[peer.name, count, step].append(seconds)
                shown = ", ".join(f"{step} {seconds:.2f}" for step, seconds in taken.items())
                _say(f"{count}, round {number + 1} of {rounds}, {peer.name}: {shown}")


def _job(peer: Peer, count: int, home: Path) -> Job:
    folder = home / peer.name
    folder.mkdir()
    work = changes(count)
    peer.lay_out(work, folder)
    return Job(folder, DATABASE, work)


def _round(server: Server, peer: Peer, job: Job) -> dict[Step, float]:
    """Return the seconds of every step, on a new database; see that the work was done."""
    taken = {}
    with server.database(job.database):
        for step in Step:
            server.checkpoint()
            taken[step] = clock.measure(peer.command(step, job), job.folder)
            if step is not Step.HELP:
                servers.require_done(job.database, 0 if step is Step.DOWN else len(job.changes))
    return taken


def _say(message: str) -> None:
    click.echo(message, err=True)


if __name__ == "__main__":
    main()
