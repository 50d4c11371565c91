"""A diagram as Mermaid's erDiagram, in the part of its grammar that every version reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from echoes_schema.diagrams.graph import Attribute, Diagram, Entity, Link
from echoes_schema.schema import unquoted

# Mermaid draws nothing above 50,000 characters; GitHub adds some of its own.
LIMIT = 45_000

# A name stands in quotes, where these end it or make it another token.
_NOT_IN_NAME = re.compile(r'["%\\\x00-\x1f]')
_DIRECTION = re.compile(r"direction(?=\s)", re.IGNORECASE)
_NOT_IN_WORD = re.compile(r"[^A-Za-z0-9_()\[\]\u00c0-\ud7ff\uf900-\uffef-]+")
_NO_START = re.compile(r"[^A-Za-z_\u00c0-\uffef]")
# Words that are keys of their own within an entity.
_KEY = re.compile(r"(PK|FK|UK)(?!\w)", re.IGNORECASE)


def write(diagram: Diagram) -> str:
    """Return the text of a diagram, without a line break at its end."""
    names = _names(entity.name for entity in diagram.entities)
    entities = (line for entity in diagram.entities for line in _entity(entity, names))
    links = (_link(link, names) for link in diagram.links)
    return "\n".join(["erDiagram", *entities, *links])


def _entity(entity: Entity, names: dict[str, str]) -> Iterator[str]:
    if not entity.attributes:
        yield f"    {names[entity.name]}"
        return
    yield f"    {names[entity.name]} {{"
    yield from (f"        {_attribute(one)}" for one in entity.attributes)
    yield "    }"


def _attribute(attribute: Attribute) -> str:
    words = [_word(attribute.type), _word(attribute.name)]
    return " ".join([*words, ", ".join(attribute.keys)]).rstrip()


def _link(link: Link, names: dict[str, str]) -> str:
    parent = "|o" if link.is_optional else "||"
    child = "o|" if link.is_unique else "o{"
    line = "--" if link.is_identifying else ".."
    label = _quoted(", ".join(map(unquoted, link.columns)))
    return f"    {names[link.parent]} {parent}{line}{child} {names[link.child]} : {label}"


def _names(names: Iterable[str]) -> dict[str, str]:
    """Return names as Mermaid can read them, no two the same."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        plain = written = _quoted(name if '"' not in name else unquoted_whole(name))
        number = 1
        while written in taken:
            number += 1
            written = f'{plain[:-1]} {number}"'
        taken.add(written)
        found[name] = written
    return found


def unquoted_whole(name: str) -> str:
    """Return a name with its schema as people say it: without quotation marks."""
    return re.sub(r'"((?:[^"]|"")*)"', lambda found: unquoted(found[0]), name)


def _quoted(text: str) -> str:
    plain = _DIRECTION.sub(lambda found: f"{found[0]}_", _NOT_IN_NAME.sub("_", text))
    return f'"{plain if plain.strip() else "_"}"'


def _word(text: str) -> str:
    """Return a name or a type as one word of Mermaid's: `varchar(50)`, `app_status`."""
    word = _NOT_IN_WORD.sub("_", unquoted_whole(text))
    if _NO_START.match(word) or _KEY.match(word):
        return f"_{word}"
    return word
