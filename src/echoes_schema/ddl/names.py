"""Names and lists as statements write them, from the spelling of Schema."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from echoes_schema.parser.words import is_kept
from echoes_schema.schema import quoted, unquoted

_IDENTIFIER = r'(?:"(?:[^"]|"")*"|[^\s".(),]+)'
_QUALIFIED = re.compile(rf"({_IDENTIFIER})\.({_IDENTIFIER})\Z")
_LEXEMES = re.compile(r"\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'|[(\[]|[)\]]|,|[^\"'()\[\],]+")
_SIGNATURE = re.compile(r'((?:"(?:[^"]|"")*"|[^"(])+)\((.*)\)\Z', re.DOTALL)
_OPERATOR = re.compile(rf"(?:({_IDENTIFIER})\.)?([-+*/<>=~!@#%^&|`?]+)\((.*),(.*)\)\Z")
# What the grammar takes in an expression, but not in that of a DEFAULT within a definition.
_NOT_BARE = re.compile(
    r"\b(?:ALL|AND|ANY|AT|BETWEEN|COLLATE|ILIKE|IN|IS|LIKE|NOT|OR|SIMILAR|SOME)\b", re.IGNORECASE
)
_DOLLARS = re.compile(r"\$([A-Za-z_]*)\$")


@lru_cache(maxsize=65536)
def identifier(name: str) -> str:
    """Return one identifier, quoted where SQL needs it."""
    bare = unquoted(name)
    return f'"{bare}"' if is_kept(bare) else quoted(bare)


@lru_cache(maxsize=65536)
def full(name: str) -> str:
    """Return a name with its schema, whatever the search path is: `public.users`."""
    schema, bare = parts(name)
    return f"{identifier(schema)}.{identifier(bare)}"


@lru_cache(maxsize=65536)
def parts(name: str) -> tuple[str, str]:
    """Return the schema and the name of what is spelled as in Schema, as spelled there."""
    match = _QUALIFIED.match(name)
    return (match[1], match[2]) if match else ("public", name)


def schema_of(name: str) -> str:
    """Return the schema that a name lies in, of a function or an operator too."""
    return parts(signature(name)[0])[0]


def own(name: str) -> str:
    """Return a name without its schema, as statements write it."""
    return identifier(parts(name)[1])


def signature(name: str) -> tuple[str, str]:
    """Return the name and the argument types of `add(integer, integer)`, "" where it has none."""
    match = _SIGNATURE.match(name)
    return (match[1], match[2]) if match else (name, "")


def routine(name: str) -> str:
    """Return the name of a function with its argument types."""
    bare, types = signature(name)
    return f"{full(bare)}({types})"


def operator(name: str) -> tuple[str, str, str]:
    """Return the name, the left and the right type of an operator; a type may be NONE."""
    match = _OPERATOR.match(name)
    if match is None:
        return name, "NONE", "NONE"
    left, right = (kind.strip().replace("none", "NONE") for kind in (match[3], match[4]))
    return f"{identifier(match[1] or 'public')}.{match[2]}", left, right


def printed_operator(name: str) -> str:
    """Return an operator as the server printed it, with its schema: without one it is its own."""
    match = _OPERATOR.match(name)
    return f"{match[1] or 'pg_catalog'}.{match[2]}" if match else name


def identifiers(names: Iterable[str]) -> str:
    """Return a list of columns."""
    return ", ".join(map(identifier, names))


def literal(text: str) -> str:
    """Return a string as SQL writes it."""
    doubled = text.replace("'", "''")
    if "\\" in doubled:
        return "E'" + doubled.replace("\\", "\\\\") + "'"
    return f"'{doubled}'"


def dollars(body: str) -> str:
    """Return a body between dollar quotes that it does not contain."""
    used = set(_DOLLARS.findall(body))
    tag = ""
    while tag in used or body.endswith("$" + tag):
        tag += "x" if tag else "body"
    return f"${tag}$\n{body}\n${tag}$" if "\n" in body else f"${tag}${body}${tag}$"


def split(text: str, separator: str = ",") -> Iterator[str]:
    """Yield the items of a list; quotes and brackets keep together what is in them."""
    depth, item = 0, ""
    for match in _LEXEMES.finditer(text):
        lexeme = match[0]
        if lexeme == separator and not depth:
            yield item.strip()
            item = ""
            continue
        depth += lexeme in "([" and lexeme != ""
        depth -= lexeme in ")]"
        item += lexeme
    if item.strip():
        yield item.strip()


def default(expression: str) -> str:
    """Return the DEFAULT clause of a definition, in parentheses what cannot stand there bare."""
    bare = "".join(_outside(expression))
    return f"DEFAULT ({expression})" if _NOT_BARE.search(bare) else f"DEFAULT {expression}"


def _outside(text: str) -> Iterator[str]:
    """Yield what stands in no quotes and no brackets."""
    depth = 0
    for match in _LEXEMES.finditer(text):
        depth += match[0] in {"(", "["}
        depth -= match[0] in {")", "]"}
        if not depth and match[0][0] not in "\"')]":
            yield match[0]


def role(name: str) -> str:
    """Return a role as statements write it; PUBLIC stands for everybody."""
    return name if name == "PUBLIC" else identifier(name)
