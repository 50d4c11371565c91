"""The table of contents in the README of the dictionary."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from echoes_schema.dictionary import generated
from echoes_schema.dictionary.cells import cell
from echoes_schema.dictionary.sections import sections

NAME = "contents"


def page(docs: Path, texts: Mapping[Path, str]) -> tuple[Path, str | None]:
    """Return the README, and its text where that is not what it should be.

    A README that people have written without a part for the contents is left alone.
    """
    index = docs / "README.md"
    content = _content(docs, texts)
    if not index.exists():
        head = "# The database\n"
        return index, generated.inserted(head, NAME, content) if texts else None
    text = index.read_text("utf-8")
    part = generated.find(index, text, NAME)
    if part is None:
        return index, None
    if _unpadded(part.content) == _unpadded(content):
        return index, None
    return index, generated.replaced(text, part, NAME, content)


def _unpadded(table: str) -> str:
    """Return a table without what programs that tidy Markdown put into it, or take out."""
    return re.sub(r"-{3,}", "---", re.sub(r"[ \t]*\|[ \t]*", "|", table))


def _content(docs: Path, texts: Mapping[Path, str]) -> str:
    rows = (_row(docs, path, texts[path]) for path in sorted(texts))
    return "\n".join(["| Page | What is there |", "|---|---|", *rows])


def _row(docs: Path, path: Path, text: str) -> str:
    title, there = cell(generated.title(path, text)), cell(_there(path, text))
    return f"| [{title}]({path.relative_to(docs).as_posix()}) | {there} |"


def _there(path: Path, text: str) -> str:
    """Return what a page is about: the comment of a single object, else the names of all.

    A page without objects is about what its first paragraph says.
    """
    found = sections(path, text)
    if not found:
        return " ".join(_first_paragraph(text).split())
    if len(found) == 1 and found[0].comment:
        return " ".join(found[0].comment.text.split())
    named = dict.fromkeys(section.name.partition("(")[0] for section in found)
    return ", ".join(name for name in named if name) or "privileges, types, extensions and the like"


def _first_paragraph(text: str) -> str:
    found = (block.text for block in generated.before_sections(text) if block.kind == "paragraph")
    return next((one for one in found if not one.startswith("<!--")), "")
