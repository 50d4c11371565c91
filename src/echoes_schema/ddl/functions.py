"""Functions and procedures."""

from __future__ import annotations

from echoes_schema.ddl.names import dollars, full, identifier, literal, routine, signature
from echoes_schema.ddl.options import setting
from echoes_schema.ddl.statement import (
    Stage,
    Statement,
    Statements,
    comment_on,
    commented,
    owned_by,
)
from echoes_schema.schema import Function

_PARSED = ("RETURN ", "BEGIN ATOMIC")


def kind(function: Function) -> str:
    """Return what the function is called in a statement."""
    return "FUNCTION" if function.returns else "PROCEDURE"


def is_parsed(function: Function) -> bool:
    """Return whether the server keeps the body parsed, and so knows what it depends on."""
    return function.language == "sql" and function.body.startswith(_PARSED)


def create(function: Function, *, is_replacing: bool = False) -> Statements:
    """Yield what makes a function, or takes the place of one with the same result."""
    yield Statement(_created(function, is_replacing=is_replacing))
    if is_replacing:
        return
    name = f"{kind(function)} {routine(function.name)}"
    if function.owner:
        yield owned_by(name, function.owner)
    yield from commented(name, function.comment)


def _created(function: Function, *, is_replacing: bool) -> str:
    bare, types = signature(function.name)
    word = "CREATE OR REPLACE" if is_replacing else "CREATE"
    lines = [f"{word} {kind(function)} {full(bare)}({function.arguments or types})"]
    if function.returns:
        lines.append(f"RETURNS {function.returns}")
    lines.append(f"LANGUAGE {identifier(function.language)}{_attributes(function)}")
    lines += [f"SET {setting(option)}" for option in function.settings]
    return "\n".join([*lines, _body(function)])


def _attributes(function: Function) -> str:
    said = {
        "WINDOW": function.is_window,
        function.volatility.upper(): function.volatility != "volatile",
        "LEAKPROOF": function.is_leakproof,
        "STRICT": function.is_strict,
        "SECURITY DEFINER": function.is_security_definer,
        f"PARALLEL {function.parallel.upper()}": function.parallel != "unsafe",
        f"COST {function.cost}": bool(function.cost),
        f"ROWS {function.rows}": bool(function.rows),
        f"SUPPORT {function.support}": bool(function.support),
    }
    return "".join(f" {text}" for text, is_so in said.items() if is_so)


def _body(function: Function) -> str:
    if is_parsed(function):
        return function.body
    if function.library:
        return f"AS {literal(function.library)}, {literal(function.body)}"
    return f"AS {dollars(function.body)}"


def drop(function: Function, *, is_late: bool) -> Statement:
    """Return the statement that drops a function."""
    stage = Stage.REMOVE if is_late else Stage.CHANGE
    return Statement(f"DROP {kind(function)} {routine(function.name)}", stage)


def is_replaced(facts: frozenset[str]) -> bool:
    """Return whether only another function in its place will do."""
    return bool({"returns", "arguments", "window"} & facts)


def change(new: Function, facts: frozenset[str]) -> Statements:
    """Yield what leads from a function to another of its name."""
    name = f"{kind(new)} {routine(new.name)}"
    if facts - {"owner", "comment"}:
        yield from create(new, is_replacing=True)
    if "owner" in facts:
        yield owned_by(name, new.owner)
    if "comment" in facts:
        yield comment_on(name, new.comment)
