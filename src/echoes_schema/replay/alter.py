"""What ALTER TABLE makes of a table, one function for each kind of action."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from echoes_schema.parser import tree
from echoes_schema.parser.tree import Node
from echoes_schema.replay.definitions import (
    not_null,
    type_name,
    with_columns,
    with_constraint,
)
from echoes_schema.replay.objects import Table
from echoes_schema.replay.schema import Replayed


def alter(schema: Replayed, table: Table, command: Node) -> None:
    """Carry out one AlterTableCmd."""
    subtype = tree.word(command, "subtype")
    if subtype in _PARTITIONS:
        _PARTITIONS[subtype](schema, table, command)
    elif subtype in _ACTIONS:
        schema.put(_ACTIONS[subtype](table, command))


def _add_column(table: Table, command: Node) -> Table:
    node = tree.child(tree.child(command, "def"), "ColumnDef")
    if tree.word(node, "colname") in table.columns:
        return table
    return with_columns(table, (node,))


def _drop_column(table: Table, command: Node) -> Table:
    """Drop a column with the indexes and constraints that it is in."""
    name = tree.word(command, "name")
    return replace(
        table,
        columns={key: column for key, column in table.columns.items() if key != name},
        indexes=tuple(one for one in table.indexes if name not in one.columns),
        checks=tuple(one for one in table.checks if name not in one.columns),
        foreign_keys=tuple(one for one in table.foreign_keys if name not in one.columns),
    )


def _set_type(table: Table, command: Node) -> Table:
    name = tree.word(command, "name")
    kind = type_name(tree.child(tree.child(tree.child(command, "def"), "ColumnDef"), "typeName"))
    if name not in table.columns:
        return table
    return replace(table, columns={**table.columns, name: replace(table.columns[name], type=kind)})


def _set_not_null(table: Table, command: Node) -> Table:
    return not_null(table, [tree.word(command, "name")])


def _drop_not_null(table: Table, command: Node) -> Table:
    name = tree.word(command, "name")
    if name not in table.columns:
        return table
    column = replace(table.columns[name], is_nullable=True)
    return replace(table, columns={**table.columns, name: column})


def _set_default(table: Table, command: Node) -> Table:
    name = tree.word(command, "name")
    if name not in table.columns:
        return table
    column = replace(table.columns[name], has_default="def" in command)
    return replace(table, columns={**table.columns, name: column})


def _add_constraint(table: Table, command: Node) -> Table:
    return with_constraint(table, tree.child(tree.child(command, "def"), "Constraint"))


def _validate(table: Table, command: Node) -> Table:
    name = tree.word(command, "name")
    return replace(
        table,
        checks=tuple(
            replace(one, is_valid=True) if one.name == name else one for one in table.checks
        ),
        foreign_keys=tuple(
            replace(one, is_valid=True) if one.name == name else one for one in table.foreign_keys
        ),
    )


def _drop_constraint(table: Table, command: Node) -> Table:
    name = tree.word(command, "name")
    return replace(
        table,
        checks=tuple(one for one in table.checks if one.name != name),
        foreign_keys=tuple(one for one in table.foreign_keys if one.name != name),
        indexes=tuple(one for one in table.indexes if one.name != name or not one.is_constraint),
    )


def _enable_row_security(table: Table, _: Node) -> Table:
    return replace(table, has_row_security=True)


def _disable_row_security(table: Table, _: Node) -> Table:
    return replace(table, has_row_security=False)


def _attach(schema: Replayed, table: Table, command: Node) -> None:
    node = tree.child(tree.child(command, "def"), "PartitionCmd")
    child = schema.table(tree.relation(node, "name"))
    if child is None or child.is_populated or child.born != table.born:
        schema.put(replace(table, is_populated=True))
    if child:
        is_default = bool(tree.child(node, "bound").get("is_default"))
        schema.put(replace(child, partition_of=table.name, is_default_partition=is_default))


def _detach(schema: Replayed, _: Table, command: Node) -> None:
    node = tree.child(tree.child(command, "def"), "PartitionCmd")
    child = schema.table(tree.relation(node, "name"))
    if child:
        schema.put(replace(child, partition_of=None, is_default_partition=False))


_ACTIONS: dict[str, Callable[[Table, Node], Table]] = {
    "AT_AddColumn": _add_column,
    "AT_DropColumn": _drop_column,
    "AT_AlterColumnType": _set_type,
    "AT_SetNotNull": _set_not_null,
    "AT_DropNotNull": _drop_not_null,
    "AT_ColumnDefault": _set_default,
    "AT_AddConstraint": _add_constraint,
    "AT_ValidateConstraint": _validate,
    "AT_DropConstraint": _drop_constraint,
    "AT_EnableRowSecurity": _enable_row_security,
    "AT_DisableRowSecurity": _disable_row_security,
}
_PARTITIONS: dict[str, Callable[[Replayed, Table, Node], None]] = {
    "AT_AttachPartition": _attach,
    "AT_DetachPartition": _detach,
}
