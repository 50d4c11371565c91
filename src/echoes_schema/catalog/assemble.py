"""Catalogue rows put together into a Schema."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter

from echoes_schema.catalog.columns import Columns, columns_of, view_column
from echoes_schema.catalog.constraints import constraint_from
from echoes_schema.catalog.functions import function_from
from echoes_schema.catalog.indexes import index_from
from echoes_schema.catalog.names import Names, names_of, with_keys
from echoes_schema.catalog.objects import object_from
from echoes_schema.catalog.rows import Keys, RelationRow, Relations, Surroundings
from echoes_schema.catalog.sequences import is_part_of_column, sequence_from
from echoes_schema.catalog.triggers import trigger_from
from echoes_schema.schema import (
    Constraint,
    Index,
    Other,
    Schema,
    Table,
    Trigger,
    View,
    qualified,
    quoted,
)

# With an index that was dropped nothing tells the rows apart.
_REPLICA_IDENTITY = {"n": "nothing", "f": "full", "i": "nothing"}
_VIEWS = frozenset({"v", "m"})
_PUBLIC = "public."
# It goes without saying where that is who owns the rest.
_OWNER = "owner of the database"
_by_name = attrgetter("name")


@dataclass(slots=True)
class _Parts:
    """What belongs to one relation."""

    constraints: list[Constraint] = field(default_factory=list)
    indexes: list[Index] = field(default_factory=list)
    triggers: list[Trigger] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


Parts = Mapping[int, _Parts]


@dataclass(frozen=True, slots=True)
class Begun:
    """What can be made while the server is still at work on the keys."""

    rows: Relations
    names: Names
    columns: Columns


def begin(rows: Relations) -> Begun:
    """Return the columns, of relations that are not made yet."""
    names = names_of(rows)
    return Begun(rows, names, columns_of(rows, names))


def keys_of(begun: Begun, rows: Keys) -> Parts:
    """Return the constraints and indexes: the server may still be at work on the surroundings."""
    names = with_keys(begun.names, rows)
    parts: dict[int, _Parts] = defaultdict(_Parts)
    backing = {row.index_oid for row in rows.constraints if row.kind != "f"}
    for constraint in rows.constraints:
        parts[constraint.relation].constraints.append(constraint_from(constraint, names))
    for index in rows.indexes:
        if index.oid not in backing:
            parts[index.relation].indexes.append(index_from(index, names))
    return parts


def assemble(begun: Begun, parts: Parts, around: Surroundings) -> Schema:
    """Return the Schema that all rows describe."""
    names, columns = begun.names, begun.columns
    _add(around, parts, names)
    own = [row for row in begun.rows.relations if not row.is_member]
    owner = _usual_owner(own, begun.rows, around)
    tables = (_table(row, columns, parts[row.oid], owner) for row in own if row.kind not in _VIEWS)
    views = (_view(row, names, parts[row.oid], owner) for row in own if row.kind in _VIEWS)
    functions = (function_from(row, owner) for row in around.functions)
    return Schema(
        tables=tuple(sorted(tables, key=_by_name)),
        views=tuple(sorted(views, key=_by_name)),
        functions=tuple(sorted(functions, key=_by_name)),
        others=_others(begun, around, owner),
        owner=owner,
        unmodelled=tuple(
            (row.kind, row.name)
            for row in around.unmodelled
            if row.kind != _OWNER or (owner and row.name != quoted(owner))
        ),
    )


def _add(around: Surroundings, parts: Parts, names: Names) -> None:
    """Add what else belongs to each relation, whether it is one that is shown or not."""
    for trigger in around.triggers:
        if trigger.relation in names.tables:
            parts[trigger.relation].triggers.append(trigger_from(trigger, names))
    for part in around.parts:
        # A comment may have several lines, an option has one.
        parts[part.relation].said.append(" ".join(f"{part.part} {part.said}".split()))


def _usual_owner(own: Iterable[RelationRow], rows: Relations, around: Surroundings) -> str:
    """Return the role that owns most; the first one by name where two own as much."""
    counted = Counter(row.owner for row in own)
    counted.update(row.owner for row in around.functions)
    counted.update(row.owner for row in rows.sequences)
    if not counted:
        counted.update(row["owner"] or "" for row in around.objects if row.get("owner"))
    return min(counted, key=lambda owner: (-counted[owner], owner), default="")


def _others(begun: Begun, around: Surroundings, owner: str) -> tuple[Other, ...]:
    objects = [object_from(row, owner) for row in around.objects]
    objects += [
        sequence_from(row, begun.names, owner)
        for row in begun.rows.sequences
        if not is_part_of_column(row)
    ]
    # The usual owner is whoever ran the migrations: no part of the schema.
    told = (one for one in objects if (one.kind, one.name) != ("role", quoted(owner)))
    return tuple(sorted(told, key=attrgetter("kind", "name")))


def _table(row: RelationRow, columns: Columns, parts: _Parts, usual_owner: str) -> Table:
    return Table(
        name=qualified(row.schema, row.name),
        columns=tuple(columns.get(row.oid, ())),
        constraints=tuple(sorted(parts.constraints, key=_by_name)),
        indexes=tuple(sorted(parts.indexes, key=_by_name)),
        triggers=tuple(sorted(parts.triggers, key=_by_name)),
        options=_options(row, usual_owner, parts),
        comment=row.comment or "",
    )


def _options(row: RelationRow, usual_owner: str, own: _Parts) -> tuple[str, ...]:
    """Return all that is said of a relation as a whole, sorted."""
    index = quoted(row.identity_index or "")
    parents = ", ".join(parent.removeprefix(_PUBLIC) for parent in row.parents)
    said = {
        "unlogged": row.is_unlogged,
        "row level security": row.has_row_security,
        "forced row level security": row.is_row_security_forced,
        f"partition by {row.partition_key}": row.partition_key is not None,
        f"partition of {parents} {row.bound}": row.is_partition,
        f"inherits {parents}": bool(parents) and not row.is_partition,
        f"replica identity {_REPLICA_IDENTITY.get(row.replica_identity)}": (
            row.replica_identity in _REPLICA_IDENTITY and row.identity_index is None
        ),
        f"replica identity using {index}": row.identity_index is not None,
        f"owner {quoted(row.owner)}": row.owner != usual_owner,
        f"access method {row.access_method}": row.access_method is not None,
        f"tablespace {row.tablespace}": row.tablespace is not None,
        f"of {row.row_type}": row.row_type is not None,
        f"server {row.server}": row.server is not None,
    }
    options = (option for option, is_so in said.items() if is_so)
    return tuple(sorted([*row.options, *options, *own.said]))


def _view(row: RelationRow, names: Names, parts: _Parts, usual_owner: str) -> View:
    columns = names.columns.get(row.oid, {}).values()
    return View(
        name=qualified(row.schema, row.name),
        columns=tuple(view_column(column, names) for column in columns),
        definition=(row.definition or "").strip().removesuffix(";"),
        is_materialized=row.kind == "m",
        indexes=tuple(sorted(parts.indexes, key=_by_name)),
        triggers=tuple(sorted(parts.triggers, key=_by_name)),
        options=_options(row, usual_owner, parts),
        comment=row.comment or "",
    )
