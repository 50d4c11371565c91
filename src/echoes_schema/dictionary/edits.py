"""Changes to the lines of a page, collected and then made at once."""

from __future__ import annotations

from echoes_schema.dictionary.markdown import Block


class Edits:
    """What to put where on a page, and what to tell about it. Blocks keep their first places."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._edits: list[tuple[int, int, list[str]]] = []
        self.notes: list[str] = []

    def line(self, number: int) -> str:
        """Return a line as it stands, counted from 1."""
        return self._lines[number - 1]

    def replace(self, block: Block, text: str) -> None:
        """Put a text in the place of a block, or take the block away for an empty one."""
        first, last = block.line - 1, block.end - 1
        if text:
            self._edits.append((first, last, text.split("\n")))
        else:
            self._edits.append((first, last + (self._lines[last : last + 1] == [""]), []))

    def insert(self, after: Block, text: str) -> None:
        """Put a text, with an empty line before it, behind a block."""
        if text:
            end = after.end - 1
            self._edits.append((end, end, ["", *text.split("\n")]))

    def applied(self) -> str:
        """Return the page with every change made."""
        lines = list(self._lines)
        for first, last, new in sorted(self._edits, key=lambda edit: edit[:2], reverse=True):
            lines[first:last] = new
        return "\n".join(lines)
