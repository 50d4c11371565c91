"""What each kind of statement makes of a schema."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from echoes_schema.parser import tree
from echoes_schema.parser.statements import Statement
from echoes_schema.parser.tree import Name, Node
from echoes_schema.replay import types, views
from echoes_schema.replay.alter import alter
from echoes_schema.replay.definitions import index_of, with_columns, with_constraint
from echoes_schema.replay.objects import Index, Read, Table
from echoes_schema.replay.schema import TEMPORARY, Replayed
from echoes_schema.replay.session import Session

_RELATIONS = {"OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_FOREIGN_TABLE"}


def apply(schema: Replayed, statement: Statement, session: Session, script: int) -> None:
    """Carry out a statement; the schema knows no error, and leaves alone what it does not know.

    `session` is as it was before; `script` is the number of the script, for what is born in it.
    """
    if views.may_drop(schema, statement):
        schema.forget_reads()
    effect = _EFFECTS.get(statement.kind)
    if effect:
        effect(schema, statement.node, session, script)
    is_copy = statement.kind == "CreateTableAsStmt"
    query = tree.child(statement.node, "query").get("SelectStmt") if is_copy else statement.node
    if isinstance(query, dict) and "withClause" in query:
        _write_in_with(schema, tree.child(query, "withClause"), session, script)


def _write_in_with(schema: Replayed, clause: Node, session: Session, script: int) -> None:
    for part in tree.nodes(clause, "ctes", "CommonTableExpr"):
        for kind, inner in tree.child(part, "ctequery").items():
            if kind in ("InsertStmt", "MergeStmt") and isinstance(inner, dict):
                _fill(schema, inner, session, script)


def _create_table(schema: Replayed, node: Node, _: Session, script: int) -> None:
    name, is_temporary = _made(schema, tree.child(node, "relation"))
    known = schema.tables.get(name)
    if known and (known.born or node.get("if_not_exists")):
        return
    parents = [tree.named(one) for one in tree.nodes(node, "inhRelations", "RangeVar")]
    bound = tree.child(node, "partbound")
    parent = schema.table(parents[0]) if bound and parents else None
    table = Table(
        name,
        kind="partitioned" if "partspec" in node else "table",
        born=script,
        partition_of=(parent.name if parent else parents[0]) if bound and parents else None,
        is_default_partition=bool(bound.get("is_default")),
        is_temporary=is_temporary,
        columns=dict(parent.columns) if parent else {},
        is_complete=not _takes_from_others(node),
    )
    table = with_columns(table, tree.nodes(node, "tableElts", "ColumnDef"))
    for constraint in tree.nodes(node, "tableElts", "Constraint"):
        table = with_constraint(table, constraint)
    schema.put(table)


def _takes_from_others(node: Node) -> bool:
    return bool(
        tree.nodes(node, "tableElts", "TableLikeClause")
        or "ofTypename" in node
        or "inhRelations" in node
    )


def _made(schema: Replayed, node: Node) -> tuple[Name, bool]:
    """Return the name of a relation that a RangeVar makes, and whether it is temporary."""
    is_temporary = node.get("relpersistence") == "t" or node.get("schemaname") == TEMPORARY
    name = tree.named(node)
    return ((TEMPORARY, name[1]) if is_temporary else schema.new_name(name)), is_temporary


def _create_foreign_table(schema: Replayed, node: Node, session: Session, script: int) -> None:
    base = tree.child(node, "base")
    _create_table(schema, base, session, script)
    table = schema.table(tree.relation(base))
    if table:
        schema.put(replace(table, kind="foreign"))


def _create_as(schema: Replayed, node: Node, _: Session, script: int) -> None:
    into, is_view = tree.child(node, "into"), node.get("objtype") == "OBJECT_MATVIEW"
    reads = views.reads(schema, tree.child(node, "query")) if is_view else frozenset()
    _create_filled(schema, into, "matview" if is_view else "table", script, reads)


def _select_into(schema: Replayed, node: Node, _: Session, script: int) -> None:
    if "intoClause" in node:
        _create_filled(schema, tree.child(node, "intoClause"), "table", script)


def _create_filled(
    schema: Replayed, into: Node, kind: str, script: int, reads: frozenset[Read] = frozenset()
) -> None:
    name, is_temporary = _made(schema, tree.child(into, "rel"))
    if name not in schema.tables:
        is_populated = not into.get("skipData") and kind == "table"
        schema.put(
            Table(
                name,
                kind,
                script,
                is_temporary=is_temporary,
                is_populated=is_populated,
                is_complete=False,
                reads=reads,
            )
        )


def _create_view(schema: Replayed, node: Node, _: Session, script: int) -> None:
    name, is_temporary = _made(schema, tree.child(node, "view"))
    new = Table(name, "view", script, is_temporary=is_temporary, is_complete=False)
    known = schema.tables.get(name, new)
    if known is new and node.get("replace"):
        # It may be in a schema that a search_path of the server means.
        schema.forget_reads(name[1])
    if known.kind == "view":
        reads = views.reads(schema, tree.child(node, "query"))
        schema.put(replace(known, reads=reads))


def _alter_table(schema: Replayed, node: Node, _: Session, __: int) -> None:
    if node.get("objtype") != "OBJECT_TABLE":
        return
    name = tree.relation(node)
    for command in tree.nodes(node, "cmds", "AlterTableCmd"):
        alter(schema, _met(schema, name), command)


def _met(schema: Replayed, name: Name) -> Table:
    """Return a table, or the little that is known of one that stood before all migrations."""
    known = schema.table(name)
    if known is None:
        known = Table(schema.new_name(name), is_complete=False)
        schema.put(known)
    return known


def _create_index(schema: Replayed, node: Node, _: Session, __: int) -> None:
    table = _met(schema, tree.relation(node))
    index = index_of(node)
    if not table.index(index.name):
        schema.put(replace(table, indexes=(*table.indexes, index)))


def _drop(schema: Replayed, node: Node, _: Session, __: int) -> None:
    kind = tree.word(node, "removeType")
    for path in tree.paths(node, "objects"):
        name = tree.qualified(path)
        if kind in _RELATIONS:
            if schema.table(name) is None:
                schema.forget_reads(name[1])
            schema.drop(name)
        elif kind == "OBJECT_INDEX":
            _drop_index(schema, name)
        elif kind == "OBJECT_POLICY":
            _drop_policy(schema, path)
    _drop_named(schema, node, kind)


def _drop_named(schema: Replayed, node: Node, kind: str) -> None:
    if kind in ("OBJECT_TYPE", "OBJECT_DOMAIN"):
        for named in tree.nodes(node, "objects", "TypeName"):
            types.drop(schema, tree.qualified(tree.strings(named, "names")))
    if kind == "OBJECT_SCHEMA":
        for one in tree.nodes(node, "objects", "String"):
            _drop_schema(schema, tree.word(one, "sval"))


def _drop_index(schema: Replayed, name: Name) -> None:
    found = schema.table_of_index(name)
    if found:
        table, index = found
        kept = tuple(one for one in table.indexes if one is not index)
        schema.put(replace(table, indexes=kept))


def _drop_schema(schema: Replayed, name: str) -> None:
    for table in [one for one in schema.tables if one[0] == name]:
        schema.drop(table)


def _rename(schema: Replayed, node: Node, _: Session, __: int) -> None:
    kind, new = tree.word(node, "renameType"), tree.word(node, "newname")
    table = schema.table(tree.relation(node))
    if kind == "OBJECT_INDEX":
        found = schema.table_of_index(tree.relation(node))
        if found:
            _put_index(schema, found[0], found[1], new)
    elif table and kind in _RELATIONS:
        schema.rename(table, (table.name[0], new))
    elif table and kind == "OBJECT_COLUMN":
        schema.rename_column(table, tree.word(node, "subname"), new)
        schema.put(_renamed_column(table, tree.word(node, "subname"), new))
    elif table and kind == "OBJECT_TABCONSTRAINT":
        schema.put(_renamed_constraint(table, tree.word(node, "subname"), new))


def _put_index(schema: Replayed, table: Table, index: Index, new: str) -> None:
    changed = tuple(replace(one, name=new) if one is index else one for one in table.indexes)
    schema.put(replace(table, indexes=changed))


def _renamed_column(table: Table, old: str, new: str) -> Table:
    def names(columns: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(new if name == old else name for name in columns)

    def known(columns: frozenset[str]) -> frozenset[str]:
        return frozenset(names(tuple(columns)))

    return replace(
        table,
        columns={
            (new if name == old else name): replace(column, name=new) if name == old else column
            for name, column in table.columns.items()
        },
        indexes=tuple(replace(one, columns=names(one.columns)) for one in table.indexes),
        checks=tuple(
            replace(one, columns=known(one.columns), not_null=known(one.not_null))
            for one in table.checks
        ),
        foreign_keys=tuple(replace(one, columns=names(one.columns)) for one in table.foreign_keys),
    )


def _renamed_constraint(table: Table, old: str, new: str) -> Table:
    return replace(
        table,
        checks=tuple(replace(one, name=new) if one.name == old else one for one in table.checks),
        foreign_keys=tuple(
            replace(one, name=new) if one.name == old else one for one in table.foreign_keys
        ),
        indexes=tuple(replace(one, name=new) if one.name == old else one for one in table.indexes),
    )


def _move(schema: Replayed, node: Node, _: Session, __: int) -> None:
    table = schema.table(tree.relation(node))
    if table and tree.word(node, "objectType") in _RELATIONS:
        schema.rename(table, (tree.word(node, "newschema"), table.name[1]))


def _fill(schema: Replayed, node: Node, _: Session, __: int) -> None:
    table = schema.table(tree.relation(node))
    if table and not table.is_populated:
        schema.put(replace(table, is_populated=True))


def _copy(schema: Replayed, node: Node, session: Session, script: int) -> None:
    if node.get("is_from"):
        _fill(schema, node, session, script)


def _truncate(schema: Replayed, node: Node, _: Session, __: int) -> None:
    for one in tree.nodes(node, "relations", "RangeVar"):
        table = schema.table(tree.named(one))
        if table:
            schema.put(replace(table, is_populated=False))


def _create_policy(schema: Replayed, node: Node, _: Session, __: int) -> None:
    table = schema.table(tree.relation(node, "table"))
    if table:
        names = (*table.policies, tree.word(node, "policy_name"))
        schema.put(replace(table, policies=names))


def _drop_policy(schema: Replayed, path: tuple[str, ...]) -> None:
    table = schema.table(tree.qualified(path[:-1]))
    if table:
        kept = tuple(name for name in table.policies if name != path[-1])
        schema.put(replace(table, policies=kept))


def _create_schema(schema: Replayed, node: Node, session: Session, script: int) -> None:
    name = tree.word(node, "schemaname")
    path, schema.search_path = schema.search_path, (name,)
    for element in tree.children(node, "schemaElts"):
        if isinstance(element, dict):
            for kind, inner in element.items():
                effect = _EFFECTS.get(kind)
                if effect:
                    effect(schema, inner, session, script)
    schema.search_path = path


_EFFECTS: dict[str, Callable[[Replayed, Node, Session, int], None]] = {
    "CreateStmt": _create_table,
    "CreateForeignTableStmt": _create_foreign_table,
    "CreateTableAsStmt": _create_as,
    "SelectStmt": _select_into,
    "ViewStmt": _create_view,
    "AlterTableStmt": _alter_table,
    "IndexStmt": _create_index,
    "DropStmt": _drop,
    "RenameStmt": _rename,
    "AlterObjectSchemaStmt": _move,
    "InsertStmt": _fill,
    "MergeStmt": _fill,
    "CopyStmt": _copy,
    "TruncateStmt": _truncate,
    "CreatePolicyStmt": _create_policy,
    "CreateEnumStmt": types.create_enum,
    "AlterEnumStmt": types.alter_enum,
    "CreateDomainStmt": types.create_domain,
    "AlterDomainStmt": types.alter_domain,
    "CreateFunctionStmt": types.create_function,
    "CreateSchemaStmt": _create_schema,
}
