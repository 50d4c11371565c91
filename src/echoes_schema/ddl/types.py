"""Enums, domains, composite and range types, and collations."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from echoes_schema.ddl.kinds import Kind, facts_of
from echoes_schema.ddl.names import default, full, identifier, literal, parts, split
from echoes_schema.ddl.statement import (
    Stage,
    Statement,
    Statements,
    comment_on,
    fitting,
    gap,
)
from echoes_schema.schema import Other, unquoted


def _enum(item: Other) -> Statements:
    labels = facts_of(item).get("labels", "")
    yield Statement(f"CREATE TYPE {full(item.name)} AS ENUM ({labels})")


def labels(item: Other) -> list[str]:
    """Return the labels of an enum as literals, in their order."""
    return list(split(facts_of(item).get("labels", "")))


def is_longer(old: Other, new: Other) -> bool:
    """Return whether an enum has all labels of another one, in the same order."""
    rest = iter(labels(new))
    return all(label in rest for label in labels(old))


def _enum_changed(old: Other, new: Other, facts: frozenset[str]) -> Statements:
    if "labels" not in facts:
        return
    there = labels(old)
    for place, label in enumerate(labels(new)):
        if label not in there:
            following = [one for one in labels(new)[place + 1 :] if one in there]
            where = f" BEFORE {following[0]}" if following else ""
            text = f"ALTER TYPE {full(new.name)} ADD VALUE {label}{where}"
            yield Statement(text, Stage.PREPARE)


def set_aside(item: Other) -> Statement:
    """Return the statement that makes room for the successor of a type."""
    return Statement(f"ALTER {_word(item)} {full(item.name)} RENAME TO {_aside(item)}")


def drop_aside(item: Other) -> Statement:
    """Return the statement that drops a type which nothing uses any more."""
    schema = identifier(parts(item.name)[0])
    return Statement(f"DROP {_word(item)} {schema}.{_aside(item)}", Stage.REMOVE)


def _word(item: Other) -> str:
    return "DOMAIN" if item.kind == "domain" else "TYPE"


def _aside(item: Other) -> str:
    """Return the name that an old type has while columns change from it to its successor."""
    return identifier(fitting(unquoted(parts(item.name)[1]), "_old"))


def _domain(item: Other) -> Statements:
    facts = facts_of(item)
    words = [
        f"CREATE DOMAIN {full(item.name)} AS {facts['type']}",
        f"COLLATE {facts['collation']}" if "collation" in facts else "",
        default(facts["default"]) if "default" in facts else "",
        "NOT NULL" if "nullability" in facts else "",
    ]
    yield Statement(" ".join(filter(None, words)))


def _domain_changed(old: Other, new: Other, facts: frozenset[str]) -> Statements:
    now, alter = facts_of(new), f"ALTER DOMAIN {full(new.name)}"
    if "default" in facts:
        yield Statement(
            f"{alter} SET DEFAULT {now['default']}" if "default" in now else f"{alter} DROP DEFAULT"
        )
    if "nullability" in facts:
        word = "SET" if "nullability" in now else "DROP"
        note = "reads every table that uses the domain, under a lock" if word == "SET" else ""
        yield Statement(f"{alter} {word} NOT NULL", note=note)


def _domain_of(item: Other) -> str:
    return full(item.whole.removeprefix("domain "))


def _own_name(item: Other) -> str:
    return item.name.rpartition(" on ")[0]


def _domain_constraint(item: Other) -> Statements:
    facts = facts_of(item)
    yield Statement(f"{_domain_constraint_added(item)} NOT VALID")
    if "validation" not in facts:
        name = identifier(_own_name(item))
        alter = f"ALTER DOMAIN {_domain_of(item)}"
        yield Statement(f"{alter} VALIDATE CONSTRAINT {name}", Stage.VALIDATE)


def constraint_of_new_domain(item: Other) -> Statements:
    """Yield the statement that adds a constraint to a domain that nothing uses yet.

    A domain over a composite type refuses VALIDATE once a column has it.
    """
    is_valid = "validation" not in facts_of(item)
    yield Statement(f"{_domain_constraint_added(item)}{'' if is_valid else ' NOT VALID'}")


def _domain_constraint_added(item: Other) -> str:
    name, expression = identifier(_own_name(item)), facts_of(item)["expression"]
    return f"ALTER DOMAIN {_domain_of(item)} ADD CONSTRAINT {name} CHECK ({expression})"


def _domain_constraint_changed(old: Other, new: Other, facts: frozenset[str]) -> Statements:
    if facts & {"expression"} or "validation" in facts_of(new):
        if facts & {"expression", "validation"}:
            yield drop_domain_constraint(old)
            yield from _domain_constraint(new)
            if "comment" not in facts and new.comment:
                yield comment_on(f"CONSTRAINT {_constraint_name(new)}", new.comment)
    elif "validation" in facts:
        name = identifier(_own_name(new))
        yield Statement(
            f"ALTER DOMAIN {_domain_of(new)} VALIDATE CONSTRAINT {name}", Stage.VALIDATE
        )


def drop_domain_constraint(item: Other) -> Statement:
    """Return the statement that drops a constraint of a domain."""
    name = identifier(_own_name(item))
    return Statement(f"ALTER DOMAIN {_domain_of(item)} DROP CONSTRAINT {name}")


def _constraint_name(item: Other) -> str:
    return f"{identifier(_own_name(item))} ON DOMAIN {_domain_of(item)}"


def _attributes(item: Other) -> dict[str, str]:
    """Return the attributes of a composite type, each with type and collation."""
    found = (_attribute(text) for text in split(facts_of(item).get("attributes", "")))
    return dict(found)


def _attribute(text: str) -> tuple[str, str]:
    end = text.index('"', 1) + 1 if text.startswith('"') else text.index(" ")
    while text.startswith('"') and text[end : end + 1] == '"':
        end = text.index('"', end + 1) + 1
    return text[:end], text[end:].strip().replace(" collate ", " COLLATE ")


def _comments(item: Other) -> dict[str, str]:
    """Return the comments on the attributes of a composite type; one may hold what parts them."""
    said = facts_of(item).get("attribute-comments", "")
    names = "|".join(map(re.escape, _attributes(item)))
    parts = re.split(rf"(?:\A|; )({names}): ", said)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def _composite(item: Other) -> Statements:
    said = ", ".join(f"{name} {kind}" for name, kind in _attributes(item).items())
    yield Statement(f"CREATE TYPE {full(item.name)} AS ({said})")
    for name, comment in _comments(item).items():
        yield comment_on(f"COLUMN {full(item.name)}.{name}", comment)


def _composite_changed(old: Other, new: Other, facts: frozenset[str]) -> Statements:
    was, now = _attributes(old), _attributes(new)
    alter, about = f"ALTER TYPE {full(new.name)}", f"composite type {new.name}"
    for name in (one for one in was if one not in now):
        text = f"{alter} DROP ATTRIBUTE {name}"
        yield Statement(text, Stage.REMOVE, loss="its values are lost", about=about)
    for name, kind in now.items():
        if name not in was:
            yield Statement(f"{alter} ADD ATTRIBUTE {name} {kind}")
        elif was[name] != kind:
            yield Statement(f"{alter} ALTER ATTRIBUTE {name} TYPE {kind}", about=about)
    if [*filter(now.__contains__, was), *(name for name in now if name not in was)] != list(now):
        yield gap(about, f"the order of attributes: {', '.join(now)}")
    yield from _attribute_comments(old, new)


def _attribute_comments(old: Other, new: Other) -> Statements:
    was, now = _comments(old), _comments(new)
    for name in dict.fromkeys([*was, *now]):
        if was.get(name, "") != now.get(name, "") and name in _attributes(new):
            yield comment_on(f"COLUMN {full(new.name)}.{name}", now.get(name, ""))


_RANGE = {
    "subtype": "SUBTYPE",
    "operator-class": "SUBTYPE_OPCLASS",
    "range-collation": "COLLATION",
    "canonical": "CANONICAL",
    "difference": "SUBTYPE_DIFF",
    "multirange": "MULTIRANGE_TYPE_NAME",
}


def pairs(words: Mapping[str, str], facts: Mapping[str, str]) -> str:
    """Return `WORD = value, …` for the facts that have a word."""
    return ", ".join(f"{word} = {facts[name]}" for name, word in words.items() if name in facts)


def _range(item: Other) -> Statements:
    yield Statement(f"CREATE TYPE {full(item.name)} AS RANGE ({pairs(_RANGE, facts_of(item))})")


_SUPPORT = {
    "input": "INPUT",
    "output": "OUTPUT",
    "receive": "RECEIVE",
    "send": "SEND",
    "modifier-input": "TYPMOD_IN",
    "modifier-output": "TYPMOD_OUT",
    "analyze": "ANALYZE",
    "subscript": "SUBSCRIPT",
}
SUPPORT = frozenset(_SUPPORT)
# ALTER TYPE has the others.
_FIXED = frozenset({"input", "output"})
_BASE = {
    "alignment": "ALIGNMENT",
    "storage": "STORAGE",
    "initial": "DEFAULT",
    "element": "ELEMENT",
}
_FLAGS = {"passing": "PASSEDBYVALUE", "preference": "PREFERRED", "collatability": "COLLATABLE"}


def is_base(item: Other) -> bool:
    """Return whether a type is written in C, and more than a name."""
    return item.kind == "type" and "input" in facts_of(item)


def _base(item: Other) -> Statements:
    if not is_base(item):
        yield from shell(item)
        return
    facts = facts_of(item)
    length = facts["length"]
    said = [pairs(_SUPPORT, facts), f"INTERNALLENGTH = {'VARIABLE' if length == '-1' else length}"]
    said += [pairs(_BASE, facts)] if _BASE.keys() & facts.keys() else []
    said += [f"CATEGORY = {literal(facts['category'])}"] if "category" in facts else []
    said += [f"DELIMITER = {literal(facts['delimiter'])}"] if "delimiter" in facts else []
    said += [f"{word} = true" for fact, word in _FLAGS.items() if fact in facts]
    yield Statement(f"CREATE TYPE {full(item.name)} ({', '.join(said)})")


def shell(item: Other) -> Statements:
    """Yield what makes no more of a type than its name, for functions to speak of."""
    yield Statement(f"CREATE TYPE {full(item.name)}")


def drop_base(dropped: Statement) -> Statement:
    """Return the drop of a type that is written in C, with the functions that go along."""
    note = "the functions that read and print its values go along"
    return replace(dropped, sql=f"{dropped.sql} CASCADE", note=note)


def _base_changed(old: Other, new: Other, facts: frozenset[str]) -> Statements:
    now = facts_of(new)
    words = {fact: word for fact, word in _SUPPORT.items() if fact in facts - _FIXED}
    if words:
        said = ", ".join(f"{word} = {now.get(fact, 'NONE')}" for fact, word in words.items())
        yield Statement(f"ALTER TYPE {full(new.name)} SET ({said})")


def _collation(item: Other) -> Statements:
    facts = facts_of(item)
    locale, character_type = facts.get("locale", ""), facts.get("character-type", "")
    said = [f"PROVIDER = {facts['provider']}"]
    if character_type and facts["provider"] == "libc":
        said += [f"LC_COLLATE = {literal(locale)}", f"LC_CTYPE = {literal(character_type)}"]
    else:
        said.append(f"LOCALE = {literal(locale)}")
    said += ["DETERMINISTIC = false"] if "determinism" in facts else []
    said += [f"RULES = {literal(facts['rules'])}"] if "rules" in facts else []
    yield Statement(f"CREATE COLLATION {full(item.name)} ({', '.join(said)})")


KINDS = {
    "enum": Kind("TYPE", _enum, change=_enum_changed),
    "domain": Kind(
        "DOMAIN",
        _domain,
        change=_domain_changed,
        changing=frozenset({"default", "nullability"}),
    ),
    "domain constraint": Kind(
        "CONSTRAINT",
        _domain_constraint,
        name=_constraint_name,
        change=_domain_constraint_changed,
        changing=frozenset({"expression", "validation"}),
        is_early=True,
        has_owner=False,
    ),
    "composite type": Kind(
        "TYPE",
        _composite,
        change=_composite_changed,
        changing=frozenset({"attributes", "attribute-comments"}),
    ),
    "range": Kind("TYPE", _range),
    "shell": Kind("TYPE", shell, has_owner=False),
    "type": Kind("TYPE", _base, change=_base_changed, changing=SUPPORT - _FIXED),
    "collation": Kind("COLLATION", _collation),
}
