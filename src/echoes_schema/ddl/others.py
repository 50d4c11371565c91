"""Schemas, extensions, foreign servers, publications, statistics, event triggers and the like."""

from __future__ import annotations

import re
from dataclasses import replace

from echoes_schema.ddl.kinds import Kind, facts_of, simple_name
from echoes_schema.ddl.names import identifier, literal, role, split
from echoes_schema.ddl.options import foreign_changed, foreign_listed
from echoes_schema.ddl.statement import Stage, Statement, Statements, comment_on, enabled, gap
from echoes_schema.schema import Other

_OPTION = re.compile(r", (?=[A-Za-z_][\w$]*=)")
_TABLE = re.compile(
    r"(?P<name>(?:\"(?:[^\"]|\"\")*\"|[^\s(\"])+)(?P<columns> \(.*?\))?(?: WHERE (?P<where>.*))?\Z",
    re.S,
)
_DEPENDENT = re.compile(r"of (materialized view|\w+) (.*)\Z", re.DOTALL)


def _options(item: Other) -> dict[str, str]:
    said = facts_of(item).get("options", "")
    found = (option.partition("=") for option in _OPTION.split(said) if option)
    return {name: value for name, _, value in found}


def _schema(item: Other) -> Statements:
    if item.name != "public":
        yield Statement(f"CREATE SCHEMA {identifier(item.name)}")


def _no_schema(item: Other) -> Statements:
    yield Statement(f"DROP SCHEMA {identifier(item.name)}", Stage.REMOVE)


def _no_extension(item: Other) -> Statements:
    yield Statement(f"DROP EXTENSION {identifier(item.name)}", Stage.REMOVE)


def back(item: Other) -> Statements:
    """Yield what brings back a schema or an extension that is there from the start."""
    name = identifier(item.name)
    if item.kind == "dropped extension":
        yield Statement(f"CREATE EXTENSION {name}", Stage.PREPARE)
        return
    yield Statement(f"CREATE SCHEMA {name} AUTHORIZATION pg_database_owner", Stage.PREPARE)
    yield Statement(f"GRANT USAGE ON SCHEMA {name} TO PUBLIC", Stage.PREPARE)
    yield replace(comment_on(f"SCHEMA {name}", "standard public schema"), stage=Stage.PREPARE)


def _extension(item: Other) -> Statements:
    schema = identifier(facts_of(item).get("schema", "public"))
    yield Statement(f"CREATE EXTENSION {identifier(item.name)} WITH SCHEMA {schema}")


def _extension_changed(old: Other, new: Other, facts: frozenset[str]) -> Statements:
    alter = f"ALTER EXTENSION {identifier(new.name)}"
    if "schema" in facts:
        yield Statement(f"{alter} SET SCHEMA {identifier(facts_of(new).get('schema', 'public'))}")
    if "version" in facts:
        yield Statement(f"{alter} UPDATE TO {literal(facts_of(new)['version'])}")


def _dependency(item: Other) -> Statements:
    yield from _dependent(item, "DEPENDS")


def independent(item: Other) -> Statements:
    """Yield what lets an object stay when the extensions go that it depends on."""
    yield from _dependent(item, "NO DEPENDS")


def _dependent(item: Other, words: str) -> Statements:
    match = _DEPENDENT.match(item.name)
    alter = f"ALTER {match[1].upper()} {match[2]}" if match else ""
    for extension in split(facts_of(item)["extensions"]):
        yield Statement(f"{alter} {words} ON EXTENSION {identifier(extension)}")


def _dependency_changed(old: Other, new: Other, facts: frozenset[str]) -> Statements:
    yield from independent(old)
    yield from _dependency(new)


def _wrapper(item: Other) -> Statements:
    facts = facts_of(item)
    words = [f"CREATE FOREIGN DATA WRAPPER {identifier(item.name)}"]
    words += [f"HANDLER {facts['handler']}"] if "handler" in facts else []
    words += [f"VALIDATOR {facts['validator']}"] if "validator" in facts else []
    yield Statement(" ".join(words) + foreign_listed(_options(item)))


def _wrapper_changed(old: Other, new: Other, facts: frozenset[str]) -> Statements:
    now, alter = facts_of(new), f"ALTER FOREIGN DATA WRAPPER {identifier(new.name)}"
    for name in ("handler", "validator"):
        if name in facts:
            text = f"{name.upper()} {now[name]}" if name in now else f"NO {name.upper()}"
            yield Statement(f"{alter} {text}")
    if "options" in facts:
        yield Statement(f"{alter} {foreign_changed(_options(old), _options(new))}")


