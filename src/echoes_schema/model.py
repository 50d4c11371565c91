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


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact worth a person's attention.

    `object` names the thing in the database (`column users.email`), `path` and `line` the place
    in a file, from 1; an empty path or a line of 0 means that there is none. `expected` and
    `actual` are both sides of a fact that differs.
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


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked, a count by kind, and what was found.

    No finding out of nothing checked is not success, so the counts always travel along.
    """

    checked: Mapping[str, int]
    findings: tuple[Finding, ...] = field(default=())

    @property
    def is_good(self) -> bool:
        return not any(finding.level is Level.ERROR for finding in self.findings)
