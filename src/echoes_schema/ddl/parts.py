"""A schema taken apart: what is made, altered and dropped one by one, and what each needs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass

from echoes_schema.compare.comparison import label_of
from echoes_schema.compare.facts import Item
from echoes_schema.ddl import functions, sequences, tables
from echoes_schema.ddl.names import operator, parts, signature
from echoes_schema.ddl.options import said
from echoes_schema.ddl.setting import parents_of
from echoes_schema.schema import (
    Column,
    ForeignKey,
    Function,
    Key,
    Other,
    Schema,
    Table,
    Trigger,
    View,
    constraint_label,
    index_label,
    trigger_label,
    unquoted,
)

Name = tuple[str, str]
_IDENTIFIER = r'(?:"(?:[^"]|"")*"|[A-Za-z_\x80-\U0010ffff][\w$]*)'
_CHAIN = re.compile(rf"{_IDENTIFIER}(?:\.{_IDENTIFIER})*")
_ONE = re.compile(_IDENTIFIER)
_OPERATOR = re.compile(rf"({_IDENTIFIER})\.([-+*/<>=~!@#%^&|`?]+)")
# What is made first where nothing else decides, as pg_dump has it.
_ORDER = (
    "dropped schema",
    "dropped extension",
    "schema",
    "extension",
    "role",
    "language",
    "access method",
    "foreign-data wrapper",
    "server",
    "user mapping",
    "collation",
    "enum",
    "domain",
    "composite type",
    "range",
    "type",
    "domain constraint",
    "text search template",
    "text search dictionary",
    "text search parser",
    "text search configuration",
    "sequence",
    "function",
    "cast",
    "conversion",
    "transform",
    "operator family",
    "operator",
    "operator class",
    "aggregate",
    "table",
    "ownership",
    "default",
    "constraint",
    "index",
    "replica identity",
    "foreign key",
    "view",
    "materialized view",
    "statistics object",
    "trigger",
    "rule",
    "policy",
    "security label",
    "dependency",
    "privileges",
    "publication",
    "subscription",
    "event trigger",
    "default privileges",
)
PRIORITY = {kind: number for number, kind in enumerate(_ORDER)}
_TYPES = frozenset({"enum", "domain", "composite type", "range", "type"})
_RELATIONS = frozenset({"table", "view", "materialized view"})
_ROUTINES = frozenset({"function", "aggregate"})


@dataclass(frozen=True, slots=True)
class Part:
    """What is made, altered or dropped by itself.

    `whole` is the label of what it belongs to, and goes with; `on` the name of the relation.
    """

    label: str
    kind: str
    item: Item
    whole: str = ""
    on: str = ""

    @property
    def priority(self) -> tuple[int, str]:
        return PRIORITY[self.kind], self.label


def parts_of(schema: Schema) -> dict[str, Part]:
    """Return the parts of a schema by label."""
    found = [*_others(schema), *_functions(schema), *_tables(schema), *_views(schema)]
    return {part.label: part for part in found}


def _functions(schema: Schema) -> Iterator[Part]:
    for function in schema.functions:
        yield Part(label_of(function), "function", function)


def _others(schema: Schema) -> Iterator[Part]:
    for item in schema.others:
        label = label_of(item)
        whole = item.whole.replace("foreign table", "table")
        yield Part(label, item.kind, item, whole, whole.partition(" ")[2])
        if item.kind == "sequence" and "owned-by" in dict(item.facts):
            yield Part(f"ownership of {label}", "ownership", item, label)


def _tables(schema: Schema) -> Iterator[Part]:
    for table in schema.tables:
        label = label_of(table)
        yield Part(label, "table", table)
        for column in table.columns:
            if column.default and not column.generated:
                name = tables.default_label(table.name, column.name)
                yield Part(name, "default", column, label, table.name)
        for constraint in table.constraints:
            kind = "foreign key" if isinstance(constraint, ForeignKey) else "constraint"
            name = constraint_label(table.name, constraint.name)
            yield Part(name, kind, constraint, label, table.name)
        if tables.identity_of_replica(table):
            yield Part(f"replica identity of {label}", "replica identity", table, label, table.name)
        yield from _of_relation(table, label)


def _views(schema: Schema) -> Iterator[Part]:
    for view in schema.views:
        label = label_of(view)
        yield Part(label, view.kind, view)
        yield from _of_relation(view, label)


def _of_relation(relation: Table | View, label: str) -> Iterator[Part]:
    for index in relation.indexes:
        name = index_label(relation.name, index.name)
        yield Part(name, "index", index, label, relation.name)
    for trigger in relation.triggers:
        name = trigger_label(relation.name, trigger.name)
        yield Part(name, "trigger", trigger, label, relation.name)


def bare(name: str) -> Name:
    """Return schema and name as bare identifiers."""
    schema, own = parts(name)
    return unquoted(schema), unquoted(own)


def texts(value: object) -> Iterator[str]:
    """Yield every text in a value, whatever it stands for."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from texts(item)
    elif is_dataclass(value):
        for field in fields(value):
            if field.name != "comment":
                yield from texts(getattr(value, field.name))


