"""Why a script failed, as a person reads it: the place, the line, and what to do next."""

from __future__ import annotations

from textwrap import indent
from typing import TYPE_CHECKING

from echoes_schema.errors import MigrationError, place
from echoes_schema.parser import statements

if TYPE_CHECKING:
    import psycopg

    from echoes_schema.migrations.script import Script
    from echoes_schema.parser.statements import Statement

_STAYS = "; what was applied before it stays."
_OUTSIDE = "Write -- transactional: false in the header."
_SMALLER = (
    "Somebody cancelled it, or a statement_timeout of the role or database did: make the batches "
    "smaller. What is done stays."
)
_HINTS = {
    "25001": _OUTSIDE,
    "2D000": _OUTSIDE,
    "40P01": "Another session and this one waited for each other: run the command again.",
    "42501": "Run as the owner of the objects, or have the privilege granted.",
    "42P07": "The object is there already, made by something else: drop it, or mend the file.",
    "55P03": "Another session holds a lock on the table: try again when it is done, or allow more "
    "with --lock-timeout.",
    "57014": "Somebody cancelled it, or a statement_timeout of the role or database did: "
    "SET statement_timeout = 0 in the file lets it run.",
}


def rest(files: int, operation: str) -> str:
    """Return what became of the other files of the transaction, "" where there are none."""
    done = "applied" if operation == "apply" else "taken back"
    return f"nothing was {done}: {files} files are one transaction" if files > 1 else ""


def explain(
    script: Script,
    statement: Statement | None,
    error: psycopg.Error,
    *,
    is_gone: bool,
    files: int = 1,
) -> MigrationError:
    """Return a refusal of PostgreSQL's with its place in the file.

    `statement` is the one that failed, None where the whole file did at its end; `is_gone` says
    that the connection was lost, `files` how many shared the transaction.
    """
    hint = _hint_when_gone(script, statement) if is_gone else _hint(error)
    if files > 1 and not is_gone:
        hint = f"{rest(files, script.operation).capitalize()}. {hint.replace(_STAYS, '.')}"
    if script.batch and error.sqlstate == "57014":
        hint = _SMALLER
    return MigrationError(_describe(script, statement, error), hint)


def message(error: psycopg.Error) -> str:
    """Return PostgreSQL's message in one line."""
    lines = (error.diag.message_primary or str(error)).strip().splitlines()
    return lines[0] if lines else type(error).__name__


def _describe(script: Script, statement: Statement | None, error: psycopg.Error) -> str:
    """Return place, message and SQLSTATE, the line with a caret, detail and context."""
    diagnosis = error.diag
    state = f" ({error.sqlstate})" if error.sqlstate else ""
    if statement is None:
        lines = [f"{place(script.path)}: at its end: {message(error)}{state}"]
    else:
        offset = statement.offset + int(diagnosis.statement_position or 1) - 1
        where = place(script.path, *statements.position(script.text, offset))
        lines = [f"{where}: {message(error)}{state}", statements.excerpt(script.text, offset)]
    extra = (("detail", diagnosis.message_detail), ("context", diagnosis.context))
    lines += [indent(f"{name}: {text}", " " * 4) for name, text in extra if text]
    return "\n".join(lines)


def _hint(error: psycopg.Error) -> str:
    return error.diag.message_hint or _HINTS.get(error.sqlstate or "", f"Mend the file{_STAYS}")


def _hint_when_gone(script: Script, statement: Statement | None) -> str:
    if not script.is_transactional:
        rest = "What was done of this file stays"
    elif statement is None:
        rest = "Whether this file was committed is not known"
    else:
        rest = "Nothing of this file stays"
    return f"The connection is gone. {rest}. Run the command again: it goes on from there."
