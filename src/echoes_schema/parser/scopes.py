"""What the column names in a query refer to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from echoes_schema.parser.normal import Json

# The items of one FROM by the name that columns are qualified with; the value is the item's
# table, empty for a sub-query or a function.
_Scope = dict[str, str]

_NAMED_AFTER_KIND = {"CaseExpr": "case", "CoalesceExpr": "coalesce", "A_ArrayExpr": "array"}
_VISIBLE = frozenset({"public", "pg_catalog"})


def resolve(statement: Json, types: Mapping[str, str]) -> dict[str, str]:
    """Qualify the columns of a parsed query in place, and name its results as PostgreSQL does.

    Return the types of the columns in reach, by `alias.column`. What cannot be told for sure is
    left alone. Queries of one table are printed without qualification from PostgreSQL 16 on.
    """
    resolver = _Resolver(types, frozenset(_common_tables(statement)))
    resolver.visit(statement, ())
    return resolver.reached()


class _Resolver:
    def __init__(self, types: Mapping[str, str], common_tables: frozenset[str]) -> None:
        self._types = types
        self._common_tables = common_tables
        self._tables: dict[str, set[str]] = {}

    def reached(self) -> dict[str, str]:
        """Return the types of columns whose alias stands for one table throughout the query."""
        aliases: dict[str, list[str]] = {}
        for alias, tables in self._tables.items():
            if len(tables) == 1:
                aliases.setdefault(next(iter(tables)), []).append(alias)
        return {
            f"{alias}.{column}": kind
            for name, kind in self._types.items()
            for table, _, column in [name.rpartition(".")]
            for alias in aliases.get(table, ())
        }

    def visit(self, node: Json, scopes: tuple[_Scope, ...]) -> None:
        """Resolve what is below a node; the scopes that it stands in come outermost first."""
        if isinstance(node, list):
            for part in node:
                self.visit(part, scopes)
        elif isinstance(node, dict):
            self._visit_body(node, scopes)

    def _visit_body(self, node: Json, scopes: tuple[_Scope, ...]) -> None:
        if "targetList" in node:
            scopes = (*scopes, self._scope(node.get("fromClause", [])))
        if "ColumnRef" in node:
            self._qualify(node["ColumnRef"]["fields"], scopes)
        for part in node.values():
            self.visit(part, scopes)
        _name_results(node.get("targetList", []))
        if "op" in node and "rarg" in node:
            _unname(node["rarg"])

    def _scope(self, items: Json) -> _Scope:
        scope: _Scope = {}
        for kind, body in _sources(items):
            table = _table(body) if kind == "RangeVar" else ""
            alias = body.get("alias", {})
            # Renamed columns are no longer those of the table.
            is_known = table not in self._common_tables and "colnames" not in alias
            scope[alias.get("aliasname", f"?{len(scope)}")] = table if is_known else ""
        for alias, table in scope.items():
            self._tables.setdefault(alias, set()).add(table)
        return scope

    def _qualify(self, fields: Json, scopes: tuple[_Scope, ...]) -> None:
        if len(fields) != 1 or "String" not in fields[0]:
            return
        name = fields[0]["String"].get("sval", "")
        for scope in reversed(scopes):
            owners = [alias for alias, table in scope.items() if f"{table}.{name}" in self._types]
            unknown = [alias for alias, table in scope.items() if not table]
            if not owners and len(scope) == 1:
                owners = unknown
            if len(owners) == 1:
                fields.insert(0, {"String": {"sval": owners[0]}})
            if owners or unknown:
                return


def _sources(items: Json) -> Iterator[tuple[str, Json]]:
    """Yield the tables, sub-queries and functions of a FROM, with their kind."""
    for item in items:
        [(kind, body)] = item.items()
        if kind == "JoinExpr":
            yield from _sources([body["larg"], body["rarg"]])
        else:
            yield kind, body


def _table(body: Json) -> str:
    """Return the name of a table in FROM, and spell the item as one that has an alias."""
    body.setdefault("alias", {"aliasname": body["relname"]})
    if body.get("schemaname") in _VISIBLE:
        del body["schemaname"]
    return ".".join(filter(None, [body.get("schemaname"), body["relname"]]))


def _common_tables(node: Json) -> Iterator[str]:
    """Yield the names that WITH introduces anywhere in a statement."""
    if isinstance(node, list):
        for part in node:
            yield from _common_tables(part)
    elif isinstance(node, dict):
        if "CommonTableExpr" in node:
            yield node["CommonTableExpr"]["ctename"]
        for part in node.values():
            yield from _common_tables(part)


def _name_results(targets: Json) -> None:
    for target in targets:
        body = target["ResTarget"]
        name = body.get("name") or _result_name(body["val"])
        if name:
            body["name"] = name


def _unname(branch: Json) -> None:
    """Take the names off the later branch of a UNION: the first one's hold."""
    for target in branch.get("targetList", []):
        target["ResTarget"].pop("name", None)
    for side in (branch.get("larg"), branch.get("rarg")):
        if side:
            _unname(side)


def _result_name(node: Json) -> str:
    """Return the name that PostgreSQL gives to a result without AS, empty where it is none."""
    [(kind, body)] = node.items()
    if kind == "ColumnRef":
        return _last_name(body["fields"])
    if kind == "FuncCall":
        return _last_name(body["funcname"])
    if kind == "TypeCast":
        return _result_name(body["arg"]) or _last_name(body["typeName"]["names"])
    if kind == "CaseExpr" and "defresult" in body:
        return _result_name(body["defresult"]) or "case"
    if kind == "SubLink":
        return _sub_query_name(body)
    return _NAMED_AFTER_KIND.get(kind, "")


def _sub_query_name(body: Json) -> str:
    if body["subLinkType"] == "EXISTS_SUBLINK":
        return "exists"
    if body["subLinkType"] == "EXPR_SUBLINK":
        targets = body["subselect"]["SelectStmt"].get("targetList", [])
        return str(targets[0]["ResTarget"].get("name", "")) if targets else ""
    return ""


def _last_name(names: Json) -> str:
    return str(names[-1].get("String", {}).get("sval", ""))
