"""The way from one schema to another: every statement, in an order in which they run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from echoes_schema.ddl import (
    changes,
    columns,
    constraints,
    indexes,
    privileges,
    sequences,
    tables,
    types,
    views,
    writers,
)
from echoes_schema.ddl.changes import Changes
from echoes_schema.ddl.inlining import inlined, remade
from echoes_schema.ddl.names import full, schema_of
from echoes_schema.ddl.order import ordered
from echoes_schema.ddl.parts import Part, names_in
from echoes_schema.ddl.setting import Setting, parents_of, with_children
from echoes_schema.ddl.stages import Section, placed, ready, sections
from echoes_schema.ddl.statement import Stage, Statement, Statements
from echoes_schema.ddl.suspicions import suspicions
from echoes_schema.ddl.taken import is_in_the_way, names_of, names_taken
from echoes_schema.ddl.ties import tie
from echoes_schema.ddl.waiting import loss_of_swap, waiting
from echoes_schema.ddl.widening import loses
from echoes_schema.schema import (
    Column,
    Index,
    Key,
    Other,
    Schema,
    Table,
    View,
    column_label,
)

_RELATIONS = frozenset({"table", "view", "materialized view"})
# What nothing else depends on goes first, what others may depend on last.
_EARLY = frozenset(
    {"constraint", "foreign key", "index", "trigger", "policy", "rule", "default", "privileges"}
    | {"statistics object", "ownership", "replica identity", "default privileges"}
    | {"domain constraint", "publication", "event trigger", "security label", "user mapping"}
)
_GRANTED = frozenset(
    {"schema", "sequence", "function", "aggregate", "type", *changes.TYPES, *_RELATIONS}
)


@dataclass(frozen=True, slots=True)
class Plan:
    """The statements in their order, and what looks like a rename that nobody asked for."""

    sections: tuple[Section, ...]
    suspicions: tuple[str, ...] = ()

    @property
    def statements(self) -> tuple[Statement, ...]:
        return tuple(one for section in self.sections for one in section.statements)


def plan(
    old: Schema, new: Schema, postgres: int, written: tuple[bool, bool] = (False, False)
) -> Plan:
    """Return the way from `old` to `new` on a server of that major version.

    `written` tells which side people wrote.
    """
    setting = Setting(
        old=old,
        new=new,
        postgres=postgres,
        old_serials=sequences.serials(old),
        new_serials=sequences.serials(new),
        tables={table.name: table for table in new.tables},
        old_tables={table.name: table for table in old.tables},
        parents=with_children(new.tables) | with_children(old.tables),
        owners=privileges.owners(new),
    )
    found = changes.between(old, new, setting, written)
    statements = _Planner(found, setting).statements()
    return Plan(tuple(sections(statements)), suspicions(found))


class _Planner:
    def __init__(self, found: Changes, setting: Setting) -> None:
        self._found = found
        self._gone, self._added = found.gone(), found.added()
        fresh = frozenset(self._added | found.replaced)
        self._setting = replace(setting, fresh=fresh)
        self._setting = replace(self._setting, inlined=frozenset(inlined(found, self._setting)))
        self._held: dict[str, str] = {}
        self._held_columns: dict[str, list[Column]] = {}
        self._waiting = waiting(found, self._setting)
        self._taken = names_taken(found.new, found.takers())
        self._tied = tie(found, self._is_dropped_along)
        self._placed: set[str] = set()

    def statements(self) -> list[Statement]:
        """Return all statements, each with its stage."""
        found = self._found
        old_order = ordered(found.old_needs, lambda label: found.old[label].priority)
        new_order = ordered(found.new_needs, lambda label: found.new[label].priority)
        backwards = list(reversed(old_order))
        first = [one for label in backwards for one in self._dropped_early(label)]
        renamed = list(self._renamed())
        made = list(self._made(new_order))
        last = [one for label in backwards for one in self._dropped_late(label)]
        return [*first, *renamed, *made, *last, *self._unused_sequences()]

    def _renamed(self) -> Iterator[Statement]:
        """Yield renames, each where its new name is free."""
        waiting = dict(sorted(self._found.renamed.items()))
        while waiting:
            names = {self._found.old[label].item.name for label in waiting}
            free = [
                old for old, new in waiting.items() if self._found.new[new].item.name not in names
            ]
            for label in free or list(waiting):
                new = waiting.pop(label)
                statement = writers.rename(self._found.old[label], self._found.new[new])
                yield replace(statement, loss=self._waiting.get(new, ""))

    def _made(self, order: Iterable[str]) -> Iterator[Statement]:
        """Yield what makes, renames and changes, in the order of what is needed."""
        stages: dict[str, int] = {}
        made: set[str] = set()
        for label in order:
            statements = [*self._placeholders(label, made), *self._made_of(label)]
            made.add(label)
            if statements:
                needed = self._found.new_needs[label]
                floor = max((stages.get(one, 0) for one in needed), default=0)
                done = placed(statements, floor)
                stages[label] = ready(done)
                yield from done

    def _placeholders(self, label: str, made: set[str]) -> Statements:
        """Yield what stands for the views that a part needs, where they need the part too."""
        for needed in sorted(self._found.new_needs[label] - made - self._placed):
            view = self._found.new[needed].item
            if not isinstance(view, View) or view.is_materialized:
                continue
            if self._setting.is_fresh(needed):
                self._placed.add(needed)
                yield views.placeholder(view)

    def _made_of(self, label: str) -> Statements:
        """Yield what makes, renames or changes a part, held back where it must wait."""
        for statement in self._written(label):
            loss = statement.loss or self._waiting.get(label, "")
            yield replace(statement, loss=loss) if statement.sql else statement

    def _written(self, label: str) -> Statements:
        found, setting = self._found, self._setting
        part, before = found.new[label], found.old.get(label)
        if label in setting.inlined or label in found.renamed.values():
            return
        if label in found.swapped and before is not None:
            yield from self._swap(before, part)
        elif label in self._added or label in found.replaced:
            is_bound = before is not None and self._is_bound_again(before)
            if isinstance(part.item, View) and label in self._placed:
                yield from views.create(part.item, is_replacing=True)
            else:
                yield from writers.create(part, setting, old=before if is_bound else None)
            yield from self._trimmed(part)
        elif before is not None:
            if label in found.facts:
                yield from writers.change(before, part, found.facts[label], setting)
            if part.kind == "table":
                yield from self._columns(before, part)

    def _swap(self, old: Part, new: Part) -> Statements:
        assert isinstance(old.item, Other)
        loss = loss_of_swap(self._found, new.label)
        yield replace(types.set_aside(old.item), loss=loss, about=new.label)
        for statement in writers.create(new, self._setting):
            yield replace(statement, loss=loss, about=new.label)

    def _trimmed(self, part: Part) -> Statements:
        """Yield what takes away the default privileges that something new is not to have."""
        if part.kind not in _GRANTED:
            return
        schema = "" if part.kind == "schema" else schema_of(part.item.name)
        given = privileges.initial(self._setting.old, self._setting.old.owner, part.kind, schema)
        for who, held in given.items():
            item = Other("privileges", f"of {who} on {part.label}")
            if f"privileges {item.name}" not in self._found.new:
                usual = privileges.usual(item, self._setting.owner_of(part.label))
                yield from privileges.lead(held, usual, item)

    def _columns(self, old: Part, new: Part) -> Statements:
        """Yield what leads from the columns of a table to others, but for those that go."""
        assert isinstance(old.item, Table)
        assert isinstance(new.item, Table)
        table, there = new.item, {column.name for column in old.item.columns}
        for column in table.columns:
            if column.name not in there and not self._comes_from_parent(table, column):
                losses = [loss_of_swap(self._found, one) for one in self._swapped_in(column)]
                for statement in columns.add(table, column, self._setting):
                    loss = statement.loss or next(filter(None, losses), "")
                    yield replace(statement, loss=loss) if statement.sql else statement
        for was, column, facts in self._found.columns.get(new.label, ()):
            yield from columns.change(table, was, column, facts, self._setting)
        for column in table.columns:
            for label in self._swapped_in(column):
                if column.name in there:
                    yield replace(
                        columns.swap(table, column), loss=loss_of_swap(self._found, label)
                    )
        yield from tables.order(old.item, table, remade(self._found, self._setting, new.label))

    def _comes_from_parent(self, table: Table, column: Column) -> bool:
        parents = map(self._setting.tables.get, parents_of(table))
        names = {one.name for parent in parents if parent for one in parent.columns}
        before = map(self._setting.old_tables.get, parents_of(table))
        known = {one.name for parent in before if parent for one in parent.columns}
        return column.name in names - known

    def _swapped_in(self, column: Column) -> Iterator[str]:
        for label in self._found.swapped:
            (name,) = names_in(full(self._found.new[label].item.name))
            if name in set(names_in(column.type)):
                yield label

    def _is_dropped_along(self, part: Part) -> bool:
        """Return whether a part goes by itself, with what it belongs to."""
        whole = part.whole
        if whole.startswith("column "):
            return self._is_column_dropped(part.on)
        if part.kind == "default" and isinstance(part.item, Column):
            return self._is_column_dropped(f"{part.on}.{part.item.name}")
        return whole in self._gone or (
            whole in self._found.replaced and whole not in self._found.swapped
        )

    def _is_column_dropped(self, name: str) -> bool:
        relation, _, column = name.rpartition(".")
        labels = [f"{kind} {relation}" for kind in _RELATIONS]
        if any(label in self._gone or label in self._found.replaced for label in labels):
            return True
        label = f"table {relation}"
        table = self._found.new[label].item if label in self._found.new else None
        if not isinstance(table, Table):
            return False
        return column in remade(self._found, self._setting, label) or column not in {
            one.name for one in table.columns
        }

    def _dropped_early(self, label: str) -> Statements:
        found, part = self._found, self._found.old[label]
        is_gone = label in self._gone
        if label in found.swapped or not (is_gone or label in found.replaced):
            return
        if self._is_dropped_along(part):
            yield from self._tied_drop(part)
            return
        if is_gone and not self._is_early(part):
            return
        if self._is_bound_again(part):
            return
        for statement in writers.drop(
            part, self._setting, is_late=False, is_forced=self._is_forced(part)
        ):
            loss = statement.loss or ("" if is_gone else self._waiting.get(label, ""))
            if loss:
                self._held[label] = loss
            yield from self._kept_sequences(part, loss)
            stage = statement.stage if statement.is_concurrent else Stage.CHANGE
            yield replace(statement, loss=loss, stage=stage)

    def _kept_sequences(self, part: Part, loss: str) -> Statements:
        """Yield what keeps sequences of a table that is dropped before they belong to another."""
        kept = {full(one.name) for one in self._setting.new.others if one.kind == "sequence"}
        kept |= self._setting.new_serials.keys()
        owned = {name: one.table for name, one in self._setting.old_serials.items()}
        owned |= {full(one.name): table for one, table in sequences.owned_ones(self._setting.old)}
        for name, table in owned.items():
            if name in kept and part.label == f"table {table}":
                yield Statement(f"ALTER SEQUENCE {name} OWNED BY NONE", loss=loss)

    def _is_forced(self, part: Part) -> bool:
        """Return whether something waits for a drop: then it is not done concurrently."""
        if part.label not in self._gone:
            return part.label not in self._found.own
        users = [self._taken[name] for name in names_of(part, {}) & self._taken.keys()]
        is_in_the_way = any(self._setting.is_fresh(self._found.new[one].whole) for one in users)
        return part.label in self._found.hastened or is_in_the_way

    def _is_early(self, part: Part) -> bool:
        if part.kind in _EARLY or part.label in self._found.hastened:
            return True
        return is_in_the_way(part, self._found.old, self._taken)

    def _is_bound_again(self, part: Part) -> bool:
        """Return whether a key or an index goes only when what comes in its place is built."""
        if part.label not in self._found.own:
            return False
        new, setting = self._found.new[part.label], self._setting
        if isinstance(part.item, Index) and new.on == part.on:
            whole = self._found.old[part.whole].item
            assert isinstance(whole, Table | View)
            # An index goes along with a column.
            is_gone = any(self._is_column_dropped(f"{part.on}.{one.name}") for one in whole.columns)
            return not is_gone and indexes.is_built_beside(part.on, part.whole, setting)
        if isinstance(part.item, Key) and isinstance(new.item, Key):
            return constraints.has_plain_index(part.on, new.item, setting)
        return False

    def _tied_drop(self, part: Part) -> Statements:
        """Yield the drop of a part that would keep what it speaks of from being dropped."""
        others = self._tied.get(part.label, frozenset())
        if not others or part.whole not in self._gone:
            return
        old = self._found.old
        is_early = any(self._is_early(old[one]) for one in {*others, part.whole})
        is_free = any(old[one].whole and old[one].whole not in self._gone for one in others)
        whole = old[part.whole].item
        is_held = isinstance(whole, Table) and tables.drop(whole).loss and not is_free
        loss = "goes with its table" if is_held else ""
        if loss:
            self._held[part.label] = loss
        for statement in writers.drop(part, self._setting, is_late=False, is_forced=True):
            yield replace(statement, stage=Stage.CHANGE if is_early else Stage.REMOVE, loss=loss)

    def _dropped_late(self, label: str) -> Statements:
        found, part = self._found, self._found.old[label]
        if label in found.swapped and isinstance(part.item, Other):
            loss = loss_of_swap(self._found, label) or self._awaited(part)
            yield replace(types.drop_aside(part.item), loss=loss)
        if label in self._gone and not self._is_early(part) and not self._is_dropped_along(part):
            for statement in writers.drop(part, self._setting, is_late=True):
                loss = statement.loss or self._awaited(part)
                if loss:
                    self._held[label] = loss
                yield replace(statement, loss=loss)
        elif part.kind == "table" and label in found.new and label not in found.replaced:
            yield from self._dropped_columns(part)

    def _awaited(self, part: Part) -> str:
        """Return which held-back statement the drop of a part waits for, or ""."""
        if part.kind == "extension":
            # Nobody told what it brings.
            waiting_for = [*self._held, *(f"table {name}" for name in self._held_columns)]
            return f"waits for {waiting_for[0]}, which may use it" if waiting_for else ""
        for label, needed in self._found.old_needs.items():
            whole = self._found.old[label].whole
            if part.label in needed and (label in self._held or whole in self._held):
                return f"waits for {label}"
        (name, *_) = [*names_in(full(part.item.name.partition("(")[0])), ("", "")]
        for table, held in self._held_columns.items():
            for column in held:
                if name in set(names_in(f"{column.type} {column.default}")):
                    return f"waits for {column_label(table, column.name)}"
        return ""

    def _dropped_columns(self, part: Part) -> Statements:
        old, new = part.item, self._found.new[part.label].item
        assert isinstance(old, Table)
        assert isinstance(new, Table)
        kept = {column.name for column in new.columns}
        for column in old.columns:
            if column.name not in kept and not self._goes_with_parent(old, column):
                statement = columns.drop(old, column)
                if statement.loss:
                    self._held_columns.setdefault(old.name, []).append(column)
                yield statement
        for was, column, facts in self._found.columns.get(part.label, ()):
            if columns.is_retyped(facts) and loses(was.type, column.type):
                self._held_columns.setdefault(old.name, []).append(was)

    def _goes_with_parent(self, table: Table, column: Column) -> bool:
        for name in parents_of(table):
            was, now = self._setting.old_tables.get(name), self._setting.tables.get(name)
            if was and column.name in {one.name for one in was.columns}:
                return now is None or column.name not in {one.name for one in now.columns}
        return False

    def _unused_sequences(self) -> Statements:
        """Yield the drop of what serial columns no longer draw from."""
        kept = {full(one.name) for one in self._setting.new.others if one.kind == "sequence"}
        for name, serial in self._setting.old_serials.items():
            is_kept = name in kept or name in self._setting.new_serials
            column = f"{serial.table}.{serial.column.name}"
            if not is_kept and not self._is_column_dropped(column):
                yield Statement(f"DROP SEQUENCE {name}", Stage.REMOVE)
