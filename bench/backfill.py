"""`python -m bench.backfill`: a backfill in batches beside the same UPDATE in one statement.

Both change every row of the same table on the same server, while another session updates one
row after the other and notes how long it waited.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

import click
import psycopg

from bench import server as servers
from bench.server import Server

DATABASE = "bench_backfill"
PROGRAM = (sys.executable, "-m", "echoes_schema")
UPDATE = "UPDATE ships SET color = 'grey'"
_TABLE = """
CREATE TABLE ships (
    ship_id bigint CONSTRAINT ships_pkey PRIMARY KEY,
    name text NOT NULL,
    hits integer NOT NULL DEFAULT 0,
    color text
);
INSERT INTO ships (ship_id, name)
SELECT n, 'ship ' || n FROM generate_series(1, {rows}) AS n;
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """How long a way took, and the longest that the other session waited, in seconds."""

    way: str
    seconds: float
    longest_wait: float


@click.command()
@click.option("--rows", type=click.IntRange(1), default=1_000_000, show_default=True)
@click.option("--size", "sizes", type=click.IntRange(1), multiple=True, default=(1000, 5000, 20000))
@click.option("--pause", "pauses", type=click.FloatRange(0), multiple=True, default=(0.0, 0.5))
@click.option("--database", metavar="URL", help="A server to use. Default: a new embedded one.")
def main(
    rows: int, sizes: tuple[int, ...], pauses: tuple[float, ...], database: str | None
) -> None:
    """Time a backfill in batches beside one UPDATE, and what others wait meanwhile."""
    with servers.running(database) as server, tempfile.TemporaryDirectory() as home:
        sql = Path(home)
        statement = _measure(server, rows, sql, "-- transactional: true", 0)
        _show(Taken("one statement", *statement), statement)
        for size in sizes:
            for pause in pauses:
                taken = _measure(server, rows, sql, f"-- batch: {size} by ship_id", pause)
                _show(Taken(f"{size} a batch, pause {pause:g}", *taken), statement)


def _measure(
    server: Server, rows: int, sql: Path, header: str, pause: float
) -> tuple[float, float]:
    (sql / "0001_ships.sql").write_text(_TABLE.format(rows=rows), "utf-8")
    (sql / "0002_color.sql").write_text(f"{header}\n{UPDATE};\n", "utf-8")
    with server.database(DATABASE) as name:
        _up(sql, name, "--to", "0001")
        with psycopg.connect(f"dbname={name}", autocommit=True) as connection:
            connection.execute("VACUUM (ANALYZE) ships")
        server.checkpoint()
        with _another_session(name, rows) as waits:
            begun = time.perf_counter()
            _up(sql, name, "--batch-pause", str(pause))
            taken = time.perf_counter() - begun
        _require_done(name, rows)
    return taken, max(waits)


def _up(sql: Path, database: str, *options: str) -> None:
    command = [*PROGRAM, "--database", f"dbname={database}", "--sql", str(sql), "up", *options]
    subprocess.run(command, check=True, capture_output=True)


@contextmanager
def _another_session(database: str, rows: int) -> Iterator[list[float]]:
    """Update random rows until the block ends; yield the list of how long each update took."""
    waits: list[float] = []
    over = threading.Event()

    def update() -> None:
        chance = Random(1)
        with psycopg.connect(f"dbname={database}", autocommit=True) as connection:
            while not over.wait(0.002):
                begun = time.perf_counter()
                row = [chance.randint(1, rows)]
                connection.execute("UPDATE ships SET hits = hits + 1 WHERE ship_id = %s", row)
                waits.append(time.perf_counter() - begun)

    thread = threading.Thread(target=update)
    thread.start()
    try:
        yield waits
    finally:
        over.set()
        thread.join()


def _require_done(database: str, rows: int) -> None:
    with psycopg.connect(f"dbname={database}") as connection:
        row = connection.execute("SELECT count(*) FROM ships WHERE color = 'grey'").fetchone()
    if row is None or row[0] != rows:
        sys.exit(f"error: {row and row[0]} rows are grey, and not {rows}")


def _show(taken: Taken, statement: tuple[float, float]) -> None:
    seconds, wait = statement
    click.echo(
        f"{taken.way:28} {taken.seconds:7.1f} s ({taken.seconds / seconds:5.2f})   "
        f"longest wait {taken.longest_wait:7.3f} s ({taken.longest_wait / wait:6.3f})"
    )


if __name__ == "__main__":
    main()
