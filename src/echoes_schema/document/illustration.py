"""The diagram of each page, kept fresh between its two comments."""

from __future__ import annotations

from pathlib import Path

from echoes_schema.diagrams import Detail, Diagram, Drawn, diagram, drawn, mermaid, whole, within
from echoes_schema.dictionary import generated
from echoes_schema.dictionary.sections import sections
from echoes_schema.dictionary.writer import fence
from echoes_schema.errors import FileError, place
from echoes_schema.schema import Schema

NAME = "diagram"
_NONE = "none"
_CUT = {
    Detail.KEYS: "Of each table only the key columns are drawn: all of them are too much for one "
    "diagram.",
    Detail.NAMES: "The tables are drawn without their columns: with them it is too much for one "
    "diagram.",
}
_ALONE = (
    "What these tables are linked with on other pages is left out: it is too much for one diagram."
)
_TOO_MUCH = "No diagram: even by name alone these tables are too many for one."


class Illustrator:
    """Draws the tables of a page, and what they have foreign keys with."""

    def __init__(self, live: Schema) -> None:
        self._everything = whole(live)
        self._tables = {table.name for table in live.tables}

    def page(self, path: Path, text: str) -> str:
        """Return a page with the diagram that it should have.

        Raises FileError for a choice of detail that nobody knows.
        """
        part = generated.find(path, text, NAME)
        if part and part.choice == _NONE:
            return text
        content = self._content(path, text, _wanted(path, part))
        if part:
            return generated.replaced(text, part, NAME, content)
        return generated.inserted(text, NAME, content) if content else text

    def _content(self, path: Path, text: str, wanted: Detail) -> str:
        """Return the diagram with what is to be said of it; empty where nothing is linked."""
        named = {section.name.removeprefix("public.") for section in sections(path, text)}
        here = named & self._tables
        shown = diagram(self._everything, here)
        if not shown.links:
            return ""
        drawing = _drawn(shown, wanted)
        beyond = ""
        if drawing is None:
            shown, beyond = within(self._everything, here), _ALONE
            drawing = _drawn(shown, wanted) if shown.links else None
        if drawing is None:
            return _TOO_MUCH
        said = _CUT[drawing.detail] if drawing.detail is not wanted else ""
        return "\n\n".join(filter(None, (beyond, said, fence(drawing.text, "mermaid"))))


def _drawn(shown: Diagram, wanted: Detail) -> Drawn | None:
    return drawn(shown, mermaid.write, wanted=wanted, limit=mermaid.LIMIT)


def _wanted(path: Path, part: generated.Generated | None) -> Detail:
    choice = part.choice if part else ""
    if choice and choice not in list(Detail):
        known = ", ".join([*Detail, _NONE])
        raise FileError(
            f"{place(path, part.line if part else 0)}: {choice!r} is no detail of a diagram",
            f"Write <!-- {NAME} -->, or one of these behind a colon: {known}.",
        )
    return Detail(choice) if choice else Detail.COLUMNS
