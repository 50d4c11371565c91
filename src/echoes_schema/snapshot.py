"""A schema saved as canonical JSON: equal schemas give the same bytes, and are read back equal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import UnionType
from typing import TypeVar, get_args, get_origin, get_type_hints

from echoes_schema.errors import FileError, place
from echoes_schema.schema import (
    Check,
    Column,
    Exclusion,
    ForeignKey,
    Function,
    Index,
    IndexKey,
    Key,
    Other,
    Schema,
    Table,
    Trigger,
    View,
    ViewColumn,
)

VERSION = 1
_CONSTRAINTS: Mapping[object, type] = {
    "primary key": Key,
    "unique": Key,
    "foreign key": ForeignKey,
    "check": Check,
    "exclusion": Exclusion,
}
_KINDS = (
    *(Schema, Table, View, Function, Other, Column, ViewColumn, Index, IndexKey, Trigger),
    *(Key, ForeignKey, Check, Exclusion),
)
_HINT = "Save it again with echoes-schema snapshot."
ValueT = TypeVar("ValueT")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A schema, and the major version of the PostgreSQL that it was read from.

    `unknown` are the facts that whoever wrote it did not read yet, as `Trigger.referenced`.
    """

    schema: Schema
    postgres: int
    unknown: frozenset[str] = frozenset()


def write(snapshot: Snapshot) -> str:
    """Return a snapshot as JSON; what is as usual is left out, and so is the usual owner."""
    content = {
        "version": VERSION,
        "postgres": snapshot.postgres,
        "knows": sorted(_facts()),
        "schema": _to_json(snapshot.schema),
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def read(path: Path) -> Snapshot:
    """Return what `write` wrote to a file. Raises FileError for anything else."""
    try:
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise FileError(f"{place(path)}: {error}", _HINT) from error
    if not isinstance(content, dict) or content.get("version") != VERSION:
        raise FileError(f"{place(path)}: no snapshot of version {VERSION}", _HINT)
    try:
        knows = _plain(list, content.get("knows", [*_facts()]))
        return Snapshot(
            schema=_value(Schema, content.get("schema")),
            postgres=_plain(int, content.get("postgres")),
            unknown=_facts().difference(knows),
        )
    except (TypeError, KeyError) as error:
        raise FileError(f"{place(path)}: {error}", _HINT) from error


def without(schema: Schema, facts: frozenset[str]) -> Schema:
    """Return a schema as somebody would have read it who did not know these facts yet."""
    return _without(schema, facts) if facts else schema


def _without(value: ValueT, facts: frozenset[str]) -> ValueT:
    if isinstance(value, tuple):
        return tuple(_without(item, facts) for item in value)  # type: ignore[return-value]
    if not is_dataclass(value) or isinstance(value, type):
        return value
    known = _fields(type(value))
    changed = {
        name: field.default
        if f"{type(value).__name__}.{name}" in facts
        else _without(getattr(value, name), facts)
        for name, (_, field) in known.items()
    }
    return replace(value, **changed)


@lru_cache
def _facts() -> frozenset[str]:
    """Return every fact that may be left out, as `Trigger.referenced`."""
    return frozenset(
        f"{kind.__name__}.{name}"
        for kind in _KINDS
        for name, (_, field) in _fields(kind).items()
        if field.compare and not _is_needed(field)
    )


def _to_json(value: object) -> object:
    if isinstance(value, tuple):
        return [_to_json(item) for item in value]
    if isinstance(value, ForeignKey | Check | Exclusion):
        return {"kind": value.kind, **_said(value)}
    return _said(value) if is_dataclass(value) else value


def _said(value: object) -> dict[str, object]:
    """Return the fields that are not as usual."""
    kind: type = type(value)
    found = ((name, getattr(value, name), field) for name, (_, field) in _fields(kind).items())
    return {
        name: _to_json(content)
        for name, content, field in found
        if field.compare and content != field.default
    }


def _from_json(kind: object, value: object) -> object:
    """Return a value of a type that a field is declared with. Raises TypeError and KeyError."""
    if get_origin(kind) is tuple:
        return _tuple(get_args(kind), _plain(list, value))
    if isinstance(kind, UnionType):
        said = _plain(dict, value)
        constraint = _CONSTRAINTS[said.get("kind")]
        is_kind_told = "kind" in _fields(constraint)
        return _value(constraint, {k: said[k] for k in said if k != "kind" or is_kind_told})
    if not isinstance(kind, type):
        raise TypeError(f"no way to read {kind}")
    return _value(kind, value) if is_dataclass(kind) else _plain(kind, value)


def _tuple(kinds: tuple[object, ...], items: list[object]) -> tuple[object, ...]:
    if kinds[-1] is Ellipsis:
        return tuple(_from_json(kinds[0], item) for item in items)
    return tuple(_from_json(kind, item) for kind, item in zip(kinds, items, strict=True))


def _value(kind: type[ValueT], content: object) -> ValueT:
    known = _fields(kind)  # type: ignore[arg-type] # every class can be hashed
    said = _plain(dict, content)
    missing = [name for name, (_, field) in known.items() if _is_needed(field) and name not in said]
    if missing:
        raise TypeError(f"{kind.__name__} without {missing[0]}")
    return kind(**{name: _from_json(known[name][0], value) for name, value in said.items()})


def _plain(kind: type[ValueT], value: object) -> ValueT:
    if not isinstance(value, kind):
        raise TypeError(f"{value!r} is not of type {kind.__name__}")
    return value


@lru_cache
def _fields(kind: type) -> dict[str, tuple[object, Field[object]]]:
    hints = get_type_hints(kind)
    return {field.name: (hints[field.name], field) for field in fields(kind)}


def _is_needed(field: Field[object]) -> bool:
    return field.default is MISSING
