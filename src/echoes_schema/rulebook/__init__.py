"""What a lint rule is, what it is shown, and what it says: all that a rule's file imports."""

from echoes_schema.rulebook.allowance import Allowance
from echoes_schema.rulebook.context import At, Command
from echoes_schema.rulebook.problem import Problem
from echoes_schema.rulebook.rehearsed import Measured, Rehearsed, Step
from echoes_schema.rulebook.rule import (
    Category,
    Rule,
    on_allowance,
    on_migration,
    on_rehearsal,
    on_script,
    on_statement,
)
from echoes_schema.rulebook.script import Direction, Migration, Script

__all__ = [
    "Allowance",
    "At",
    "Category",
    "Command",
    "Direction",
    "Measured",
    "Migration",
    "Problem",
    "Rehearsed",
    "Rule",
    "Script",
    "Step",
    "on_allowance",
    "on_migration",
    "on_rehearsal",
    "on_script",
    "on_statement",
]
