"""Types and domains: what tables with a column of them have to bear."""

from __future__ import annotations

from collections.abc import Iterator

from echoes_schema.locks.mode import Mode
from echoes_schema.locks.touch import Answer, Role, Touch
from echoes_schema.parser import tree
from echoes_schema.parser.tree import Node

# AlterDomainStmt's letters: SET NOT NULL, ADD CONSTRAINT, VALIDATE CONSTRAINT.
_SET_NOT_NULL, _ADD, _VALIDATE = "O", "C", "V"


def alter_domain(node: Node) -> Iterator[Touch]:
    """Yield what ALTER DOMAIN touches: the tables whose rows it must look at."""
    constraint = tree.child(tree.child(node, "def"), "Constraint")
    kind = tree.word(node, "subtype")
    is_added = kind == _ADD and not constraint.get("skip_validation")
    if is_added or kind in (_SET_NOT_NULL, _VALIDATE):
        domain = tree.qualified(tree.strings(node, "typeName"))
        yield Touch(domain, Mode.SHARE, Role.USERS, scan=Answer.YES)


def alter_composite(node: Node) -> Iterator[Touch]:
    """Yield what ALTER TYPE … ATTRIBUTE … CASCADE touches: the tables of that type."""
    composite = tree.relation(node)
    for command in tree.nodes(node, "cmds", "AlterTableCmd"):
        if tree.word(command, "behavior") == "DROP_CASCADE":
            yield Touch(composite, Mode.ACCESS_EXCLUSIVE, Role.TYPED)
