"""What a script did when it ran on a throw-away database."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from echoes_schema.locks import Mode, Touch
from echoes_schema.model import Finding
from echoes_schema.parser.statements import Statement
from echoes_schema.parser.tree import Name
from echoes_schema.rulebook.script import Script


class Step(StrEnum):
    """Which part of the way up, down and up again."""

    UP = "up"
    DOWN = "down"
    AGAIN = "up again"


@dataclass(frozen=True, slots=True)
class Measured:
    """One statement that ran: what its text tells, and what the server did.

    Only tables, views and the like are in it that were there before the script. `held` are the
    locks that the transaction had already: taking them again is not seen. `is_seen` is false for
    what cannot run in a transaction, and so cannot be measured.
    """

    statement: Statement
    told: tuple[Touch, ...] = ()
    seen: tuple[Touch, ...] = ()
    held: frozenset[tuple[Name, Mode]] = frozenset()
    is_seen: bool = True


@dataclass(frozen=True, slots=True)
class Failure:
    """What PostgreSQL said, and the character of the script that it stumbled over."""

    message: str
    offset: int
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """One run of a script. `differences` are those of the schema from what it should now be."""

    script: Script
    step: Step
    measured: tuple[Measured, ...] = ()
    failure: Failure | None = None
    differences: tuple[Finding, ...] = ()
