"""One statement on the way from a schema to another, and when and how it may run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from echoes_schema.ddl.names import identifier, literal

_LONGEST = 63
_STATES = {
    "enabled": "ENABLE",
    "disabled": "DISABLE",
    "replica": "ENABLE REPLICA",
    "always": "ENABLE ALWAYS",
}


class Stage(IntEnum):
    """What comes one after the other, each in a transaction of its own or in none.

    PREPARE makes what may be used only once it is committed, BUILD runs without a transaction,
    BIND makes constraints of indexes that are built, VALIDATE reads rows under a weak lock, FINISH
    needs what was validated, and REMOVE takes away what is needed no more.
    """

    PREPARE = 10
    CHANGE = 20
    BUILD = 30
    BIND = 40
    VALIDATE = 50
    FINISH = 60
    REMOVE = 90


# After a validation follows only what needs it.
_VALIDATION = " VALIDATE CONSTRAINT "


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement, without its semicolon.

    `loss` tells what it destroys, or what it waits for: then it is written as a comment. `gap`
    tells what cannot be written: then `sql` is empty. `note` is for the person who reads it.
    Nothing else needs what a late one does.
    """

    sql: str
    stage: Stage | int = Stage.CHANGE
    is_concurrent: bool = False
    loss: str = ""
    gap: str = ""
    note: str = ""
    about: str = ""
    is_late: bool = False

    @property
    def is_validation(self) -> bool:
        """Tell whether it does nothing but read rows under a weak lock."""
        return _VALIDATION in self.sql


Statements = Iterator[Statement]


def gap(about: str, reason: str) -> Statement:
    """Return what is said instead of a statement that cannot be written."""
    return Statement("", gap=reason, about=about)


def owned_by(what: str, owner: str) -> Statement:
    """Return the statement that gives something to a role, for "" to the usual owner."""
    return Statement(f"ALTER {what} OWNER TO {identifier(owner) if owner else 'CURRENT_USER'}")


def enabled(state: str) -> str:
    """Return how ALTER turns triggers and rules on and off; "" is as PostgreSQL has it."""
    return _STATES[state or "enabled"]


def comment_on(what: str, comment: str) -> Statement:
    """Return the statement that sets a comment, or takes it away."""
    return Statement(f"COMMENT ON {what} IS {literal(comment) if comment else 'NULL'}")


def commented(what: str, comment: str) -> Statements:
    """Yield the statement that gives something new its comment."""
    if comment:
        yield comment_on(what, comment)


def fitting(name: str, suffix: str = "") -> str:
    """Return a bare name with the whole suffix that is not longer than PostgreSQL allows."""
    return name.encode()[: _LONGEST - len(suffix)].decode("utf-8", "ignore") + suffix
