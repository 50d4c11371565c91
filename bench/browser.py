"""The browser of a large schema: how large the file is, and how soon it answers in Chromium."""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.documentation import chromium

from echoes_schema import site
from echoes_schema.schema import Check, Column, ForeignKey, Index, IndexKey, Key, Schema, Table
from echoes_schema.sides import Side

WORDS = ("a", "amount", "table_99", "life-cycle state", "nothing like that")
_LOADED = "return performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
# From the key stroke until the results are laid out.
_SEARCH = """
    const field = document.getElementById('query');
    const started = performance.now();
    field.value = arguments[0];
    field.dispatchEvent(new Event('input'));
    document.getElementById('results').offsetHeight;
    return performance.now() - started;
"""
_SHOW = """
    const started = performance.now();
    location.hash = arguments[0];
    window.dispatchEvent(new HashChangeEvent('hashchange'));
    document.getElementById('main').offsetHeight;
    return performance.now() - started;
"""


def schema(count: int) -> Schema:
    """Return so many tables of 12 columns, each with 2 foreign keys, 2 checks and 5 indexes."""
    return Schema(tables=tuple(_table(number, count) for number in range(count)))


def _table(number: int, count: int) -> Table:
    name = f"table_{number:04}"
    names = (
        "id",
        "code",
        "name",
        "a_id",
        "b_id",
        "amount",
        "status",
        "note",
        "at",
        "until",
        "flags",
    )
    columns = (Column(one, "bigint", comment=f"The {one} of it.") for one in names)
    parents = ((number - 1) % count, number // 7)
    return Table(
        name,
        (*columns, Column("state", "text", comment="Life-cycle state.")),
        (
            Key(f"{name}_pkey", "primary key", ("id",)),
            Key(f"{name}_code_key", "unique", ("code",)),
            *(Check(f"{name}_{one}_check", f"{one} > 0") for one in ("amount", "status")),
            *(
                ForeignKey(f"{name}_{one}_fkey", (one,), f"table_{parent:04}", ("id",))
                for one, parent in zip(("a_id", "b_id"), parents, strict=True)
            ),
        ),
        tuple(Index(f"{name}_{one}_idx", "btree", (IndexKey(one),)) for one in names[3:6]),
        comment=f"What number {number} is about, in a sentence of usual length.",
    )


def measures(file: Path, folder: Path, rounds: int) -> Iterator[tuple[str, float]]:
    """Yield what was measured, and the least of all rounds in milliseconds."""
    with chromium.started(folder) as driver:
        loads = []
        searches: dict[str, list[float]] = {word: [] for word in WORDS}
        pages: list[float] = []
        for _ in range(rounds):
            driver.get("about:blank")
            driver.get(file.as_uri())
            loads.append(driver.execute_script(_LOADED))
            for word, times in searches.items():
                times.append(driver.execute_script(_SEARCH, word))
            pages.append(driver.execute_script(_SHOW, "#table/table_0001"))
    yield "loaded and drawn", min(loads)
    yield from ((f"results of {word!r}", min(times)) for word, times in searches.items())
    yield "page of a table with its diagram", min(pages)


def main() -> None:
    """Print the size and the times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "schema.html"
        started = time.perf_counter()
        text = site.page(Side(schema(options.tables), "bench", 18), Path(folder), "Bench")
        file.write_text(text, "utf-8")
        print(f"made in {(time.perf_counter() - started) * 1000:.0f} ms")
        print(f"{len(text.encode()) / 1024:.0f} KiB")
        for name, least in measures(file, Path(folder) / "profile", options.rounds):
            print(f"{name}: {least:.0f} ms")


if __name__ == "__main__":
    main()
