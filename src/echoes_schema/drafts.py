"""Migration files that lead from what a folder builds to another schema, for a person to finish."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from echoes_schema import ddl
from echoes_schema.ddl.stages import Section
from echoes_schema.ddl.statement import Stage, Statement
from echoes_schema.ddl.text import bodies, statements_to_text
from echoes_schema.errors import SettingsError
from echoes_schema.migrations import new
from echoes_schema.schema import Schema
from echoes_schema.transition import Transition

_NOTHING = "-- Nothing is lost.\n\n"
_LAYOUTS = ("echoes", "yoyo")


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be written: the way, and what the database holds at first and after each section.

    `postgres` is the major version that `states` were read from.
    """

    found: Transition
    states: list[Schema]
    postgres: int


def write(sql: Path, name: str, draft: Draft, layout: str) -> tuple[Path, ...]:
    """Write a migration for each section below `sql`, with its way back; return their paths.

    What is held back is a comment. Raises SettingsError for a name that is not snake_case and for
    another tool's layout.
    """
    if layout not in _LAYOUTS:
        raise SettingsError(
            f"--from-diff does not write files for {layout}", "Take diff --sql, and write them."
        )
    files: list[Path] = []
    steps = zip(draft.found.plan.sections, pairwise(draft.states), strict=True)
    for section, (before, after) in steps:
        if any(one.sql for one in section.statements):
            back = _way_back(section, _back(after, before, draft.postgres))
            full = f"{name}{_suffix(section)}"
            up, down = new.create(sql, full, is_index=False, layout=layout)
            _fill(up, section)
            down.write_text(back, "utf-8")
            files += [up, down]
    return tuple(files)


def _fill(file: Path, section: Section) -> None:
    """Put the statements below the header that `new` has written."""
    head = file.read_text("utf-8").rstrip("\n")
    mode = "" if section.is_transactional else "\n-- transactional: false"
    text = statements_to_text(section.statements, allow_loss=False)
    file.write_text(f"{head}{mode}\n\n{bodies(section)}{text}\n", "utf-8")


def _suffix(section: Section) -> str:
    """Return what tells the files of one change apart."""
    first = section.statements[0]
    if not section.is_transactional:
        return "_concurrently"
    if first.is_validation:
        return "_validated"
    return "_finished" if first.stage > Stage.CHANGE else ""


def _back(after: Schema, before: Schema, postgres: int) -> list[Statement]:
    plan = ddl.plan(after, before, postgres)
    return [one for one in plan.statements if one.sql]


def _way_back(section: Section, back: list[Statement]) -> str:
    losses = dict.fromkeys(f"{one.about}: {one.loss}" for one in back if one.loss and one.about)
    said = "".join(f"-- {loss}.\n" for loss in losses)
    plain = [one if not section.is_transactional else _direct(one) for one in back]
    text = statements_to_text([replace(one, loss="") for one in plain], allow_loss=True)
    head = f"{said}\n" if said else _NOTHING
    return f"{head}{text}\n" if text else head


def _direct(statement: Statement) -> Statement:
    """Return a statement as a transaction can hold it."""
    if not statement.is_concurrent:
        return statement
    return replace(statement, sql=statement.sql.replace(" CONCURRENTLY", "", 1))
