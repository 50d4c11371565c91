"""Where the boxes of a diagram stand: parents to the left of their children, in columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt

from echoes_schema.diagrams.columns import Node, in_order
from echoes_schema.diagrams.graph import Diagram, Entity

# Pixels at a font size of 12.
LETTER = 7.3
ROW = 20
HEADER = 28
LONGEST = 42

_PADDING = 12
_KEYS = 26
_GAP_ACROSS = 90
_GAP_DOWN = 24
_RAIL = 4
_GAP_OF_RAIL = 12


@dataclass(frozen=True, slots=True)
class Box:
    """The place and size of a table's box, in pixels from the upper left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Rail:
    """A level piece of the lines from a table, between the boxes of a column."""

    x: float
    end: float
    y: float


@dataclass(frozen=True, slots=True)
class Layout:
    """The box of each table, the rails of its lines to the right, and how large the whole is."""

    boxes: Mapping[str, Box]
    rails: Mapping[str, tuple[Rail, ...]]
    width: float
    height: float

    def rails_to(self, parent: str, child: str) -> tuple[Rail, ...]:
        """Return the rails, from left to right, that a line takes to a child's left side."""
        x = self.boxes[child].x
        return tuple(rail for rail in self.rails.get(parent, ()) if rail.end < x)


def arrange(diagram: Diagram) -> Layout:
    """Return where the boxes stand: the same for the same diagram, none above another."""
    sizes = {entity.name: _size(entity) for entity in diagram.entities}
    parents: dict[str, set[str]] = {name: set() for name in sizes}
    for link in diagram.links:
        if link.child != link.parent:
            parents[link.child].add(link.parent)
    groups = _groups(parents)
    alone = [group[0] for group in groups if len(group) == 1]
    blocks = [_layered(group, parents, sizes) for group in groups if len(group) > 1]
    blocks += [Layout({name: Box(0, 0, *sizes[name])}, {}, *sizes[name]) for name in alone]
    return _packed(blocks)


def shown(text: str) -> str:
    """Return a name as far as there is room for it in a box."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _size(entity: Entity) -> tuple[float, float]:
    rows = [len(shown(one.name)) + len(shown(one.type)) + 2 for one in entity.attributes]
    inside = max(rows, default=0) * LETTER + (_KEYS if rows else 0)
    title = len(shown(entity.name)) * (LETTER + 0.4)
    return round(max(inside, title) + 2 * _PADDING), HEADER + ROW * len(rows)


def _groups(parents: Mapping[str, set[str]]) -> list[list[str]]:
    """Return the names that hang together, the largest groups first."""
    neighbours: dict[str, set[str]] = defaultdict(set)
    for child, above in parents.items():
        for parent in above:
            neighbours[child].add(parent)
            neighbours[parent].add(child)
    found, seen = [], set[str]()
    for name in parents:
        group, waiting = [], [name]
        while waiting:
            one = waiting.pop()
            if one not in seen:
                seen.add(one)
                group.append(one)
                waiting += sorted(neighbours[one])
        if group:
            found.append(sorted(group))
    return sorted(found, key=lambda group: (-len(group), group))


def _layered(
    group: list[str],
    parents: Mapping[str, set[str]],
    sizes: Mapping[str, tuple[float, float]],
) -> Layout:
    """Return boxes that hang together, placed from 0, 0."""
    columns = in_order(_columns(_ranks(group, parents), sizes), parents)
    boxes: dict[str, Box] = {}
    rails: dict[str, list[Rail]] = defaultdict(list)
    heights = [_tall(column, sizes) for column in columns]
    tallest, x = max(heights), 0.0
    for column, height in zip(columns, heights, strict=True):
        end = x + max(sizes[node.name][0] for node in column if not node.is_rail)
        y = (tallest - height) / 2
        for node in column:
            if node.is_rail:
                rails[node.name].append(Rail(x, end, y))
            else:
                box = boxes[node.name] = Box(x, y, *sizes[node.name])
                if box.width < end - x:
                    rails[node.name].append(Rail(x + box.width, end, y + HEADER / 2))
            y += _room(node, sizes)
        x = end + _GAP_ACROSS
    return Layout(
        boxes, {name: tuple(found) for name, found in rails.items()}, x - _GAP_ACROSS, tallest
    )


def _tall(column: list[Node], sizes: Mapping[str, tuple[float, float]]) -> float:
    last_gap = _GAP_OF_RAIL if column[-1].is_rail else _GAP_DOWN
    return sum(_room(node, sizes) for node in column) - last_gap


def _room(node: Node, sizes: Mapping[str, tuple[float, float]]) -> float:
    """Return the height of a node with the gap below it."""
    return _RAIL + _GAP_OF_RAIL if node.is_rail else sizes[node.name][1] + _GAP_DOWN


def _ranks(group: list[str], parents: Mapping[str, set[str]]) -> dict[str, int]:
    """Return how far each name is from one without parents; a foreign key back is not followed."""
    ranks: dict[str, int] = {}
    waiting = list(group)
    while waiting:
        ready = [name for name in waiting if parents[name] <= ranks.keys()]
        for name in ready or [
            min(waiting, key=lambda name: (len(parents[name] - ranks.keys()), name))
        ]:
            above = (ranks[parent] for parent in parents[name] if parent in ranks)
            ranks[name] = max(above, default=-1) + 1
        waiting = [name for name in waiting if name not in ranks]
    return ranks


def _columns(ranks: Mapping[str, int], sizes: Mapping[str, tuple[float, float]]) -> list[list[str]]:
    """Return the names by rank; a rank that would be too tall takes several columns."""
    room = sum((sizes[name][0] + _GAP_ACROSS) * (sizes[name][1] + _GAP_DOWN) for name in ranks)
    tallest = max([sqrt(room) * 0.8, *(sizes[name][1] for name in ranks)])
    columns = []
    for rank in range(max(ranks.values()) + 1):
        names = sorted(name for name in ranks if ranks[name] == rank)
        parts = max(1, round(_height(names, sizes) / tallest + 0.4))
        length = -(-len(names) // parts)
        columns += [names[start : start + length] for start in range(0, len(names), length)]
    return columns


def _height(names: Iterable[str], sizes: Mapping[str, tuple[float, float]]) -> float:
    heights = [sizes[name][1] for name in names]
    return sum(heights) + _GAP_DOWN * (len(heights) - 1)


def _packed(blocks: list[Layout]) -> Layout:
    """Return the blocks row by row, about half as tall as wide."""
    room = sum((block.width + _GAP_ACROSS) * (block.height + _GAP_DOWN) for block in blocks)
    limit = max([sqrt(room * 1.8), *(block.width for block in blocks)], default=0)
    boxes: dict[str, Box] = {}
    rails: dict[str, tuple[Rail, ...]] = {}
    x = y = row = widest = 0.0
    for block in blocks:
        if x and x + block.width > limit:
            x, y, row = 0.0, y + row + _GAP_DOWN * 2, 0.0
        for name, box in block.boxes.items():
            boxes[name] = Box(round(x + box.x), round(y + box.y), box.width, box.height)
        for name, found in block.rails.items():
            rails[name] = tuple(
                Rail(round(x + rail.x), round(x + rail.end), round(y + rail.y)) for rail in found
            )
        x += block.width + _GAP_DOWN * 2
        row, widest = max(row, block.height), max(widest, x - _GAP_DOWN * 2)
    return Layout(boxes, rails, round(widest), round(y + row))
