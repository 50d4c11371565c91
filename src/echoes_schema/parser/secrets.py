"""Passwords in a text, so that no output ever shows one."""

from __future__ import annotations

import re
from functools import lru_cache

# Doubled quotes are those of a string within a string.
_STRING = r"''[^']+''|(?:E|U&|N)?'(?:[^'\\]|''|\\.)*+'?|\$(?P<tag>\w*)\$.*?\$(?P=tag)\$"
_AFTER = re.compile(
    rf"\bpassword(?:[\s=]|--[^\n]*\n|/\*.*?\*/)*+(?P<secret>{_STRING})", re.IGNORECASE | re.DOTALL
)
_IN_CONNECTION = re.compile(
    r"\b(?:password|sslpassword)\s*=\s*(?P<secret>''[^']*''|[^\s';]+)|://[^/@\s']*:(?P<url>[^/@\s']+)@",
    re.IGNORECASE,
)


@lru_cache(maxsize=2)  # all findings of a file ask for the same text
def masked(text: str) -> str:
    """Return `text` with a star for each character of a password, its lines as they are."""
    places = _places(text)
    letters = list(text) if places else []
    for begin, end in places:
        letters[begin:end] = ["\n" if one == "\n" else "*" for one in letters[begin:end]]
    return "".join(letters) if places else text


def without(message: str, text: str) -> str:
    """Return a message about `text` that repeats no password of it."""
    for begin, end in _places(text):
        secret = text[begin:end]
        for said in (secret, secret.strip("'")):
            if said:
                message = message.replace(said, "***")
    return message


@lru_cache(maxsize=2)
def _places(text: str) -> list[tuple[int, int]]:
    if "password" not in text.lower() and "://" not in text:
        return []
    found = [match.span("secret") for match in _AFTER.finditer(text)]
    for match in _IN_CONNECTION.finditer(text):
        found.append(match.span("secret" if match["secret"] else "url"))
    return found
