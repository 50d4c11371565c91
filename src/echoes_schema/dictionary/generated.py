"""The parts of a page that are made by the program, between two comments of HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from echoes_schema.dictionary.markdown import Block, blocks
from echoes_schema.errors import FileError, place

_OPEN = re.compile(r"<!-- (?P<name>[a-z]+)(?:: (?P<choice>[a-z]+))? -->\Z")


@dataclass(frozen=True, slots=True)
class Generated:
    """A part between `<!-- name -->`, or `<!-- name: choice -->`, and `<!-- /name -->`.

    `line` is that of the first comment, from 1, `end` the one after the last; `content` has
    neither, and no empty lines around it.
    """

    line: int
    end: int
    choice: str
    content: str


def find(path: Path, text: str, name: str) -> Generated | None:
    """Return the part of that name that stands before the first section of a page.

    Raises FileError where it has no end.
    """
    start: tuple[Block, str] | None = None
    lines = text.split("\n")
    for block in before_sections(text):
        found = _OPEN.match(block.text.strip()) if block.kind == "paragraph" else None
        if start is None and found and found["name"] == name:
            start = block, found["choice"] or ""
        elif start and block.kind == "paragraph" and block.text.strip() == f"<!-- /{name} -->":
            content = "\n".join(lines[start[0].end - 1 : block.line - 1]).strip("\n")
            return Generated(start[0].line, block.end, start[1], content)
    if start:
        raise FileError(
            f"{place(path, start[0].line)}: the part <!-- {name} --> has no end",
            f"Write <!-- /{name} --> in a paragraph of its own below it, before the next section.",
        )
    return None


def replaced(text: str, part: Generated, name: str, content: str) -> str:
    """Return a page with other content in a part."""
    lines = text.split("\n")
    opening = f"<!-- {name}: {part.choice} -->" if part.choice else f"<!-- {name} -->"
    lines[part.line - 1 : part.end - 1] = written(opening, name, content)
    return "\n".join(lines)


def inserted(text: str, name: str, content: str) -> str:
    """Return a page with a new part before its first section."""
    lines = text.rstrip("\n").split("\n")
    sections = (block.line for block in blocks(text) if _begins_section(block))
    at = next(sections, len(lines) + 1) - 1
    above, below = lines[:at], lines[at:]
    while above and not above[-1].strip():
        above.pop()
    part = written(f"<!-- {name} -->", name, content)
    return "\n".join(
        [*above, *([""] if above else []), *part, *(["", *below] if below else []), ""]
    )


def written(opening: str, name: str, content: str) -> list[str]:
    """Return the lines of a part."""
    return [opening, "", *content.split("\n"), "", f"<!-- /{name} -->"]


def title(path: Path, text: str) -> str:
    """Return the heading of a whole page, or its file's name."""
    headings = (block.text for block in before_sections(text) if block.mark == "h1")
    return next(headings, path.stem)


def before_sections(text: str) -> list[Block]:
    """Return the blocks of a page up to its first section."""
    found = []
    for block in blocks(text):
        if _begins_section(block):
            break
        found.append(block)
    return found


def _begins_section(block: Block) -> bool:
    return block.kind == "heading" and block.mark == "h2"
