"""What a rule says about a place."""

from __future__ import annotations

from dataclasses import dataclass, replace

from echoes_schema.model import Level


@dataclass(frozen=True, slots=True)
class Problem:
    """A fact worth a person's attention, before it has a place in a file.

    `object` names the thing in the database. `offset` and `end` are characters of the script's
    text; below 0 the whole script is meant. `settle` says what would tell whether this is a
    problem at all: then it is never more than a warning. `most` is less than the rule's level,
    where this place matters less than others.
    """

    message: str
    object: str = ""
    hint: str = ""
    offset: int = -1
    end: int = -1
    settle: str = ""
    most: Level | None = None

    def at_most(self, level: Level | None) -> Problem:
        """Return the same at a lower level than the rule's; None leaves it as it is."""
        return replace(self, most=level)
