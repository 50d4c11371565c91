"""Aggregates, operators, operator classes, casts, languages and text search."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from echoes_schema.ddl.kinds import Kind, facts_of, simple_name
from echoes_schema.ddl.names import (
    full,
    identifier,
    literal,
    operator,
    printed_operator,
    signature,
    split,
)
from echoes_schema.ddl.statement import Statement, Statements
from echoes_schema.ddl.types import pairs
from echoes_schema.schema import Other

_AGGREGATE = {
    "state-function": "SFUNC",
    "state-type": "STYPE",
    "state-size": "SSPACE",
    "final-function": "FINALFUNC",
    "combine-function": "COMBINEFUNC",
    "serial-function": "SERIALFUNC",
    "deserial-function": "DESERIALFUNC",
    "initial-value": "INITCOND",
    "moving-state-function": "MSFUNC",
    "moving-inverse-function": "MINVFUNC",
    "moving-state-type": "MSTYPE",
    "moving-state-size": "MSSPACE",
    "moving-final-function": "MFINALFUNC",
    "moving-initial-value": "MINITCOND",
    "parallel": "PARALLEL",
}
_LANGUAGE = {"function": "HANDLER", "inline": "INLINE", "validator": "VALIDATOR"}
_MEMBER = re.compile(r"((?:OPERATOR|FUNCTION) \d+) (?:[^(\s]+ )?(\([^()]*\))")
_OPERATOR = {
    "function": "FUNCTION",
    "restriction": "RESTRICT",
    "joining": "JOIN",
}


def _aggregate(item: Other) -> Statements:
    facts = facts_of(item)
    said = [pairs(_AGGREGATE, facts)]
    if "sort-operator" in facts:
        said.append(f"SORTOP = OPERATOR({printed_operator(facts['sort-operator'])})")
    for fact, word in (("final", "FINALFUNC"), ("moving-final", "MFINALFUNC")):
        said += [f"{word}_EXTRA"] if f"{fact}-arguments" in facts else []
        state = facts.get(f"{fact}-state", "").replace(" ", "_").upper()
        said += [f"{word}_MODIFY = {state}"] if state else []
    said += ["HYPOTHETICAL"] if facts.get("form") == "hypothetical-set" else []
    yield Statement(f"CREATE AGGREGATE {_aggregate_name(item)} ({', '.join(said)})")


def _aggregate_name(item: Other) -> str:
    bare, _ = signature(item.name)
    return f"{full(bare)}({facts_of(item).get('arguments') or '*'})"


def _operator(item: Other) -> Statements:
    facts = facts_of(item)
    name, left, right = operator(item.name)
    said = [pairs(_OPERATOR, facts)]
    said += [f"LEFTARG = {left}"] if left != "NONE" else []
    said += [f"RIGHTARG = {right}"] if right != "NONE" else []
    for fact, word in (("commutator", "COMMUTATOR"), ("negator", "NEGATOR")):
        if fact in facts:
            said.append(f"{word} = OPERATOR({printed_operator(facts[fact])})")
    said += ["HASHES"] if "hashing" in facts else []
    said += ["MERGES"] if "merging" in facts else []
    yield Statement(f"CREATE OPERATOR {name} ({', '.join(said)})")


def _operator_name(item: Other) -> str:
    name, left, right = operator(item.name)
    return f"{name} ({left}, {right})"


def _in_method(item: Other) -> str:
    name, _, method = item.name.rpartition(" for ")
    return f"{full(name)} USING {method}"


def _operator_class(item: Other) -> Statements:
    facts = facts_of(item)
    default = "DEFAULT " if "use" in facts else ""
    said = [*_members(item), *([f"STORAGE {facts['storage']}"] if "storage" in facts else [])]
    # It may have nothing of its own, but not in the grammar.
    listed = ", ".join(said or [f"STORAGE {facts['type']}"])
    name, using = _in_method(item).rsplit(" ", 1)
    yield Statement(
        f"CREATE OPERATOR CLASS {name.removesuffix(' USING')} {default}FOR TYPE {facts['type']} "
        f"USING {using} FAMILY {facts['family']} AS {listed}"
    )


def _operator_family(item: Other) -> Statements:
    yield Statement(f"CREATE OPERATOR FAMILY {_in_method(item)}")
    yield from _family_with(item, "ADD", _members(item))


def _family_changed(old: Other, new: Other, facts: frozenset[str]) -> Statements:
    was, now = list(_members(old)), list(_members(new))
    yield from _family_with(new, "DROP", (_place(one) for one in was if one not in now))
    yield from _family_with(new, "ADD", (one for one in now if one not in was))


def _family_with(item: Other, word: str, members: Iterable[str]) -> Statements:
    listed = ", ".join(members)
    if listed:
        yield Statement(f"ALTER OPERATOR FAMILY {_in_method(item)} {word} {listed}")


def _members(item: Other) -> Iterator[str]:
    """Yield the operators and the functions of a class or a family as statements write them."""
    facts = facts_of(item)
    for text in split(facts.get("operators", "")):
        number, _, rest = text.partition(" ")
        name, _, family = rest.partition(" for order by ")
        _, left, right = operator(name)
        sorting = f" FOR ORDER BY {family}" if family else ""
        yield f"OPERATOR {number} {printed_operator(name)} ({left}, {right}){sorting}"
    for text in split(facts.get("functions", "")):
        yield f"FUNCTION {text}"


def _place(member: str) -> str:
    """Return what of a member DROP names: its kind, its number and its types."""
    match = _MEMBER.match(member)
    assert match is not None
    return f"{match[1]} {match[2]}"


def _cast_name(item: Other) -> str:
    return item.name.replace(" as ", " AS ")


def _cast(item: Other) -> Statements:
    facts = facts_of(item)
    how = {"inout": "WITH INOUT", "binary": "WITHOUT FUNCTION"}.get(facts.get("form", ""), "")
    context = f" AS {facts['context'].upper()}" if "context" in facts else ""
    how = how or f"WITH FUNCTION {facts['function']}"
    yield Statement(f"CREATE CAST {_cast_name(item)} {how}{context}")


def _conversion(item: Other) -> Statements:
    facts = facts_of(item)
    source, target = (literal(name) for name in facts["context"].split(" to "))
    default = "DEFAULT " if "form" in facts else ""
    yield Statement(
        f"CREATE {default}CONVERSION {full(item.name)} FOR {source} TO {target} "
        f"FROM {facts['function']}"
    )


def _transform_name(item: Other) -> str:
    kind, _, language = item.name.rpartition(" language ")
    return f"FOR {kind.removeprefix('for ')} LANGUAGE {language}"


def _transform(item: Other) -> Statements:
    functions = zip(("FROM SQL", "TO SQL"), facts_of(item)["function"].split(", "), strict=True)
    said = (f"{way} WITH FUNCTION {name}(internal)" for way, name in functions if name != "-")
    yield Statement(f"CREATE TRANSFORM {_transform_name(item)} ({', '.join(said)})")


def _language(item: Other) -> Statements:
    facts = facts_of(item)
    trusted = "TRUSTED " if "form" in facts else ""
    said = " ".join(f"{word} {facts[name]}" for name, word in _LANGUAGE.items() if name in facts)
    yield Statement(f"CREATE {trusted}LANGUAGE {identifier(item.name)} {said}")


def _access_method(item: Other) -> Statements:
    facts = facts_of(item)
    kind = facts["form"].upper()
    yield Statement(
        f"CREATE ACCESS METHOD {identifier(item.name)} TYPE {kind} HANDLER {facts['function']}"
    )


def _mappings(item: Other) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for text in split(facts_of(item).get("mappings", "")):
        token, _, dictionary = text.partition(": ")
        found.setdefault(token, []).append(dictionary)
    return found


def _mapped(item: Other, word: str, tokens: Iterator[str]) -> Statements:
    """Yield the mappings of tokens, those to the same dictionaries in one statement."""
    by_dictionaries: dict[str, list[str]] = {}
    for token in tokens:
        by_dictionaries.setdefault(", ".join(_mappings(item)[token]), []).append(token)
    for dictionaries, alike in by_dictionaries.items():
        yield Statement(
            f"ALTER TEXT SEARCH CONFIGURATION {full(item.name)} {word} MAPPING FOR "
            f"{', '.join(alike)} WITH {dictionaries}"
        )


def _configuration(item: Other) -> Statements:
    parser = facts_of(item)["parser"]
    yield Statement(f"CREATE TEXT SEARCH CONFIGURATION {full(item.name)} (PARSER = {parser})")
    yield from _mapped(item, "ADD", iter(_mappings(item)))


def _configuration_changed(old: Other, new: Other, facts: frozenset[str]) -> Statements:
    was, now = _mappings(old), _mappings(new)
    gone = [token for token in was if token not in now]
    if gone:
        yield Statement(
            f"ALTER TEXT SEARCH CONFIGURATION {full(new.name)} DROP MAPPING FOR {', '.join(gone)}"
        )
    yield from _mapped(new, "ADD", (token for token in now if token not in was))
    different = (token for token in now if token in was and was[token] != now[token])
    yield from _mapped(new, "ALTER", different)


def _dictionary(item: Other) -> Statements:
    facts = facts_of(item)
    options = f", {facts['options']}" if "options" in facts else ""
    yield Statement(
        f"CREATE TEXT SEARCH DICTIONARY {full(item.name)} (TEMPLATE = {facts['template']}{options})"
    )


_PARSER = ("START", "GETTOKEN", "END", "HEADLINE", "LEXTYPES")


def _parser(item: Other) -> Statements:
    functions = facts_of(item)["functions"].split(", ")
    said = (
        f"{word} = {name}" for word, name in zip(_PARSER, functions, strict=False) if name != "-"
    )
    yield Statement(f"CREATE TEXT SEARCH PARSER {full(item.name)} ({', '.join(said)})")


def _template(item: Other) -> Statements:
    functions = facts_of(item)["functions"].split(", ")
    said = (f"{word} = {one}" for word, one in zip(("INIT", "LEXIZE"), functions, strict=False))
    text = ", ".join(one for one in said if not one.endswith(" -"))
    yield Statement(f"CREATE TEXT SEARCH TEMPLATE {full(item.name)} ({text})")


KINDS = {
    "aggregate": Kind("AGGREGATE", _aggregate, name=_aggregate_name),
    "operator": Kind("OPERATOR", _operator, name=_operator_name),
    "operator class": Kind("OPERATOR CLASS", _operator_class, name=_in_method),
    "operator family": Kind(
        "OPERATOR FAMILY",
        _operator_family,
        name=_in_method,
        change=_family_changed,
        changing=frozenset({"operators", "functions"}),
    ),
    "cast": Kind("CAST", _cast, name=_cast_name, has_owner=False),
    "conversion": Kind("CONVERSION", _conversion),
    "transform": Kind("TRANSFORM", _transform, name=_transform_name, has_owner=False),
    "language": Kind("LANGUAGE", _language, name=simple_name),
    "access method": Kind("ACCESS METHOD", _access_method, name=simple_name, has_owner=False),
    "text search configuration": Kind(
        "TEXT SEARCH CONFIGURATION",
        _configuration,
        change=_configuration_changed,
        changing=frozenset({"mappings"}),
    ),
    "text search dictionary": Kind("TEXT SEARCH DICTIONARY", _dictionary),
    "text search parser": Kind("TEXT SEARCH PARSER", _parser, has_owner=False),
    "text search template": Kind("TEXT SEARCH TEMPLATE", _template, has_owner=False),
}
