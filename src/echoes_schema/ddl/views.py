"""Views and materialized views."""

from __future__ import annotations

from echoes_schema.ddl import options
from echoes_schema.ddl.names import full, identifier, identifiers
from echoes_schema.ddl.options import said
from echoes_schema.ddl.statement import (
    Stage,
    Statement,
    Statements,
    comment_on,
    commented,
    owned_by,
)
from echoes_schema.schema import View, ViewColumn

# What a column of a materialized view is stored with, and how that is as usual.
_STORED = {"storage": "EXTENDED", "compression": "default", "statistics": "-1"}


def kind(view: View) -> str:
    """Return what the view is called in a statement."""
    return "MATERIALIZED VIEW" if view.is_materialized else "VIEW"


def placeholder(view: View) -> Statement:
    """Return what makes a view that has the same columns and needs nothing."""
    listed = ", ".join(f"NULL::{one.type} AS {identifier(one.name)}" for one in view.columns)
    return Statement(f"CREATE VIEW {full(view.name)} AS SELECT {listed}")


def create(view: View, *, is_replacing: bool = False) -> Statements:
    """Yield what makes a view; `is_replacing` where its placeholder is there."""
    yield Statement(_created(view, is_replacing=is_replacing), about=f"{view.kind} {view.name}")
    owner = said(view.options, "owner ")
    if owner:
        yield owned_by(f"{kind(view)} {full(view.name)}", owner)
    yield from commented(f"{kind(view)} {full(view.name)}", view.comment)
    for column in view.columns:
        name = f"{full(view.name)}.{identifier(column.name)}"
        yield from commented(f"COLUMN {name}", column.comment)
        yield from _column(view, ViewColumn(column.name, column.type), column)


def _created(view: View, *, is_replacing: bool) -> str:
    values = options.parameters(view.options)
    method, space = (said(view.options, f"{word} ") for word in ("access method", "tablespace"))
    names = identifiers(column.name for column in view.columns)
    words = [
        f"CREATE {'OR REPLACE ' if is_replacing else ''}{kind(view)} {full(view.name)}",
        f"({names})" if names else "",
        f"USING {method}" if method else "",
        f"WITH {options.listed(values)}" if values else "",
        f"TABLESPACE {identifier(space)}" if space else "",
        f"AS\n{view.definition}",
    ]
    return " ".join(filter(None, words))


def drop(view: View, *, is_late: bool) -> Statement:
    """Return the statement that drops a view."""
    stage = Stage.REMOVE if is_late else Stage.CHANGE
    return Statement(f"DROP {kind(view)} {full(view.name)}", stage)


def is_replaced(old: View, new: View, facts: frozenset[str]) -> bool:
    """Return whether only another view in its place will do."""
    was, now = ([(one.name, one.type) for one in view.columns] for view in (old, new))
    if new.is_materialized:
        return bool({"definition"} & facts) or was != now
    return now[: len(was)] != was


def change(old: View, new: View, facts: frozenset[str]) -> Statements:
    """Yield what leads from a view to another of its name."""
    name, word = full(new.name), kind(new)
    was, now = ([(one.name, one.type) for one in view.columns] for view in (old, new))
    if "definition" in facts or was != now:
        yield Statement(_created(new, is_replacing=True), about=f"{new.kind} {new.name}")
    elif "options" in facts:
        steps = options.changed(options.parameters(old.options), options.parameters(new.options))
        for clause in steps:
            yield Statement(f"ALTER {word} {name} {clause}")
    yield from _settings(new, facts)
    columns = {one.name: one for one in old.columns}
    for column in new.columns:
        before = columns.get(column.name, ViewColumn(column.name, column.type))
        if before.comment != column.comment:
            yield comment_on(f"COLUMN {name}.{identifier(column.name)}", column.comment)
        yield from _column(new, before, column)


def _column(view: View, old: ViewColumn, new: ViewColumn) -> Statements:
    """Yield what leads from a column to another of its name, its comment left out."""
    alter = f"ALTER {kind(view)} {full(view.name)} ALTER COLUMN {identifier(new.name)}"
    if old.default != new.default:
        yield Statement(
            f"{alter} SET DEFAULT {new.default}" if new.default else f"{alter} DROP DEFAULT"
        )
    for word, usual in _STORED.items():
        was, now = (said(one.options, f"{word} ") for one in (old, new))
        if was != now:
            yield Statement(f"{alter} SET {word.upper()} {now.upper() or usual}")
    for clause in options.changed(options.parameters(old.options), options.parameters(new.options)):
        yield Statement(f"{alter} {clause}")


def _settings(new: View, facts: frozenset[str]) -> Statements:
    name, word = full(new.name), kind(new)
    if "owner" in facts:
        yield owned_by(f"{word} {name}", said(new.options, "owner "))
    if "access-method" in facts:
        method = said(new.options, "access method ") or "heap"
        yield Statement(f"ALTER {word} {name} SET ACCESS METHOD {method}")
    if "tablespace" in facts:
        space = said(new.options, "tablespace ") or "pg_default"
        yield Statement(f"ALTER {word} {name} SET TABLESPACE {identifier(space)}")
    if "comment" in facts:
        yield comment_on(f"{word} {name}", new.comment)
