"""The areas of the browser: those that people have made pages for, else those of the names."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from echoes_schema.diagrams.areas import Area, areas
from echoes_schema.dictionary.generated import title
from echoes_schema.dictionary.sections import pages, sections
from echoes_schema.schema import Schema


def grouped(schema: Schema, docs: Path) -> tuple[Area, ...]:
    """Return every table and view in its area.

    The pages in `docs` are of use where they document most of them and are few: one page for
    each table is no area. What no page documents stands in the areas of its name.
    """
    found = areas(schema)
    names = [name for area in found for name in area.relations]
    by_page = _by_page(docs)
    documented = [name for name in names if name in by_page]
    if 2 * len(documented) <= len(names) or 2 * len(set(by_page.values())) > len(names):
        return found
    made: dict[str, list[str]] = defaultdict(list)
    for area in found:
        for name in area.relations:
            made[by_page.get(name, area.name)].append(name)
    return tuple(Area(name, tuple(sorted(made[name]))) for name in sorted(made))


def _by_page(docs: Path) -> dict[str, str]:
    """Return the title of the page that documents each table and view."""
    return {
        section.name.removeprefix("public."): title(page, text)
        for page in pages(docs)
        for text in [page.read_text("utf-8")]
        for section in sections(page, text)
        if section.kind in {"Table", "View", "Materialized view"}
    }
