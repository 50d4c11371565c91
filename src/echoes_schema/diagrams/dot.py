"""A diagram as a graph for Graphviz."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from echoes_schema.diagrams.graph import Attribute, Diagram, Entity, Link

_HEAD = """\
digraph schema {
    graph [rankdir="RL" nodesep="0.3" ranksep="1" fontname="sans-serif"]
    node [shape="plain" fontname="sans-serif" fontsize="11"]
    edge [dir="both" fontname="sans-serif" fontsize="9" color="#5b6472"]"""
_CELL = '<td align="left" balign="left">'


def write(diagram: Diagram) -> str:
    """Return the text of a diagram, without a line break at its end."""
    return "\n".join(
        [_HEAD, *map(_entity, diagram.entities), *map(_link, diagram.links), "}"],
    )


def _entity(entity: Entity) -> str:
    rows = "".join(_rows(entity))
    table = f'<table border="0" cellborder="1" cellspacing="0" cellpadding="4">{rows}</table>'
    return f"    {_quoted(entity.name)} [label=<{table}>]"


def _rows(entity: Entity) -> Iterator[str]:
    yield f'<tr><td colspan="3" bgcolor="#e8edf3"><b>{escape(entity.name)}</b></td></tr>'
    yield from map(_row, entity.attributes)


def _row(attribute: Attribute) -> str:
    cells = (" ".join(attribute.keys), attribute.name, attribute.type)
    # An empty cell is no cell for Graphviz.
    return "<tr>" + "".join(f"{_CELL}{escape(cell) or ' '}</td>" for cell in cells) + "</tr>"


def _link(link: Link) -> str:
    head = "teeodot" if link.is_optional else "teetee"
    tail = "teeodot" if link.is_unique else "crowodot"
    style = "solid" if link.is_identifying else "dashed"
    label = _quoted(", ".join(link.columns))
    ends = f"{_quoted(link.child)} -> {_quoted(link.parent)}"
    return f"    {ends} [arrowhead={head} arrowtail={tail} style={style} label={label}]"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
