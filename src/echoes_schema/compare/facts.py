"""What can differ between two objects of a kind: the facts of each, by name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from echoes_schema.dictionary.indexes import write_key
from echoes_schema.schema import (
    Check,
    Column,
    Constraint,
    Exclusion,
    ForeignKey,
    Function,
    Index,
    IndexKey,
    Key,
    Other,
    Table,
    Trigger,
    View,
    ViewColumn,
    one_line,
)

# What an option of a relation is about, by how it begins; all others are storage parameters.
OPTIONS = {
    "access method ": "access-method",
    "comment on ": "part-comments",
    "forced row level security": "forced-row-security",
    "index ": "inherited-indexes",
    "inherits ": "inheritance",
    "of ": "row-type",
    "owner ": "owner",
    "partition by ": "partition-key",
    "partition of ": "partition",
    "replica identity ": "replica-identity",
    "row level security": "row-security",
    "server ": "server",
    "tablespace ": "tablespace",
    "trigger ": "inherited-triggers",
    "unchecked constraint ": "unchecked-constraints",
    "unlogged": "persistence",
}
_FLAGS = frozenset(
    {
        *("autosummarize", "deduplicate_items", "fastupdate", "user_catalog_table"),
        *("autovacuum_enabled", "toast.autovacuum_enabled"),
        *("vacuum_truncate", "toast.vacuum_truncate"),
        *("security_barrier", "security_invoker"),
    }
)
_FLAG = {
    **dict.fromkeys(("on", "true", "yes", "1", "t", "y"), "true"),
    **dict.fromkeys(("off", "false", "no", "0", "f", "n"), "false"),
}
_PARSED_BODIES = ("RETURN ", "BEGIN ATOMIC")
_EXPRESSIONS = frozenset({"check", "default", "expression", "using"})

Item = Table | Column | Constraint | Index | Trigger | View | ViewColumn | Function | Other


@dataclass(frozen=True, slots=True)
class Sql:
    """SQL that may be spelled in several ways: a query, or an expression.

    `target` is the type of the column that an expression is the default of.
    """

    text: str
    target: str = ""
    is_query: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: what a person is shown of it, and what of it is compared, part by part."""

    shown: str
    parts: tuple[str | Sql, ...]


def facts_of(item: Item) -> dict[str, Fact]:
    """Return what is said of an object itself, the parts that have names of their own left out."""
    match item:
        case Column():
            facts = _column(item)
        case Index():
            facts = _index(item)
        case Trigger():
            facts = _trigger(item)
        case Function():
            facts = _function(item)
        case Table() | View() | ViewColumn():
            facts = _relation(item)
        case Other():
            facts = _other(item)
        case _:
            facts = {"kind": _text(item.kind), **_constraint(item)}
    return {**facts, "comment": _text(" ".join(item.comment.split()))}


def _relation(item: Table | View | ViewColumn) -> dict[str, Fact]:
    match item:
        case Table():
            return _options(item.options)
        case View():
            return {**_options(item.options), "definition": _query(item.definition)}
        case ViewColumn():
            return {
                "type": _text(item.type),
                "default": _sql(item.default, target=item.type),
                "options": _names(item.options),
            }


def _options(options: Iterable[str]) -> dict[str, Fact]:
    """Return what options say, by the fact that each is about."""
    facts: dict[str, list[str]] = {}
    for option in options:
        found = (fact for start, fact in OPTIONS.items() if option.startswith(start))
        facts.setdefault(next(found, "options"), []).append(option)
    return {fact: _parameters(said) for fact, said in facts.items()}


def _other(item: Other) -> dict[str, Fact]:
    facts = dict(item.facts)
    return {
        name: _sql(text, target=facts.get("type", ""))
        if name in _EXPRESSIONS
        else _query(text)
        if name == "definition"
        else _text(one_line(text))
        for name, text in facts.items()
    }


def _column(column: Column) -> dict[str, Fact]:
    null = "NULL" if column.is_nullable else "NOT NULL"
    return {
        "type": _text(column.type),
        "collation": _text(column.collation),
        "nullability": Fact(", ".join([null, *column.not_null]), (null, *column.not_null)),
        "identity": _text(column.identity),
        "generation": _text(column.generated),
        "default": _sql(column.default, target=column.type),
        "sequence": _names(column.sequence),
        "storage": _text(column.storage),
        "compression": _text(column.compression),
        "statistics": _text(column.statistics),
        "options": _names(column.options),
    }


def _constraint(constraint: Constraint) -> dict[str, Fact]:
    match constraint:
        case Key():
            return _key(constraint)
        case ForeignKey():
            return _foreign_key(constraint)
        case Check():
            return {
                "expression": _sql(constraint.expression),
                "inheritance": _text("" if constraint.is_inherited else "no inherit"),
                "validation": _validation(constraint),
            }
        case Exclusion():
            return _exclusion(constraint)


def _key(key: Key) -> dict[str, Fact]:
    return {
        "columns": _names(key.columns),
        "include": _names(key.include),
        "nulls": _nulls(not_distinct=key.nulls_not_distinct),
        "overlaps": _text("without overlaps" if key.without_overlaps else ""),
        "deferral": _text(key.deferral),
        "options": _parameters(key.options),
        "clustering": _clustering(is_clustered=key.is_clustered),
    }


