"""Constraints: added with a column or to a table, validated, altered, dropped."""

from __future__ import annotations

from collections.abc import Iterator

from echoes_schema.locks.mode import Mode
from echoes_schema.locks.touch import Answer, Reach, Role, Touch
from echoes_schema.parser import tree
from echoes_schema.parser.tree import Name, Node

_INDEXED = ("CONSTR_UNIQUE", "CONSTR_PRIMARY", "CONSTR_EXCLUSION")


def add(table: Name, command: Node) -> Iterator[Touch]:
    """Yield what ADD CONSTRAINT touches."""
    constraint = tree.child(tree.child(command, "def"), "Constraint")
    kind = tree.word(constraint, "contype")
    is_checked = _is_checked(constraint)
    if kind == "CONSTR_FOREIGN":
        yield from _foreign_key(table, constraint, is_checked)
    elif kind in _INDEXED:
        yield _indexed(table, constraint)
    elif kind == "CONSTR_NOTNULL":
        scan = Answer.UNKNOWN if is_checked is Answer.YES else Answer.NO
        yield Touch(table, Mode.ACCESS_EXCLUSIVE, scan=scan, reach=Reach.CHILDREN)
    else:
        reach = Reach.ITSELF if constraint.get("is_no_inherit") else Reach.CHILDREN
        yield Touch(table, Mode.ACCESS_EXCLUSIVE, scan=is_checked, reach=reach)


def inline(table: Name, constraint: Node, *, has_default: bool) -> Iterator[Touch]:
    """Yield what a constraint of a column that ADD COLUMN brings touches."""
    kind = tree.word(constraint, "contype")
    if kind == "CONSTR_CHECK":
        yield Touch(
            table, Mode.ACCESS_EXCLUSIVE, scan=_is_checked(constraint), reach=Reach.CHILDREN
        )
    elif kind in _INDEXED:
        yield _indexed(table, constraint)
    elif kind == "CONSTR_FOREIGN":
        # NULL in every row references nothing: only a default has to be looked for.
        yield from _foreign_key(table, constraint, Answer.YES if has_default else Answer.NO)


def of_new_table(constraint: Node) -> Iterator[Touch]:
    """Yield what a constraint of CREATE TABLE touches: the table that a foreign key names."""
    if tree.word(constraint, "contype") == "CONSTR_FOREIGN":
        yield _referenced(constraint, Answer.NO)


def validate(table: Name, command: Node) -> Iterator[Touch]:
    """Yield what VALIDATE CONSTRAINT touches; one that is valid already is not looked at."""
    name = tree.word(command, "name")
    mode = Mode.SHARE_UPDATE_EXCLUSIVE
    yield Touch(table, mode, scan=Answer.UNKNOWN, reach=Reach.CHILDREN)
    yield Touch(table, Mode.ROW_SHARE, Role.FOREIGN_KEYS, scan=Answer.UNKNOWN, constraint=name)


def alter(table: Name, command: Node) -> Iterator[Touch]:
    """Yield what ALTER CONSTRAINT touches."""
    said = tree.child(tree.child(command, "def"), "ATAlterConstraint")
    yield Touch(table, Mode.ACCESS_EXCLUSIVE, reach=Reach.CHILDREN)
    if said.get("alterEnforceability"):
        name = tree.word(said, "conname")
        is_enforced = bool(said.get("is_enforced"))
        mode = Mode.SHARE_ROW_EXCLUSIVE if is_enforced else Mode.ACCESS_EXCLUSIVE
        scan = Answer.UNKNOWN if is_enforced else Answer.NO
        yield Touch(table, Mode.ACCESS_EXCLUSIVE, scan=scan, reach=Reach.CHILDREN)
        yield Touch(table, mode, Role.FOREIGN_KEYS, scan=scan, constraint=name)


def drop(table: Name, command: Node) -> Iterator[Touch]:
    """Yield what DROP CONSTRAINT touches: a foreign key's table on the other side too."""
    name = tree.word(command, "name")
    yield Touch(table, Mode.ACCESS_EXCLUSIVE, reach=Reach.CHILDREN)
    yield Touch(table, Mode.ACCESS_EXCLUSIVE, Role.FOREIGN_KEYS, constraint=name)
    if tree.word(command, "behavior") == "DROP_CASCADE":
        yield Touch(table, Mode.ACCESS_EXCLUSIVE, Role.REFERENCING, constraint=name)


def _is_checked(constraint: Node) -> Answer:
    """Return whether the rows that are there are compared with the constraint."""
    is_enforced = bool(constraint.get("is_enforced", "is_enforced" not in constraint))
    is_late = constraint.get("skip_validation") or not is_enforced
    return Answer.NO if is_late else Answer.YES


def _foreign_key(table: Name, constraint: Node, is_checked: Answer) -> Iterator[Touch]:
    yield Touch(table, Mode.SHARE_ROW_EXCLUSIVE, scan=is_checked, reach=Reach.PARTITIONS)
    yield _referenced(constraint, is_checked)


def _referenced(constraint: Node, scan: Answer) -> Touch:
    other = tree.relation(constraint, "pktable")
    mode = Mode.SHARE_ROW_EXCLUSIVE
    return Touch(other, mode, Role.REFERENCED, scan=scan, reach=Reach.PARTITIONS)


def _indexed(table: Name, constraint: Node) -> Touch:
    mode = Mode.ACCESS_EXCLUSIVE
    if not tree.word(constraint, "indexname"):
        return Touch(table, mode, scan=Answer.YES, build=Answer.YES, reach=Reach.PARTITIONS)
    is_primary = tree.word(constraint, "contype") == "CONSTR_PRIMARY"
    # A primary key makes its columns NOT NULL; whether they are is not in the text.
    scan = Answer.UNKNOWN if is_primary else Answer.NO
    return Touch(table, mode, scan=scan, reach=Reach.PARTITIONS)
