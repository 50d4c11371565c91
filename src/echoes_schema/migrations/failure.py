"""Why a script failed, as a person reads it: the place, the line, and what to do next."""

from __future__ import annotations

import re
from textwrap import indent
from typing import TYPE_CHECKING

from echoes_schema.errors import MigrationError, place
from echoes_schema.parser import secrets, statements

if TYPE_CHECKING:
    import psycopg

    from echoes_schema.migrations.script import Script
    from echoes_schema.parser.statements import Statement

# Lines of a statement that are shown where PostgreSQL does not say which one it means.
_FIRST_LINES = 5
# The outermost frame of a DO block; its line 1 is what follows the opening quote.
_IN_BLOCK = re.compile(r"PL/pgSQL function inline_code_block line (\d+) at [^\n]*\Z")
_OPENING = re.compile(r"\$\w*\$|'")

_STAYS = "; what was applied before it stays."
_MEND_BACK = (
    "Mend the file, and let `down` run it in place of the text that history kept: "
    "UPDATE echoes_schema.migrations SET down_text = NULL WHERE id = '{}';"
)
_OUTSIDE = "Write -- transactional: false in the header."
_SMALLER = (
    "Somebody cancelled it, or a timeout of the role or database did: make the batches smaller. "
    "What is done stays."
)
_TRANSACTION_TIMEOUT = "25P04"
# The text may be as right as it can be.
_NOT_THE_FILE = frozenset({"40001", "40P01", "42501", "55P03"})
_HINTS = {
    "25001": _OUTSIDE,
    "2D000": _OUTSIDE,
    "40001": "Others changed the same rows: run the command again.",
    "40P01": "Another session and this one waited for each other: run the command again.",
    "42501": "Run as the owner of the objects, or have the privilege granted.",
    "42P07": "The object is there already, made by something else: drop it, or mend the file.",
    "55P03": "Another session holds a lock on the table: try again when it is done, or allow more "
    "with --lock-timeout.",
    "57014": "Somebody cancelled it, or a statement_timeout of the role or database did: "
    "SET statement_timeout = 0 in the file lets it run.",
    _TRANSACTION_TIMEOUT: "A transaction_timeout of the role or database ended it: "
    "SET transaction_timeout = 0 in the file lets it run.",
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
    # Without a word from the server it may still be at work: it has the whole file, COMMIT too.
    ended = statement if error.sqlstate else None
    is_timeout = error.sqlstate == _TRANSACTION_TIMEOUT
    hint = _hint_when_gone(script, ended) if is_gone and not is_timeout else _hint(script, error)
    if files > 1 and not is_gone:
        hint = f"{rest(files, script.operation).capitalize()}. {hint.replace(_STAYS, '.')}"
    if script.batch and error.sqlstate in ("57014", _TRANSACTION_TIMEOUT):
        hint = _SMALLER
    return MigrationError(_describe(script, statement, error), hint)


def message(error: psycopg.Error, text: str = "") -> str:
    """Return PostgreSQL's message in one line, without the passwords of the file's text."""
    lines = (error.diag.message_primary or str(error)).strip().splitlines()
    return secrets.masked(secrets.without(lines[0], text)) if lines else type(error).__name__


def line(script: Script, statement: Statement | None, error: psycopg.Error) -> int:
    """Return the line of the file that is to blame, 0 where none is."""
    if statement is None:
        return 0
    offset = _offset(statement, error)
    return statements.position(script.text, offset or statement.offset)[0]


def _describe(script: Script, statement: Statement | None, error: psycopg.Error) -> str:
    """Return place, message and SQLSTATE, the statement, detail, context and inner query."""
    state = f" ({error.sqlstate})" if error.sqlstate else ""
    said = f"{message(error, script.text)}{state}"
    if statement is None:
        lines = [f"{place(script.path)}: at its end: {said}"]
    else:
        offset = _offset(statement, error)
        where = statements.position(script.text, offset or statement.offset)
        lines = [f"{place(script.path, *where)}: {said}", _excerpt(script, statement, offset)]
    diagnosis = error.diag
    extra = {
        "detail": diagnosis.message_detail,
        "query": diagnosis.internal_query,
        "context": diagnosis.context,
    }
    shown = ((name, secrets.without(text, script.text)) for name, text in extra.items() if text)
    lines += [indent(secrets.masked(f"{name}: {text}"), " " * 4) for name, text in shown]
    return "\n".join(lines)


def _offset(statement: Statement, error: psycopg.Error) -> int | None:
    """Return the character of the file that PostgreSQL means, None where it names none."""
    if error.diag.statement_position:
        return statement.offset + int(error.diag.statement_position) - 1
    frame = _IN_BLOCK.search(error.diag.context or "")
    opening = _OPENING.search(statement.sql)
    if statement.kind != "DoStmt" or not frame or not opening:
        return None
    above = statement.sql[: opening.end()].count("\n") + int(frame[1]) - 1
    lines = statement.sql.splitlines(keepends=True)
    if above >= len(lines):
        return None
    blank = len(lines[above]) - len(lines[above].lstrip())
    return statement.offset + sum(map(len, lines[:above])) + blank


def _excerpt(script: Script, statement: Statement, offset: int | None) -> str:
    """Return the line with a caret, below the statement's first one; or its first few lines."""
    if offset is None:
        first, rest = statement.offset, statement.sql.splitlines()[_FIRST_LINES:]
        end = first + len("\n".join(statement.sql.splitlines()[:_FIRST_LINES]))
        shown = secrets.masked(script.text)[first:end]
        return indent(shown + ("\n…" if rest else ""), " " * 4)
    above = statements.position(script.text, offset)[0] - statement.line
    first_line = secrets.masked(script.text)[statement.offset :].partition("\n")[0]
    lines = [first_line] if above else []
    lines += ["…"] if above > 1 else []
    return "\n".join([*(f"    {one}" for one in lines), statements.excerpt(script.text, offset)])


def _hint(script: Script, error: psycopg.Error) -> str:
    state = error.sqlstate or ""
    said = error.diag.message_hint or _HINTS.get(state, "")
    if state in _NOT_THE_FILE:
        return said
    if script.operation == "apply":
        return said or f"Mend the file{_STAYS}"
    name = script.name.replace("'", "''")
    return f"{said} {_MEND_BACK.format(name)}".lstrip()


def _hint_when_gone(script: Script, statement: Statement | None) -> str:
    if not script.is_transactional:
        rest = "What was done of this file stays"
    elif statement is None:
        rest = "Whether this file was committed is not known"
    else:
        rest = "Nothing of this file stays"
    return f"The connection is gone. {rest}. Run the command again: it goes on from there."
