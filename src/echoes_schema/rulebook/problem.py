"""What a rule says about a place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """A fact worth a person's attention, before it has a place in a file.

    `object` names the thing in the database. `offset` and `end` are characters of the script's
    text; below 0 the whole script is meant. `settle` says what would tell whether this is a
    problem at all: then it is never more than a warning.
    """

    message: str
    object: str = ""
    hint: str = ""
    offset: int = -1
    end: int = -1
    settle: str = ""
