"""What a table gets from its parents, and what it has of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from echoes_schema.ddl.parts import Part
from echoes_schema.ddl.setting import Setting, parents_of
from echoes_schema.schema import Check, Table

# A partition has these from its parent.
PLACED = frozenset({"constraint", "foreign key", "index", "trigger"})


def left_to_parents(
    old: Mapping[str, Part], new: Mapping[str, Part], moved: Iterable[str], setting: Setting
) -> set[str]:
    """Return the parts of tables that get other parents: most of them follow from that."""
    return {
        label
        for table in moved
        for parts in (old, new)
        for label, part in parts.items()
        if part.whole == table
        and part.kind in PLACED
        and not _is_own(part, _parents(old[table], new[table], setting))
    }


def _parents(old: Part, new: Part, setting: Setting) -> list[Table]:
    tables = (part.item for part in (old, new) if isinstance(part.item, Table))
    names = {name for table in tables for name in parents_of(table)}
    known = (setting.old_tables, setting.tables)
    return [there[name] for there in known for name in names if name in there]


def _is_own(part: Part, parents: Iterable[Table]) -> bool:
    """Return whether a part is a check that none of the parents has."""
    names = {constraint.name for table in parents for constraint in table.constraints}
    return isinstance(part.item, Check) and part.item.name not in names
