"""The areas that a large schema is shown by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from echoes_schema.schema import Schema, bare, schema_of

# As many tables as a person takes in at once, on one page or in one diagram.
MANY = 60
_FEW = 3


@dataclass(frozen=True, slots=True)
class Area:
    """A part of a schema that belongs together: its tables and views, by name."""

    name: str
    relations: tuple[str, ...]


def areas(schema: Schema) -> tuple[Area, ...]:
    """Return every table and view, by the schema that it is in.

    A schema of very many is cut by the first word of their names, and what is still very many
    by the next one. A partition is part of its table and stands in no area.
    """
    by_schema: dict[str, list[str]] = defaultdict(list)
    tables = [table.name for table in schema.tables if not table.partition_of]
    for name in sorted([*tables, *(view.name for view in schema.views)]):
        by_schema[schema_of(name)].append(name)
    found = (_cut(name, f"{name}: ", by_schema[name], 1) for name in sorted(by_schema))
    return tuple(area for part in found for area in part)


def _cut(called: str, above: str, names: list[str], words: int) -> Iterator[Area]:
    """Yield the areas of names that have all but the last of so many words in common."""
    by_words: dict[str, list[str]] = defaultdict(list)
    for name in names if len(names) > MANY else ():
        by_words["_".join(bare(name).split("_")[:words])].append(name)
    parts = {start: found for start, found in by_words.items() if len(found) >= _FEW}
    if not parts:
        yield Area(called, tuple(names))
        return
    for start in sorted(parts):
        yield from _cut(f"{above}{start}", above, parts[start], words + 1)
    cut = {name for found in parts.values() for name in found}
    rest = [name for name in names if name not in cut]
    if rest:
        yield Area(f"{called}{': ' if words == 1 else ', '}all others", tuple(rest))
