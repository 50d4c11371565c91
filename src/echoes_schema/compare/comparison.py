"""A documented schema held against a live one: every difference is a finding."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import zip_longest
from typing import TypeVar

from echoes_schema.compare.facts import Fact, Item, facts_of
from echoes_schema.compare.spellings import Spellings, types_of
from echoes_schema.compare.wording import DOCUMENTED, Wording
from echoes_schema.dictionary.reader import Documented
from echoes_schema.errors import place
from echoes_schema.model import Finding, Level
from echoes_schema.schema import (
    Column,
    Function,
    Index,
    Other,
    Schema,
    Table,
    Trigger,
    View,
    ViewColumn,
    column_label,
    constraint_label,
    index_label,
    trigger_label,
)

ItemT = TypeVar("ItemT", bound=Item)
Columns = tuple[Column, ...] | tuple[ViewColumn, ...]

_KINDS: Mapping[type[Item], str] = {
    Table: "table",
    Column: "column",
    Index: "index",
    Trigger: "trigger",
    View: "view",
    ViewColumn: "column",
    Function: "function",
}
_ORDER = "column-order"
_LONGEST_SHOWN = 160
_NO_TYPES: Mapping[str, str] = {}

_REBUILD = "Build it again: REINDEX INDEX CONCURRENTLY, or drop it and create it."


def compare(
    documented: Documented, live: Schema, wording: Wording = DOCUMENTED
) -> tuple[Finding, ...]:
    """Return what differs, in the order of the pages; `wording` says what they are pages of.

    An object that is missing or not documented is one finding, whatever it holds; where both
    sides have it, each fact that differs is one. Names of NOT NULL constraints are no facts.
    """
    found = _Comparison(documented, live, wording).findings()
    return tuple(sorted(found, key=lambda finding: (finding.path, finding.line, finding.object)))


def differences(
    documented: Item, live: Item, spellings: Spellings, types: Mapping[str, str] = _NO_TYPES
) -> list[tuple[str, Fact, Fact]]:
    """Return the facts that differ: name, documented side, live side.

    `types` are those of the columns that expressions speak of. Two constraints of different
    kinds differ in their kind only.
    """
    if documented == live:
        return []
    here, there = facts_of(documented), facts_of(live)
    if here.get("kind") != there.get("kind"):
        return [("kind", here["kind"], there["kind"])]
    return [
        (name, fact, there[name])
        for name, fact in here.items()
        if not spellings.is_same(fact, there[name], types)
    ]


def differing_facts(
    documented: Schema, live: Schema
) -> Callable[[Item, Item, Table | View | Function | None], frozenset[str]]:
    """Return a function that names the facts in which an object or a part of one differs.

    It takes the documented side, the live side, and the live relation that they are part of.
    """
    spellings = Spellings(documented, live)

    def differing(one: Item, other: Item, whole: Table | View | Function | None) -> frozenset[str]:
        types = (
            _NO_TYPES if whole is None or isinstance(whole, Function) else types_of(whole.columns)
        )
        return frozenset(name for name, _, _ in differences(one, other, spellings, types))

    return differing


class _Comparison:
    def __init__(self, documented: Documented, live: Schema, wording: Wording) -> None:
        self._wording = wording
        self._documented = documented.schema
        self._places = documented.places
        self._live = live
        self._spellings = Spellings(documented.schema, live)

    def findings(self) -> Iterator[Finding]:
        here, there = self._documented, self._live
        yield from self._items(here.tables, there.tables, _label)
        yield from self._items(here.views, there.views, _label)
        yield from self._items(here.functions, there.functions, _label)
        yield from self._items(here.others, there.others, _label)
        for table, live_table in _pairs(here.tables, there.tables):
            yield from self._table(table, live_table)
        for view, live_view in _pairs(here.views, there.views):
            yield from self._view(view, live_view)

    def _table(self, here: Table, there: Table) -> Iterator[Finding]:
        name, within = there.name, _label(there)
        items = partial(self._items, within=within, types=types_of(there.columns))
        yield from items(here.columns, there.columns, _within(name, column_label))
        yield from items(here.constraints, there.constraints, _within(name, constraint_label))
        yield from items(here.indexes, there.indexes, _within(name, index_label))
        yield from items(here.triggers, there.triggers, _within(name, trigger_label))
        yield from self._order(here.columns, there.columns, within)

    def _view(self, here: View, there: View) -> Iterator[Finding]:
        name, within = there.name, _label(there)
        items = partial(self._items, within=within, types=types_of(there.columns))
        yield from items(here.columns, there.columns, _within(name, column_label))
        yield from items(here.triggers, there.triggers, _within(name, trigger_label))
        yield from self._order(here.columns, there.columns, within)

    def _items(
        self,
        here: Iterable[ItemT],
        there: Iterable[ItemT],
        label: Callable[[ItemT], str],
        *,
        within: str = "",
        types: Mapping[str, str] = _NO_TYPES,
    ) -> Iterator[Finding]:
        """Yield what is missing, not documented or changed among objects of one kind."""
        documented = {label(item): item for item in here}
        live = {label(item): item for item in there}
        for name, item in documented.items():
            if name in live:
                yield from self._changes(name, item, live[name], types)
            else:
                kind = _kind(item)
                message = self._wording.missing.format(kind=kind)
                hint = self._wording.create
                yield self._finding(f"missing-{_slug(kind)}", name, message, hint)
        for name, item in live.items():
            if name not in documented:
                kind = _kind(item)
                message = self._wording.extra.format(kind=kind)
                rule = f"{self._wording.extra_rule}-{_slug(kind)}"
                yield self._finding(rule, name, message, self._wording.keep, within=within)

    def _changes(
        self, name: str, here: Item, there: Item, types: Mapping[str, str]
    ) -> Iterator[Finding]:
        for fact, documented, live in differences(here, there, self._spellings, types):
            hint = _REBUILD if live.shown == "invalid" else self._wording.change
            shown, expected = _shown(live.shown, documented.shown)
            side = self._wording.side
            message = f"{fact.replace('-', ' ')} is {shown}, {side} is {expected}"
            yield self._finding(f"changed-{fact}", name, message, hint)

    def _order(self, here: Columns, there: Columns, within: str) -> Iterator[Finding]:
        live = [column.name for column in there]
        documented = [column.name for column in here if column.name in set(live)]
        common = [name for name in live if name in set(documented)]
        if common != documented:
            side = self._wording.side
            message = f"columns stand as {', '.join(common)}; {side} is {', '.join(documented)}"
            yield self._finding(_ORDER, within, message, self._wording.order)

    def _finding(
        self, rule: str, name: str, message: str, hint: str, *, within: str = ""
    ) -> Finding:
        """Return a finding at the object's place, else at that of what it is part of."""
        where = self._places.get(name) or self._places.get(within)
        return Finding(
            rule=rule,
            level=Level.WARNING if rule == _ORDER else Level.ERROR,
            object=name,
            message=message,
            path=place(where.path) if where else "",
            line=where.line if where else 0,
            hint=hint,
        )


