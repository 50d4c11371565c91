"""What stands in the definition of a table or of a column, and needs no statement of its own."""

from __future__ import annotations

from collections.abc import Iterator

from echoes_schema.ddl import columns, constraints
from echoes_schema.ddl.changes import Changes
from echoes_schema.ddl.order import reached
from echoes_schema.ddl.parts import Part
from echoes_schema.ddl.setting import Setting
from echoes_schema.schema import Constraint, Key, Table


def inlined(found: Changes, setting: Setting) -> Iterator[str]:
    """Yield the parts of new tables that can stand in CREATE TABLE, and note their needs."""
    needs = found.new_needs
    keys = set()
    for label, part in found.new.items():
        if part.kind == "default" and _is_added_with_column(part, found, setting):
            needs[part.whole] |= needs[label] - {part.whole}
            yield label
        if part.kind not in {"default", "constraint"} or not setting.is_fresh(part.whole):
            continue
        others = needs[label] - {part.whole}
        is_first = not any(part.whole in reached(other, needs) for other in others)
        # Of two keys that CREATE TABLE has on the same columns PostgreSQL makes one.
        key = (part.whole, part.item.columns if isinstance(part.item, Key) else label)
        if is_first and _may_be_inlined(part) and key not in keys:
            keys.add(key)
            needs[part.whole] |= others
            yield label


def remade(found: Changes, setting: Setting, table: str) -> set[str]:
    """Return the columns of a table that are dropped and added."""
    return {
        old.name
        for old, new, facts in found.columns.get(table, ())
        if columns.is_remade(old, new, facts, setting)
    }


def _is_added_with_column(part: Part, found: Changes, setting: Setting) -> bool:
    """Return whether ADD COLUMN has the default in itself."""
    before = found.old.get(part.whole)
    if before is None or part.whole in found.replaced:
        return False
    assert isinstance(before.item, Table)
    return part.item.name in remade(found, setting, part.whole) or part.item.name not in {
        column.name for column in before.item.columns
    }


def _may_be_inlined(part: Part) -> bool:
    return not isinstance(part.item, Constraint) or constraints.is_inlined(part.item)
