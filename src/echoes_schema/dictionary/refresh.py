"""A page of the dictionary brought up to the live schema; what people wrote stays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path

from echoes_schema.dictionary import partitions, writer
from echoes_schema.dictionary.cells import paragraph
from echoes_schema.dictionary.edits import Edits
from echoes_schema.dictionary.functions import signature
from echoes_schema.dictionary.grids import Grid, Header
from echoes_schema.dictionary.markdown import Block
from echoes_schema.dictionary.sections import (
    COLUMNS,
    CONSTRAINTS,
    FACTS,
    HEADERS,
    INDEXES,
    OPTIONS,
    OTHERS,
    PARTITIONS,
    TRIGGERS,
    VIEW_COLUMNS,
    Section,
    other_in,
    sections,
)
from echoes_schema.schema import Function, Other, Schema, Table, View, index_label

Whole = Table | View | Function
Parts = Mapping[Header, Iterable[writer.Item]]
# The names of the facts in which the documented side differs from the live one: for an object,
# or for a part of the live relation that comes third.
Differing = Callable[[writer.Item | Whole, writer.Item | Whole, Whole | None], frozenset[str]]

_BODIES = frozenset({"body", "definition"})
_APART = _BODIES | {"comment"}


class Refresher:
    """Changes on pages what the live schema says otherwise, and tells what it changed."""

    def __init__(
        self,
        documented: Schema,
        live: Schema,
        *,
        major: int,
        differing: Differing,
        page_of_others: Path,
    ) -> None:
        self._documented = _by_label(documented)
        self._live = _by_label(live)
        self._documented_others = documented.others
        self._live_others = live.others
        known = {(other.kind, other.name) for other in documented.others}
        self._new_others = [o for o in live.others if (o.kind, o.name) not in known]
        self._page_of_others = page_of_others
        relations: tuple[Table | View, ...] = (*live.tables, *live.views)
        self._indexes = {
            index_label(one.name, index.name) for one in relations for index in one.indexes
        }
        self._plain = partitions.plain(live.tables)
        self._sections = writer.table_sections(live.tables)
        self._rows_alone = {one.name for one in live.tables} - self._sections.keys()
        self._rows: set[str] = set()
        self._turned: set[str] = set()
        self._major = major
        self._differing = differing

    def refresh(self, path: Path, text: str) -> tuple[str, list[str]]:
        """Return the page as it should be, and one line for each thing done or left undone.

        A row whose facts are the same keeps its spelling. Rows of what is gone are taken out;
        the section of an object that is gone stays, and so does a meaning that the database does
        not know: they are what people wrote. On their page, new objects of other kinds join the
        last section of such.
        """
        edits = Edits(text)
        found = sections(path, text)
        others = [section for section in found if section.kind == "Other objects"]
        for section in found:
            if section not in others:
                self._section(section, edits)
            elif section is others[-1] and path == self._page_of_others:
                self._other_objects(section, edits, self._new_others)
                self._new_others = []
            else:
                self._other_objects(section, edits, [])
        return edits.applied(), edits.notes

    def undocumented(self) -> dict[str, str]:
        """Return the sections that no page has yet, by what they are about."""
        found = {
            label: self._written(whole)
            for label, whole in self._live.items()
            if self._is_missing(label, whole)
        }
        if self._new_others:
            named = ", ".join(f"{other.kind} {other.name}" for other in self._new_others)
            found[named] = writer.other_section(tuple(self._new_others))
        return found

    def _other_objects(self, section: Section, edits: Edits, new: list[Other]) -> None:
        here = {other_in(row) for row in section.rows(OTHERS)}
        live = [other for other in self._live_others if (other.kind, other.name) in here]
        differing = partial(self._differing_part, None)
        grid = Grid(section, OTHERS, self._documented_others, [*live, *new], differing)
        grid.refresh(edits, section.heading)

    def _section(self, section: Section, edits: Edits) -> None:
        label = _label(section)
        live, documented = self._live.get(label), self._documented[label]
        if live is None:
            self._gone(section, label, documented, edits)
            return
        facts = self._differing(documented, live, None)
        differing = partial(self._differing_part, live)
        anchor = section.heading
        if "comment" in facts:
            _comment(section, live, edits)
        anchor = section.comment or anchor
        if facts - _APART:
            _said(section, live, edits, anchor)
        anchor = section.line(FACTS if isinstance(live, Function) else OPTIONS) or anchor
        here = _parts(documented)
        for header, items in _parts(live).items():
            grid = Grid(section, header, here[header], items, differing)
            anchor = grid.refresh(edits, anchor)
        if isinstance(live, Table):
            self._partitions(section, live, edits, anchor)
        if facts & _BODIES:
            _fence(section, live, edits, self._major)

    def _gone(self, section: Section, label: str, documented: Whole, edits: Edits) -> None:
        """Keep what people wrote of a thing that is gone, but for what would be said twice."""
        other = self._turned_into(section)
        if other is None:
            self._moved_indexes(section, documented, edits)
            edits.notes.append(f"kept {label}: it is not in the database")
            return
        became = f"{_heading(other).lower()} {other.name}"
        self._turned.add(became)
        edits.notes.append(f"{section.name}: written anew as {became}")
        edits.replace(section.heading, self._written(other))
        written = (section.comment, section.line(OPTIONS), *section.tables().values())
        for block in (*filter(None, written), *section.fences()):
            edits.replace(block, "")

    def _turned_into(self, section: Section) -> Table | View | None:
        """Return the relation of another kind that has the name of a section's."""
        name = section.name.removeprefix("public.")
        for kind in ("table", "view", "materialized view"):
            found = self._live.get(f"{kind} {name}")
            if isinstance(found, Table | View) and name not in self._rows_alone:
                return found
        return None

    def _moved_indexes(self, section: Section, documented: Whole, edits: Edits) -> None:
        """Take out the indexes that another table has now: no two have the same name."""
        if isinstance(documented, Function):
            return
        here = {index_label(documented.name, index.name): index for index in documented.indexes}
        kept = [index for label, index in here.items() if label not in self._indexes]
        if len(kept) < len(here):
            grid = Grid(section, INDEXES, documented.indexes, kept, lambda *_: frozenset())
            grid.refresh(edits, section.heading)

    def _partitions(self, section: Section, live: Table, edits: Edits, anchor: Block) -> None:
        """Put the rows of partitions right, but for those that have a section of their own."""
        rows = [partitions.read_name(row) for row in section.rows(PARTITIONS)]
        self._rows.update(rows)
        documented = [self._documented[f"table {name}"] for name in rows]
        here = [
            one
            for one in self._plain.get(live.name, ())
            if one.name in rows or f"table {one.name}" not in self._documented
        ]
        differing = partial(self._differing_part, live)
        grid = Grid(section, PARTITIONS, _tables(documented), here, differing)
        grid.refresh(edits, anchor)

    def _written(self, whole: Whole) -> str:
        match whole:
            case Table():
                return self._sections[whole.name]
            case View():
                return writer.view_section(whole)
            case Function():
                return writer.function_section(whole)

    def _is_missing(self, label: str, whole: Whole) -> bool:
        """Tell whether an object needs a section: no page has one, and it can be no row."""
        if isinstance(whole, Table) and whole.name not in self._sections:
            return False
        is_row = isinstance(whole, Table) and whole.name in self._rows
        return label not in self._turned and (is_row or label not in self._documented)

    def _differing_part(
        self, whole: Whole | None, one: writer.Item, other: writer.Item
    ) -> frozenset[str]:
        return self._differing(one, other, whole)


