"""Where the boxes of an area's diagram stand, and how much each of them shows."""

from __future__ import annotations

from collections.abc import Collection

from echoes_schema.diagrams import Detail, Diagram, diagram, within
from echoes_schema.diagrams.detail import detailed
from echoes_schema.diagrams.layout import arrange

# Rows within boxes, and boxes, that a person can still make out on a screen.
_MOST_ROWS = 150
_MOST_BOXES = 40
_TOO_MANY = 200


def picture(everything: Diagram, names: Collection[str]) -> dict[str, object]:
    """Return the detail and the size of a diagram, and its boxes and rails by table.

    A box is `x, y, width, height`, a rail `x, end, y`.
    `cut` tells that what the tables are linked with elsewhere is left out. Empty where nothing
    is linked; where there are more tables than anybody can look through, only how many.
    """
    part = diagram(everything, names)
    is_cut = len(part.entities) > max(_MOST_BOXES, len(names))
    if is_cut:
        part = within(part, names)
    if not part.links:
        return {}
    if len(part.entities) > _TOO_MANY:
        return {"many": len(part.entities)}
    detail = next(
        one for one in Detail if _rows(detailed(part, one)) <= _MOST_ROWS or one is Detail.NAMES
    )
    layout = arrange(detailed(part, detail))
    return {
        "detail": detail,
        "cut": is_cut,
        "size": [layout.width, layout.height],
        "boxes": {
            name: [box.x, box.y, box.width, box.height] for name, box in layout.boxes.items()
        },
        "rails": {
            name: [[rail.x, rail.end, rail.y] for rail in rails]
            for name, rails in layout.rails.items()
        },
        "inside": [name for name in names if name in layout.boxes],
    }


def _rows(part: Diagram) -> int:
    return sum(len(entity.attributes) for entity in part.entities)
