"""What has to wait for a statement that is held back: it would fail, or make no sense, before."""

from __future__ import annotations

from collections.abc import Iterator

from echoes_schema.ddl import columns, tables, types
from echoes_schema.ddl.changes import Changes
from echoes_schema.ddl.names import full
from echoes_schema.ddl.parts import Part, mentions, names_in
from echoes_schema.ddl.setting import Setting
from echoes_schema.ddl.taken import names_of, names_taken, own_names
from echoes_schema.ddl.widening import loses
from echoes_schema.schema import Column, Other, Table, column_label, unquoted


def loss_of_swap(found: Changes, label: str) -> str:
    """Return what is in the way of a type that is made anew under tables, or ""."""
    old, new = found.old[label].item, found.new[label].item
    if not isinstance(old, Other) or not isinstance(new, Other) or new.kind != "enum":
        return ""
    kept = types.labels(new)
    gone = ", ".join(one for one in types.labels(old) if one not in kept)
    return f"rows with {gone} are refused: give them another label first" if gone else ""


def waiting(found: Changes, setting: Setting) -> dict[str, str]:
    """Return the labels of the parts that must wait, each with the reason."""
    touched = found.added() | found.replaced | found.facts.keys() | set(found.renamed.values())
    reasons = {**dict(_of_types(found)), **dict(_of_tables(found))}
    reasons.update(_of_names(found))
    for table, column in (*_held_columns(found, setting), *_added_columns(found)):
        reason = f"waits for {column_label(table.removeprefix('table '), column.name)}"
        for label in touched:
            part = found.new[label]
            needed = found.new_needs[label] | found.old_needs.get(label, set())
            if part.kind != "table" and table in needed and _is_about(part, column):
                reasons.setdefault(label, reason)
    _spread(reasons, found, touched)
    return reasons


def _is_about(part: Part, column: Column) -> bool:
    if part.kind in {"default", "privileges"}:
        return part.item.name == column.name or part.on.endswith(f".{column.name}")
    return mentions(part, unquoted(column.name))


def _of_types(found: Changes) -> Iterator[tuple[str, str]]:
    for label in sorted(found.swapped):
        loss = loss_of_swap(found, label)
        if loss:
            yield label, loss


def _of_tables(found: Changes) -> Iterator[tuple[str, str]]:
    for label in sorted(found.replaced):
        part = found.old[label]
        if isinstance(part.item, Table) and part.kind == "table" and tables.drop(part.item).loss:
            yield label, f"waits for the old {label} to be dropped"


def _of_names(found: Changes) -> Iterator[tuple[str, str]]:
    """Yield what takes a name that something which may not be dropped or renamed yet has."""
    taken = names_taken(found.new, found.takers())
    occupied: list[tuple[str, str]] = []
    for label in sorted(found.gone()):
        part = found.old[label]
        if isinstance(part.item, Table) and part.kind == "table" and tables.drop(part.item).loss:
            occupied += [(name, label) for name in sorted(names_of(part, found.old))]
    former = {new: old for old, new in found.renamed.items()}
    while occupied:
        name, label = occupied.pop()
        if name in taken:
            taker = taken.pop(name)
            is_place = name.startswith("partition ")
            yield taker, f"waits for {label}, which has {name if is_place else f'the name {name}'}"
            if taker in former:
                old = found.old[former[taker]]
                occupied += [(one, old.label) for one in own_names(old)]


def _held_columns(found: Changes, setting: Setting) -> Iterator[tuple[str, Column]]:
    for table, pairs in found.columns.items():
        for old, new, facts in pairs:
            is_remade = columns.is_remade(old, new, facts, setting)
            is_lost = is_remade and not old.generated
            if is_lost or (columns.is_retyped(facts) and loses(old.type, new.type)):
                yield table, new


def _added_columns(found: Changes) -> Iterator[tuple[str, Column]]:
    """Yield the new columns of types that wait to be made anew."""
    for label in sorted(one for one in found.swapped if loss_of_swap(found, one)):
        (name,) = names_in(full(found.new[label].item.name))
        for part in found.new.values():
            before = found.old.get(part.label)
            if part.kind != "table" or before is None or label not in found.new_needs[part.label]:
                continue
            assert isinstance(part.item, Table)
            assert isinstance(before.item, Table)
            there = {column.name for column in before.item.columns}
            for column in part.item.columns:
                if column.name not in there and name in names_in(column.type):
                    yield part.label, column


def _spread(reasons: dict[str, str], found: Changes, touched: set[str]) -> None:
    """Add what needs, or belongs to, what waits already."""
    is_more = True
    while is_more:
        is_more = False
        for label in sorted(touched - reasons.keys()):
            needed = found.new_needs[label] | found.old_needs.get(label, set())
            waits = sorted(needed & reasons.keys())
            if waits and (found.new[label].kind != "table" or label in found.added()):
                reasons[label] = f"waits for {waits[0]}"
                is_more = True
        for label in found.added() - reasons.keys():
            whole = found.new[label].whole
            held = [one for one in reasons if found.new[one].whole == label]
            if held and not whole:
                reasons[label] = reasons[held[0]]
                is_more = True
