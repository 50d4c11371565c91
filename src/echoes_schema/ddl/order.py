"""Parts in the order of what they need."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

Priority = tuple[int, str]


def ordered(needs: Mapping[str, Iterable[str]], priority: Callable[[str], Priority]) -> list[str]:
    """Return every label behind those that it needs, by priority where nothing else decides.

    Where some need each other in a circle, one of these needs is passed over.
    """
    kept = {label: set(needed) for label, needed in needs.items()}
    sorter = _prepared(kept)
    waiting: list[tuple[Priority, str]] = []
    done: list[str] = []
    while sorter.is_active():
        for label in sorter.get_ready():
            heapq.heappush(waiting, (priority(label), label))
        _, label = heapq.heappop(waiting)
        done.append(label)
        sorter.done(label)
    return done


def _prepared(needs: dict[str, set[str]]) -> TopologicalSorter[str]:
    while True:
        sorter = TopologicalSorter({label: sorted(needs[label]) for label in sorted(needs)})
        try:
            sorter.prepare()
        except CycleError as error:
            circle: list[str] = error.args[1]
            # Each is needed by the next one.
            needed, label = min(pairwise(circle))
            needs[label].discard(needed)
        else:
            return sorter


def reached(start: str, needs: Mapping[str, Iterable[str]]) -> set[str]:
    """Return all that a label needs, directly or not."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for label in needs.get(waiting.pop(), ()):
            if label not in found:
                found.add(label)
                waiting.append(label)
    return found
