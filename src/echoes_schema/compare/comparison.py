"""A documented schema held against a live one: every difference is a finding."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from echoes_schema.compare.facts import Fact, Item, facts_of
from echoes_schema.compare.spellings import Judging, Spellings, types_of
from echoes_schema.compare.wording import DOCUMENTED, Wording
from echoes_schema.dictionary.reader import Place
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
Types = Mapping[str, str]

_KINDS: Mapping[type[Item], str] = {
    Table: "table",
    Column: "column",
    Index: "index",
    Trigger: "trigger",
    ViewColumn: "column",
    Function: "function",
}
_ORDER = "column-order"
_NO_TYPES: Types = {}
_NO_PLACES: Mapping[str, Place] = {}
_NONE = Fact("", ("",))
# The first fact that differs says it all; those behind it follow from it.
_LEADING = ("kind", "identity", "generation")
_LED = frozenset({*_LEADING, "default", "sequence"})
# A page that leaves these out does not care; what a mapping holds not every role may see.
_OPTIONAL = frozenset({("extension", "version"), ("user mapping", "options")})
# What a partition or a child has from its parent comes and goes with the parent.
_PARENTAL = frozenset({"partition", "inheritance"})
_REBUILD = "Build it again: REINDEX INDEX CONCURRENTLY, or drop it and create it."


def compare(
    documented: Schema,
    live: Schema,
    *,
    places: Mapping[str, Place] = _NO_PLACES,
    wording: Wording = DOCUMENTED,
    judging: Judging | None = None,
) -> tuple[Finding, ...]:
    """Return what differs, in the order of the pages that `places` tells.

    An object that is missing or not documented is one finding, whatever it holds and whatever is
    said about it elsewhere; where both sides have it, each fact that differs is one. `judging`
    tells who compares SQL, and how.
    """
    spellings = Spellings(documented, live, judging)
    found = _Comparison(documented, live, spellings, _Voice(places, wording)).findings()
    return tuple(sorted(found, key=_order))


def _order(finding: Finding) -> tuple[str, int, str, str]:
    """Put the findings about one object and its parts together."""
    return finding.path, finding.line, finding.within or finding.object, finding.object


def differences(
    documented: Item, live: Item, spellings: Spellings, types: Types = _NO_TYPES
) -> list[tuple[str, Fact, Fact]]:
    """Return the facts that differ: name, documented side, live side.

    `types` are those of the columns that expressions speak of. Two constraints of different
    kinds differ in their kind only, a default and an identity in that alone.
    """
    if documented == live:
        return []
    here, there = facts_of(documented), facts_of(live)
    sides = ((name, here.get(name, _NONE), there.get(name, _NONE)) for name in {**here, **there})
    found = [
        (name, one, other)
        for name, one, other in sides
        if not _is_optional(live, name, one, other) and not spellings.is_same(one, other, types)
    ]
    leading = next((fact for fact in found if fact[0] in _LEADING), None)
    if leading is None:
        return found
    if leading[0] == "kind":
        return [leading]
    return [leading, *(fact for fact in found if fact[0] not in _LED)]


def differing_facts(
    documented: Schema, live: Schema, judging: Judging | None = None
) -> Callable[[Item, Item, Table | View | Function | None], frozenset[str]]:
    """Return a function that names the facts in which an object or a part of one differs.

    It takes the documented side, the live side, and the live relation that they are part of.
    `judging` tells who compares SQL, and how.
    """
    spellings = Spellings(documented, live, judging)

    def differing(one: Item, other: Item, whole: Table | View | Function | None) -> frozenset[str]:
        if isinstance(other, Other):
            types = spellings.types_around(other.whole)
        elif whole is None or isinstance(whole, Function):
            types = _NO_TYPES
        else:
            types = types_of(whole.columns)
        return frozenset(name for name, _, _ in differences(one, other, spellings, types))

    return differing


@dataclass(frozen=True, slots=True)
class _Voice:
    """What findings say, and where they place an object."""

    places: Mapping[str, Place]
    wording: Wording


class _Comparison:
    def __init__(
        self, documented: Schema, live: Schema, spellings: Spellings, voice: _Voice
    ) -> None:
        self._documented = documented
        self._live = live
        self._places = voice.places
        self._wording = voice.wording
        self._spellings = spellings

    def findings(self) -> Iterator[Finding]:
        here, there = self._documented, self._live
        tables, live_tables = _unlike(here.tables, there.tables)
        views, live_views = _unlike(here.views, there.views)
        yield from self._items(tables.values(), live_tables.values(), label_of)
        yield from self._items(views.values(), live_views.values(), label_of)
        yield from self._items(here.functions, there.functions, label_of)
        yield from self._others()
        for name in filter(live_tables.__contains__, tables):
            yield from self._table(tables[name], live_tables[name])
        for name in filter(live_views.__contains__, views):
            yield from self._view(views[name], live_views[name])

    def _others(self) -> Iterator[Finding]:
        """Yield what differs in other objects, but not that of a table which one side lacks."""
        documented, live = self._documented.others, self._live.others
        # All labels of a large schema cost more than the rest of comparing it with an equal one.
        has_parts = any(item.whole for item in (*documented, *live))
        here = labels(self._documented) if has_parts else frozenset()
        there = labels(self._live) if has_parts else frozenset()
        lacking = here ^ there
        roles = {item.name for item in documented if item.kind == "role"}

        def is_told(item: Other) -> bool:
            # A role that is used by something is told of there.
            return item.whole not in lacking and (item.kind != "role" or item.name in roles)

        yield from self._items(filter(is_told, documented), filter(is_told, live), label_of)

    def _table(self, here: Table, there: Table) -> Iterator[Finding]:
        name, within = there.name, label_of(there)
        items = partial(self._items, within=within)
        yield from items(here.columns, there.columns, _within(name, column_label))
        if not self._has_other_parent(here, there):
            yield from items(
                here.constraints, there.constraints, _within(name, constraint_label), renames=True
            )
            yield from items(here.indexes, there.indexes, _within(name, index_label), renames=True)
            yield from items(
                here.triggers, there.triggers, _within(name, trigger_label), renames=True
            )
        yield from self._order(here.columns, there.columns, within)

    def _has_other_parent(self, here: Table, there: Table) -> bool:
        facts = differences(here, there, self._spellings)
        return any(name in _PARENTAL for name, _, _ in facts)

    def _view(self, here: View, there: View) -> Iterator[Finding]:
        name, within = there.name, label_of(there)
        items = partial(self._items, within=within)
        yield from items(here.columns, there.columns, _within(name, column_label))
        yield from items(here.indexes, there.indexes, _within(name, index_label), renames=True)
        yield from items(here.triggers, there.triggers, _within(name, trigger_label), renames=True)
        yield from self._order(here.columns, there.columns, within)

    def _items(
        self,
        here: Iterable[ItemT],
        there: Iterable[ItemT],
        label: Callable[[ItemT], str],
        *,
        within: str = "",
        renames: bool = False,
    ) -> Iterator[Finding]:
        """Yield what is missing, extra, renamed or changed among objects of one kind."""
        documented = {label(item): item for item in here}
        live = {label(item): item for item in there}
        missing = {name: item for name, item in documented.items() if name not in live}
        extra = {name: item for name, item in live.items() if name not in documented}
        for name, item in documented.items():
            if name in live:
                yield from self._changes(name, item, live[name], within)
        if renames and missing and extra:
            yield from self._renames(missing, extra, within)
        words = self._wording
        for name, item in missing.items():
            kind = _kind(item)
            message = words.missing.format(kind=kind)
            yield self._finding(
                f"missing-{_slug(kind)}", name, message, words.create, within=within
            )
        for name, item in extra.items():
            kind = _kind(item)
            rule = f"{words.extra_rule}-{_slug(kind)}"
            message = words.extra.format(kind=kind)
            yield self._finding(rule, name, message, words.keep, within=within)

    def _renames(
        self, missing: dict[str, ItemT], extra: dict[str, ItemT], within: str
    ) -> Iterator[Finding]:
        """Take out and yield what is the same under another name, where that is beyond doubt."""
        for name, item in list(missing.items()):
            same = [label for label, other in extra.items() if self._is_same(item, other, within)]
            if len(same) == 1:
                kind = _kind(item)
                words = self._wording
                other = extra.pop(same[0])
                message = f"{words.renamed.format(kind=kind)}: `{other.name}`"
                del missing[name]
                yield self._finding(
                    f"renamed-{_slug(kind)}", name, message, words.rename, within=within
                )

    def _is_same(self, one: Item, other: Item, within: str) -> bool:
        types = self._spellings.types_around(within)
        return type(one) is type(other) and not differences(one, other, self._spellings, types)

    def _changes(self, name: str, here: Item, there: Item, within: str) -> Iterator[Finding]:
        if here == there:
            return
        whole = there.whole if isinstance(there, Other) else within
        types = self._spellings.types_around(whole)
        for fact, documented, live in differences(here, there, self._spellings, types):
            hint = _REBUILD if live.shown == "invalid" else self._wording.change
            message = (
                f"{fact.replace('-', ' ')} {self._wording.differ(live.shown, documented.shown)}"
            )
            finding = self._finding(f"changed-{fact}", name, message, hint, within=within)
            yield replace(finding, expected=documented.shown, actual=live.shown)

    def _order(self, here: Columns, there: Columns, within: str) -> Iterator[Finding]:
        live = dict.fromkeys(column.name for column in there)
        documented = dict.fromkeys(column.name for column in here if column.name in live)
        common = [name for name in live if name in documented]
        if common != list(documented):
            left, right = ", ".join(documented), ", ".join(common)
            message = f"columns stand as {right}; {self._wording.side} is {left}"
            hint = self._wording.order
            finding = self._finding(_ORDER, within, message, hint)
            yield replace(finding, expected=left, actual=right)

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
            within=within,
        )


def label_of(item: Item) -> str:
    """Return how a person is told of an object that is no part of another."""
    return f"{_kind(item)} {item.name}"


def labels(schema: Schema) -> frozenset[str]:
    """Return the labels of all that an object of another kind can belong to."""
    relations: tuple[Table | View, ...] = (*schema.tables, *schema.views)
    wholes: tuple[Item, ...] = (*relations, *schema.functions, *schema.others)
    columns = (column_label(one.name, column.name) for one in relations for column in one.columns)
    return frozenset([*map(label_of, wholes), *columns])


def _is_optional(item: Item, name: str, here: Fact, there: Fact) -> bool:
    is_silent = not here.shown or not there.shown
    return isinstance(item, Other) and is_silent and (item.kind, name) in _OPTIONAL


def _unlike(
    here: Iterable[ItemT], there: Iterable[ItemT]
) -> tuple[dict[str, ItemT], dict[str, ItemT]]:
    """Return both sides by label, without what is plainly equal: mostly that is nearly all."""
    documented = {label_of(item): item for item in here}
    live = {label_of(item): item for item in there}
    same = {label for label, item in documented.items() if item == live.get(label)}
    return _without(same, documented), _without(same, live)


def _without(same: set[str], items: dict[str, ItemT]) -> dict[str, ItemT]:
    return {label: item for label, item in items.items() if label not in same}


def _kind(item: Item) -> str:
    if isinstance(item, Other | View):
        return item.kind
    return _KINDS.get(type(item), "constraint")


def _within(relation: str, label: Callable[[str, str], str]) -> Callable[[Item], str]:
    return lambda item: label(relation, item.name)


def _slug(kind: str) -> str:
    return kind.replace(" ", "-")
