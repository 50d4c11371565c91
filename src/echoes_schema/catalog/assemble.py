"""Catalogue rows put together into a Schema."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from operator import attrgetter

from echoes_schema.catalog.constraints import constraint_from
from echoes_schema.catalog.indexes import index_from
from echoes_schema.catalog.names import Names, names_of
from echoes_schema.catalog.rows import Catalog, ColumnRow, FunctionRow, RelationRow
from echoes_schema.catalog.triggers import trigger_from
from echoes_schema.schema import (
    Column,
    Constraint,
    Function,
    Index,
    Other,
    Schema,
    Table,
    Trigger,
    View,
    ViewColumn,
    qualified,
    quoted,
)

_GENERATED = {"s": "stored", "v": "virtual"}
_IDENTITY = {"a": "always", "d": "by default"}
_VOLATILITY = {"i": "immutable", "s": "stable", "v": "volatile"}
_PARALLEL = {"s": "safe", "r": "restricted", "u": "unsafe"}
_REPLICA_IDENTITY = {"n": "nothing", "f": "full", "i": "using index"}
_PUBLIC = "public."
_by_name = attrgetter("name")


@dataclass(slots=True)
class _Parts:
    """What belongs to one relation."""

    constraints: list[Constraint] = field(default_factory=list)
    indexes: list[Index] = field(default_factory=list)
    triggers: list[Trigger] = field(default_factory=list)


def assemble(catalog: Catalog) -> Schema:
    """Return the Schema that the rows describe."""
    names = names_of(catalog)
    parts = _parts(catalog, names)
    own = [row for row in catalog.relations if not row.is_member]
    tables = (_table(row, names, parts[row.oid]) for row in own if not row.is_view)
    views = (_view(row, names, parts[row.oid]) for row in own if row.is_view)
    return Schema(
        tables=tuple(sorted(tables, key=_by_name)),
        views=tuple(sorted(views, key=_by_name)),
        functions=tuple(sorted(map(_function, catalog.functions), key=_by_name)),
        others=tuple(
            Other(row.kind, row.name.removeprefix(_PUBLIC), row.comment or "")
            for row in catalog.others
        ),
    )


def _parts(catalog: Catalog, names: Names) -> dict[int, _Parts]:
    """Return what belongs to each relation, whether it is one that is shown or not."""
    parts: dict[int, _Parts] = defaultdict(_Parts)
    backing = {row.index_oid for row in catalog.constraints if row.kind != "f"}
    for constraint in catalog.constraints:
        parts[constraint.relation].constraints.append(constraint_from(constraint, names))
    for index in catalog.indexes:
        # Those of a materialized view belong to no relation that was read.
        if index.oid not in backing and index.relation in names.tables:
            parts[index.relation].indexes.append(index_from(index, names))
    for trigger in catalog.triggers:
        if trigger.relation in names.tables:
            parts[trigger.relation].triggers.append(trigger_from(trigger, names))
    return parts


def _table(row: RelationRow, names: Names, parts: _Parts) -> Table:
    return Table(
        name=qualified(row.schema, row.name),
        columns=tuple(_column(column) for column in names.columns.get(row.oid, {}).values()),
        constraints=tuple(sorted(parts.constraints, key=_by_name)),
        indexes=tuple(sorted(parts.indexes, key=_by_name)),
        triggers=tuple(sorted(parts.triggers, key=_by_name)),
        options=_options(row),
        comment=row.comment or "",
    )


def _column(row: ColumnRow) -> Column:
    return Column(
        name=quoted(row.name),
        type=row.type,
        is_nullable=row.is_nullable,
        default=row.default_expression or "",
        generated=_GENERATED.get(row.generated, ""),
        identity=_IDENTITY.get(row.identity, ""),
        collation=row.collation or "",
        comment=row.comment or "",
    )


def _options(row: RelationRow) -> tuple[str, ...]:
    """Return all that is said of a table as a whole, sorted."""
    parents = ", ".join(parent.removeprefix(_PUBLIC) for parent in row.parents)
    said = {
        "unlogged": row.is_unlogged,
        "row level security": row.has_row_security,
        "forced row level security": row.is_row_security_forced,
        f"partition by {row.partition_key}": row.partition_key is not None,
        f"partition of {parents} {row.bound}": row.is_partition,
        f"inherits {parents}": bool(parents) and not row.is_partition,
        f"replica identity {_REPLICA_IDENTITY.get(row.replica_identity)}": (
            row.replica_identity in _REPLICA_IDENTITY
        ),
    }
    return tuple(sorted([*row.options, *(option for option, is_so in said.items() if is_so)]))


def _view(row: RelationRow, names: Names, parts: _Parts) -> View:
    columns = names.columns.get(row.oid, {}).values()
    return View(
        name=qualified(row.schema, row.name),
        columns=tuple(
            ViewColumn(quoted(column.name), column.type, column.comment or "") for column in columns
        ),
        definition=(row.definition or "").strip().removesuffix(";"),
        triggers=tuple(sorted(parts.triggers, key=_by_name)),
        options=tuple(sorted(row.options)),
        comment=row.comment or "",
    )


def _function(row: FunctionRow) -> Function:
    return Function(
        name=f"{qualified(row.schema, row.name)}({row.types})",
        returns=row.returns,
        language=row.language,
        body=row.body.replace("\r\n", "\n").strip("\n"),
        arguments="" if row.arguments == row.types else row.arguments,
        volatility=_VOLATILITY[row.volatility],
        parallel=_PARALLEL[row.parallel],
        is_strict=row.is_strict,
        is_security_definer=row.is_security_definer,
        is_leakproof=row.is_leakproof,
        settings=tuple(sorted(row.settings)),
        comment=row.comment or "",
    )
