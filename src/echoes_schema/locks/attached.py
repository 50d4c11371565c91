"""What hangs on a table: triggers, rules, policies, comments, statistics, publications, grants."""

from __future__ import annotations

from collections.abc import Iterator

from echoes_schema.locks import rows
from echoes_schema.locks.mode import Mode
from echoes_schema.locks.touch import Answer, Reach, Role, Touch
from echoes_schema.parser import tree
from echoes_schema.parser.tree import Node

_AX, _SUX, _AS = Mode.ACCESS_EXCLUSIVE, Mode.SHARE_UPDATE_EXCLUSIVE, Mode.ACCESS_SHARE
_COMMENTED_TABLES = frozenset(
    f"OBJECT_{kind}" for kind in ("TABLE", "VIEW", "MATVIEW", "INDEX", "SEQUENCE", "FOREIGN_TABLE")
)


def create_trigger(node: Node) -> Iterator[Touch]:
    """Yield what CREATE TRIGGER touches."""
    yield Touch(tree.relation(node), Mode.SHARE_ROW_EXCLUSIVE, reach=Reach.PARTITIONS)
    if tree.child(node, "constrrel"):
        yield Touch(tree.relation(node, "constrrel"), _AS, Role.REFERENCED)


def create_rule(node: Node) -> Iterator[Touch]:
    """Yield what CREATE RULE touches, and what its actions name."""
    yield Touch(tree.relation(node), _AX)
    yield from _understood(node.get("whereClause"))
    yield from _understood(node.get("actions"))


def policy(node: Node) -> Iterator[Touch]:
    """Yield what CREATE and ALTER POLICY touch, and what the queries in them name."""
    yield Touch(tree.relation(node, "table"), _AX)
    yield from _understood(node.get("qual"))
    yield from _understood(node.get("with_check"))


def comment(node: Node) -> Iterator[Touch]:
    """Yield what COMMENT ON and SECURITY LABEL touch."""
    kind = tree.word(node, "objtype")
    path = tree.strings(tree.child(tree.child(node, "object"), "List"), "items")
    if kind in _COMMENTED_TABLES:
        yield Touch(tree.qualified(path), _SUX)
    elif kind == "OBJECT_COLUMN":
        yield Touch(tree.qualified(path[:-1]), _SUX)
    elif kind in ("OBJECT_TABCONSTRAINT", "OBJECT_TRIGGER", "OBJECT_RULE", "OBJECT_POLICY"):
        yield Touch(tree.qualified(path[:-1]), _AS)


def create_statistics(node: Node) -> Iterator[Touch]:
    """Yield what CREATE STATISTICS touches."""
    for table in tree.nodes(node, "relations", "RangeVar"):
        yield Touch(tree.named(table), _SUX)


def publication(node: Node) -> Iterator[Touch]:
    """Yield what CREATE and ALTER PUBLICATION touch of the tables that they name."""
    for item in tree.nodes(node, "pubobjects", "PublicationObjSpec"):
        table = tree.child(item, "pubtable")
        if table:
            yield Touch(tree.relation(table), _SUX)


def grant(node: Node) -> Iterator[Touch]:
    """Yield what GRANT and REVOKE touch: PostgreSQL 18 began to lock what they name."""
    if tree.word(node, "targtype") == "ACL_TARGET_OBJECT":
        for table in tree.nodes(node, "objects", "RangeVar"):
            yield Touch(tree.named(table), _AS)


def function(node: Node) -> Iterator[Touch]:
    """Yield what CREATE FUNCTION touches with a body that is no string."""
    yield from _understood(node.get("sql_body"))


def view(node: Node) -> Iterator[Touch]:
    """Yield what CREATE VIEW touches: the view, where it is replaced, and what it reads."""
    if node.get("replace"):
        yield Touch(tree.relation(node, "view"), _AX)
    yield from _understood(node.get("query"))


def refresh(node: Node) -> Iterator[Touch]:
    """Yield what REFRESH MATERIALIZED VIEW touches, not what its query reads."""
    is_concurrent = bool(node.get("concurrent"))
    is_filled = Answer.NO if node.get("skipData") else Answer.YES
    yield Touch(
        tree.relation(node),
        Mode.EXCLUSIVE if is_concurrent else _AX,
        scan=is_filled,
        rewrite=Answer.NO if is_concurrent else is_filled,
    )


def create_sequence(node: Node) -> Iterator[Touch]:
    """Yield what CREATE SEQUENCE touches: the table that is to own it."""
    yield from _owner(node)


def alter_sequence(node: Node) -> Iterator[Touch]:
    """Yield what ALTER SEQUENCE touches."""
    yield Touch(tree.relation(node, "sequence"), Mode.SHARE_ROW_EXCLUSIVE)
    yield from _owner(node)


def _understood(query: object) -> Iterator[Touch]:
    """Yield what SQL names that is kept for later: it is locked so that it means something."""
    for touch in rows.read(query):
        yield Touch(touch.relation, touch.mode, Role.SOURCE)


def _owner(node: Node) -> Iterator[Touch]:
    for option in tree.nodes(node, "options", "DefElem"):
        path = tree.strings(tree.child(tree.child(option, "arg"), "List"), "items")
        if tree.word(option, "defname") == "owned_by" and len(path) > 1:
            yield Touch(tree.qualified(path[:-1]), _AS, Role.REFERENCED)
