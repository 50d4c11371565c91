"""What the query of a view surely reads: while the view is there, nothing of it can be dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator

from echoes_schema.parser import tree
from echoes_schema.parser.statements import Statement
from echoes_schema.parser.tree import Node
from echoes_schema.replay.objects import Read, Table
from echoes_schema.replay.schema import Replayed

# The items of one FROM by the name that columns are qualified with; None is none of a table.
_Scope = dict[str, Table | None]

# A block with none of these words drops no view, and gives none another query.
_SIGNS = re.compile(r"\b(?:call|cascade|execute|perform|rename|view)\b", re.IGNORECASE)
# What names columns and relations, and what does neither and may be large.
_NAMING = frozenset({"ColumnRef", "JoinExpr", "RangeVar"})
_LEAVES = frozenset({"A_Const", "ColumnRef", "RangeVar", "funcname", "name", "typeName"})
_WITH = "CommonTableExpr"
_HARMLESS = {"currval", "nextval", "set_config", "setval"}


def reads(schema: Replayed, query: Node) -> frozenset[Read]:
    """Return the relations that a query reads, each with "", and their columns that it names.

    What could be something else is left out, and so is what no migration makes.
    """
    return frozenset(_Query(schema, query).found())


def may_drop(schema: Replayed, statement: Statement) -> bool:
    """Return whether a statement may drop views that it does not name, or change their queries."""
    node, kind = statement.node, statement.kind
    if kind == "DoStmt":
        texts = (tree.word(one, "sval") for one in tree.below(node, "String"))
        return any(map(_SIGNS.search, texts))
    if kind in ("SelectStmt", "CallStmt"):
        return _may_call_more(schema, node)
    if kind in ("DropOwnedStmt", "ExecuteStmt"):
        return True
    # What depends on what nobody knows: a view may take its rows from a function.
    parts = (node, *tree.nodes(node, "cmds", "AlterTableCmd"))
    return any(one.get("behavior") == "DROP_CASCADE" for one in parts)


def _may_call_more(schema: Replayed, node: Node) -> bool:
    """Return whether a function is called that may be of the project, or of an extension."""
    calls = (tree.child(node, "funccall"), *tree.below(node, "FuncCall"))
    names = {name for call in calls for name in tree.strings(call, "funcname")[-1:]} - _HARMLESS
    # What is called for each row of a table is mostly PostgreSQL's own.
    return any("fromClause" not in node or schema.volatility(("", name)) for name in names)


class _Query:
    def __init__(self, schema: Replayed, query: Node) -> None:
        self._schema, self._query = schema, query
        self._with: set[str] = set()

    def found(self) -> Iterator[Read]:
        # A loop, not a recursion: the tree of a long expression is deep.
        waiting: list[tuple[object, tuple[_Scope, ...]]] = [(self._query, ())]
        while waiting:
            value, scopes = waiting.pop()
            if isinstance(value, list):
                waiting += [(one, scopes) for one in value]
            elif isinstance(value, dict):
                if _is_select(value):
                    scopes = (*scopes, self._scope(value))
                    yield from _stars(value, scopes[-1])
                    value = _without_results(value)
                for key, inner in value.items():
                    if key in _NAMING and isinstance(inner, dict):
                        yield from self._named(key, inner, scopes)
                    if key not in _LEAVES and isinstance(inner, (dict, list)):
                        waiting.append((inner, scopes[:-1] if _is_apart(key, inner) else scopes))

    def _named(self, kind: str, node: Node, scopes: tuple[_Scope, ...]) -> Iterator[Read]:
        """Yield what a name of a column or a relation stands for, and what USING compares."""
        if kind == "ColumnRef":
            yield from _columns(node, scopes)
        elif kind == "RangeVar":
            if table := self._table(node):
                yield table.name, ""
        else:
            for side in (tree.child(node, "larg"), tree.child(node, "rarg")):
                joined = tree.child(side, "RangeVar")
                table = None if _renames_columns(joined) else self._table(joined)
                names = tree.strings(node, "usingClause") if table else ()
                yield from ((table.name, name) for name in names if table)

    def _table(self, node: Node) -> Table | None:
        name = tree.named(node)
        is_with = not name[0] and name[1] in self._with
        return self._schema.table(name) if name[1] and not is_with else None

    def _scope(self, select: Node) -> _Scope:
        clause = tree.child(select, "withClause")
        self._with |= {tree.word(one, "ctename") for one in tree.nodes(clause, "ctes", _WITH)}
        scope: _Scope = {}
        for kind, body in _sources(tree.children(select, "fromClause")):
            alias = tree.word(tree.child(body, "alias"), "aliasname")
            name = alias or tree.named(body)[1] or f"?{len(scope)}"
            is_table = kind == "RangeVar" and name not in scope and not _renames_columns(body)
            scope[name] = self._table(body) if is_table else None
        return scope


def _is_select(node: Node) -> bool:
    # Both sides of UNION have no name of their own.
    return "limitOption" in node


def _is_apart(key: str, inner: object) -> bool:
    """Return whether the tables in FROM are out of reach: in WITH, and in a subquery there."""
    is_subquery = key == "RangeSubselect" and isinstance(inner, dict) and not inner.get("lateral")
    return key == "withClause" or is_subquery


def _renames_columns(node: Node) -> bool:
    return "colnames" in tree.child(node, "alias")


def _sources(items: object) -> Iterator[tuple[str, Node]]:
    """Yield the items of a FROM, those of a join without an alias one by one."""
    waiting = list(items) if isinstance(items, list) else []
    while waiting:
        for kind, body in waiting.pop().items():
            if kind == "JoinExpr" and "alias" not in body:
                waiting += [body["larg"], body["rarg"]]
            else:
                yield kind, body


def _without_results(select: Node) -> Node:
    """Return a SELECT without what ORDER BY and DISTINCT ON may take for a name of its results."""
    if not select.keys() & {"sortClause", "distinctClause"}:
        return select
    sorted_by = tree.nodes(select, "sortClause", "SortBy")
    return {
        **select,
        "sortClause": [one for one in sorted_by if not _is_bare(one.get("node"))],
        "distinctClause": [
            one for one in tree.children(select, "distinctClause") if not _is_bare(one)
        ],
    }


def _is_bare(value: object) -> bool:
    reference = tree.child(value, "ColumnRef") if isinstance(value, dict) else {}
    return len(tree.children(reference, "fields")) == 1


def _stars(select: Node, scope: _Scope) -> Iterator[Read]:
    """Yield the columns for which a * stands among the results; elsewhere it is a whole row."""
    for target in tree.nodes(select, "targetList", "ResTarget"):
        reference = tree.child(tree.child(target, "val"), "ColumnRef")
        names = tree.strings(reference, "fields")
        if len(names) < len(tree.children(reference, "fields")):
            tables = [scope.get(names[-1])] if names else list(scope.values())
            for table in tables:
                if table and table.is_complete:
                    yield from ((table.name, column) for column in table.columns)


def _columns(reference: Node, scopes: tuple[_Scope, ...]) -> Iterator[Read]:
    names = tree.strings(reference, "fields")
    if len(names) != len(tree.children(reference, "fields")) or len(names) > 2:
        return
    table = _qualified(names[0], scopes) if len(names) == 2 else _owner(names[0], scopes)
    if table and (names[-1] in table.columns or not table.is_complete):
        yield table.name, names[-1]


def _qualified(alias: str, scopes: tuple[_Scope, ...]) -> Table | None:
    return next((scope[alias] for scope in reversed(scopes) if alias in scope), None)


def _owner(column: str, scopes: tuple[_Scope, ...]) -> Table | None:
    """Return the table whose column a bare name is, None where it may be another one's."""
    for scope in reversed(scopes):
        tables = list(scope.values())
        owners = [one for one in tables if one and column in one.columns]
        if owners:
            return owners[0] if len(owners) == 1 else None
        if any(one is None or not one.is_complete for one in tables):
            # A row as a whole is called what its table is.
            is_only = len(tables) == sum(map(bool, scopes)) == 1 and column not in scope
            return tables[0] if is_only else None
    return None
