"""[tool.echoes-schema.lint] of pyproject.toml, and the versions that the schema is for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

from echoes_schema.errors import SettingsError
from echoes_schema.model import Level
from echoes_schema.release import NEWEST, OLDEST

KEYS = frozenset({"rules", "fail-on", "paths", "exclude", "baseline"})
LEVELS = (*(str(level) for level in Level), "off")
_VERSIONS = re.compile(r"(?P<oldest>[0-9]+)(?:\.\.(?P<newest>[0-9]+))?")


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Files that are not judged, a pattern relative to the project's folder, and why."""

    pattern: str
    reason: str


@dataclass(frozen=True, slots=True)
class Linting:
    """How the linter judges. `levels` has what the project changed; None turns a rule off."""

    oldest: int = OLDEST
    newest: int = NEWEST
    levels: Mapping[str, Level | None] = field(default_factory=dict)
    fail_on: Level = Level.WARNING
    root: Path = field(default_factory=Path.cwd)
    paths: tuple[Path, ...] = ()
    exclude: tuple[Exclusion, ...] = ()
    baseline: Path | None = None

    def excludes(self, path: Path) -> bool:
        """Return whether a file is not to be judged; its path is absolute."""
        if not self.exclude or not path.is_relative_to(self.root):
            return False
        name = path.relative_to(self.root).as_posix()
        return any(fnmatch(name, one.pattern) for one in self.exclude)


def read(table: object, versions: object, root: Path, name: str) -> Linting:
    """Return the linter's settings of a project in `root`; `name` is its table's, for errors.

    Whether the rules exist is for the linter to say. Raises SettingsError for the rest.
    """
    if not isinstance(table, dict):
        raise SettingsError(f"{name} is not a table", f"Write its keys below {name}.")
    unknown = sorted(set(table) - KEYS)
    if unknown:
        raise SettingsError(
            f"{name} has unknown keys: {', '.join(unknown)}",
            f"Known keys are: {', '.join(sorted(KEYS))}.",
        )
    oldest, newest = _versions(versions, name.replace(".lint]", "] target-version"))
    baseline = table.get("baseline")
    return Linting(
        oldest=oldest,
        newest=newest,
        levels=_levels(table.get("rules", {}), f"{name} rules"),
        fail_on=_fail_on(table.get("fail-on", str(Level.WARNING)), f"{name} fail-on"),
        root=root,
        paths=tuple(root / path for path in _strings(table.get("paths", []), f"{name} paths")),
        exclude=tuple(_exclusions(table.get("exclude", []), f"{name} exclude")),
        baseline=None if baseline is None else root / _string(baseline, f"{name} baseline"),
    )


def _versions(value: object, name: str) -> tuple[int, int]:
    if value is None:
        return OLDEST, NEWEST
    match = _VERSIONS.fullmatch(value) if isinstance(value, str) else None
    oldest = int(match["oldest"]) if match else 0
    newest = int(match["newest"] or oldest) if match else 0
    if not OLDEST <= oldest <= newest <= NEWEST:
        raise SettingsError(
            f"{name} {value}: not a range of versions",
            f'Write "{OLDEST}..{NEWEST}" or one of them.',
        )
    return oldest, newest


def _levels(value: object, name: str) -> dict[str, Level | None]:
    if not isinstance(value, dict):
        raise SettingsError(f"{name} is not a table", 'Write rule-name = "off" below it.')
    for rule, level in value.items():
        if level not in LEVELS:
            raise SettingsError(f"{name} {rule} = {level}", f"Write one of {', '.join(LEVELS)}.")
    return {rule: None if level == "off" else Level(level) for rule, level in value.items()}


def _fail_on(value: object, name: str) -> Level:
    if value not in LEVELS[:-1]:
        raise SettingsError(f"{name} {value}", f"Write one of {', '.join(LEVELS[:-1])}.")
    return Level(str(value))


def _strings(value: object, name: str) -> list[str]:
    if not isinstance(value, list):
        raise SettingsError(f"{name} is not a list", "Write the paths in brackets.")
    return [_string(item, name) for item in value]


def _string(value: object, name: str) -> str:
    if not isinstance(value, str) or not value:
        raise SettingsError(f"{name} is not a string", "Write the path in quotes.")
    return value


def _exclusions(value: object, name: str) -> list[Exclusion]:
    hint = 'Write exclude = [{ path = "sql/old/*", reason = "why" }].'
    if not isinstance(value, list):
        raise SettingsError(f"{name} is not a list", hint)
    for item in value:
        if not isinstance(item, dict) or set(item) != {"path", "reason"}:
            raise SettingsError(f"{name}: {item} is not a path with its reason", hint)
    return [
        Exclusion(_string(item["path"], f"{name} path"), _string(item["reason"], f"{name} reason"))
        for item in value
    ]
