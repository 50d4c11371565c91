"""Names among relations and types, which something new may want before what has them is gone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from echoes_schema.ddl.names import full, identifier, parts
from echoes_schema.ddl.parts import Part
from echoes_schema.schema import Check, ForeignKey, Table

_INDEXED = frozenset({"index", "constraint"})
_NAMED = frozenset(
    {"table", "view", "materialized view", "sequence", "enum", "domain", "composite type", "range"}
)


def names_of(part: Part, all_parts: Mapping[str, Part]) -> set[str]:
    """Return the names that a part and what it holds take among relations and types."""
    return set(own_names(part)).union(
        *(own_names(one) for one in all_parts.values() if one.whole == part.label)
    )


def own_names(part: Part) -> Iterator[str]:
    """Yield the names that a part takes by itself; the rows of a partition are one, too."""
    if part.kind in _NAMED:
        yield full(part.item.name)
        if isinstance(part.item, Table) and part.item.partition_of:
            yield f"partition {part.item.bound} of {full(part.item.partition_of)}"
    elif part.kind in _INDEXED and not isinstance(part.item, Check | ForeignKey):
        yield f"{identifier(parts(part.on)[0])}.{identifier(part.item.name)}"


def names_taken(new: Mapping[str, Part], labels: Iterable[str]) -> dict[str, str]:
    """Return the names that something new or renamed takes, with its label."""
    return {name: label for label in sorted(labels) for name in own_names(new[label])}


def is_in_the_way(part: Part, old: Mapping[str, Part], taken: Mapping[str, str]) -> bool:
    """Return whether a part that goes has a name that something new takes."""
    return part.kind in _NAMED and bool(names_of(part, old) & taken.keys())
