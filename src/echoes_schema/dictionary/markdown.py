"""Markdown as a list of blocks: the door to markdown-it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock

# A rule of markdown-it's: state, first line, line behind the last one, whether it only looks.
Rule = Callable[["StateBlock", int, int, bool], bool]

_REMEMBERED = 4096
# Nothing but white space stands in the line.
_EMPTY = re.compile(r"\n[ \t]*(?=\n|\Z)")
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
    is the source between the marks, of a table all of it, `mark` a heading's level (`h2`) or what
    follows a fence's backticks. The block takes the lines from `line`, counted from 1, up to but
    not `end`.
    """

    kind: str
    line: int
    end: int
    text: str = ""
    mark: str = ""
    rows: tuple[Row, ...] = ()


def blocks(text: str) -> list[Block]:
    """Return the blocks of a page, in order. What is in lists and quotations stays in there."""
    # As markdown-it's own rule does it, which looks at every line for itself.
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    tokens = _parser().parse(lines)
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
            found.append(Block(kind, line, end, token.content, rows=_rows(token.content, line)))
        else:
            found.append(Block(kind, line, end, token.content, token.info.strip()))
    return found


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    """Return CommonMark with pipe tables, whose cells are left as they are written.

    markdown-it comes with the first page: it is loaded while the server works.
    """
    from markdown_it import MarkdownIt
    from markdown_it.rules_block.table import table as is_table

    rule = partial(_whole_table, is_table)
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.core.ruler.enableOnly(["block"])
    parser.block.ruler.at("table", rule, {"alt": ["paragraph", "reference"]})
    return parser


def _whole_table(
    is_table: Rule,
    state: StateBlock,
    start: int,
    end: int,
    silent: bool,  # noqa: FBT001
) -> bool:
    """Take a table as one token: the usual ten tokens a cell cost most of the reading time."""
    if not (_is_plain(state, start, end) or is_table(state, start, end, True)):  # noqa: FBT003
        return False
    if silent:
        return True
    token = state.push("table", "table", 0)
    token.content = _lines(state, start, end)
    state.line = start + token.content.count("\n") + 1
    token.map = [start, state.line]
    return True


def _lines(state: StateBlock, start: int, end: int) -> str:
    """Return the lines of a table, up to one that is empty."""
    if not state.level:
        found = _EMPTY.search(state.src, state.eMarks[start + 1])
        return state.src[state.bMarks[start] : found.start() if found else None]
    last = start + 2
    while last < end and not state.isEmpty(last):
        last += 1
    return state.getLines(start, last, state.blkIndent, False)  # noqa: FBT003


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
    heading, _, *lines = content.split("\n")
    rows = map(Row, range(first + 2, first + 2 + len(lines)), map(_cells, lines))
    return (Row(first, _cells(heading)), *rows)


# Tables have rows in common.
@lru_cache(maxsize=_REMEMBERED)
def _cells(line: str) -> tuple[str, ...]:
    inner = line.strip().removeprefix("|")
    is_escaped = "\\" in inner
    parts = _PIPE.split(inner) if is_escaped else inner.split("|")
    if len(parts) > 1 and not parts[-1].strip():
        parts.pop()
    cells = tuple([part.strip() for part in parts])
    return tuple([cell.replace("\\|", "|") for cell in cells]) if is_escaped else cells