def _foreign_key(key: ForeignKey) -> dict[str, Fact]:
    limited = f" ({', '.join(key.delete_columns)})" if key.delete_columns else ""
    return {
        "columns": _names(key.columns),
        "reference": _text(f"{key.references} ({', '.join(key.referenced)})"),
        "on-delete": _text(key.on_delete + limited),
        "on-update": _text(key.on_update),
        "match": _text(key.match),
        "deferral": _text(key.deferral),
        "period": _text("period" if key.is_period else ""),
        "validation": _validation(key),
    }


def _exclusion(exclusion: Exclusion) -> dict[str, Fact]:
    parts = (part for key, operator in exclusion.keys for part in (*_key_parts(key), operator))
    shown = ", ".join(f"{write_key(key)} with {operator}" for key, operator in exclusion.keys)
    return {
        "method": _text(exclusion.method),
        "keys": Fact(shown, tuple(parts)),
        "include": _names(exclusion.include),
        "predicate": _sql(exclusion.where),
        "deferral": _text(exclusion.deferral),
        "options": _parameters(exclusion.options),
        "clustering": _clustering(is_clustered=exclusion.is_clustered),
    }


def _index(index: Index) -> dict[str, Fact]:
    parts = (part for key in index.keys for part in _key_parts(key))
    return {
        "uniqueness": _text("unique" if index.is_unique else "not unique"),
        "method": _text(index.method),
        "keys": Fact(", ".join(map(write_key, index.keys)), tuple(parts)),
        "include": _names(index.include),
        "predicate": _sql(index.where),
        "nulls": _nulls(not_distinct=index.nulls_not_distinct),
        "validity": _text("valid" if index.is_valid else "invalid"),
        "options": _parameters(index.options),
        "clustering": _clustering(is_clustered=index.is_clustered),
    }


def _key_parts(key: IndexKey) -> tuple[str | Sql, ...]:
    content = Sql(key.content) if key.is_expression else key.content
    return content, key.collation, key.opclass, key.order, key.nulls, key.statistics


def _trigger(trigger: Trigger) -> dict[str, Fact]:
    return {
        "timing": _text(trigger.timing),
        "events": _text(" or ".join(trigger.events)),
        "columns": _names(trigger.columns),
        "level": _text(trigger.level),
        "condition": _sql(trigger.when),
        "function": _text(trigger.function),
        "arguments": _names(trigger.arguments),
        "transition-tables": _transition_tables(trigger),
        "referenced-table": _text(trigger.referenced),
        "deferral": _text(trigger.deferral),
        "state": _text(trigger.enabled),
    }


def _transition_tables(trigger: Trigger) -> Fact:
    tables = {"old": trigger.old_table, "new": trigger.new_table}
    said = tuple(f"{which} table {name}" for which, name in tables.items() if name)
    return Fact(", ".join(said), said)


def _function(function: Function) -> dict[str, Fact]:
    return {
        "returns": _text(function.returns),
        "arguments": _text(function.arguments),
        "language": _text(function.language),
        "volatility": _text(function.volatility),
        "parallel": _text(f"parallel {function.parallel}"),
        "strictness": _text("strict" if function.is_strict else "not strict"),
        "security": _text("definer" if function.is_security_definer else "invoker"),
        "leakproof": _text("leakproof" if function.is_leakproof else ""),
        "window": _text("window" if function.is_window else ""),
        "cost": _text(function.cost),
        "rows": _text(function.rows),
        "support": _text(function.support),
        "library": _text(function.library),
        "owner": _text(function.owner),
        "settings": _names(function.settings),
        "body": _body(function),
    }


def _body(function: Function) -> Fact:
    """Return a body: SQL where the server keeps it parsed, else the text that was written."""
    if not function.body.startswith(_PARSED_BODIES) or function.language != "sql":
        return _text(function.body)
    whole = f"CREATE FUNCTION f() RETURNS void LANGUAGE sql {function.body}"
    return Fact(function.body, (Sql(whole, is_query=True),))


def _text(text: str) -> Fact:
    return Fact(text, (text,))


def _names(names: Iterable[str]) -> Fact:
    parts = tuple(names)
    return Fact(", ".join(filter(None, parts)), parts)


def _parameters(options: Iterable[str]) -> Fact:
    said = tuple(options)
    return Fact(", ".join(said), tuple(map(_plain, said)))


def _plain(option: str) -> str:
    """Return a storage parameter as it works: PostgreSQL keeps a flag as it was written."""
    name, _, value = option.partition("=")
    return f"{name}={_FLAG.get(value.lower(), value)}" if name in _FLAGS else option


def _sql(text: str, *, target: str = "") -> Fact:
    return Fact(text, (Sql(text, target),))


def _query(text: str) -> Fact:
    return Fact(text, (Sql(text, is_query=True),))


def _nulls(*, not_distinct: bool) -> Fact:
    return _text("not distinct" if not_distinct else "distinct")


def _validation(constraint: Check | ForeignKey) -> Fact:
    if not constraint.is_enforced:
        return _text("not enforced")
    return _text("valid" if constraint.is_validated else "not valid")


def _clustering(*, is_clustered: bool) -> Fact:
    return _text("clustered" if is_clustered else "")
