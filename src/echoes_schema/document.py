"""The dictionary brought up to a live database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from echoes_schema import catalog, dictionary
from echoes_schema.compare import differing_facts
from echoes_schema.dictionary.refresh import Refresher
from echoes_schema.dictionary.sections import pages
from echoes_schema.errors import place

if TYPE_CHECKING:
    import psycopg
    from psycopg.rows import TupleRow

NEW_PAGE = "new.md"


def build(connection: psycopg.Connection[TupleRow], docs: Path) -> list[str]:
    """Write what the pages in `docs` lack; return one line for each thing done or left undone.

    A second run writes nothing. Raises FileError when a page cannot be read: none is written
    then.
    """
    version = connection.info.server_version
    documented = dictionary.read(docs, version).schema
    live = catalog.read(connection)
    refresher = Refresher(
        documented, live, major=version // 10000, differing=differing_facts(documented, live)
    )
    refreshed = {page: refresher.refresh(page, page.read_text("utf-8")) for page in pages(docs)}
    notes = []
    for page, (text, said) in refreshed.items():
        if text != page.read_text("utf-8"):
            page.write_text(text, "utf-8")
        notes += [f"{place(page)}: {note}" for note in said]
    return notes + _write_new(docs / NEW_PAGE, refresher)


def _write_new(page: Path, refresher: Refresher) -> list[str]:
    """Append the sections of what is not documented; return what was written."""
    undocumented = refresher.undocumented()
    if not undocumented:
        return []
    start = page.read_text("utf-8").rstrip("\n") if page.exists() else "# New"
    page.write_text("\n\n".join([start, *undocumented.values()]) + "\n", "utf-8")
    return [f"{place(page)}: added {label}" for label in undocumented]
