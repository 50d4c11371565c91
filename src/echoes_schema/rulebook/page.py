"""A rule's docstring as a page: its prose, and the examples that are its tests.

A fence says what a block is: `sql bad` must be found, `sql good` must not. `sql schema` is a
migration before both. An example is a migration file of our own layout; `sql bad rollback` is a way
back, and `sql down` is that of the example above it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

_FENCE = re.compile(r"^```sql (?P<words>[a-z ]+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Example:
    """One example. `schema` is what ran before; `down` the way back of it, None for none."""

    is_bad: bool
    text: str
    schema: str = ""
    down: str | None = None
    is_rollback: bool = False


def title(page: str) -> str:
    """Return the first sentence: what happens."""
    return page.partition("\n\n")[0].replace("\n", " ")


def examples(page: str) -> tuple[Example, ...]:
    """Return the examples of a page in order."""
    schema = ""
    found: list[Example] = []
    for match in _FENCE.finditer(page):
        words, text = match["words"].split(), match["text"]
        if words[0] == "schema":
            schema = text
        elif words[0] == "down":
            found[-1] = replace(found[-1], down=text)
        else:
            found.append(Example(words[0] == "bad", text, schema, is_rollback="rollback" in words))
    return tuple(found)
