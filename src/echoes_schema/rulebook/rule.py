"""A rule: a function with a name, a level, and a page, which is its module's docstring.

The name is the module's, with hyphens: rules/drop_column.py holds drop-column.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from echoes_schema.model import Level
from echoes_schema.rulebook.allowance import Allowance
from echoes_schema.rulebook.context import At
from echoes_schema.rulebook.problem import Problem
from echoes_schema.rulebook.rehearsed import Rehearsed
from echoes_schema.rulebook.script import Migration, Script

Subject = TypeVar("Subject")
Check = Callable[[Subject], Iterable[Problem]]


class Category(StrEnum):
    """What is at stake."""

    FILE = "file"
    LOCK = "lock"
    TRANSACTION = "transaction"
    COMPATIBILITY = "compatibility"
    ROLLBACK = "rollback"
    DATA = "data"
    SECURITY = "security"
    DESIGN = "design"
    STYLE = "style"


@dataclass(frozen=True, slots=True)
class Rule(Generic[Subject]):
    """What is looked for. `kinds` are libpg_query's names of the statements that it is shown.

    `is_for_ups`: a way back is not judged by it. `is_opt_in`: a matter of taste, and off until a
    project gives it a level.
    """

    check: Check[Subject]
    level: Level
    category: Category
    kinds: tuple[str, ...] = ()
    is_for_ups: bool = False
    is_opt_in: bool = False

    @property
    def name(self) -> str:
        return self.check.__module__.rpartition(".")[2].replace("_", "-")

    @property
    def page(self) -> str:
        """The docstring of its module: first what happens, then why, and what to do."""
        return inspect.cleandoc(sys.modules[self.check.__module__].__doc__ or "")


class StatementRule(Rule[At]):
    """Looks at one statement, with the state before it."""


class ScriptRule(Rule[Script]):
    """Looks at one file, or one direction of it."""


class MigrationRule(Rule[Migration]):
    """Looks at a migration with its way back."""


class RehearsalRule(Rule[Rehearsed]):
    """Looks at what a script did when it ran on a throw-away database."""


class AllowanceRule(Rule[Allowance]):
    """Looks at an allowance, after everything else was judged."""


def on_statement(
    *kinds: str,
    level: Level,
    category: Category,
    is_for_ups: bool = False,
    is_opt_in: bool = False,
) -> Callable[[Check[At]], StatementRule]:
    """Make a rule of a function that is shown every statement of these kinds, or every one."""
    return lambda check: StatementRule(check, level, category, kinds, is_for_ups, is_opt_in)


def on_script(level: Level, category: Category) -> Callable[[Check[Script]], ScriptRule]:
    """Make a rule of a function that is shown every script."""
    return lambda check: ScriptRule(check, level, category)


def on_migration(level: Level, category: Category) -> Callable[[Check[Migration]], MigrationRule]:
    """Make a rule of a function that is shown every migration of a folder."""
    return lambda check: MigrationRule(check, level, category)


def on_rehearsal(level: Level, category: Category) -> Callable[[Check[Rehearsed]], RehearsalRule]:
    """Make a rule of a function that is shown every run of a script on a throw-away database."""
    return lambda check: RehearsalRule(check, level, category)


def on_allowance(level: Level, category: Category) -> Callable[[Check[Allowance]], AllowanceRule]:
    """Make a rule of a function that is shown every allowance, and whether it was needed."""
    return lambda check: AllowanceRule(check, level, category)