def _tables(wholes: Iterable[Whole]) -> list[Table]:
    return [whole for whole in wholes if isinstance(whole, Table)]


def _comment(section: Section, live: Whole, edits: Edits) -> None:
    name = section.name
    if not live.comment:
        edits.notes.append(f"{name}: kept the first paragraph: the database has no COMMENT")
        return
    edits.notes.append(f"{name}: refreshed the comment")
    if section.comment:
        edits.replace(section.comment, paragraph(live.comment))
    else:
        edits.insert(section.heading, paragraph(live.comment))


def _said(section: Section, live: Whole, edits: Edits, anchor: Block) -> None:
    """Put the line of options or facts right."""
    if isinstance(live, Function):
        keyword, text = FACTS, writer.facts_line(live)
    else:
        keyword, text = OPTIONS, writer.options_line(live.options)
    block = section.line(keyword)
    edits.notes.append(f"{section.name}: refreshed the line {keyword}")
    if block:
        edits.replace(block, text)
    else:
        edits.insert(anchor, text)


def _fence(section: Section, live: Whole, edits: Edits, major: int) -> None:
    block = section.fence(major)
    if block is None or isinstance(live, Table):
        return
    text = live.body if isinstance(live, Function) else live.definition
    edits.notes.append(f"{section.name}: refreshed the definition")
    edits.replace(block, writer.fence(text, block.mark))


def _parts(whole: Whole) -> Parts:
    """Return the rows of an object's tables, in the order in which they are written."""
    match whole:
        case Table():
            return {
                COLUMNS: whole.columns,
                CONSTRAINTS: writer.in_order(whole.constraints),
                INDEXES: whole.indexes,
                TRIGGERS: whole.triggers,
            }
        case View():
            parts: Parts = {
                VIEW_COLUMNS: whole.columns,
                INDEXES: whole.indexes,
                TRIGGERS: whole.triggers,
            }
            return {header: parts[header] for header in HEADERS[_heading(whole)]}
        case Function():
            return {}


def _by_label(schema: Schema) -> dict[str, Whole]:
    wholes: tuple[Whole, ...] = (*writer.families(schema.tables), *schema.views, *schema.functions)
    return {f"{_heading(whole).lower()} {whole.name}": whole for whole in wholes}


def _heading(whole: Whole) -> str:
    """Return the first word of the heading that an object's section has."""
    return whole.kind.capitalize() if isinstance(whole, View) else type(whole).__name__


def _label(section: Section) -> str:
    name = section.name.removeprefix("public.")
    return f"{section.kind.lower()} {signature(name) if section.kind == 'Function' else name}"
