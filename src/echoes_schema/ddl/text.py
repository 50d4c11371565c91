"""The way from one schema to another as text that people read and psql runs."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator

from echoes_schema.ddl.plan import Plan, plan
from echoes_schema.ddl.stages import Section
from echoes_schema.ddl.statement import Statement
from echoes_schema.schema import Schema

_WIDTH = 96


def to_text(found: Plan, *, allow_loss: bool = False) -> str:
    """Return all sections; transactions are written where there are any.

    What destroys data is a comment unless `allow_loss`.
    """
    parts = [_comment(suspicion) for suspicion in found.suspicions]
    number = len(found.sections)
    for place, section in enumerate(found.sections, start=1):
        mode = "in one transaction" if section.is_transactional else "outside a transaction"
        parts.append(f"-- part {place} of {number}: {mode}")
        text = statements_to_text(section.statements, allow_loss=allow_loss)
        text = bodies(section) + text
        is_block = section.is_transactional and has_any(section, allow_loss=allow_loss)
        parts.append(f"BEGIN;\n\n{text}\n\nCOMMIT;" if is_block else text)
    return "\n\n".join(parts) + "\n" if parts else ""


def has_any(section: Section, *, allow_loss: bool) -> bool:
    """Return whether a section has a statement that is no comment."""
    return any(one.sql and (allow_loss or not one.loss) for one in section.statements)


def bodies(section: Section) -> str:
    """Return the statement that lets a body speak of what comes later, "" where none needs it."""
    is_needed = section.is_transactional and any(
        not one.loss and _BODY.search(one.sql) for one in section.statements
    )
    return f"{_UNCHECKED}\n\n" if is_needed else ""


def statements_to_text(statements: Iterable[Statement], *, allow_loss: bool) -> str:
    """Return statements one below the other, with what is said about them above each."""
    return "\n\n".join("\n".join(_lines(one, allow_loss=allow_loss)) for one in statements)


def _lines(statement: Statement, *, allow_loss: bool) -> Iterator[str]:
    if statement.gap:
        yield _comment(f"not written: {statement.about}: {statement.gap}")
        return
    if statement.note:
        yield _comment(statement.note)
    text = f"{statement.sql};"
    if not statement.loss:
        yield text
    elif allow_loss:
        yield _comment(statement.loss)
        yield text
    else:
        yield _comment(f"held back: {statement.loss}")
        yield textwrap.indent(text, "-- ", lambda _: True)


def _comment(text: str) -> str:
    lines = textwrap.wrap(text, _WIDTH, break_long_words=False, break_on_hyphens=False)
    return "\n".join(f"-- {line}" for line in lines)


def whole(schema: Schema, postgres: int) -> str:
    """Return what builds a schema in an empty database of that version, in one transaction."""
    made = plan(Schema(owner=schema.owner), schema, postgres)
    text = statements_to_text(made.statements, allow_loss=True)
    return f"{_VERSION.format(postgres)}\nBEGIN;\n\n{_HEAD}\n\n{text}\n\nCOMMIT;\n"


_VERSION = "-- Dumped from database version {}"
_BODY = re.compile(r"^LANGUAGE sql\b.*\n(?:SET .*\n)*AS ", re.MULTILINE)
_UNCHECKED = """\
-- A body may speak of what comes later.
SET LOCAL check_function_bodies = off;"""
_HEAD = f"""\
-- Every name is written with its schema; what an extension brings is found in public.
SET LOCAL search_path = public;
{_UNCHECKED}"""
