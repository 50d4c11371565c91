"""Triggers as they stand in the dictionary."""

from __future__ import annotations

import re

from echoes_schema.dictionary.cells import GrammarError, clauses, code, listed
from echoes_schema.dictionary.clauses import Clauses, joined
from echoes_schema.dictionary.indexes import optional_code, optional_names
from echoes_schema.schema import Trigger

_EXAMPLE = "before update, for each row, execute set_updated_at()"
_KNOWN = (
    "of (…), for each row, for each statement, when `…`, old table …, new table …, "
    "execute function(), from …, constraint [deferrable [initially deferred]], "
    "disabled, replica, always"
)
_MOMENT = re.compile(r"(before|after|instead of) (\w+(?: or \w+)*)\Z")
_CALL = re.compile(r"(.+?)\((.*)\)\Z", re.DOTALL)
_EVENTS = ("insert", "update", "delete", "truncate")
_DEFERRALS = (
    "constraint",
    "constraint deferrable",
    "constraint deferrable initially deferred",
)


def write(trigger: Trigger) -> str:
    """Return a trigger's definition."""
    return joined(
        f"{trigger.timing} {' or '.join(trigger.events)}",
        f"of {listed(trigger.columns)}" if trigger.columns else "",
        f"for each {trigger.level}",
        f"when {code(trigger.when)}" if trigger.when else "",
        f"old table {trigger.old_table}" if trigger.old_table else "",
        f"new table {trigger.new_table}" if trigger.new_table else "",
        f"execute {trigger.function}{listed(trigger.arguments)}",
        f"from {trigger.referenced}" if trigger.referenced else "",
        trigger.deferral,
        "" if trigger.enabled == "enabled" else trigger.enabled,
    )


def read(name: str, definition: str, comment: str) -> Trigger:
    """Return the trigger that a row defines. Raises GrammarError."""
    said = Clauses(definition)
    moment = _MOMENT.match(said.first(_EXAMPLE))
    call = _CALL.match(said.after("execute"))
    if not moment or not call or not set(moment[2].split(" or ")) <= set(_EVENTS):
        raise GrammarError(f"{definition!r} is no trigger", f"Write for example {_EXAMPLE}.")
    events = moment[2].split(" or ")
    trigger = Trigger(
        name=name,
        timing=moment[1],
        events=tuple(event for event in _EVENTS if event in events),
        function=call[1].removeprefix("public."),
        level="statement" if said.has("for each statement") else _row(said),
        columns=optional_names(said.after("of")),
        when=optional_code(said.after("when")),
        arguments=tuple(clauses(call[2])),
        old_table=said.after("old table"),
        new_table=said.after("new table"),
        referenced=said.after("from").removeprefix("public."),
        deferral=said.one_of(*_DEFERRALS),
        enabled=said.one_of("disabled", "replica", "always") or "enabled",
        comment=comment,
    )
    said.end(_KNOWN)
    return trigger


def _row(said: Clauses) -> str:
    if not said.has("for each row"):
        raise GrammarError("the trigger's level is missing", "Write for each row, or statement.")
    return "row"
