"""Markdown as a list of blocks: the door to markdown-it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import table as is_table

_DASHES = re.compile(r"(?:\|---)+\|\Z")
_PIPE = re.compile(r"(?<!\\)\|")


class Row(NamedTuple):
    """One line of a table; lines are counted from 1."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A block at the outermost level of a page.

    `kind` is `heading`, `paragraph`, `table`, `fence` or another that markdown-it knows. `text`
    is the source between the marks, `mark` a heading's level (`h2`) or what follows a fence's
    backticks. The block takes the lines from `line`, counted from 1, up to but not `end`.
    """

    kind: str
    line: int
    end: int
    text: str = ""
    mark: str = ""
    rows: tuple[Row, ...] = ()


def blocks(text: str) -> list[Block]:
    """Return the blocks of a page, in order. What is in lists and quotations stays in there."""
    tokens = _parser().parse(text)
    found = []
    for place, token in enumerate(tokens):
        if token.level or token.nesting < 0 or token.map is None:
            continue
        line, end = token.map[0] + 1, token.map[1] + 1
        kind = token.type.removesuffix("_open")
        if kind in {"heading", "paragraph"}:
            content = tokens[place + 1].content
            found.append(Block(kind, line, end, content, token.tag))
        elif kind == "table":
            found.append(Block(kind, line, end, rows=_rows(token.content, line)))
        else:
            found.append(Block(kind, line, end, token.content, token.info.strip()))
    return found


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    """Return CommonMark with pipe tables, whose cells are left as they are written."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    parser.block.ruler.at("table", _whole_table, {"alt": ["paragraph", "reference"]})
    return parser


def _whole_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """Take a table as one token: the usual ten tokens a cell cost most of the reading time."""
    if not (_is_plain(state, start, end) or is_table(state, start, end, True)):  # noqa: FBT003
        return False
    if silent:
        return True
    last = start + 2
    while last < end and not state.isEmpty(last):
        last += 1
    token = state.push("table", "table", 0)
    token.map = [start, last]
    token.content = state.getLines(start, last, state.blkIndent, False)  # noqa: FBT003
    state.line = last
    return True


def _is_plain(state: StateBlock, start: int, end: int) -> bool:
    """Tell whether a table begins as `docs build` writes it, which is told in a fifth of the time.

    Of any other beginning markdown-it knows whether it is one.
    """
    if start + 1 >= end or state.blkIndent:
        return False
    head, dashes = (state.src[state.bMarks[n] : state.eMarks[n]] for n in (start, start + 1))
    is_head = head.startswith("| ") and head.endswith(" |") and "\\" not in head
    return is_head and bool(_DASHES.match(dashes)) and head.count("|") == dashes.count("|")


def _rows(content: str, first: int) -> tuple[Row, ...]:
    """Return a table's rows, the heading first; the line of dashes is left out."""
    lines = content.split("\n")
    numbered = [(first + place, line) for place, line in enumerate(lines) if place != 1]
    return tuple(Row(number, _cells(line)) for number, line in numbered)


def _cells(line: str) -> tuple[str, ...]:
    inner = line.strip().removeprefix("|")
    is_escaped = "\\" in inner
    parts = _PIPE.split(inner) if is_escaped else inner.split("|")
    if len(parts) > 1 and not parts[-1].strip():
        parts.pop()
    cells = tuple([part.strip() for part in parts])
    return tuple([cell.replace("\\|", "|") for cell in cells]) if is_escaped else cells
