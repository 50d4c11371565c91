"""In which order the migrations of a folder run: each after everything that it depends on."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from heapq import heapify, heappop, heappush
from pathlib import Path

from echoes_schema.errors import FileError, place
from echoes_schema.migrations.layouts.source import Source


def ordered(path: Path, sources: list[Source]) -> list[Source]:
    """Return the migrations of a folder as they run; what waits for none keeps its place.

    Raises FileError for two of one number, and for dependencies that do not exist or form a circle.
    """
    _refuse_doubles(sources)
    by_id = {source.id: source for source in sources}
    for source in sources:
        _refuse_unknown(source, by_id)
    if not any(source.header.depends for source in sources):
        return sources
    try:
        return [by_id[name] for name in _sorted(sources)]
    except CycleError as error:
        names = ", ".join(sorted(set(error.args[1])))
        raise FileError(
            f"{place(path)}: {names} depend on each other in a circle",
            "Remove one of the depends: lines that close it.",
        ) from error


def _sorted(sources: list[Source]) -> list[str]:
    """Return the names, always the first next that waits for none."""
    places = {source.id: place for place, source in enumerate(sources)}
    graph = TopologicalSorter({source.id: source.header.depends for source in sources})
    graph.prepare()
    ready = [places[name] for name in graph.get_ready()]
    heapify(ready)
    found = []
    while ready:
        name = sources[heappop(ready)].id
        found.append(name)
        graph.done(name)
        for freed in graph.get_ready():
            heappush(ready, places[freed])
    return found


def _refuse_doubles(sources: list[Source]) -> None:
    seen: dict[str, Source] = {}
    for source in sources:
        first = seen.setdefault(source.key, source)
        if first is not source:
            raise FileError(
                f"two migrations with the number {source.number or source.key}: "
                f"{place(first.up.path)} and {place(source.up.path)}",
                "Give the one that came later the next free number: echoes-schema renumber "
                f"{source.id}, or {first.id}.",
            )


def _refuse_unknown(source: Source, by_id: dict[str, Source]) -> None:
    unknown = [name for name in source.header.depends if name not in by_id]
    if unknown:
        raise FileError(
            f"{place(source.up.path)}: depends on {', '.join(unknown)}, which is not there",
            "Correct the name: it is a file name without .sql.",
        )