def _pairs(here: Iterable[ItemT], there: Iterable[ItemT]) -> Iterator[tuple[ItemT, ItemT]]:
    """Yield the objects that both sides have and that are not plainly equal."""
    live = {item.name: item for item in there}
    for item in here:
        if item.name in live and item != live[item.name]:
            yield item, live[item.name]


def _kind(item: Item) -> str:
    if isinstance(item, Other):
        return item.kind
    return _KINDS.get(type(item), "constraint")


def _label(item: Item) -> str:
    return f"{_kind(item)} {item.name}"


def _within(relation: str, label: Callable[[str, str], str]) -> Callable[[Item], str]:
    return lambda item: label(relation, item.name)


def _slug(kind: str) -> str:
    return kind.replace(" ", "-")


def _shown(live: str, documented: str) -> tuple[str, str]:
    """Return both sides in one line: of long texts the first line that differs."""
    if "\n" in live or "\n" in documented:
        lines = zip_longest(live.splitlines(), documented.splitlines(), fillvalue="")
        differing = (pair for pair in lines if pair[0].strip() != pair[1].strip())
        live, documented = next(differing, (live, documented))
    return _short(live), _short(documented)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return f"`{textwrap.shorten(line, _LONGEST_SHOWN, placeholder=' …')}`" if line else "none"
