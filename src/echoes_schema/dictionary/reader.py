"""The documented schema, read from the pages of the dictionary."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple, TypeVar

from echoes_schema.dictionary import (
    columns,
    constraints,
    functions,
    indexes,
    others,
    partitions,
    triggers,
)
from echoes_schema.dictionary.cells import (
    GrammarError,
    clauses,
    code_in,
    name_in,
    prose_in,
    with_breaks,
)
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
    pages,
    sections,
)
from echoes_schema.errors import FileError, place
from echoes_schema.schema import (
    Column,
    Constraint,
    Function,
    Index,
    Other,
    Schema,
    Table,
    Trigger,
    View,
    ViewColumn,
    column_label,
    constraint_label,
    index_label,
    trigger_label,
)

PartT = TypeVar("PartT", Column, ViewColumn, Constraint, Index, Trigger)

_by_name = attrgetter("name")


class Place(NamedTuple):
    """Where an object is documented: the line counts from 1."""

    path: Path
    line: int


@dataclass(frozen=True, slots=True)
class Documented:
    """What the dictionary says, and where it says it, by the label of each object."""

    schema: Schema
    places: Mapping[str, Place]


def read(folder: Path, server_version: int) -> Documented:
    """Return the schema that the pages of a folder document for a server.

    `server_version` is PostgreSQL's number, 180004: definitions that differ by version are
    chosen by it. Raises FileError, with the place and what to write, for what cannot be read.
    """
    reader = _Reader(server_version // 10000)
    for page in pages(folder):
        for section in sections(page, _text(page)):
            reader.add(section)
    return reader.documented()


def _text(page: Path) -> str:
    try:
        return page.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FileError(f"{place(page)}: {error}", "Make it a readable UTF-8 file.") from error


class _Reader:
    def __init__(self, major: int) -> None:
        self._major = major
        self._places: dict[str, Place] = {}
        self._tables: list[Table] = []
        self._views: list[View] = []
        self._functions: list[Function] = []
        self._others: list[Other] = []

    def add(self, section: Section) -> None:
        """Read one section into what was read so far."""
        if section.kind == "Table":
            self._tables.append(self._table(section))
            self._tables.extend(self._partitions(section, self._tables[-1]))
        elif section.kind in {"View", "Materialized view"}:
            self._views.append(self._view(section))
        elif section.kind == "Function":
            self._functions.append(self._function(section))
        else:
            self._others.extend(self._other_objects(section))

    def documented(self) -> Documented:
        """Return all that was read, sorted by name."""
        schema = Schema(
            tables=tuple(sorted(self._tables, key=_by_name)),
            views=tuple(sorted(self._views, key=_by_name)),
            functions=tuple(sorted(self._functions, key=_by_name)),
            others=tuple(sorted(self._others, key=attrgetter("kind", "name"))),
        )
        return Documented(schema, self._places)

    def _table(self, section: Section) -> Table:
        name = section.name.removeprefix("public.")
        self._place(section, section.heading.line, f"table {name}")
        return Table(
            name=name,
            columns=self._columns(section, name),
            constraints=self._constraints(section, name),
            indexes=self._indexes(section, name),
            triggers=self._triggers(section, name),
            options=_options(section),
            comment=_comment(section),
        )

    def _partitions(self, section: Section, parent: Table) -> list[Table]:
        found = []
        for row in section.rows(PARTITIONS):
            with section.at(row.line):
                found.append(partitions.read(row, parent))
            self._place(section, row.line, f"table {found[-1].name}")
        return found

    def _view(self, section: Section) -> View:
        name = section.name.removeprefix("public.")
        self._place(section, section.heading.line, f"{section.kind.lower()} {name}")
        return View(
            name=name,
            columns=self._view_columns(section, name),
            definition=self._definition(section, "definition").strip(),
            is_materialized=section.kind == "Materialized view",
            indexes=self._indexes(section, name) if INDEXES in HEADERS[section.kind] else (),
            triggers=self._triggers(section, name) if TRIGGERS in HEADERS[section.kind] else (),
            options=_options(section),
            comment=_comment(section),
        )

    def _function(self, section: Section) -> Function:
        facts = section.line(FACTS)
        line = facts.line if facts else section.heading.line
        said = facts.text.removeprefix(FACTS).strip() if facts else ""
        body = self._definition(section, "body")
        with section.at(line):
            name = section.name.removeprefix("public.")
            facts_said = with_breaks(" ".join(said.split()))
            function = functions.read(name, facts_said, body, _comment(section))
        self._place(section, section.heading.line, f"function {function.name}")
        return function

    def _other_objects(self, section: Section) -> list[Other]:
        found = []
        for row in section.rows(OTHERS):
            with section.at(row.line):
                other = others.read(row.cells)
            self._place(section, row.line, f"{other.kind} {other.name}")
            found.append(other)
        return found

    def _columns(self, section: Section, table: str) -> tuple[Column, ...]:
        return self._parts(section, COLUMNS, columns.read, partial(column_label, table))

    def _view_columns(self, section: Section, view: str) -> tuple[ViewColumn, ...]:
        return self._parts(section, VIEW_COLUMNS, columns.read_of_view, partial(column_label, view))

    def _constraints(self, section: Section, table: str) -> tuple[Constraint, ...]:
        label = partial(constraint_label, table)
        return _sorted(self._parts(section, CONSTRAINTS, _constraint, label))

    def _indexes(self, section: Section, table: str) -> tuple[Index, ...]:
        return _sorted(self._parts(section, INDEXES, _index, partial(index_label, table)))

    def _triggers(self, section: Section, relation: str) -> tuple[Trigger, ...]:
        label = partial(trigger_label, relation)
        return _sorted(self._parts(section, TRIGGERS, _trigger, label))

    def _parts(
        self,
        section: Section,
        header: tuple[str, ...],
        read: Callable[[tuple[str, ...]], PartT],
        label: Callable[[str], str],
    ) -> tuple[PartT, ...]:
        """Return what the rows of a table define, in their order."""
        found = []
        for row in section.rows(header):
            # A `with section.at(…)` a row costs as much as reading it.
            try:
                part = read(row.cells)
            except GrammarError as error:
                raise section.placed(error, row.line) from error
            self._place(section, row.line, label(part.name))
            found.append(part)
        return tuple(found)

    def _definition(self, section: Section, what: str) -> str:
        fence = section.fence(self._major)
        if fence is None:
            problem = f"no sql fence holds the {what} for PostgreSQL {self._major}"
            raise section.error(section.heading.line, problem, "Write it between ```sql and ```.")
        return fence.text

    def _place(self, section: Section, line: int, label: str) -> None:
        if label in self._places:
            first = self._places[label]
            hint = f"It stands at {place(first.path, first.line)} already: leave one of them."
            raise section.error(line, f"{label} is documented twice", hint)
        self._places[label] = Place(section.path, line)


def _constraint(cells: tuple[str, ...]) -> Constraint:
    name, kind, definition, meaning = cells
    return constraints.read(name_in(name), kind, definition, prose_in(meaning))


def _index(cells: tuple[str, ...]) -> Index:
    name, definition, meaning = cells
    return indexes.read(name_in(name), definition, prose_in(meaning))


def _trigger(cells: tuple[str, ...]) -> Trigger:
    name, definition, meaning = cells
    return triggers.read(name_in(name), definition, prose_in(meaning))


def _sorted(parts: tuple[PartT, ...]) -> tuple[PartT, ...]:
    return tuple(sorted(parts, key=_by_name))


def _comment(section: Section) -> str:
    return prose_in(section.comment.text) if section.comment else ""


def _options(section: Section) -> tuple[str, ...]:
    block = section.line(OPTIONS)
    if block is None:
        return ()
    with section.at(block.line):
        said = clauses(with_breaks(" ".join(block.text.removeprefix(OPTIONS).split())))
        return tuple(sorted(code_in(option) for option in said))
