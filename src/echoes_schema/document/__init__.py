"""The dictionary brought up to a schema, and held to it."""

from __future__ import annotations

from pathlib import Path

from echoes_schema import conform, dictionary
from echoes_schema.compare import compare, differing_facts
from echoes_schema.dictionary.reader import Documented
from echoes_schema.dictionary.refresh import Refresher
from echoes_schema.dictionary.sections import pages
from echoes_schema.document import contents, illustration
from echoes_schema.document.illustration import Illustrator
from echoes_schema.document.placement import Placement
from echoes_schema.document.staleness import stale
from echoes_schema.errors import place
from echoes_schema.model import Report
from echoes_schema.schema import Schema


def build(live: Schema, major: int, docs: Path) -> list[str]:
    """Write what the pages in `docs` lack; return one line for each thing done or left undone.

    `major` is the version of PostgreSQL that the schema is from. A second run writes nothing.
    Raises FileError when a page cannot be read: none is written then.
    """
    written = {page: page.read_text("utf-8") for page in pages(docs)}
    documented = dictionary.read(docs, major * 10000)
    texts, notes = _refreshed(documented, live, major, written, docs)
    illustrate = Illustrator(live).page
    for page, text in texts.items():
        texts[page] = illustrate(page, text)
        if page in written and texts[page] != text:
            notes.append(f"{place(page)}: refreshed the diagram")
    index, listed = contents.page(docs, texts)
    if listed is not None:
        texts[index] = listed
        notes.append(f"{place(index)}: refreshed the contents")
    for page, text in texts.items():
        if text != written.get(page):
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(text, "utf-8", newline=_line_end(page))
    return notes


def check(live: Schema, major: int, docs: Path) -> Report:
    """Return every difference of the pages from a schema, and every part that is stale.

    Nothing is written. Raises FileError when the pages cannot be read or document nothing.
    """
    documented = conform.documented(docs, major * 10000)
    texts = {page: page.read_text("utf-8") for page in pages(docs)}
    illustrate = Illustrator(live).page
    findings = [
        stale(illustration.NAME, page, text, drawn)
        for page, text in texts.items()
        if (drawn := illustrate(page, text)) != text
    ]
    index, listed = contents.page(docs, texts)
    if listed is not None:
        text = index.read_text("utf-8") if index.exists() else ""
        findings.append(stale(contents.NAME, index, text, listed))
    differences = compare(documented.schema, live, places=documented.places)
    checked = {**conform.counted(documented.schema), "pages": len(texts)}
    return Report(checked=checked, findings=(*differences, *findings))


def _line_end(page: Path) -> str:
    """Return how the lines of a page end, so that those that stay do not change."""
    return "\r\n" if page.exists() and b"\r\n" in page.read_bytes() else "\n"


def _refreshed(
    documented: Documented, live: Schema, major: int, written: dict[Path, str], docs: Path
) -> tuple[dict[Path, str], list[str]]:
    """Return the pages with every section as it should be, and what is to be told of it."""
    differing = differing_facts(documented.schema, live)
    placement = Placement(docs, live, documented.places)
    refresher = Refresher(
        documented.schema,
        live,
        major=major,
        differing=differing,
        page_of_others=placement.page(""),
    )
    texts: dict[Path, str] = {}
    notes: list[str] = []
    for page, text in written.items():
        texts[page], said = refresher.refresh(page, text)
        notes += [f"{place(page)}: {note}" for note in said]
    for label, section in refresher.undocumented().items():
        page = placement.page(label)
        above = texts.get(page) or f"# {placement.title(page)}"
        texts[page] = f"{above.rstrip(chr(10))}\n\n{section}\n"
        notes.append(f"{place(page)}: added {label}")
    return texts, notes
