"""What every check returns: a report of what was looked at and what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Level(StrEnum):
    """How bad a finding is; `error` alone makes a command exit with 1."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    def is_at_least(self, other: Level) -> bool:
        order = list(Level)
        return order.index(self) <= order.index(other)


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact worth a person's attention.

    `object` names the thing in the database (`column users.email`), `path` and `line` the place
    in a file, from 1; an empty path or a line of 0 means that there is none. The end is the
    first character after it. `source` are the lines from `line` to `end_line`. `expected` and
    `actual` are both sides of a fact that differs. `within` is what the object is part of.
    `fingerprint` is the same in the next run, though lines were added above. `allowed` is the
    reason why the project lives with it, or "".
    """

    rule: str
    level: Level
    object: str
    message: str
    path: str = ""
    line: int = 0
    hint: str = ""
    expected: str = ""
    actual: str = ""
    within: str = ""
    column: int = 0
    end_line: int = 0
    end_column: int = 0
    source: str = ""
    fingerprint: str = ""
    allowed: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked, a count by kind, and what was found.

    No finding out of nothing checked is not success, so the counts always travel along, and so
    do the findings that are allowed, and what is there and was not compared, by kind.
    `methods` counts the SQL texts that differed by who judged whether they mean the same.
    """

    checked: Mapping[str, int]
    findings: tuple[Finding, ...] = field(default=())
    uncompared: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    methods: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_good(self) -> bool:
        return not self.fails_at(Level.ERROR)

    @property
    def counted(self) -> tuple[Finding, ...]:
        """The findings that nobody allowed."""
        return tuple(finding for finding in self.findings if not finding.allowed)

    def fails_at(self, level: Level) -> bool:
        """Return whether a finding that counts is as bad as `level`, or worse."""
        return any(finding.level.is_at_least(level) for finding in self.counted)
