"""Privileges, and those that objects of the future get."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from echoes_schema.compare.comparison import label_of
from echoes_schema.ddl.kinds import facts_of
from echoes_schema.ddl.names import full, identifier, parts, role, routine
from echoes_schema.ddl.options import said
from echoes_schema.ddl.statement import Statement, Statements
from echoes_schema.schema import Other, Schema, Table, View, quoted, unquoted

# Privileges by name; the value tells whether they may be passed on.
Held = Mapping[str, bool]
ALL: Held = {"ALL": False}
_NONE: Held = {}
_WORDS = {
    "table": "TABLE",
    "view": "TABLE",
    "materialized view": "TABLE",
    "sequence": "SEQUENCE",
    "function": "ROUTINE",
    "aggregate": "ROUTINE",
    "enum": "TYPE",
    "domain": "TYPE",
    "range": "TYPE",
    "composite type": "TYPE",
    "type": "TYPE",
    "schema": "SCHEMA",
    "language": "LANGUAGE",
    "foreign-data wrapper": "FOREIGN DATA WRAPPER",
    "server": "FOREIGN SERVER",
    "database": "DATABASE",
}
_PUBLIC: Mapping[str, Held] = {
    "ROUTINE": {"EXECUTE": False},
    "TYPE": {"USAGE": False},
    "LANGUAGE": {"USAGE": False},
    "DATABASE": {"CONNECT": False, "TEMPORARY": False},
}
_FUTURE = {
    "tables": "TABLE",
    "sequences": "SEQUENCE",
    "functions": "ROUTINE",
    "types": "TYPE",
    "schemas": "SCHEMA",
}
_KINDS = tuple(sorted(_WORDS, key=len, reverse=True))
_DEFAULTS = re.compile(
    r"for role (?P<role>.+?)(?: in schema (?P<schema>.+))? on (?P<kind>tables|sequences|functions|"
    r"types|schemas|large objects)\Z"
)
_ENTRY = re.compile(r'(?P<who>"(?:[^"]|"")*"|[^":;\s]+): (?P<words>[^;]+)')


def held(text: str) -> Held:
    """Return what `SELECT, UPDATE grantable` says; nothing for `none`."""
    words = [] if text == "none" else text.split(", ")
    return {word.removesuffix(" grantable"): word.endswith(" grantable") for word in words}


def target(item: Other) -> tuple[str, str]:
    """Return the kind and the name of the object that privileges are about."""
    whole = item.whole
    kind = next((one for one in ("column", *_KINDS) if whole.startswith(one)), "")
    return kind, whole.removeprefix(kind).strip()


def grantee(item: Other) -> str:
    """Return who holds the privileges, as Schema spells him."""
    return item.name.rpartition(" on ")[0].removeprefix("of ")


def owners(schema: Schema) -> dict[str, str]:
    """Return who owns what has another owner than the usual one, by label."""
    relations: tuple[Table | View, ...] = (*schema.tables, *schema.views)
    found = {label_of(one): said(one.options, "owner ") for one in relations}
    found |= {label_of(function): function.owner for function in schema.functions}
    found |= {label_of(item): facts_of(item).get("owner", "") for item in schema.others}
    return {label: owner for label, owner in found.items() if owner}


def usual(item: Other, owner: str) -> Held:
    """Return what the grantee holds by himself where the object has that owner."""
    kind, name = target(item)
    if kind == "column":
        return _NONE
    if kind == "schema" and name == "public" and grantee(item) == "PUBLIC":
        return {"USAGE": False}
    if grantee(item) == "PUBLIC":
        return _PUBLIC.get(_WORDS[kind], _NONE)
    return ALL if grantee(item) == quoted(owner) else _NONE


def lead(old: Held, new: Held, item: Other) -> Statements:
    """Yield what leads from privileges to others, for the grantee and the object of `item`."""
    kind, name = target(item)
    who = role(grantee(item))
    for words, direction in _steps(old, new):
        if kind == "column":
            relation, column = _column(name)
            listed = ", ".join(f"{word} ({identifier(column)})" for word in words.split(", "))
            yield Statement(_sentence(listed, f"TABLE {full(relation)}", who, direction))
        elif kind == "database":
            sentence = _sentence(words, "DATABASE %I", who, direction)
            call = f"format('{sentence}', current_database())"
            yield Statement(f"DO $do$ BEGIN EXECUTE {call}; END $do$")
        else:
            on = f"{_WORDS[kind]} {_name(kind, name)}"
            yield Statement(_sentence(words, on, who, direction))


def _column(name: str) -> tuple[str, str]:
    match = re.match(r'(.+)\.((?:"(?:[^"]|"")*")|[^".]+)\Z', name)
    return (match[1], match[2]) if match else parts(name)


def _name(kind: str, name: str) -> str:
    if kind in {"function", "aggregate"}:
        return routine(name)
    in_no_schema = {"schema", "language", "foreign-data wrapper", "server"}
    return identifier(name) if kind in in_no_schema else full(name)


def _steps(old: Held, new: Held) -> list[tuple[str, str]]:
    """Return lists of privileges, and what is done: grant, revoke, with or without the option."""
    if "ALL" in new:
        return list(_steps_to_all(old, is_grantable=new["ALL"]))
    if "ALL" in old:
        old = _NONE
        first = [("ALL", "revoke")]
    else:
        first = []
    found = {
        "revoke": [name for name in old if name not in new],
        "revoke option": [name for name, may in old.items() if may and new.get(name) is False],
        "grant": [name for name, may in new.items() if not may and name not in old],
        "grant option": [name for name, may in new.items() if may and not old.get(name, False)],
    }
    return [*first, *((", ".join(names), how) for how, names in found.items() if names)]


def _steps_to_all(old: Held, *, is_grantable: bool) -> Iterator[tuple[str, str]]:
    if is_grantable:
        yield from () if old.get("ALL", False) else [("ALL", "grant option")]
        return
    passed_on = [name for name, may in old.items() if may]
    if passed_on:
        yield ", ".join(passed_on), "revoke option"
    if "ALL" not in old:
        yield "ALL", "grant"


def _sentence(words: str, on: str, who: str, direction: str) -> str:
    if direction.startswith("grant"):
        option = " WITH GRANT OPTION" if direction.endswith("option") else ""
        return f"GRANT {words} ON {on} TO {who}{option}"
    option = "GRANT OPTION FOR " if direction.endswith("option") else ""
    return f"REVOKE {option}{words} ON {on} FROM {who}"


def change(old: Other | None, new: Other | None, owner: str, initial: Held | None) -> Statements:
    """Yield what leads from one side's privileges to the other's; None: as PostgreSQL has it.

    `owner` is the object's own on the other side.
    `initial` is what the grantee of something new holds at once by default privileges.
    """
    item = new or old
    if item is None or target(item)[0] == "":
        return
    as_usual = usual(item, owner)
    was = held(facts_of(old)["privileges"]) if old else as_usual
    now = held(facts_of(new)["privileges"]) if new else as_usual
    yield from lead(initial if initial is not None else was, now, item)


def _by_grantee(item: Other | None) -> dict[str, Held]:
    if item is None:
        return {}
    found = _ENTRY.finditer(facts_of(item)["privileges"])
    return {_role(one["who"]): held(one["words"]) for one in found}


def _role(printed: str) -> str:
    """Return a role as Schema spells it; the server quotes a word of SQL, too."""
    return printed if printed == "PUBLIC" else quoted(unquoted(printed))


def change_defaults(old: Other | None, new: Other | None) -> Statements:
    """Yield what leads from default privileges to others."""
    item = new or old
    match = _DEFAULTS.match(item.name) if item else None
    if match is None or match["kind"] == "large objects":
        return
    was, now = (_by_grantee(one) or _usual_defaults(match) for one in (old, new))
    where = f" IN SCHEMA {match['schema']}" if match["schema"] else ""
    alter = f"ALTER DEFAULT PRIVILEGES FOR ROLE {match['role']}{where}"
    for who in sorted({*was, *now}):
        for words, direction in _steps(was.get(who, _NONE), now.get(who, _NONE)):
            sentence = _sentence(words, match["kind"].upper(), role(who), direction)
            yield Statement(f"{alter} {sentence}")


def _usual_defaults(match: re.Match[str]) -> dict[str, Held]:
    """Return what everybody gets where no default privileges are set."""
    if match["schema"]:
        return {}
    public = _PUBLIC.get(_FUTURE[match["kind"]], _NONE)
    return {match["role"]: ALL, **({"PUBLIC": public} if public else {})}


def initial(schema: Schema, owner: str, kind: str, namespace: str) -> dict[str, Held]:
    """Return what a new object's grantees hold at once, by default privileges of its maker."""
    word = _WORDS.get(kind, "")
    found: dict[str, Held] = {}
    for item in schema.others:
        match = _DEFAULTS.match(item.name) if item.kind == "default privileges" else None
        if match is None or _FUTURE.get(match["kind"]) != word or match["role"] != quoted(owner):
            continue
        if match["schema"] is None:
            # They stand in place of what PostgreSQL gives by itself.
            found.setdefault("PUBLIC", _NONE)
        if match["schema"] in {None, namespace}:
            for who, privileges in _by_grantee(item).items():
                found[who] = {**found.get(who, {}), **privileges}
    return {who: privileges for who, privileges in found.items() if who != quoted(owner)}
