"""How much of each table a diagram shows: as much as there is room for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from echoes_schema.diagrams.graph import Diagram, Entity


class Detail(StrEnum):
    """All columns of a table, those of its keys, or its name alone."""

    COLUMNS = "columns"
    KEYS = "keys"
    NAMES = "names"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawn diagram, and the detail that there was room for."""

    text: str
    detail: Detail


def drawn(
    diagram: Diagram, draw: Callable[[Diagram], str], *, wanted: Detail, limit: int
) -> Drawn | None:
    """Return the diagram in the wanted detail, or in the next one that fits into the limit.

    The limit counts characters. None where not even the names fit.
    """
    for detail in list(Detail)[list(Detail).index(wanted) :]:
        text = draw(detailed(diagram, detail))
        if len(text) <= limit:
            return Drawn(text, detail)
    return None


def detailed(diagram: Diagram, detail: Detail) -> Diagram:
    """Return a diagram without the attributes that a detail leaves out."""
    return replace(diagram, entities=tuple(_entities(diagram, detail)))


def _entities(diagram: Diagram, detail: Detail) -> Iterator[Entity]:
    for entity in diagram.entities:
        if detail is Detail.COLUMNS:
            yield entity
        elif detail is Detail.KEYS:
            yield Entity(entity.name, tuple(one for one in entity.attributes if one.keys))
        else:
            yield Entity(entity.name)
