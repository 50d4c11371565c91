"""The columns of a diagram: what stands in each, in which order, and where lines pass through."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

_SWEEPS = 6
# Where more lines than these would pass columns, nobody could follow them.
_MOST_RAILS = 4
_ANYWAY = 200


@dataclass(frozen=True, slots=True, order=True)
class Node:
    """A table, or the rail on which the lines from a table pass a column between its children."""

    name: str
    passed: int = -1

    @property
    def is_rail(self) -> bool:
        return self.passed >= 0


Neighbours = Mapping[Node, set[Node]]


def in_order(columns: list[list[str]], parents: Mapping[str, set[str]]) -> list[list[Node]]:
    """Return the columns with their rails, each node near those that it is linked with."""
    nodes = [[Node(name) for name in column] for column in columns]
    neighbours = _linked(nodes, parents)
    for sweep in range(_SWEEPS):
        place = {
            node: (number + 0.5) / len(column)
            for column in nodes
            for number, node in enumerate(column)
        }
        for column in nodes if sweep % 2 == 0 else reversed(nodes):
            column.sort(key=lambda node: _mean(neighbours[node], place))
            place.update({node: (at + 0.5) / len(column) for at, node in enumerate(column)})
    return nodes


def _linked(nodes: list[list[Node]], parents: Mapping[str, set[str]]) -> Neighbours:
    """Add the rails to the columns; return what each node is linked with."""
    column = {node.name: number for number, nodes in enumerate(nodes) for node in nodes}
    links = [(parent, child) for child in column for parent in sorted(parents[child])]
    last = dict.fromkeys(column, 0)
    for parent, child in links:
        last[parent] = max(last[parent], column[child])
    needed = sum(max(0, last[name] - column[name] - 1) for name in column)
    has_rails = needed <= _MOST_RAILS * len(column) + _ANYWAY
    neighbours: dict[Node, set[Node]] = defaultdict(set)
    for parent, child in links:
        way = [Node(parent)]
        for passed in range(column[parent] + 1, column[child]) if has_rails else ():
            rail = Node(parent, passed)
            if rail not in neighbours:
                nodes[passed].insert(len(nodes[passed]) // 2, rail)
            way.append(rail)
        way.append(Node(child))
        for one, other in pairwise(way):
            neighbours[one].add(other)
            neighbours[other].add(one)
    return neighbours


def _mean(nodes: Iterable[Node], place: Mapping[Node, float]) -> float:
    places = [place[node] for node in sorted(nodes)]
    # What is the same but for its last digit stays in its order.
    return round(sum(places) / len(places), 6) if places else 0.5
