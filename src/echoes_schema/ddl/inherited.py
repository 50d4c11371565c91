"""Parts that a relation has from its parent, or that stand behind others, as it holds them."""

from __future__ import annotations

import re

from echoes_schema.ddl.names import full, identifier, literal, schema_of
from echoes_schema.ddl.statement import Stage, Statement, Statements, enabled, gap
from echoes_schema.schema import Table

_NAME = r'(?P<name>"(?:[^"]|"")*"|[^\s:"]+)'
_TRIGGER = re.compile(rf"trigger {_NAME} (?P<state>enabled|disabled|replica|always)\Z")
_COMMENT = re.compile(rf"comment on (?P<kind>index|constraint|trigger) {_NAME}: (?P<said>.*)\Z")
_ROW_TYPE = "comment on row type: "
_LEFT_OUT = {
    "comment on not null ": "the server may have chosen the name of the constraint",
    "index ": "what a partition's index holds otherwise than that of its table",
    "unchecked constraint ": "the triggers behind a constraint have no names that last",
}


def settle(new: Table, old: Table | None = None) -> Statements:
    """Yield what makes parts as the new table holds them; `old` is the one before, if any.

    They come late: the parts are there when their parent's are.
    """
    before = set(old.options) if old else set()
    for option in new.options:
        if option not in before:
            yield from _made(new.name, option)
    now = {_subject(option) for option in new.options}
    for option in sorted(before.difference(new.options)):
        if _subject(option) not in now:
            yield from _unmade(new.name, option)


def _subject(option: str) -> str:
    """Return what an option is about, without what it says of it."""
    comment, trigger = _COMMENT.match(option), _TRIGGER.match(option)
    if trigger:
        return f"trigger {trigger['name']}"
    return f"comment on {comment['kind']} {comment['name']}" if comment else option


def _made(table: str, option: str) -> Statements:
    trigger, comment = _TRIGGER.match(option), _COMMENT.match(option)
    if trigger:
        yield _state(table, trigger["name"], trigger["state"])
    elif comment:
        yield _comment(table, comment["kind"], comment["name"], literal(comment["said"]))
    elif option.startswith(_ROW_TYPE):
        said = literal(option.removeprefix(_ROW_TYPE))
        yield _late(f"COMMENT ON TYPE {full(table)} IS {said}")
    else:
        yield from _left_out(table, option)


def _unmade(table: str, option: str) -> Statements:
    trigger, comment = _TRIGGER.match(option), _COMMENT.match(option)
    if trigger:
        yield _state(table, trigger["name"], "enabled")
    elif comment:
        yield _comment(table, comment["kind"], comment["name"], "NULL")
    elif option.startswith(_ROW_TYPE):
        yield _late(f"COMMENT ON TYPE {full(table)} IS NULL")
    else:
        yield from _left_out(table, option)


def _left_out(table: str, option: str) -> Statements:
    for start, reason in _LEFT_OUT.items():
        if option.startswith(start):
            yield gap(f"table {table}", f"{option}: {reason}")


def _state(table: str, trigger: str, state: str) -> Statement:
    return _late(f"ALTER TABLE {full(table)} {enabled(state)} TRIGGER {identifier(trigger)}")


def _comment(table: str, kind: str, name: str, said: str) -> Statement:
    what = f"{kind.upper()} {identifier(name)} ON {full(table)}"
    if kind == "index":
        what = f"INDEX {identifier(schema_of(table))}.{identifier(name)}"
    return _late(f"COMMENT ON {what} IS {said}")


def _late(sql: str) -> Statement:
    return Statement(sql, Stage.FINISH, is_late=True)
