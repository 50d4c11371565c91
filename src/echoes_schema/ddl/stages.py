"""Statements put into stages, and stages into sections that run one by one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

from echoes_schema.ddl.statement import Stage, Statement

_STEP = 10


@dataclass(frozen=True, slots=True)
class Section:
    """Statements that run together: in one transaction, or one by one without any."""

    statements: tuple[Statement, ...]
    is_transactional: bool


def placed(statements: Iterable[Statement], floor: int) -> list[Statement]:
    """Return the statements about one part, none of them before the stage `floor`.

    What stood in a later stage than others still does.
    """
    found = list(statements)
    stages: dict[int, int] = {}
    last = 0
    for meant in sorted({int(one.stage) for one in found}):
        last = max(meant, floor, last + _STEP if last >= meant else 0)
        stages[meant] = last
    return [replace(one, stage=stages[int(one.stage)]) for one in found]


def ready(statements: Iterable[Statement]) -> int:
    """Return the stage from which on others may use what the statements make."""
    used = (one for one in statements if one.sql and not one.is_validation and not one.is_late)
    return max((int(one.stage) for one in used), default=0)


def sections(statements: Iterable[Statement]) -> list[Section]:
    """Return the statements divided into what runs in a transaction and what does not."""
    found: list[Section] = []
    last: _Place | None = None
    for place, group in groupby(sorted(statements, key=_place), key=_place):
        own = tuple(group)
        if last is not None and _is_joined(last, place):
            found[-1] = Section((*found[-1].statements, *own), is_transactional=True)
        else:
            found.append(Section(own, is_transactional=not place.is_concurrent))
        last = place
    return found


class _Place(NamedTuple):
    stage: int
    is_concurrent: bool
    is_validation: bool


def _place(statement: Statement) -> _Place:
    return _Place(int(statement.stage), statement.is_concurrent, statement.is_validation)


def _is_joined(last: _Place, place: _Place) -> bool:
    is_alike = not last.is_concurrent and not place.is_concurrent
    is_apart = last.stage == Stage.PREPARE or last.is_validation or place.is_validation
    return is_alike and not is_apart
