"""sqitch.plan: the changes of a project in the order in which they are deployed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from echoes_schema.errors import FileError, place
from echoes_schema.parser import statements

FILE = "sqitch.plan"
_NAME = r"[^\s@:#\\\[\]]+"
_LINE = re.compile(
    rf"\s*(?:(?P<operator>[+-])\s*)?(?P<tag>@)?(?P<name>{_NAME})\s*"
    r"(?:\[(?P<requires>[^\]]*)\]\s*)?"
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z\s+[^<]+\s<[^>]*>\s*(?:#.*)?"
)
_PRAGMA = re.compile(r"\s*%\s*(?P<key>[^\s=]+)\s*=\s*(?P<value>[^#]*?)\s*(?:#.*)?")
_REQUIRED = re.compile(
    rf"(?P<other>!|(?P<project>{_NAME}):)?(?P<name>{_NAME})?(?:@(?P<tag>{_NAME}))?"
)
_CHANGE_ID = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the plan.

    `time` counts from 1 how often the plan has the name so far: more than once where the change
    was reworked. `tags` stand between it and its next rework. `unknown` are the dependencies
    that the plan alone cannot answer for.
    """

    name: str
    time: int
    line: int
    requires: tuple[str, ...]
    unknown: tuple[str, ...]
    tags: tuple[str, ...] = ()
    is_reworked: bool = False

    @property
    def id(self) -> str:
        """Its name; with #2 and so on for a rework, which never changes."""
        return self.name if self.time == 1 else f"{self.name}#{self.time}"


@dataclass(frozen=True, slots=True)
class Plan:
    """The project's name and its changes."""

    project: str
    changes: tuple[Change, ...]


def read(folder: Path) -> Plan:
    """Return the plan of a folder. Raises FileError with the line of what is no plan."""
    file = folder / FILE
    if not file.is_file():
        raise FileError(f"{place(file)}: no such file", "Name sqitch's top folder with --sql.")
    reader = _Reader(file)
    for number, line in enumerate(statements.read_text(file).split("\n"), start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            reader.take(number, line)
    return Plan(reader.project, tuple(reader.finished()))


class _Reader:
    """Takes one line after the other."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.project = ""
        self.changes: list[Change] = []
        self.places: dict[str, list[int]] = {}  # of each name, in changes
        self.tags: dict[str, int] = {}  # how many changes were there before each

    def take(self, number: int, line: str) -> None:
        pragma, match = _PRAGMA.fullmatch(line), _LINE.fullmatch(line)
        if pragma:
            self.project = pragma["value"] if pragma["key"] == "project" else self.project
        elif match is None or match["operator"] == "-":
            raise FileError(
                f"{place(self.file, number)}: not a line of a plan", "Let `sqitch plan` check it."
            )
        elif match["tag"]:
            self.tags[match["name"]] = len(self.changes)
        else:
            self._add(number, match)

    def _add(self, number: int, match: re.Match[str]) -> None:
        places = self.places.setdefault(match["name"], [])
        places.append(len(self.changes))
        known: list[str] = []
        unknown: list[str] = []
        for written in (match["requires"] or "").split():
            found = self._required(written, number)
            (known if found else unknown).append(found or written)
        self.changes.append(
            Change(match["name"], len(places), number, tuple(known), tuple(unknown))
        )

    def _required(self, written: str, number: int) -> str:
        """Return the id of the change that a dependency names, or "" where it is not ours."""
        match = _REQUIRED.fullmatch(written)
        is_ours = match and (match["other"] is None or match["project"] == self.project)
        if match is None or not is_ours or _CHANGE_ID.fullmatch(match["name"] or ""):
            return ""
        end = self.tags.get(match["tag"], -1) if match["tag"] else len(self.changes)
        for change in reversed(self.changes[: max(end, 0)]):
            if match["name"] in (None, change.name):
                return change.id
        raise FileError(
            f"{place(self.file, number)}: requires {written}, which is not above it",
            "Correct the name, or move the line.",
        )

    def finished(self) -> list[Change]:
        """Return the changes, each with the tags that follow until it is reworked."""
        return [self._with_tags(index) for index in range(len(self.changes))]

    def _with_tags(self, index: int) -> Change:
        change = self.changes[index]
        places = self.places[change.name]
        if change.time == len(places):
            return change
        end = places[change.time]
        tags = [tag for tag, count in self.tags.items() if index < count <= end]
        return replace(change, tags=tuple(tags), is_reworked=True)
