"""What a writer for one of the rarer kinds of object is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from echoes_schema.ddl.names import full, identifier
from echoes_schema.ddl.statement import (
    Stage,
    Statement,
    Statements,
    comment_on,
    commented,
    owned_by,
)
from echoes_schema.schema import Other

Create = Callable[[Other], Statements]
Name = Callable[[Other], str]
Change = Callable[[Other, Other, frozenset[str]], Statements]


def _never(old: Other, new: Other, facts: frozenset[str]) -> Statements:
    yield from ()


@dataclass(frozen=True, slots=True)
class Kind:
    """How objects of one kind are written.

    `word` and `name` are those of COMMENT ON, DROP and ALTER. `change` yields what leads from one
    to another, but for owner and comment; `changing` are the facts that it can change: any other
    needs a new object in the place of the old one. `loss` is what DROP destroys. `early` objects
    are dropped first, since nothing depends on them.
    """

    word: str
    create: Create
    name: Name = lambda item: full(item.name)
    change: Change = _never
    changing: frozenset[str] = frozenset()
    loss: str = ""
    is_early: bool = False
    has_owner: bool = True


def facts_of(item: Other) -> dict[str, str]:
    """Return the facts of an object by name."""
    return dict(item.facts)


def simple_name(item: Other) -> str:
    """Return the name of what lies in no schema."""
    return identifier(item.name)


def create(kind: Kind, item: Other) -> Statements:
    """Yield what makes an object, with its owner and its comment."""
    yield from kind.create(item)
    owner = facts_of(item).get("owner", "") if kind.has_owner else ""
    if owner:
        yield owned_by(f"{kind.word} {kind.name(item)}", owner)
    yield from commented(f"{kind.word} {kind.name(item)}", item.comment)


def drop(kind: Kind, item: Other, *, is_late: bool) -> Statement:
    """Return the statement that drops an object."""
    return Statement(
        f"DROP {kind.word} {kind.name(item)}",
        Stage.REMOVE if is_late and not kind.is_early else Stage.CHANGE,
        loss=kind.loss,
        about=f"{item.kind} {item.name}",
    )


def is_replaced(kind: Kind, facts: frozenset[str]) -> bool:
    """Return whether only another object in its place will do."""
    return bool(facts - kind.changing - {"owner", "comment"})


def change(kind: Kind, old: Other, new: Other, facts: frozenset[str]) -> Statements:
    """Yield what leads from an object to another of its name."""
    yield from kind.change(old, new, facts)
    if "owner" in facts:
        yield owned_by(f"{kind.word} {kind.name(new)}", facts_of(new).get("owner", ""))
    if "comment" in facts:
        yield comment_on(f"{kind.word} {kind.name(new)}", new.comment)
