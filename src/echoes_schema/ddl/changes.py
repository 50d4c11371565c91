"""What differs between two schemas, part by part: new, gone, changed, renamed, made anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from echoes_schema.compare import Judging, differing_facts
from echoes_schema.ddl import columns, tables, writers
from echoes_schema.ddl.heirs import PLACED, left_to_parents
from echoes_schema.ddl.names import full
from echoes_schema.ddl.needs import Needs
from echoes_schema.ddl.parts import Part, mentions, names_in, parts_of
from echoes_schema.ddl.sequences import drawn
from echoes_schema.ddl.setting import Setting, parents_of
from echoes_schema.ddl.taken import is_in_the_way, names_taken
from echoes_schema.ddl.widening import is_alike
from echoes_schema.schema import (
    Check,
    Column,
    Exclusion,
    Index,
    Other,
    Schema,
    Table,
    View,
    unquoted,
)

_RELATIONS = frozenset({"table", "view", "materialized view"})
TYPES = frozenset({"enum", "domain", "composite type", "range"})
# What holds data, or what others hold data in: never made anew because of something else.
_KEPT = frozenset({"table", "schema", "extension", "sequence", "role", "server", "type", *TYPES})
# These speak of a column in a way that is in the way of another type.
_IN_THE_WAY = frozenset(
    {"view", "materialized view", "rule", "policy", "trigger", "publication", "function"}
)
_CHANGED_PARENT = frozenset({"partition", "inheritance"})
Pair = tuple[Column, Column, frozenset[str]]


@dataclass(slots=True)
class Changes:
    """Labels by what happens to the part. `columns` are those of tables that both sides have.

    `replaced` are dropped and made anew, `own` of them for their own sake; `hastened` are gone and
    dropped before what they depend on is made anew.
    """

    old: Mapping[str, Part]
    new: Mapping[str, Part]
    old_needs: dict[str, set[str]]
    new_needs: dict[str, set[str]]
    facts: dict[str, frozenset[str]] = field(default_factory=dict)
    columns: dict[str, list[Pair]] = field(default_factory=dict)
    replaced: set[str] = field(default_factory=set)
    own: set[str] = field(default_factory=set)
    hastened: set[str] = field(default_factory=set)
    renamed: dict[str, str] = field(default_factory=dict)
    swapped: set[str] = field(default_factory=set)

    def gone(self) -> set[str]:
        return self.old.keys() - self.new.keys() - self.renamed.keys()

    def added(self) -> set[str]:
        return self.new.keys() - self.old.keys() - set(self.renamed.values())

    def takers(self) -> set[str]:
        """Return what has a name that was none before: what is new or renamed."""
        return self.added() | set(self.renamed.values())


def between(old: Schema, new: Schema, setting: Setting, written: tuple[bool, bool]) -> Changes:
    """Return what differs between two schemas."""
    mine, theirs = parts_of(old), parts_of(new)
    old_needs, new_needs = Needs(old, mine), Needs(new, theirs)
    found = Changes(
        mine,
        theirs,
        {label: old_needs.of(part) for label, part in mine.items()},
        {label: new_needs.of(part) for label, part in theirs.items()},
    )
    _Comparison(found, setting, old, new, written).fill()
    return found


class _Comparison:
    def __init__(
        self,
        found: Changes,
        setting: Setting,
        old: Schema,
        new: Schema,
        written: tuple[bool, bool],
    ) -> None:
        self._found = found
        self._setting = setting
        self._differing = differing_facts(old, new, Judging(written))
        self._wholes: dict[str, Table | View] = {
            label: part.item
            for label, part in found.new.items()
            if isinstance(part.item, Table | View) and part.kind in _RELATIONS
        }

    def fill(self) -> None:
        for label, part in self._found.new.items():
            before = self._found.old.get(label)
            if before is not None and (before.item != part.item or before.on != part.on):
                self._compare(label, before, part)
        facts = self._found.facts.items()
        moved = {label for label, changed in facts if changed & _CHANGED_PARENT}
        mine, theirs = self._found.old, self._found.new
        self._forget(left_to_parents(mine, theirs, moved, self._setting))
        self._rename()
        self._spread()

    def _compare(self, label: str, old: Part, new: Part) -> None:
        facts = self._facts(old, new)
        if new.kind == "table":
            assert isinstance(old.item, Table)
            assert isinstance(new.item, Table)
            self._found.columns[label] = list(self._columns(old.item, new.item))
        if facts or old.on != new.on:
            self._found.facts[label] = facts
            if writers.is_replaced(old, new, facts, self._setting) and not self._is_in_use(new):
                self._found.replaced.add(label)
                self._found.own.add(label)

    def _is_in_use(self, part: Part) -> bool:
        """Return whether what stays is made of a type; columns can follow it to its successor."""
        if part.kind not in {"type", *TYPES}:
            return False
        holders = _KEPT if part.kind == "type" else TYPES
        return any(
            one.kind in holders and label in self._found.new
            for label, one in self._found.old.items()
            if part.label in self._found.old_needs[label]
        )

    def _facts(self, old: Part, new: Part) -> frozenset[str]:
        if new.kind == "replica identity":
            assert isinstance(old.item, Table)
            assert isinstance(new.item, Table)
            was, now = tables.identity_of_replica(old.item), tables.identity_of_replica(new.item)
            return frozenset({"replica-identity"} if was != now else ())
        facts = self._differing(old.item, new.item, self._wholes.get(new.whole))
        if isinstance(old.item, View) and isinstance(new.item, View):
            # Their comments, too: a view's column is no part of its own.
            return facts | ({"columns"} if old.item.columns != new.item.columns else set())
        if new.kind == "default":
            return facts & {"default"}
        if new.kind == "ownership":
            return facts & {"owned-by"}
        if new.kind == "table":
            return facts - {"replica-identity"}
        return facts - {"owned-by"} if new.kind == "sequence" else facts

    def _columns(self, old: Table, new: Table) -> Iterator[Pair]:
        """Yield the columns that both sides have and that differ."""
        is_partition = bool(new.partition_of)
        there = _own(old, is_partition=is_partition or bool(old.partition_of))
        before = {column.name: column for column in there}
        for column in _own(new, is_partition=is_partition):
            was = before.get(column.name)
            if was is None or was == column:
                continue
            facts = self._differing(was, column, new)
            if "identity" in facts and was.default and not column.default:
                facts |= {"default"}
            if facts and not self._is_parents(new, was, column):
                yield was, column, facts

    def _is_parents(self, table: Table, old: Column, new: Column) -> bool:
        """Return whether a column changes just as that of a parent does, and so along with it."""
        for name in parents_of(table):
            was, now = self._setting.old_tables.get(name), self._setting.tables.get(name)
            if was is None or now is None or name not in map(str, parents_of(table)):
                continue
            mine = {column.name: column for column in was.columns}.get(old.name)
            theirs = {column.name: column for column in now.columns}.get(new.name)
            if mine and theirs and _shared(mine) != _shared(theirs):
                return _shared(old) == _shared(mine) and _shared(new) == _shared(theirs)
        return False

    def _forget(self, labels: set[str]) -> None:
        found = self._found
        found.old = {label: part for label, part in found.old.items() if label not in labels}
        found.new = {label: part for label, part in found.new.items() if label not in labels}
        found.replaced -= labels
        found.own -= labels
        for needs in (found.old_needs, found.new_needs):
            for label in list(needs):
                needs[label] -= labels
        for label in labels:
            found.facts.pop(label, None)
            found.old_needs.pop(label, None)
            found.new_needs.pop(label, None)

    def _rename(self) -> None:
        """Take what is the same under another name, beyond doubt, for a rename."""
        added = self._found.added()
        by_place: dict[tuple[str, str], list[Part]] = defaultdict(list)
        for label in sorted(added):
            part = self._found.new[label]
            if part.kind in PLACED and self._is_kept(part.whole):
                by_place[part.kind, part.on].append(part)
        for label in sorted(self._found.gone()):
            part = self._found.old[label]
            candidates = by_place.get((part.kind, part.on), [])
            same = [one for one in candidates if self._is_same(part, one)]
            if len(same) == 1:
                candidates.remove(same[0])
                self._found.renamed[label] = same[0].label

    def _is_kept(self, label: str) -> bool:
        return label in self._found.old and label not in self._found.replaced

    def _is_same(self, old: Part, new: Part) -> bool:
        if type(old.item) is not type(new.item):
            return False
        return not self._differing(old.item, new.item, self._wholes.get(new.whole))

    def _spread(self) -> None:
        """Add what must be made anew since something that it depends on is."""
        dependents: dict[str, list[str]] = defaultdict(list)
        for label in sorted(self._found.old):
            for needed in self._found.old_needs[label] | {self._found.old[label].whole}:
                dependents[needed].append(label)
        begun = self._found.replaced | self._gone_early() | self._of_columns(dependents)
        self._add_all(begun, dependents)
        self._swap()
        self._add_all(self._of_swapped(dependents), dependents)

    def _add_all(self, begun: set[str], dependents: Mapping[str, list[str]]) -> None:
        waiting = sorted(begun)
        while waiting:
            label = waiting.pop()
            for other in dependents[label]:
                is_first = other not in self._found.replaced
                if self._add(other, label) and is_first:
                    waiting.append(other)

    def _of_swapped(self, dependents: Mapping[str, list[str]]) -> set[str]:
        """Return what is in the way of columns that follow a type to its successor."""
        found: set[str] = set()
        for swapped in self._found.swapped:
            (name,) = names_in(full(self._found.old[swapped].item.name))
            for label in dependents[swapped]:
                table = self._found.old[label].item
                if not isinstance(table, Table) or label not in self._found.new:
                    continue
                for column in table.columns:
                    if name in names_in(column.type):
                        speaking = self._speaking(
                            dependents[label], label, column, is_remade=False, is_other=True
                        )
                        found |= {one for one in speaking if self._add(one, label)}
        return found

    def _gone_early(self) -> set[str]:
        """Return what goes before anything new is made."""
        old = self._found.old
        taken = names_taken(self._found.new, self._found.takers())
        return {
            label
            for label in self._found.gone()
            if old[label].kind in {"constraint", "index"} or is_in_the_way(old[label], old, taken)
        }

    def _add(self, label: str, needed: str) -> bool:
        """Make a part anew, or drop it early, because of one that it needs."""
        found, part = self._found, self._found.old[label]
        is_part = part.whole == needed
        if part.kind == "replica identity" and not is_part and label in found.new:
            # It is told again: PostgreSQL forgets it with the index.
            found.facts[label] = frozenset({"replica-identity"})
        if part.kind in _KEPT and not is_part:
            return False
        if self._found.old[needed].kind in {"constraint", "index"} and part.kind != "foreign key":
            return False
        if label in found.renamed:
            return False
        if label not in found.new:
            is_new = label not in found.hastened
            found.hastened.add(label)
            return is_new
        found.replaced.add(label)
        # It cannot stay until its successor is there.
        found.own.discard(label)
        return True

    def _of_columns(self, dependents: Mapping[str, list[str]]) -> set[str]:
        """Return what is in the way of columns that change their type or are made anew."""
        found: set[str] = set()
        for label, pairs in self._found.columns.items():
            table = self._found.new[label].item
            assert isinstance(table, Table)
            pairs.extend(self._computed(table, label, pairs))
            for old, new, facts in list(pairs):
                is_remade = columns.is_remade(old, new, facts, self._setting)
                if is_remade or columns.is_retyped(facts):
                    is_other = is_remade or not is_alike(old.type, new.type)
                    speaking = self._speaking(
                        dependents[label], label, old, is_remade=is_remade, is_other=is_other
                    )
                    for other in speaking:
                        if self._add(other, label):
                            found.add(other)
        return found

    def _computed(self, table: Table, label: str, pairs: list[Pair]) -> list[Pair]:
        """Return the generated columns that must be made anew: what they are made of changes."""
        before = self._found.old[label].item
        assert isinstance(before, Table)
        retyped = {unquoted(one.name) for one, _, facts in pairs if columns.is_retyped(facts)}
        old = {column.name: column for column in before.columns}
        done = {one.name for one, _, _ in pairs}
        extra = []
        for column in table.columns:
            part = Part("", "default", column)
            was = old.get(column.name)
            if was is None or column.name in done or not (column.generated and was.generated):
                continue
            if any(mentions(part, name) for name in retyped):
                extra.append((was, column, frozenset({"generation"})))
        return extra

    def _speaking(
        self,
        candidates: list[str],
        table: str,
        column: Column,
        *,
        is_remade: bool,
        is_other: bool,
    ) -> Iterator[str]:
        name = unquoted(column.name)
        for label in candidates:
            part = self._found.old[label]
            if part.kind == "default":
                is_own = part.item.name == column.name and part.whole == table
                is_meant = is_own and not is_remade and not drawn(column)
            elif part.kind == "privileges":
                is_meant = is_remade and part.on.endswith(f".{column.name}")
            else:
                # PostgreSQL would check every row again under its strongest lock.
                is_check = isinstance(part.item, Check)
                is_touched = is_remade or is_check or part.kind in _IN_THE_WAY
                is_touched = is_touched or (is_other and _has_expression(part))
                is_meant = is_touched and mentions(part, name)
            if is_meant:
                yield label

    def _swap(self) -> None:
        """Find the types that are made anew while columns of tables use them."""
        tables = {*self._setting.tables.values(), *self._setting.old_tables.values()}
        used = {
            name
            for table in tables
            if table.name in self._setting.old_tables
            for column in table.columns
            for name in names_in(column.type)
        }
        for label in self._found.replaced:
            part = self._found.new[label]
            if part.kind in TYPES and isinstance(part.item, Other):
                (name,) = names_in(full(part.item.name))
                if name in used:
                    self._found.swapped.add(label)


def _own(table: Table, *, is_partition: bool) -> tuple[Column, ...]:
    return tuple(map(columns.without_identity, table.columns)) if is_partition else table.columns


def _shared(column: Column) -> Column:
    """Return what of a column its children have too."""
    return replace(
        column,
        default=column.default if column.generated else "",
        comment="",
        statistics="",
        storage="",
        compression="",
        options=(),
        not_null=(),
        sequence=(),
    )


def _has_expression(part: Part) -> bool:
    """Return whether an index may mean something else for another type."""
    match part.item:
        case Index() as index:
            return bool(index.where) or any(key.is_expression for key in index.keys)
        case Exclusion() as exclusion:
            return bool(exclusion.where) or any(key.is_expression for key, _ in exclusion.keys)
    return False
