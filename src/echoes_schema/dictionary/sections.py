"""A page of the dictionary cut into sections, one an object."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from echoes_schema.dictionary import others
from echoes_schema.dictionary.cells import GrammarError, with_breaks
from echoes_schema.dictionary.markdown import Block, Row, blocks
from echoes_schema.errors import FileError, place

COLUMNS = ("Column", "Type", "Null", "Default", "Meaning")
VIEW_COLUMNS = ("Column", "Type", "Meaning")
CONSTRAINTS = ("Constraint", "Kind", "Definition", "Meaning")
INDEXES = ("Index", "Definition", "Meaning")
TRIGGERS = ("Trigger", "Definition", "Meaning")
PARTITIONS = ("Partition", "Takes", "Meaning")
OTHERS = ("Kind", "Name", "Facts", "Meaning")
# The tables that each kind of section may have, in the order in which they are written.
HEADERS = {
    "Table": (COLUMNS, CONSTRAINTS, INDEXES, TRIGGERS, PARTITIONS),
    "View": (VIEW_COLUMNS, TRIGGERS),
    "Materialized view": (VIEW_COLUMNS, INDEXES),
    "Function": (),
    "Other objects": (OTHERS,),
}
OPTIONS = "Options:"
FACTS = "Facts:"

_HEADING = re.compile(r"(Table|View|Materialized view|Function) (`+)(?P<name>[^`].*?)\2\Z")
_FENCE = re.compile(r"sql(?: (?P<first>\d+)(?P<open>\+)?(?:-(?P<last>\d+))?)?\Z")


@dataclass(frozen=True, slots=True)
class Section:
    """What is said of one object: the blocks from its heading to the next heading of level 2.

    `kind` is one of HEADERS, and `name` is empty for `Other objects`.
    """

    path: Path
    kind: str
    name: str
    heading: Block
    blocks: tuple[Block, ...]

    @property
    def end(self) -> int:
        """The line after the last block."""
        return self.blocks[-1].end if self.blocks else self.heading.end

    @property
    def comment(self) -> Block | None:
        """The paragraph right below the heading, if that is what stands there."""
        first = self.blocks[0] if self.blocks else None
        is_comment = first and first.kind == "paragraph" and not _is_line(first)
        return first if is_comment else None

    def line(self, keyword: str) -> Block | None:
        """Return the paragraph that begins with `Options:` or `Facts:`."""
        found = [block for block in self.blocks if _is_line(block, keyword)]
        if len(found) > 1:
            raise self.error(found[1].line, f"{keyword} stands here twice", "Leave one of them.")
        return found[0] if found else None

    def tables(self) -> dict[tuple[str, ...], Block]:
        """Return the tables by their headers. Raises FileError for one that is not known."""
        found: dict[tuple[str, ...], Block] = {}
        for block in self.blocks:
            if block.kind != "table":
                continue
            header = block.rows[0].cells
            if header not in HEADERS[self.kind]:
                known = "; ".join(f"| {' | '.join(one)} |" for one in HEADERS[self.kind])
                hint = f"Tables here begin with: {known or '(none)'}. Write others as lists."
                raise self.error(block.line, f"a table of {', '.join(header)} is not known", hint)
            if header in found:
                problem = f"a second table of {header[0]}"
                raise self.error(block.line, problem, "Join it with the first one.")
            found[header] = block
        return found

    def rows(self, header: tuple[str, ...]) -> tuple[Row, ...]:
        """Return the rows of a table, none where it is not there."""
        block = self.tables().get(header)
        if block is None:
            return ()
        rows = block.rows[1:]
        if 'U&"' in block.text:
            # The last cell is for people.
            rows = tuple(
                Row(line, (*map(with_breaks, cells[:-1]), *cells[-1:])) for line, cells in rows
            )
        for row in rows:
            if len(row.cells) != len(header):
                problem = f"{len(row.cells)} cells where the table has {len(header)}"
                hint = "Write one cell for each; a pipe within a cell is written \\|."
                raise self.error(row.line, problem, hint)
        return rows

    def fence(self, major: int) -> Block | None:
        """Return the sql fence that holds for a server's major version."""
        found = [block for block in self.fences() if _applies(block.mark, major)]
        if len(found) > 1:
            problem = f"two sql fences hold for PostgreSQL {major}"
            raise self.error(
                found[1].line, problem, "Mark them, for example sql 18+ and sql 15-17."
            )
        return found[0] if found else None

    def fences(self) -> list[Block]:
        """Return the sql fences. Raises FileError for a mark that cannot be read."""
        found = [b for b in self.blocks if b.kind == "fence" and b.mark.split(" ")[0] == "sql"]
        for block in found:
            if not _FENCE.match(block.mark):
                problem = f"a fence marked {block.mark!r}"
                raise self.error(block.line, problem, "Mark it sql, sql 18+, sql 15-17 or sql 16.")
        return found

    def error(self, line: int, problem: str, hint: str) -> FileError:
        """Return the error to raise for a line of this page."""
        return FileError(f"{place(self.path, line)}: {problem}", hint)

    @contextmanager
    def at(self, line: int) -> Iterator[None]:
        """Add the place to what the grammar says of a line."""
        try:
            yield
        except GrammarError as error:
            raise self.placed(error, line) from error

    def placed(self, error: GrammarError, line: int) -> FileError:
        """Return what the grammar says of a line, with the place."""
        return self.error(line, error.message, error.hint)


def pages(folder: Path) -> list[Path]:
    """Return the pages of a dictionary, sorted; every README.md is free text."""
    return sorted(page for page in folder.rglob("*.md") if page.name != "README.md")


def sections(path: Path, text: str) -> list[Section]:
    """Return the sections of a page, in order. Raises FileError for a heading not known."""
    found: list[tuple[Block, list[Block]]] = []
    for block in blocks(text):
        if block.kind == "heading" and block.mark == "h2":
            found.append((block, []))
        elif found:
            found[-1][1].append(block)
    return [_section(path, heading, tuple(below)) for heading, below in found]


def other_in(row: Row) -> tuple[str, str]:
    """Return kind and name of the object that a row is about."""
    kind, name, _, _ = row.cells
    return kind, others.read_name(name)


def _section(path: Path, heading: Block, below: tuple[Block, ...]) -> Section:
    found = _HEADING.match(heading.text)
    if not found and heading.text != "Other objects":
        raise FileError(
            f"{place(path, heading.line)}: the heading {heading.text!r} is not known",
            "Write ## Table `name`, ## View `name`, ## Materialized view `name`, "
            "## Function `name(types)` or ## Other objects; headings of your own from ### on.",
        )
    kind, name = (found[1], with_breaks(found["name"].strip())) if found else (heading.text, "")
    return Section(path, kind, name, heading, below)


def _is_line(block: Block, *keywords: str) -> bool:
    return block.kind == "paragraph" and block.text.startswith(keywords or (OPTIONS, FACTS))


def _applies(mark: str, major: int) -> bool:
    found = _FENCE.match(mark)
    if not found or not found["first"]:
        return True
    first = int(found["first"])
    if found["open"]:
        return major >= first
    return first <= major <= int(found["last"] or first)
