"""Columns: what adding one, or giving it another type, does to the table."""

from __future__ import annotations

from collections.abc import Iterator

from echoes_schema.locks import builtins, constraints
from echoes_schema.locks.mode import Mode
from echoes_schema.locks.touch import Answer, Reach, Role, Touch
from echoes_schema.parser import tree
from echoes_schema.parser.tree import Name, Node


def add(table: Name, command: Node) -> Iterator[Touch]:
    """Yield what ADD COLUMN touches, as if there was no such column yet."""
    column = tree.child(tree.child(command, "def"), "ColumnDef")
    rewrite = _rewrite(column)
    given = tree.nodes(column, "constraints", "Constraint")
    kinds = {tree.word(one, "contype") for one in given}
    has_default = "CONSTR_DEFAULT" in kinds or rewrite is Answer.YES
    scan = rewrite
    if "CONSTR_NOTNULL" in kinds and not has_default:
        # It can succeed on an empty table alone, and looks whether it is one.
        scan = Answer.YES
    yield Touch(table, Mode.ACCESS_EXCLUSIVE, scan=scan, rewrite=rewrite, reach=Reach.CHILDREN)
    for constraint in given:
        yield from constraints.inline(table, constraint, has_default=has_default)


def set_type(table: Name, command: Node) -> Iterator[Touch]:
    """Yield what TYPE touches: which type the column has now is not in the text."""
    column = tree.word(command, "name")
    unknown = Answer.UNKNOWN
    yield Touch(
        table,
        Mode.ACCESS_EXCLUSIVE,
        scan=unknown,
        rewrite=unknown,
        build=unknown,
        reach=Reach.CHILDREN,
    )
    for role in (Role.FOREIGN_KEYS, Role.REFERENCING):
        yield Touch(table, Mode.ACCESS_EXCLUSIVE, role, scan=unknown, column=column)


def _rewrite(column: Node) -> Answer:
    """Return whether every row must be written anew to have the column."""
    type_name = tree.child(column, "typeName")
    if builtins.is_serial(type_name):
        return Answer.YES
    answer = Answer.NO if builtins.is_builtin(type_name) else Answer.UNKNOWN
    for constraint in tree.nodes(column, "constraints", "Constraint"):
        kind = tree.word(constraint, "contype")
        is_stored = kind == "CONSTR_GENERATED" and tree.word(constraint, "generated_kind") == "s"
        if kind == "CONSTR_IDENTITY" or is_stored:
            return Answer.YES
        if kind == "CONSTR_DEFAULT":
            answer |= builtins.is_volatile(constraint.get("raw_expr"))
    return answer
