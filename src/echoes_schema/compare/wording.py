"""How findings speak of both sides, the one that a database is held to and what it has."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile, zip_longest

_LONGEST_SHOWN = 160
# So much of what is alike is shown before a difference, and at the end a word is not cut.
_MARGIN = 40


@dataclass(frozen=True, slots=True)
class Wording:
    """`side` names it in "type is text, documented is uuid"; `extra_rule` begins a rule's name.

    `missing`, `extra` and `renamed` are messages, with the object's `{kind}` in them. `create`,
    `keep`, `change`, `rename` and `order` are the hints of what is missing, extra, changed, under
    another name, and in another order.
    """

    side: str
    missing: str
    extra: str
    renamed: str
    extra_rule: str
    create: str = ""
    keep: str = ""
    change: str = ""
    rename: str = ""
    order: str = ""

    def differ(self, live: str, documented: str) -> str:
        """Return in what a fact differs: `is text, documented is uuid`."""
        if live.split() == documented.split() and live != documented:
            return "differs in white space alone"
        shown, expected = both_sides(live, documented)
        return f"is {shown}, {self.side} is {expected}"


DOCUMENTED = Wording(
    side="documented",
    missing="the {kind} is documented, but not in the database",
    extra="the {kind} is in the database, but not documented",
    renamed="the {kind} has another name in the database",
    extra_rule="undocumented",
    create="Create it (echoes-schema up applies what is pending), or take it out of the page.",
    keep="Document it (echoes-schema docs build writes it down), or drop it.",
    change="Change the database by a migration, or correct the page.",
    rename="Rename it by a migration, or correct the page.",
    order="Put the rows of the page in the order of the database.",
)
MIGRATED = Wording(
    side="by the migrations it",
    missing="the migrations build the {kind}, but it is not in the database",
    extra="the {kind} is in the database, but the migrations do not build it",
    renamed="the {kind} has another name in the database",
    extra_rule="unexpected",
    create="Create it as the migrations do, or name an earlier migration.",
    keep="Drop it, write a migration that makes it, or name a later one.",
    change="Change it to what the migrations make of it.",
    rename="Rename it as the migrations call it, or name an earlier one.",
    order="Only a new table can have another order; nothing depends on it but SELECT *.",
)


def between(left: str, right: str) -> Wording:
    """Return the words for two sides of equal standing, by what a person called them."""
    one, other = (side.replace("{", "{{").replace("}", "}}") for side in (left, right))
    return Wording(
        side=f"in {left} it",
        missing=f"the {{kind}} is in {one}, but not in {other}",
        extra=f"the {{kind}} is in {other}, but not in {one}",
        renamed=f"the {{kind}} has another name in {other}",
        extra_rule="extra",
    )


def both_sides(live: str, documented: str) -> tuple[str, str]:
    """Return both sides on a line each: of long texts the first line that differs."""
    if "\n" in live or "\n" in documented:
        lines = zip_longest(live.splitlines(), documented.splitlines(), fillvalue="")
        differing = (pair for pair in lines if pair[0].strip() != pair[1].strip())
        live, documented = next(differing, (live, documented))
    sides = " ".join(live.split()), " ".join(documented.split())
    # What is alike is cut away, but for some words that tell where it is.
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(*sides, strict=False)))
    alike = max(alike - _MARGIN, 0)
    begin = sides[0].rfind(" ", max(alike - _MARGIN, 0), alike) + 1 or alike
    return _short(sides[0], begin), _short(sides[1], begin)


def _short(line: str, begin: int) -> str:
    """Return a line in backticks, of a long one what stands around the first difference."""
    if not line:
        return "none"
    if len(line) <= _LONGEST_SHOWN:
        return f"`{line}`"
    last = begin + _LONGEST_SHOWN
    blank = line.rfind(" ", last - _MARGIN, last) if last < len(line) else -1
    end = blank if blank > 0 else last
    return f"`{'… ' if begin else ''}{line[begin:end]}{' …' if end < len(line) else ''}`"
