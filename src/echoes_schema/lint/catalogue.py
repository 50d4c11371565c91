"""The rules that there are: every module of rules/, found by being there."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from echoes_schema import rules
from echoes_schema.errors import SettingsError
from echoes_schema.lint import styling
from echoes_schema.lint.styling import StyleRule
from echoes_schema.model import Level
from echoes_schema.rulebook.rule import (
    AllowanceRule,
    MigrationRule,
    RehearsalRule,
    ScriptRule,
    StatementRule,
)
from echoes_schema.settings.linting import Linting

OurRule = StatementRule | ScriptRule | MigrationRule | RehearsalRule | AllowanceRule
AnyRule = OurRule | StyleRule
_Kind = TypeVar("_Kind", StatementRule, ScriptRule, MigrationRule, RehearsalRule, AllowanceRule)


@dataclass(frozen=True, slots=True)
class ByKind:
    """The rules that look at statements; `others` look at every kind."""

    kinds: Mapping[str, tuple[StatementRule, ...]]
    others: tuple[StatementRule, ...]

    def of(self, kind: str) -> tuple[StatementRule, ...]:
        """Return the rules that look at a kind of statement."""
        return self.kinds.get(kind, self.others)


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules that are on, by what they look at."""

    ups: ByKind
    downs: ByKind
    scripts: tuple[ScriptRule, ...]
    migrations: tuple[MigrationRule, ...]
    rehearsals: tuple[RehearsalRule, ...]
    allowances: tuple[AllowanceRule, ...]


@lru_cache(maxsize=1)
def names() -> frozenset[str]:
    """Return the names of all rules; none is loaded."""
    found = pkgutil.iter_modules(rules.__path__)
    return frozenset(module.name.replace("_", "-") for module in found)


@lru_cache(maxsize=1)
def every() -> tuple[OurRule, ...]:
    """Return all rules of ours, by name."""
    return tuple(_rule(name) for name in sorted(names()))


def find(name: str) -> AnyRule:
    """Return the rule of that name. Raises SettingsError where there is none."""
    refuse_unknown([name])
    return styling.rule(name) or _rule(name)


def is_rule(name: str) -> bool:
    """Return whether there is a rule of that name, of ours or of the style."""
    return name in names() or styling.rule(name) is not None


def chosen(settings: Linting) -> Rules:
    """Return the rules that a project has not turned off.

    Raises SettingsError where it names one that there is not.
    """
    refuse_unknown(settings.levels)
    on = [rule for rule in every() if _level(rule, settings) is not None]
    found = _of(on, StatementRule)
    return Rules(
        ups=_by_kind(found),
        downs=_by_kind([rule for rule in found if not rule.is_for_ups]),
        scripts=_of(on, ScriptRule),
        migrations=_of(on, MigrationRule),
        rehearsals=_of(on, RehearsalRule),
        allowances=_of(on, AllowanceRule),
    )


def _by_kind(found: Sequence[StatementRule]) -> ByKind:
    others = tuple(rule for rule in found if not rule.kinds)
    kinds = {kind for rule in found for kind in rule.kinds}
    return ByKind(
        {kind: (*(rule for rule in found if kind in rule.kinds), *others) for kind in kinds},
        others,
    )


def _level(rule: OurRule, settings: Linting) -> Level | None:
    return settings.levels.get(rule.name, None if rule.is_opt_in else rule.level)


def refuse_unknown(given: Iterable[str]) -> None:
    """Raise SettingsError for a name that no rule has."""
    for name in given:
        if not is_rule(name):
            import difflib

            close = difflib.get_close_matches(name, names(), n=1)
            hint = f"Did you mean {close[0]}?" if close else "docs/reference/rules.md has them all."
            raise SettingsError(f"no lint rule {name}", hint)


def _rule(name: str) -> OurRule:
    module = importlib.import_module(f"{rules.__name__}.{name.replace('-', '_')}")
    found: OurRule = module.check
    return found


def _of(found: Iterable[AnyRule], kind: type[_Kind]) -> tuple[_Kind, ...]:
    return tuple(rule for rule in found if isinstance(rule, kind))
