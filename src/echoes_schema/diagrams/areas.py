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

    A schema of very many is cut by the first word of their names. A partition is part of its
    table and stands in no area.
    """
    by_schema: dict[str, list[str]] = defaultdict(list)
    tables = [table.name for table in schema.tables if not table.partition_of]
    for name in sorted([*tables, *(view.name for view in schema.views)]):
        by_schema[schema_of(name)].append(name)
    found = (_areas(name, by_schema[name]) for name in sorted(by_schema))
    return tuple(area for part in found for area in part)


def _areas(schema: str, names: list[str]) -> Iterator[Area]:
    if len(names) <= MANY:
        yield Area(schema, tuple(names))
        return
    by_word: dict[str, list[str]] = defaultdict(list)
    for name in names:
        by_word[bare(name).partition("_")[0]].append(name)
    rest: list[str] = []
    for word in sorted(by_word):
        if len(by_word[word]) < _FEW:
            rest += by_word[word]
        else:
            yield Area(f"{schema}: {word}", tuple(by_word[word]))
    if rest:
        yield Area(f"{schema}: all others", tuple(rest))
