"""Entity-relationship diagrams of a schema: what is drawn, where, and as Mermaid, DOT or SVG."""

from echoes_schema.diagrams.detail import Detail, Drawn, drawn
from echoes_schema.diagrams.draw import draw
from echoes_schema.diagrams.graph import Attribute, Diagram, Entity, Link, diagram, whole, within

__all__ = [
    "Attribute",
    "Detail",
    "Diagram",
    "Drawn",
    "Entity",
    "Link",
    "diagram",
    "draw",
    "drawn",
    "whole",
    "within",
]