def _sql(part: Part) -> Iterator[str]:
    """Yield the SQL of a part that the server has printed with every name's schema."""
    item = part.item
    match item:
        case Table():
            yield from item.options
            for column in item.columns:
                yield column.type
                yield column.collation
                yield column.default if column.generated else ""
        case View():
            yield item.definition
            yield from item.options
        case Function() if not functions.is_parsed(item):
            yield from (item.returns, item.arguments, item.name, item.support)
        case Column():
            yield item.default
        case Other():
            yield from (text for _, text in item.facts)
            yield item.name if item.kind in {"cast", "operator", "aggregate"} else ""
        case _:
            yield from texts(item)


def names_in(text: str) -> Iterator[Name]:
    """Yield the names with a schema that a text may contain."""
    for match in _CHAIN.finditer(text):
        chain = [unquoted(one) for one in _ONE.findall(match[0])]
        if len(chain) > 1:
            yield chain[0], chain[1]
    for match in _OPERATOR.finditer(text):
        yield unquoted(match[1]), match[2]


def mentions(part: Part, column: str) -> bool:
    """Return whether a part speaks of a column, or of whole rows of a relation."""
    if isinstance(part.item, Function | View):
        found = (one for text in _sql(part) for one in _ONE.findall(text))
    else:
        found = (one for text in texts(part.item) for one in _ONE.findall(text))
    return column in set(map(unquoted, found))


class Needs:
    """What each part of a schema needs, by label."""

    def __init__(self, schema: Schema, found: Mapping[str, Part]) -> None:
        self._parts = found
        self._serials = sequences.serials(schema)
        self._by_name: dict[Name, list[str]] = defaultdict(list)
        for part in found.values():
            for name in _provided(part):
                self._by_name[name].append(part.label)
        self._keys = _keys(schema)

    def of(self, part: Part) -> set[str]:
        """Return the labels of all that must be there before a part is made."""
        found = {
            label for text in _sql(part) for name in names_in(text) for label in self._labels(name)
        }
        found |= set(self._spelled(part))
        if not isinstance(part.item, View):
            found.discard(part.label)
        return {label for label in found if label in self._parts}

    def _labels(self, name: Name) -> list[str]:
        return self._by_name.get(name, [])

    def _named(self, name: str) -> list[str]:
        return self._labels(bare(name))

    def _spelled(self, part: Part) -> Iterator[str]:
        """Yield what a part needs by the names that Schema spells in its own way."""
        yield part.whole
        yield from self._schema(part)
        item = part.item
        match item:
            case Table():
                for parent in parents_of(item):
                    yield f"table {parent}"
                yield f"server {said(item.options, 'server ')}"
                if part.kind == "replica identity":
                    index = said(item.options, "replica identity using ")
                    yield index_label(item.name, index)
                    yield constraint_label(item.name, index)
            case ForeignKey():
                yield f"table {item.references}"
                yield from self._keys.get((item.references, frozenset(item.referenced)), ())
            case Trigger():
                yield from self._named(item.function)
            case Other():
                yield from self._of_other(part, item)
            case _:
                pass

    def _schema(self, part: Part) -> Iterator[str]:
        name = part.on or signature(part.item.name)[0]
        if part.kind == "operator" and isinstance(part.item, Other):
            name = operator(part.item.name)[0]
        yield f"schema {parts(name)[0]}"

    def _of_other(self, part: Part, item: Other) -> Iterator[str]:
        facts = dict(item.facts)
        if part.kind == "ownership":
            relation, _, _ = facts["owned-by"].rpartition(".")
            yield f"table {relation}"
        if item.kind == "extension":
            yield f"schema {facts.get('schema', '')}"
        if item.kind == "server":
            yield f"foreign-data wrapper {facts.get('wrapper', '')}"
        if item.kind == "publication":
            for name in facts.get("schemas", "").split(", "):
                yield f"schema {name}"
        if item.whole.startswith("column "):
            relation, _, _ = item.whole.removeprefix("column ").rpartition(".")
            yield from (f"{kind} {relation}" for kind in _RELATIONS)


def _provided(part: Part) -> Iterator[Name]:
    """Yield the names by which SQL may speak of a part."""
    item = part.item
    if part.kind in _RELATIONS or part.kind in _TYPES:
        yield bare(item.name)
        if part.kind == "range" and isinstance(item, Other):
            yield bare(dict(item.facts).get("multirange", "").removeprefix("public."))
    elif part.kind in _ROUTINES:
        yield bare(signature(item.name)[0])
    elif part.kind == "operator":
        schema, _, symbol = operator(item.name)[0].rpartition(".")
        yield unquoted(schema), symbol
    elif part.kind in {"sequence", "collation"} or part.kind.startswith("text search"):
        yield bare(item.name)


def _keys(schema: Schema) -> dict[tuple[str, frozenset[str]], list[str]]:
    """Return the labels of the keys and unique indexes that a foreign key may refer to."""
    found: dict[tuple[str, frozenset[str]], list[str]] = defaultdict(list)
    for table in schema.tables:
        for constraint in table.constraints:
            if isinstance(constraint, Key):
                columns = frozenset(constraint.columns)
                found[table.name, columns].append(constraint_label(table.name, constraint.name))
        for index in table.indexes:
            if index.is_unique:
                columns = frozenset(key.content for key in index.keys)
                found[table.name, columns].append(index_label(table.name, index.name))
    return found
