"""One diagram of a schema in the form that is asked for."""

from __future__ import annotations

from collections.abc import Iterable

from echoes_schema.diagrams import dot, mermaid, svg
from echoes_schema.diagrams.detail import Detail, Drawn, detailed, drawn
from echoes_schema.diagrams.graph import Diagram, diagram, whole
from echoes_schema.errors import EchoesError, SettingsError
from echoes_schema.schema import Schema


def draw(schema: Schema, form: str, *, tables: Iterable[str], detail: Detail) -> Drawn:
    """Return some tables with their neighbours, or all, drawn as `mermaid`, `dot` or `svg`.

    Raises SettingsError for a table that is not there, and EchoesError where Mermaid has no room
    even for the names.
    """
    shown = _shown(whole(schema), tuple(tables))
    if form != "mermaid":
        part = detailed(shown, detail)
        return Drawn(dot.write(part) if form == "dot" else svg.write(part, "Tables"), detail)
    drawing = drawn(shown, mermaid.write, wanted=detail, limit=mermaid.LIMIT)
    if drawing is None:
        raise EchoesError(
            f"{len(shown.entities)} tables are too many for one diagram of Mermaid's",
            "Name some with --table, or draw it with --format svg.",
        )
    return drawing


def _shown(everything: Diagram, tables: tuple[str, ...]) -> Diagram:
    if not tables:
        return everything
    known = {entity.name for entity in everything.entities}
    unknown = next((name for name in tables if name not in known), None)
    if unknown is not None:
        raise SettingsError(
            f"no table {unknown} to draw", "Spell it as SQL does, with its schema where not public."
        )
    return diagram(everything, tables)
