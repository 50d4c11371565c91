"""Which relations a statement locks and how, as far as its text alone tells.

Nothing here looks at a database. What a statement names is certain; what hangs on it (the tables
on the other side of a foreign key, the default partition) is told as a `Role`, for whoever knows
the schema to find. IF EXISTS and IF NOT EXISTS are taken to find work to do. What views, triggers
and functions reach is beyond the text; so is a DO block.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from echoes_schema.locks import actions, attached, drops, indexes, rows, tables, types
from echoes_schema.locks.mode import Mode
from echoes_schema.locks.touch import Answer, Reach, Role, Touch, merged
from echoes_schema.parser.tree import Node, word

if TYPE_CHECKING:
    from echoes_schema.parser.statements import Statement

__all__ = ["Answer", "Mode", "Reach", "Role", "Touch", "of"]


def of(statement: Statement) -> tuple[Touch, ...]:
    """Return what a statement does to each relation that was there before it, strongest lock each.

    Empty for a statement that locks no table, and for one whose text does not tell.
    """
    family = _FAMILIES.get(statement.kind)
    return merged(family(statement.node)) if family else ()


def _alter(node: Node) -> Iterator[Touch]:
    kind = word(node, "objtype")
    if kind == "OBJECT_INDEX":
        return indexes.alter(node)
    if kind == "OBJECT_TYPE":
        return types.alter_composite(node)
    return actions.alter(node)


_FAMILIES: Mapping[str, Callable[[Node], Iterator[Touch]]] = {
    "AlterTableStmt": _alter,
    "CreateStmt": tables.create,
    "CreateForeignTableStmt": tables.create,
    "CreateTableAsStmt": tables.create_as,
    "RenameStmt": tables.rename,
    "AlterObjectSchemaStmt": tables.set_schema,
    "TruncateStmt": tables.truncate,
    "LockStmt": tables.lock,
    "ClusterStmt": tables.cluster,
    "VacuumStmt": tables.vacuum,
    "DropStmt": drops.drop,
    "IndexStmt": indexes.create,
    "ReindexStmt": indexes.reindex,
    "AlterDomainStmt": types.alter_domain,
    "CreateTrigStmt": attached.create_trigger,
    "RuleStmt": attached.create_rule,
    "CreatePolicyStmt": attached.policy,
    "AlterPolicyStmt": attached.policy,
    "CommentStmt": attached.comment,
    "SecLabelStmt": attached.comment,
    "CreateStatsStmt": attached.create_statistics,
    "CreatePublicationStmt": attached.publication,
    "AlterPublicationStmt": attached.publication,
    "GrantStmt": attached.grant,
    "CreateFunctionStmt": attached.function,
    "ViewStmt": attached.view,
    "RefreshMatViewStmt": attached.refresh,
    "CreateSeqStmt": attached.create_sequence,
    "AlterSeqStmt": attached.alter_sequence,
    "SelectStmt": rows.select_into,
    "InsertStmt": rows.statement("InsertStmt"),
    "UpdateStmt": rows.statement("UpdateStmt"),
    "DeleteStmt": rows.statement("DeleteStmt"),
    "MergeStmt": rows.statement("MergeStmt"),
    "CopyStmt": rows.copy,
    "ExplainStmt": rows.explain,
    "DeclareCursorStmt": rows.declare,
}
