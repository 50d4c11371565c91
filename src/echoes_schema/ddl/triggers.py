"""Triggers of tables and views."""

from __future__ import annotations

from echoes_schema.ddl.names import full, identifier, identifiers
from echoes_schema.ddl.statement import Statement, Statements, comment_on, commented, enabled
from echoes_schema.schema import Trigger


def create(relation: str, trigger: Trigger, *, is_replacing: bool = False) -> Statements:
    """Yield what makes a trigger, or takes the place of one of its name."""
    yield Statement(_created(relation, trigger, is_replacing=is_replacing))
    if trigger.enabled != "enabled":
        yield _state(relation, trigger)
    if not is_replacing:
        yield from commented(_name(relation, trigger), trigger.comment)


def _name(relation: str, trigger: Trigger) -> str:
    return f"TRIGGER {identifier(trigger.name)} ON {full(relation)}"


def _state(relation: str, trigger: Trigger) -> Statement:
    text = f"{enabled(trigger.enabled)} TRIGGER {identifier(trigger.name)}"
    return Statement(f"ALTER TABLE {full(relation)} {text}")


def _created(relation: str, trigger: Trigger, *, is_replacing: bool) -> str:
    kind = "CONSTRAINT TRIGGER" if trigger.deferral else "TRIGGER"
    word = "CREATE OR REPLACE" if is_replacing else "CREATE"
    tables = {"OLD": trigger.old_table, "NEW": trigger.new_table}
    referencing = " ".join(
        f"{which} TABLE AS {identifier(name)}" for which, name in tables.items() if name
    )
    lines = [
        f"{word} {kind} {identifier(trigger.name)}",
        f"{trigger.timing.upper()} {_events(trigger)} ON {full(relation)}",
        trigger.deferral.removeprefix("constraint").strip().upper(),
        f"REFERENCING {referencing}" if referencing else "",
        f"FOR EACH {trigger.level.upper()}",
        f"WHEN ({trigger.when})" if trigger.when else "",
        f"EXECUTE FUNCTION {full(trigger.function)}({', '.join(trigger.arguments)})",
    ]
    return "\n".join(filter(None, lines))


def _events(trigger: Trigger) -> str:
    columns = f" OF {identifiers(trigger.columns)}" if trigger.columns else ""
    words = (event.upper() + (columns if event == "update" else "") for event in trigger.events)
    return " OR ".join(words)


def drop(relation: str, trigger: Trigger) -> Statement:
    """Return the statement that drops a trigger."""
    return Statement(f"DROP {_name(relation, trigger)}")


def is_replaced(old: Trigger, new: Trigger, facts: frozenset[str]) -> bool:
    """Return whether only another trigger in its place will do."""
    is_constraint = bool(old.deferral or new.deferral)
    return is_constraint and bool(facts - {"state", "comment"})


def change(relation: str, new: Trigger, facts: frozenset[str]) -> Statements:
    """Yield what leads from a trigger to another of its name."""
    if facts - {"state", "comment"}:
        yield from create(relation, new, is_replacing=True)
    elif "state" in facts:
        yield _state(relation, new)
    if "comment" in facts:
        yield comment_on(_name(relation, new), new.comment)


def rename(relation: str, old: str, new: str) -> Statement:
    """Return the statement that renames a trigger."""
    text = f"TRIGGER {identifier(old)} ON {full(relation)} RENAME TO {identifier(new)}"
    return Statement(f"ALTER {text}")
