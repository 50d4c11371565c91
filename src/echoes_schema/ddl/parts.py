"""A schema taken apart: what is made, altered and dropped one by one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass

from echoes_schema.compare.comparison import label_of
from echoes_schema.compare.facts import Item
from echoes_schema.ddl import functions, tables, types
from echoes_schema.ddl.names import parts, signature
from echoes_schema.schema import (
    Column,
    ForeignKey,
    Function,
    Other,
    Schema,
    Table,
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
_DEFAULT = " DEFAULT "
# An operator may name others before they are there; of a class's family more is known.
_NAMED_ONLY = frozenset({"commutator", "negator", "family"})
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
    "shell",
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
    served: dict[Name, list[Other]] = defaultdict(list)
    for item in filter(types.is_base, schema.others):
        for fact, name in item.facts:
            if fact in types.SUPPORT:
                served[bare(name)].append(item)
    for function in schema.functions:
        whole = _type_served(function, served) if served else ""
        yield Part(label_of(function), "function", function, whole)


def _type_served(function: Function, served: Mapping[Name, list[Other]]) -> str:
    """Return the label of the type written in C that a function reads, prints or the like."""
    name, arguments = signature(function.name)
    named = set(names_in(f"{function.returns} {arguments}"))
    return next((label_of(one) for one in served[bare(name)] if bare(one.name) in named), "")


def _others(schema: Schema) -> Iterator[Part]:
    for item in schema.others:
        label = label_of(item)
        whole = item.whole.replace("foreign table", "table")
        yield Part(label, item.kind, item, whole, whole.partition(" ")[2])
        if item.kind == "sequence" and "owned-by" in dict(item.facts):
            yield Part(f"ownership of {label}", "ownership", item, label)
        if types.is_base(item):
            yield Part(shell_label(label), "shell", Other(item.kind, item.name), label)


def shell_label(base: str) -> str:
    """Return the label of the part that is no more of a type than its name."""
    return f"shell of {base}"


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


def sql_of(part: Part) -> Iterator[str]:
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
            yield item.support
            yield item.arguments if _DEFAULT in item.arguments else ""
        case Column():
            yield item.default
        case Other():
            yield from (text for fact, text in item.facts if fact not in _NAMED_ONLY)
            yield item.name if item.kind in {"cast", "operator", "aggregate"} else ""
        case _:
            yield from texts(item)


def types_of(function: Function) -> Iterator[str]:
    """Yield the texts in which a function names types, and nothing else but its arguments."""
    if not functions.is_parsed(function):
        yield from (function.returns, signature(function.name)[1])
        yield "" if _DEFAULT in function.arguments else function.arguments


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
        found = (one for text in sql_of(part) for one in _ONE.findall(text))
    else:
        found = (one for text in texts(part.item) for one in _ONE.findall(text))
    return column in set(map(unquoted, found))