def _server(item: Other) -> Statements:
    facts = facts_of(item)
    words = [f"CREATE SERVER {identifier(item.name)}"]
    words += [f"TYPE {literal(facts['type'])}"] if "type" in facts else []
    words += [f"VERSION {literal(facts['version'])}"] if "version" in facts else []
    words.append(f"FOREIGN DATA WRAPPER {facts['wrapper']}")
    yield Statement(" ".join(words) + foreign_listed(_options(item)))


def _server_changed(old: Other, new: Other, facts: frozenset[str]) -> Statements:
    alter = f"ALTER SERVER {identifier(new.name)}"
    if "version" in facts:
        version = facts_of(new).get("version")
        yield Statement(f"{alter} VERSION {literal(version) if version else 'NULL'}")
    if "options" in facts:
        yield Statement(f"{alter} {foreign_changed(_options(old), _options(new))}")


def _on(item: Other) -> str:
    return item.name.rpartition(" on ")[0]


def _mapping_name(item: Other) -> str:
    server = identifier(item.whole.removeprefix("server "))
    return f"FOR {role(_on(item))} SERVER {server}"


def _known(item: Other) -> tuple[dict[str, str], list[str]]:
    """Return the options of a user mapping that were read, and the names of those that were not."""
    said = {name: value for name, value in _options(item).items() if name != "none"}
    secret = [name for name, value in said.items() if value == "(hidden)"]
    return {name: value for name, value in said.items() if name not in secret}, secret


def _mapping(item: Other) -> Statements:
    known, secret = _known(item)
    note = f"{', '.join(secret)}: secret, and nobody wrote it down" if secret else ""
    sql = f"CREATE USER MAPPING {_mapping_name(item)}{foreign_listed(known)}"
    yield Statement(sql, note=note)


def _mapping_changed(old: Other, new: Other, facts: frozenset[str]) -> Statements:
    (was, _), (now, secret) = _known(old), _known(new)
    if was != now:
        yield Statement(f"ALTER USER MAPPING {_mapping_name(new)} {foreign_changed(was, now)}")
    if _known(old)[1] != secret:
        yield gap(f"user mapping {new.name}", "what it holds is secret: nobody wrote it down")


def _event_trigger(item: Other) -> Statements:
    facts = facts_of(item)
    tags = ", ".join(literal(tag) for tag in facts.get("tags", "").split(", ") if tag)
    when = f" WHEN TAG IN ({tags})" if tags else ""
    name = identifier(item.name)
    yield Statement(
        f"CREATE EVENT TRIGGER {name} ON {facts['event']}{when} "
        f"EXECUTE FUNCTION {facts['function']}()"
    )
    if "state" in facts:
        yield Statement(f"ALTER EVENT TRIGGER {name} {enabled(facts['state'])}")


def _event_trigger_changed(old: Other, new: Other, facts: frozenset[str]) -> Statements:
    if "state" in facts:
        word = enabled(facts_of(new).get("state", ""))
        yield Statement(f"ALTER EVENT TRIGGER {identifier(new.name)} {word}")


def _published(item: Other) -> tuple[list[str], list[str]]:
    """Return the tables with their columns and conditions, and the schemas, as SQL."""
    facts = facts_of(item)
    tables = [_published_table(text) for text in split(facts.get("tables", "")) if text != "all"]
    schemas = list(split(facts.get("schemas", "")))
    return tables, schemas


def _published_table(text: str) -> str:
    match = _TABLE.match(text)
    if match is None or not match["where"]:
        return text
    return f"{match['name']}{match['columns'] or ''} WHERE ({match['where']})"


def _objects(item: Other) -> str:
    tables, schemas = _published(item)
    said = [f"TABLE {', '.join(tables)}"] if tables else []
    said += [f"TABLES IN SCHEMA {', '.join(schemas)}"] if schemas else []
    return ", ".join(said)


def _publication(item: Other) -> Statements:
    is_all = facts_of(item).get("tables") == "all"
    objects = "ALL TABLES" if is_all else _objects(item)
    target = f" FOR {objects}" if objects else ""
    said = ", ".join(f"{name} = {value}" for name, value in _publishing(item).items())
    options = f" WITH ({said})" if said else ""
    yield Statement(f"CREATE PUBLICATION {identifier(item.name)}{target}{options}")


def _publishing(item: Other) -> dict[str, str]:
    facts = facts_of(item)
    generated = {"s": "stored"}.get(facts.get("generated-columns", ""), "none")
    said = {
        "publish": literal(facts["publishes"]) if "publishes" in facts else "",
        "publish_via_partition_root": "true" if "partitions" in facts else "",
        "publish_generated_columns": generated if "generated-columns" in facts else "",
    }
    return {name: value for name, value in said.items() if value}


