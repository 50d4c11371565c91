"""A diagram as a drawing of its own: SVG that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from echoes_schema.diagrams.graph import Attribute, Diagram, Entity, Link
from echoes_schema.diagrams.layout import HEADER, ROW, Box, Layout, arrange, shown

_MARGIN = 24
_PADDING = 12
_KEYS = 26
# Both ends of a line: a child's many or one, a parent's one or none-or-one.
_STYLE = """\
<style>
svg { color-scheme: light dark; --paper: #fff; --ink: #1c2430; --soft: #5b6472; }
svg { --head: #e8edf3; --edge: #b6c0cc; }
@media (prefers-color-scheme: dark) {
svg { --paper: #161b22; --ink: #e6eaf0; --soft: #9aa5b3; --head: #263140; --edge: #465363; }
}
.box { fill: var(--paper); stroke: var(--edge); }
.head { fill: var(--head); stroke: var(--edge); }
text { font: 12px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; fill: var(--ink); }
.name { font-weight: 600; }
.key, .type { fill: var(--soft); }
.key { font-size: 9px; }
.link, .end { fill: none; stroke: var(--soft); stroke-width: 1.2; }
.loose { stroke-dasharray: 5 4; }
.none { fill: var(--paper); stroke: var(--soft); }
</style>"""


def write(diagram: Diagram, title: str) -> str:
    """Return the drawing of a diagram, without a line break at its end."""
    layout = arrange(diagram)
    width, height = layout.width + 2 * _MARGIN, layout.height + 2 * _MARGIN
    size = f'width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}"'
    entities = (line for entity in diagram.entities for line in _entity(entity, layout))
    rows = {
        (entity.name, attribute.name): HEADER + ROW * (place + 0.5)
        for entity in diagram.entities
        for place, attribute in enumerate(entity.attributes)
    }
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {size}>',
            f"<title>{escape(title)}</title>",
            _STYLE,
            f'<g transform="translate({_MARGIN} {_MARGIN})">',
            *(_link(link, layout, rows) for link in diagram.links),
            *entities,
            "</g>",
            "</svg>",
        ]
    )


def _entity(entity: Entity, layout: Layout) -> Iterator[str]:
    box = layout.boxes[entity.name]
    yield f'<g transform="translate({box.x:g} {box.y:g})">'
    yield f"<title>{escape(entity.name)}</title>"
    yield f'<rect class="box" width="{box.width:g}" height="{box.height:g}" rx="4"/>'
    yield f'<rect class="head" width="{box.width:g}" height="{HEADER}" rx="4"/>'
    yield f'<text class="name" x="{_PADDING}" y="18">{escape(shown(entity.name))}</text>'
    for number, attribute in enumerate(entity.attributes):
        yield _attribute(attribute, HEADER + ROW * number + 14, box)
    yield "</g>"


def _attribute(attribute: Attribute, y: int, box: Box) -> str:
    key = f'<text class="key" x="6" y="{y}">{attribute.keys[0]}</text>' if attribute.keys else ""
    name = f'<text x="{_KEYS}" y="{y}">{escape(shown(attribute.name))}</text>'
    right = box.width - _PADDING
    kind = escape(shown(attribute.type))
    return f'{key}{name}<text class="type" text-anchor="end" x="{right:g}" y="{y}">{kind}</text>'


def _link(link: Link, layout: Layout, rows: Mapping[tuple[str, str], float]) -> str:
    """Return the line from a parent to its child's column, with what stands at both ends."""
    parent, child = layout.boxes[link.parent], layout.boxes[link.child]
    # Each end leaves its box on the side where the other one is.
    here = 1 if child.x >= parent.x + parent.width else -1
    there = -1 if child.x >= parent.x + parent.width else 1
    if link.parent == link.child or abs(child.x - parent.x) < 1:
        here = there = 1
    x1, y1 = (parent.x + parent.width if here > 0 else parent.x), parent.y + HEADER / 2
    x2, y2 = (child.x + child.width if there > 0 else child.x), child.y
    # Where the columns are not drawn, a line to the table itself still needs two ends.
    y2 += rows.get((link.child, link.columns[0]), HEADER / 2 + 4 * (link.parent == link.child))
    ends = _parent_end(x1, y1, here, link)
    style = "link" if link.is_identifying else "link loose"
    path = f"M{x1:g} {y1:g}"
    for rail in layout.rails_to(link.parent, link.child) if here > 0 > there else ():
        path += f"{_curve((x1, y1, 1), (rail.x, rail.y, -1))}H{rail.end:g}"
        x1, y1 = rail.end, rail.y
    path += _curve((x1, y1, here), (x2, y2, there))
    said = f"{link.child} ({', '.join(link.columns)}) → {link.parent}"
    title = f"<title>{escape(said)}</title>"
    ends += _child_end(x2, y2, there, link)
    return f'<g>{title}<path class="{style}" d="{path}"/>{ends}</g>'


def _curve(start: tuple[float, float, int], end: tuple[float, float, int]) -> str:
    """Return the curve between two ends: where each is, and to which side it leaves."""
    (x1, y1, here), (x2, y2, there) = start, end
    if (x1, y1) == (x2, y2):
        return ""
    bend = max(40.0, abs(x2 - x1) / 2)
    return f"C{x1 + here * bend:g} {y1:g} {x2 + there * bend:g} {y2:g} {x2:g} {y2:g}"


def _parent_end(x: float, y: float, side: int, link: Link) -> str:
    bar = f'<path class="end" d="M{x + side * 6:g} {y - 5:g}v10"/>'
    if link.is_optional:
        return f'{bar}<circle class="none" cx="{x + side * 12:g}" cy="{y:g}" r="4"/>'
    return f'{bar}<path class="end" d="M{x + side * 10:g} {y - 5:g}v10"/>'


def _child_end(x: float, y: float, side: int, link: Link) -> str:
    if link.is_unique:
        foot = f"M{x + side * 6:g} {y - 5:g}v10"
    else:
        foot = f"M{x:g} {y - 6:g}L{x + side * 10:g} {y:g}L{x:g} {y + 6:g}"
    circle = f'<circle class="none" cx="{x + side * 14:g}" cy="{y:g}" r="4"/>'
    return f'<path class="end" d="{foot}"/>{circle}'
