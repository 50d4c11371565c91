"""A replayed schema as text and back: every object is the list of its fields, in their order."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any

from echoes_schema.replay.objects import Check, Column, Domain, Enum, ForeignKey, Index, Table
from echoes_schema.replay.schema import Replayed

_FIELDS: Mapping[type, Callable[[object], object]] = {
    kind: attrgetter(*kind.__slots__) for kind in (Check, Column, Enum, ForeignKey, Index, Table)
}
_domain = attrgetter(*Domain.__slots__)


def dumps(schema: Replayed) -> str:
    """Return a schema as JSON, but for the search path, which each script sets anew."""
    parts = (
        list(schema.tables.values()),
        list(schema.enums.values()),
        [(*name, volatility) for name, volatility in schema.functions.items()],
        [[*name, *_domain(domain)] for name, domain in schema.domains.items()],
    )
    return json.dumps(parts, default=_plain, separators=(",", ":"))


def loads(text: str) -> Replayed:
    """Return the schema that `dumps` has written."""
    tables, enums, functions, domains = json.loads(text)
    schema = Replayed()
    for row in tables:
        schema.put(Table(**_fields_of_table(dict(zip(Table.__slots__, row, strict=True)))))
    for name, labels, born_in, fresh, transaction in enums:
        enum = Enum(tuple(name), tuple(labels), born_in, frozenset(fresh), transaction)
        schema.enums[enum.name] = enum
    schema.functions = {(place, name): volatility for place, name, volatility in functions}
    schema.domains = {
        (place, name): Domain(base, tuple(over), *more)
        for place, name, base, over, *more in domains
    }
    return schema


def _fields_of_table(said: dict[str, Any]) -> dict[str, Any]:
    parent = said["partition_of"]
    return said | {
        "name": tuple(said["name"]),
        "columns": {name: Column(*more) for name, more in said["columns"].items()},
        "checks": tuple(
            [Check(one, frozenset(a), frozenset(b), *more) for one, a, b, *more in said["checks"]]
        ),
        "foreign_keys": tuple(
            [
                ForeignKey(one, tuple(mine), tuple(other), tuple(keys), *more)
                for one, mine, other, keys, *more in said["foreign_keys"]
            ]
        ),
        "indexes": tuple(
            [Index(one, tuple(names), *more) for one, names, *more in said["indexes"]]
        ),
        "partition_of": tuple(parent) if parent else None,
        "policies": tuple(said["policies"]),
        "reads": frozenset((tuple(name), column) for name, column in said["reads"]),
    }


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else _FIELDS[type(value)](value)