_PUBLISHING = {
    "publish": "'insert, update, delete, truncate'",
    "publish_via_partition_root": "false",
    "publish_generated_columns": "none",
}


def _publication_changed(old: Other, new: Other, facts: frozenset[str]) -> Statements:
    alter = f"ALTER PUBLICATION {identifier(new.name)}"
    was, now = _publishing(old), _publishing(new)
    said = {name: _PUBLISHING[name] for name in was if name not in now} | now
    if was != now:
        yield Statement(
            f"{alter} SET ({', '.join(f'{name} = {text}' for name, text in said.items())})"
        )
    if facts & {"tables", "schemas"}:
        # SET refuses an empty list.
        if _objects(new):
            yield Statement(f"{alter} SET {_objects(new)}")
        else:
            yield Statement(f"{alter} DROP {_dropped(old)}")


def _dropped(item: Other) -> str:
    tables, schemas = _published(item)
    bare = [match["name"] for text in tables if (match := _TABLE.match(text))]
    said = [f"TABLE {', '.join(bare)}"] if bare else []
    return ", ".join([*said, *([f"TABLES IN SCHEMA {', '.join(schemas)}"] if schemas else [])])


def is_publication_replaced(old: Other, new: Other) -> bool:
    """Return whether one of two publications is for all tables: ALTER does not lead there."""
    return "all" in (facts_of(old).get("tables"), facts_of(new).get("tables"))


def _subscription(item: Other) -> Statements:
    yield gap(f"subscription {item.name}", "how it connects is secret: nobody wrote it down")


def _label_name(item: Other) -> str:
    kind, _, name = item.whole.partition(" ")
    for words in ("foreign table", "materialized view", "event trigger", "large object"):
        if item.whole.startswith(words):
            kind, name = words, item.whole.removeprefix(words).strip()
    return f"FOR {identifier(_on(item))} ON {kind.upper()} {name}"


def _label(item: Other) -> Statements:
    yield Statement(f"SECURITY LABEL {_label_name(item)} IS {literal(facts_of(item)['label'])}")


def _label_changed(old: Other, new: Other, facts: frozenset[str]) -> Statements:
    yield from _label(new)


def _role(item: Other) -> Statements:
    yield gap(f"role {item.name}", "roles belong to the whole server: make them there")


def _role_changed(old: Other, new: Other, facts: frozenset[str]) -> Statements:
    yield from _role(new)


KINDS = {
    "schema": Kind("SCHEMA", _schema, name=simple_name),
    "dropped schema": Kind("SCHEMA", _no_schema, has_owner=False),
    "dropped extension": Kind("EXTENSION", _no_extension, has_owner=False),
    "extension": Kind(
        "EXTENSION",
        _extension,
        name=simple_name,
        change=_extension_changed,
        changing=frozenset({"schema", "version"}),
        has_owner=False,
    ),
    "dependency": Kind(
        "EXTENSION",
        _dependency,
        change=_dependency_changed,
        changing=frozenset({"extensions"}),
        has_owner=False,
    ),
    "foreign-data wrapper": Kind(
        "FOREIGN DATA WRAPPER",
        _wrapper,
        name=simple_name,
        change=_wrapper_changed,
        changing=frozenset({"handler", "validator", "options"}),
    ),
    "server": Kind(
        "SERVER",
        _server,
        name=simple_name,
        change=_server_changed,
        changing=frozenset({"version", "options"}),
    ),
    "user mapping": Kind(
        "USER MAPPING",
        _mapping,
        name=_mapping_name,
        change=_mapping_changed,
        changing=frozenset({"options"}),
        has_owner=False,
        is_early=True,
    ),
    "event trigger": Kind(
        "EVENT TRIGGER",
        _event_trigger,
        name=simple_name,
        change=_event_trigger_changed,
        changing=frozenset({"state"}),
        is_early=True,
    ),
    "publication": Kind(
        "PUBLICATION",
        _publication,
        name=simple_name,
        change=_publication_changed,
        changing=frozenset({"tables", "schemas", "publishes", "partitions", "generated-columns"}),
        is_early=True,
    ),
    "subscription": Kind("SUBSCRIPTION", _subscription, name=simple_name),
    "security label": Kind(
        "SECURITY LABEL",
        _label,
        name=_label_name,
        change=_label_changed,
        changing=frozenset({"label"}),
        has_owner=False,
    ),
    "role": Kind(
        "ROLE",
        _role,
        name=simple_name,
        change=_role_changed,
        changing=frozenset({"attributes", "member-of"}),
        has_owner=False,
    ),
}
