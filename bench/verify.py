"""`python -m bench.verify`: what `verify` takes for histories of several lengths, beside `up`."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from time import perf_counter, process_time

import click
from tabulate import tabulate

from bench import server as servers
from bench.peers.echoes import Echoes
from bench.workload import changes
from echoes_schema import scratch
from echoes_schema.migrations import runner
from echoes_schema.verify import verify


@click.command()
@click.option("--count", "counts", type=click.IntRange(1, 9999), multiple=True, default=(100, 300))
@click.option("--database", metavar="URL", help="A server to use. Default: a new embedded one.")
def main(counts: tuple[int, ...], database: str | None) -> None:
    """Time one replay of a history, and going back and forth through all of it with rows."""
    load = os.getloadavg()[0]
    with servers.running(database) as server:
        rows = [_row(f"dbname={server.connection.info.dbname}", count) for count in counts]
    head = ["migrations", "up, s", "verify, s", "times up", "ms a migration", "own processor, s"]
    click.echo(tabulate(rows, head, tablefmt="github", disable_numparse=True))
    click.echo(f"\nload before {load:.2f}, {os.cpu_count()} processors")


def _row(conninfo: str, count: int) -> list[str]:
    with tempfile.TemporaryDirectory(prefix="bench-") as home:
        folder = Path(home) / "migrations"
        folder.mkdir()
        Echoes().lay_out(changes(count), folder)
        with scratch.database(conninfo) as connection:
            begun = perf_counter()
            runner.up(connection, Path(home))
            up = perf_counter() - begun
        with scratch.database(conninfo) as connection:
            begun, used = perf_counter(), process_time()
            report = verify(connection, Path(home))
            whole, used = perf_counter() - begun, process_time() - used
    if report.findings or report.checked["round trips"] != count:
        raise click.ClickException(f"{count} migrations did not come back: {report.findings}")
    figures = (f"{up:.1f}", f"{whole:.1f}", f"{whole / up:.1f}", f"{1000 * whole / count:.0f}")
    return [str(count), *figures, f"{used:.1f}"]


if __name__ == "__main__":
    main()
