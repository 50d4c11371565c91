"""`python -m bench.clone`: a test's database, cloned from a template or migrated afresh."""

from __future__ import annotations

import os
import secrets
import sys
from collections import defaultdict
from pathlib import Path
from statistics import median
from time import perf_counter

import click
from tabulate import tabulate

from bench import server as servers
from echoes_schema import scratch, seeds, templates
from echoes_schema.errors import EchoesError
from echoes_schema.migrations import runner
from echoes_schema.templates import Source, Template

SQL = Path(__file__).parents[1] / "sql"
ROUNDS = 10


@click.command()
@click.option("--rounds", type=click.IntRange(1), default=ROUNDS, show_default=True)
@click.option("--database", metavar="URL", help="A server to use. Default: a new embedded one.")
def main(rounds: int, database: str | None) -> None:
    """Time how a test gets its database, and gives it back, in turns."""
    load = os.getloadavg()[0]
    samples: dict[str, list[float]] = defaultdict(list)
    try:
        with servers.running(database) as server:
            conninfo = f"dbname={server.connection.info.dbname}"
            with templates.template(conninfo, secrets.token_hex(8), Source(SQL)) as template:
                for _ in range(rounds):
                    samples["migrate and seed afresh"].append(_afresh(conninfo))
                    for strategy in ("WAL_LOG", "FILE_COPY"):
                        samples[f"clone, {strategy}"].append(_clone(template, strategy))
    except EchoesError as error:
        sys.exit(f"error: {error}")
    click.echo(f"{_table(samples)}\n\nload before {load:.2f}, {os.cpu_count()} processors")


def _afresh(conninfo: str) -> float:
    start = perf_counter()
    with scratch.database(conninfo) as connection:
        runner.up(connection, SQL)
        seeds.load(connection, SQL)
    return perf_counter() - start


def _clone(template: Template, strategy: str) -> float:
    start = perf_counter()
    with template.clone(strategy):
        pass
    return perf_counter() - start


def _table(samples: dict[str, list[float]]) -> str:
    slowest = max(min(seconds) for seconds in samples.values())
    rows = [
        [name, f"{min(taken):.3f}", f"{median(taken):.3f}", f"{slowest / min(taken):.1f}"]
        for name, taken in samples.items()
    ]
    head = ["", "fastest, s", "median, s", "times as fast"]
    return tabulate(rows, head, tablefmt="github", disable_numparse=True)


if __name__ == "__main__":
    main()
