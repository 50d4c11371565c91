"""Syntax and functions that came after version 15: the oldest version that takes a statement.

The release notes of PostgreSQL 16, 17 and 18 name them; a test holds them to the servers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from echoes_schema.parser import tree
from echoes_schema.parser.statements import Statement
from echoes_schema.parser.tree import Node

_FUNCTIONS = {
    "any_value": 16,
    "array_sample": 16,
    "array_shuffle": 16,
    "date_add": 16,
    "date_subtract": 16,
    "erf": 16,
    "erfc": 16,
    "pg_input_error_info": 16,
    "pg_input_is_valid": 16,
    "random_normal": 16,
    "system_user": 16,
    "to_bin": 17,
    "to_oct": 17,
    "uuid_extract_timestamp": 17,
    "uuid_extract_version": 17,
    "xmltext": 17,
    "array_reverse": 18,
    "array_sort": 18,
    "casefold": 18,
    "crc32": 18,
    "crc32c": 18,
    "gamma": 18,
    "lgamma": 18,
    "uuidv4": 18,
    "uuidv7": 18,
}
# A statement without any of these needs no look at its tree. Words are found far sooner than
# an expression with as many branches.
_WORDS = (
    *("generated", "overlaps", "period", "enforced", "json", "merge", "expression", "returning"),
    *("storage", "maintain", "statistics", "method", "on_error", "reject_limit"),
    *_FUNCTIONS,
)
# Each begins with letters that it is found by; one expression for all is tried at each character.
_SIGNS = (
    # NOT NULL before what may not be a name is the usual one.
    re.compile(
        r"not\s+null\s+"
        r"(?!(?:default|primary|unique|references|check|constraint|and|or|then)\b)[\w\"]"
    ),
    re.compile(r"with\s+(?:inherit|set|admin)"),
    re.compile(r"alter\s+constraint"),
    re.compile(r"from\s*\("),
    re.compile(r"join\s*\("),
    re.compile(r",\s*\("),
    re.compile(r"0(?<!\w0)[xob][0-9a-f]"),
    re.compile(r"[0-9]_[0-9]"),
)
_NUMBER = re.compile(r"0[xXoObB]|[0-9]_[0-9]")


@dataclass(frozen=True, slots=True)
class Novelty:
    """Something that older servers than `version` refuse."""

    version: int
    what: str


@lru_cache(maxsize=2)  # every statement of a script asks for the whole of it
def may_have_any(text: str) -> bool:
    """Return whether anything in a text may be newer than version 15, at a glance."""
    lower = text.lower()
    return any(map(lower.__contains__, _WORDS)) or any(one.search(lower) for one in _SIGNS)


def novelties(statement: Statement) -> tuple[Novelty, ...]:
    """Return what in a statement is newer than version 15, each once."""
    if not may_have_any(statement.sql):
        return ()
    found = [*_below({statement.kind: statement.node}), *_numbers(statement.sql)]
    return tuple(dict.fromkeys(found))


def _below(value: object) -> Iterator[Novelty]:
    for kind, node in tree.walk(value, _OF_NODE):
        yield from _OF_NODE[kind](node)


def _numbers(sql: str) -> Iterator[Novelty]:
    from echoes_schema.parser.statements import scan

    if not _NUMBER.search(sql):
        return
    for token in scan(sql):
        said = sql[token.start : token.end + 1]
        if token.name in ("ICONST", "FCONST") and _NUMBER.search(said):
            yield Novelty(16, f"the number {said}")


def _column(node: Node) -> Iterator[Novelty]:
    if "storage_name" in node:
        yield Novelty(16, "STORAGE in a column's definition")


def _constraint(node: Node) -> Iterator[Novelty]:
    contype = tree.word(node, "contype")
    if contype == "CONSTR_GENERATED" and node.get("generated_kind") == "v":
        yield Novelty(18, "a virtual generated column (STORED is not said)")
    if contype == "CONSTR_NOTNULL" and "keys" in node:
        yield Novelty(18, "NOT NULL as a constraint of the table")
    elif contype == "CONSTR_NOTNULL" and node.get("is_no_inherit"):
        yield Novelty(18, "NOT NULL NO INHERIT")
    is_apart = contype in ("CONSTR_ATTR_NOT_ENFORCED", "CONSTR_ATTR_ENFORCED")
    is_checked = contype in ("CONSTR_CHECK", "CONSTR_FOREIGN")
    if is_apart or (is_checked and not node.get("is_enforced")):
        yield Novelty(18, "ENFORCED and NOT ENFORCED")
    if node.get("without_overlaps"):
        yield Novelty(18, "WITHOUT OVERLAPS")
    if node.get("fk_with_period"):
        yield Novelty(18, "PERIOD in a foreign key")


def _alter_constraint(node: Node) -> Iterator[Novelty]:
    if node.get("alterEnforceability") or node.get("alterInheritability"):
        yield Novelty(18, "ALTER CONSTRAINT … ENFORCED or INHERIT")


def _command(node: Node) -> Iterator[Novelty]:
    subtype = tree.word(node, "subtype")
    if subtype == "AT_SetExpression":
        yield Novelty(17, "SET EXPRESSION")
    if subtype == "AT_SetStatistics" and "def" not in node:
        yield Novelty(17, "SET STATISTICS DEFAULT")
    if subtype == "AT_SetAccessMethod" and "name" not in node:
        yield Novelty(17, "SET ACCESS METHOD DEFAULT")


def _merge(node: Node) -> Iterator[Novelty]:
    if "returningClause" in node:
        yield Novelty(17, "MERGE … RETURNING")
    for clause in tree.nodes(node, "mergeWhenClauses", "MergeWhenClause"):
        if clause.get("matchKind") == "MERGE_WHEN_NOT_MATCHED_BY_SOURCE":
            yield Novelty(17, "WHEN NOT MATCHED BY SOURCE")


def _subselect(node: Node) -> Iterator[Novelty]:
    if "alias" not in node:
        yield Novelty(16, "a subquery in FROM without an alias")


def _call(node: Node) -> Iterator[Novelty]:
    names = tree.strings(node, "funcname")
    version = _FUNCTIONS.get(names[-1], 0) if names else 0
    if version and names[:-1] in ((), ("pg_catalog",)):
        yield Novelty(version, f"{names[-1]}()")


def _privilege(node: Node) -> Iterator[Novelty]:
    if node.get("priv_name") == "maintain":
        yield Novelty(17, "the privilege MAINTAIN")


def _grant_role(node: Node) -> Iterator[Novelty]:
    names = {tree.word(one, "defname") for one in tree.nodes(node, "opt", "DefElem")}
    if names & {"inherit", "set"}:
        yield Novelty(16, "GRANT … WITH INHERIT or SET")


def _statistics(node: Node) -> Iterator[Novelty]:
    if "defnames" not in node:
        yield Novelty(16, "CREATE STATISTICS without a name")


def _update(node: Node) -> Iterator[Novelty]:
    returning = tree.child(node, "returningClause")
    fields = [tree.strings(one, "fields") for one in tree.below(returning, "ColumnRef")]
    target = tree.relation(node)[1]
    alias = tree.word(tree.child(tree.child(node, "relation"), "alias"), "aliasname")
    old = {"old", "new"} - {target, alias}
    if "options" in returning or any(one[:1] and one[0] in old for one in fields if len(one) > 1):
        yield Novelty(18, "OLD and NEW in RETURNING")


def _is(version: int, what: str) -> Callable[[Node], Iterator[Novelty]]:
    return lambda _: iter((Novelty(version, what),))


_OF_NODE: Mapping[str, Callable[[Node], Iterator[Novelty]]] = {
    "ColumnDef": _column,
    "Constraint": _constraint,
    "ATAlterConstraint": _alter_constraint,
    "AlterTableCmd": _command,
    "MergeStmt": _merge,
    "RangeSubselect": _subselect,
    "FuncCall": _call,
    "AccessPriv": _privilege,
    "GrantRoleStmt": _grant_role,
    "CreateStatsStmt": _statistics,
    "UpdateStmt": _update,
    "DeleteStmt": _update,
    "InsertStmt": _update,
    "JsonTable": _is(17, "JSON_TABLE"),
    "JsonFuncExpr": _is(17, "JSON_EXISTS, JSON_QUERY and JSON_VALUE"),
    "JsonParseExpr": _is(17, "JSON()"),
    "JsonScalarExpr": _is(17, "JSON_SCALAR"),
    "JsonSerializeExpr": _is(17, "JSON_SERIALIZE"),
    "JsonObjectConstructor": _is(16, "JSON_OBJECT of SQL"),
    "JsonArrayConstructor": _is(16, "JSON_ARRAY"),
    "JsonArrayQueryConstructor": _is(16, "JSON_ARRAY"),
    "JsonObjectAgg": _is(16, "JSON_OBJECTAGG"),
    "JsonArrayAgg": _is(16, "JSON_ARRAYAGG"),
    "JsonIsPredicate": _is(16, "IS JSON"),
}
