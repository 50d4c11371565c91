"""What each part of a schema needs: all that must be there before it is made."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from echoes_schema.compare.comparison import label_of
from echoes_schema.ddl.names import operator, parts, signature
from echoes_schema.ddl.options import said
from echoes_schema.ddl.parts import Name, Part, bare, names_in, shell_label, sql_of, types_of
from echoes_schema.ddl.setting import parents_of
from echoes_schema.schema import (
    Exclusion,
    ForeignKey,
    Function,
    Index,
    Key,
    Other,
    Schema,
    Table,
    Trigger,
    View,
    constraint_label,
    index_label,
    unquoted,
)

_MODIFIERS = re.compile(r"\([\d, -]+\)|\[\]")
_TYPES = frozenset({"enum", "domain", "composite type", "range", "type"})
_RELATIONS = frozenset({"table", "view", "materialized view"})
_ROUTINES = frozenset({"function", "aggregate"})
_IN_A_METHOD = frozenset({"operator class", "operator family"})


class Needs:
    """What each part of a schema needs, by label."""

    def __init__(self, schema: Schema, found: Mapping[str, Part]) -> None:
        self._parts = found
        self._by_name: dict[Name, list[str]] = defaultdict(list)
        for part in found.values():
            for name in _provided(part):
                self._by_name[name].append(part.label)
        self._keys = _keys(schema)
        self._usual = _UsualClasses(schema)

    def of(self, part: Part) -> set[str]:
        """Return the labels of all that must be there before a part is made."""
        found = set(self._among(sql_of(part)))
        if isinstance(part.item, Function):
            found |= {one for one in self._among(types_of(part.item)) if not _is_routine(one)}
        found |= set(self._spelled(part))
        if part.whole and part.kind in {"shell", "function"}:
            # A type that is written in C needs functions, and these need no more than its name.
            schemas = {label for label in found if label.startswith("schema ")}
            found = {shell_label(part.whole), *schemas}
        if not isinstance(part.item, View):
            found.discard(part.label)
        return {label for label in found if label in self._parts}

    def _among(self, found: Iterable[str]) -> Iterator[str]:
        """Yield the labels of what texts may speak of."""
        for text in found:
            for name in names_in(text):
                yield from self._labels(name)

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
                yield from self._of_table(part, item)
            case Key():
                yield from self._usual.of_relation(part.on)
            case Exclusion() | Index():
                yield from self._usual.of_relation(part.on)
                yield f"access method {item.method}"
                for name in _names_of_keys(item):
                    yield from self._named(name)
            case ForeignKey():
                yield f"table {item.references}"
                yield from self._keys.get((item.references, frozenset(item.referenced)), ())
            case Trigger():
                yield from self._named(item.function)
            case Other():
                yield from self._of_other(part, item)
            case _:
                pass

    def _of_table(self, part: Part, item: Table) -> Iterator[str]:
        for parent in parents_of(item):
            yield f"table {parent}"
        yield f"server {said(item.options, 'server ')}"
        yield f"access method {said(item.options, 'access method ')}"
        if part.kind == "replica identity":
            index = said(item.options, "replica identity using ")
            yield index_label(item.name, index)
            yield constraint_label(item.name, index)
        yield from self._usual.of_relation(item.name)

    def _schema(self, part: Part) -> Iterator[str]:
        name = part.on or signature(part.item.name)[0]
        if part.kind in _IN_A_METHOD:
            name = name.rpartition(" for ")[0]
        if part.kind == "operator" and isinstance(part.item, Other):
            name = operator(part.item.name)[0]
        yield f"schema {parts(name)[0]}"

    def _of_other(self, part: Part, item: Other) -> Iterator[str]:
        facts = dict(item.facts)
        if part.kind == "ownership":
            relation, _, _ = facts["owned-by"].rpartition(".")
            yield f"table {relation}"
        if item.kind in _IN_A_METHOD:
            yield from self._in_method(item, facts.get("family", ""))
        if item.kind == "range":
            yield from self._usual.of_type(facts["subtype"])
        if item.kind == "extension":
            yield f"schema {facts.get('schema', '')}"
        if item.kind == "server":
            yield f"foreign-data wrapper {facts.get('wrapper', '')}"
        if item.kind == "publication":
            yield from (f"schema {name}" for name in facts.get("schemas", "").split(", "))
        if item.whole.startswith("column "):
            relation, _, _ = item.whole.removeprefix("column ").rpartition(".")
            yield from (f"{kind} {relation}" for kind in _RELATIONS)

    def _in_method(self, item: Other, family: str) -> Iterator[str]:
        method = item.name.rpartition(" for ")[2]
        yield f"access method {method}"
        for label in self._named(family):
            if label.startswith("operator family ") and label.endswith(f" for {method}"):
                yield label


class _UsualClasses:
    """The operator classes that an index of a type has where it names none."""

    def __init__(self, schema: Schema) -> None:
        self._classes: dict[str, list[str]] = defaultdict(list)
        for item in schema.others:
            facts = dict(item.facts) if item.kind == "operator class" else {}
            if "use" in facts:
                self._classes[facts["type"]].append(label_of(item))
        relations: tuple[Table | View, ...] = (*schema.tables, *schema.views)
        self._types = {
            one.name: [column.type for column in one.columns] for one in relations if self._classes
        }

    def of_relation(self, name: str) -> Iterator[str]:
        for text in self._types.get(name, ()):
            yield from self.of_type(text)

    def of_type(self, text: str) -> Iterator[str]:
        yield from self._classes.get(_MODIFIERS.sub("", text), ()) if self._classes else ()


def _names_of_keys(item: Exclusion | Index) -> Iterator[str]:
    """Yield the operator classes and collations that the keys of an index name."""
    for key in item.keys if isinstance(item, Index) else [key for key, _ in item.keys]:
        yield from filter(None, (key.opclass.partition("(")[0].rstrip(), key.collation))


def _is_routine(label: str) -> bool:
    return label.partition(" ")[0] in _ROUTINES


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
    elif part.kind in _IN_A_METHOD:
        yield bare(item.name.rpartition(" for ")[0])
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
