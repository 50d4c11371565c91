"""What a statement makes or drops: tables, views, types, functions, schemas, by name."""

from __future__ import annotations

from collections.abc import Iterator

from echoes_schema.parser import tree
from echoes_schema.parser.statements import Statement
from echoes_schema.parser.tree import Name, Node

_RELATIONS = {"CreateStmt": "relation", "ViewStmt": "view", "CreateSeqStmt": "sequence"}
_NAMES = {
    "CreateFunctionStmt": "funcname",
    "CreateEnumStmt": "typeName",
    "CreateDomainStmt": "domainname",
    "CreateRangeStmt": "typeName",
    "DefineStmt": "defnames",
}
_OTHERS = ("RenameStmt", "CreateExtensionStmt", "CreateSchemaStmt")
# Every kind of statement that `made` has an answer for.
MAKING = (*_RELATIONS, *_NAMES, *_OTHERS, "CreateTableAsStmt", "CompositeTypeStmt")


def made(statement: Statement) -> Iterator[Name]:
    """Yield what a statement creates, as written, and what it gives a new name."""
    node, kind = statement.node, statement.kind
    if kind in _RELATIONS:
        yield tree.relation(node, _RELATIONS[kind])
    elif kind in _NAMES:
        yield tree.qualified(tree.strings(node, _NAMES[kind]))
    elif kind == "CreateTableAsStmt":
        yield tree.relation(tree.child(node, "into"), "rel")
    elif kind == "CompositeTypeStmt":
        yield tree.relation(node, "typevar")
    elif kind in _OTHERS:
        yield (
            "",
            tree.word(node, "newname")
            or tree.word(node, "extname")
            or tree.word(node, "schemaname"),
        )


def dropped(node: Node) -> tuple[Name, ...]:
    """Return what a DropStmt names, as written."""
    types = [tree.strings(one, "names") for one in tree.nodes(node, "objects", "TypeName")]
    functions = [
        tree.strings(one, "objname") for one in tree.nodes(node, "objects", "ObjectWithArgs")
    ]
    bare = [(one,) for one in tree.strings(node, "objects")]
    paths = (*types, *functions, *bare, *tree.paths(node, "objects"))
    return tuple(tree.qualified(path) for path in paths)
