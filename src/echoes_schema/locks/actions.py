"""ALTER TABLE: each action by itself, and the strongest lock of them for the whole statement."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from echoes_schema.locks import columns, constraints, partitions
from echoes_schema.locks.mode import Mode
from echoes_schema.locks.touch import Answer, Reach, Role, Touch
from echoes_schema.parser import tree
from echoes_schema.parser.tree import Name, Node

_AX, _SRX = Mode.ACCESS_EXCLUSIVE, Mode.SHARE_ROW_EXCLUSIVE
_SUX = Mode.SHARE_UPDATE_EXCLUSIVE

# Actions that take another lock than ACCESS EXCLUSIVE, and do nothing else.
_MODES = {
    "AT_SetStatistics": _SUX,
    "AT_SetOptions": _SUX,
    "AT_ResetOptions": _SUX,
    "AT_ClusterOn": _SUX,
    "AT_DropCluster": _SUX,
    "AT_EnableTrig": _SRX,
    "AT_EnableAlwaysTrig": _SRX,
    "AT_EnableReplicaTrig": _SRX,
    "AT_EnableTrigAll": _SRX,
    "AT_EnableTrigUser": _SRX,
    "AT_DisableTrig": _SRX,
    "AT_DisableTrigAll": _SRX,
    "AT_DisableTrigUser": _SRX,
}
# Actions that stop at the table itself, whatever inherits from it.
_ALONE = frozenset(
    {
        "AT_ChangeOwner",
        "AT_ClusterOn",
        "AT_DropCluster",
        "AT_ReplicaIdentity",
        "AT_EnableRowSecurity",
        "AT_DisableRowSecurity",
        "AT_ForceRowSecurity",
        "AT_NoForceRowSecurity",
        "AT_AddOf",
        "AT_DropOf",
        "AT_EnableRule",
        "AT_EnableAlwaysRule",
        "AT_EnableReplicaRule",
        "AT_DisableRule",
        "AT_SetOptions",
        "AT_ResetOptions",
        "AT_EnableTrigAll",
        "AT_EnableTrigUser",
        "AT_DisableTrigAll",
        "AT_DisableTrigUser",
    }
)
# Options of a table that need no more than SHARE UPDATE EXCLUSIVE.
_LIGHT_OPTIONS = frozenset(
    {
        "fillfactor",
        "parallel_workers",
        "toast_tuple_target",
        "log_autovacuum_min_duration",
        "vacuum_index_cleanup",
        "vacuum_truncate",
        "vacuum_max_eager_freeze_failure_rate",
    }
)


def alter(node: Node) -> Iterator[Touch]:
    """Yield what ALTER TABLE touches, the table itself under the strongest lock of its actions."""
    table = tree.relation(node)
    is_alone = not tree.child(node, "relation").get("inh")
    touches = [
        touch
        for command in tree.nodes(node, "cmds", "AlterTableCmd")
        for touch in _ACTIONS.get(tree.word(command, "subtype"), _plain)(table, command)
    ]
    strongest = max((one.mode for one in touches if _is_own(one, table)), default=_AX)
    for touch in touches:
        if _is_own(touch, table):
            reach = Reach.ITSELF if is_alone else touch.reach
            yield replace(touch, mode=strongest, reach=reach)
        else:
            yield touch


def _is_own(touch: Touch, table: Name) -> bool:
    return touch.relation == table and touch.role is Role.TARGET


def _plain(table: Name, command: Node) -> Iterator[Touch]:
    subtype = tree.word(command, "subtype")
    reach = Reach.ITSELF if subtype in _ALONE else Reach.CHILDREN
    yield Touch(table, _MODES.get(subtype, _AX), reach=reach)


def _options(table: Name, command: Node) -> Iterator[Touch]:
    given = tree.nodes(tree.child(tree.child(command, "def"), "List"), "items", "DefElem")
    names = {tree.word(option, "defname") for option in given}
    light = {name for name in names if name in _LIGHT_OPTIONS or name.startswith("autovacuum_")}
    yield Touch(table, _SUX if light == names else _AX)


def _copied(table: Name, _: Node) -> Iterator[Touch]:
    """Yield what SET LOGGED and the like do: nothing where it is so already."""
    yield Touch(table, _AX, scan=Answer.UNKNOWN, rewrite=Answer.UNKNOWN)


def _moved(table: Name, _: Node) -> Iterator[Touch]:
    yield Touch(table, _AX, rewrite=Answer.UNKNOWN)


def _set_not_null(table: Name, _: Node) -> Iterator[Touch]:
    yield Touch(table, _AX, scan=Answer.UNKNOWN, reach=Reach.CHILDREN)


def _set_expression(table: Name, _: Node) -> Iterator[Touch]:
    # A virtual column has no place in the file.
    yield Touch(table, _AX, scan=Answer.UNKNOWN, rewrite=Answer.UNKNOWN, reach=Reach.CHILDREN)


def _drop_column(table: Name, command: Node) -> Iterator[Touch]:
    column = tree.word(command, "name")
    yield Touch(table, _AX, reach=Reach.CHILDREN)
    yield Touch(table, _AX, Role.FOREIGN_KEYS, column=column)
    if tree.word(command, "behavior") == "DROP_CASCADE":
        yield Touch(table, _AX, Role.REFERENCING, column=column)
        yield Touch(table, _AX, Role.DEPENDENTS, column=column)


def _inherit(table: Name, command: Node) -> Iterator[Touch]:
    parent = tree.named(tree.child(tree.child(command, "def"), "RangeVar"))
    is_added = tree.word(command, "subtype") == "AT_AddInherit"
    yield Touch(table, _AX)
    yield Touch(parent, _SUX if is_added else Mode.ACCESS_SHARE, Role.PARENT)


_ACTIONS: Mapping[str, Callable[[Name, Node], Iterator[Touch]]] = {
    "AT_AddColumn": columns.add,
    "AT_AlterColumnType": columns.set_type,
    "AT_DropColumn": _drop_column,
    "AT_SetNotNull": _set_not_null,
    "AT_SetExpression": _set_expression,
    "AT_AddConstraint": constraints.add,
    "AT_AlterConstraint": constraints.alter,
    "AT_ValidateConstraint": constraints.validate,
    "AT_DropConstraint": constraints.drop,
    "AT_AttachPartition": partitions.attach,
    "AT_DetachPartition": partitions.detach,
    "AT_DetachPartitionFinalize": partitions.finalize,
    "AT_SetRelOptions": _options,
    "AT_ResetRelOptions": _options,
    "AT_SetLogged": _copied,
    "AT_SetUnLogged": _copied,
    "AT_SetAccessMethod": _copied,
    "AT_SetTableSpace": _moved,
    "AT_AddInherit": _inherit,
    "AT_DropInherit": _inherit,
}
