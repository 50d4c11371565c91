"""One direction of one migration, read and judged before anything runs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from echoes_schema.errors import MigrationError, place
from echoes_schema.migrations import header, layouts
from echoes_schema.migrations.header import Batch
from echoes_schema.migrations.layouts.echoes import ROLLBACK
from echoes_schema.parser import statements, tree
from echoes_schema.parser.statements import Statement

if TYPE_CHECKING:
    from echoes_schema.migrations.folder import Migration

# How many seconds a statement waits for a lock, unless the runner is told otherwise.
LOCK_TIMEOUT = 3.0
_UNLOCK_ALL = "pg_advisory_unlock_all"
# A comment on an index goes with the index.
_UNDONE_BY_DROP = ("IndexStmt", "CommentStmt")


@dataclass(frozen=True, slots=True)
class Script:
    """What runs for a migration. `operation` is `apply` or `rollback`.

    `batch` is None unless its one statement runs in batches.
    """

    name: str
    operation: str
    path: Path
    text: str
    statements: tuple[Statement, ...]
    is_transactional: bool
    batch: Batch | None = None


def forward(migration: Migration) -> Script:
    """Return what applies a migration. Raises FileError or MigrationError for what cannot run."""
    if migration.refusals[0]:
        raise migration.refusals[0]
    return _script(
        str(migration.id), "apply", migration.file, migration.text, migration.use_transactions
    )


def backward(name: str, text: str, *, is_transactional: bool) -> Script:
    """Return what takes a migration back, from the text that history kept.

    It runs as its migration did, unless its own header says `transactional: false` or `batch:`.
    """
    return _backward(name, text, Path(name + ROLLBACK), is_transactional=is_transactional)


def may_share_transaction(script: Script) -> bool:
    """Return whether a script can run in a transaction that is not its own alone.

    One that says SET TRANSACTION wants it to be its own.
    """
    return script.is_transactional and not any(map(_is_of_transaction, script.statements))


def _is_of_transaction(statement: Statement) -> bool:
    """Return whether it is SET TRANSACTION, or sets what that sets by its name."""
    if statement.kind != "VariableSetStmt":
        return False
    name = str(statement.node.get("name")).lower()
    return name.startswith("transaction") and name != "transaction_timeout"


def way_back(migration: Migration) -> str | None:
    """Return the text that will take a migration back, or None where there is none.

    An index file may leave it to us: what it creates concurrently is dropped concurrently. Raises
    FileError or MigrationError for a rollback file that cannot run.
    """
    if migration.down is None:
        if migration.header.irreversible:
            return None
        return drop_indexes(migration.text, migration.file, migration.kind)
    path = migration.down_file
    if migration.refusals[1]:
        raise migration.refusals[1]
    if migration.header.irreversible:
        raise MigrationError(
            f"{place(migration.file)}: irreversible, and yet {path.name} is there",
            "Remove the directive or the file.",
        )
    _backward(str(migration.id), migration.down, path, is_transactional=migration.use_transactions)
    return migration.down


def late_way_back(name: str, up_text: str, sql: Path, layout: str) -> str:
    """Return a rollback that was written after its migration was applied without one.

    Raises MigrationError when there is none below `sql` either, and for a migration that says it
    is irreversible, with its reason.
    """
    reason = header.read(up_text, Path(name + ".sql")).irreversible
    if reason:
        raise MigrationError(
            f"{name} cannot be taken back: {reason}",
            "Stop before it with --to, or restore a backup.",
        )
    text = layouts.late_way_back(sql, layout, name)
    if text is None:
        missing = layouts.name_of_way_back(layout, name)
        raise MigrationError(
            f"{name} cannot be taken back: there is no {missing}",
            "Write that, or stop before it with --to.",
        )
    return text


def _backward(name: str, text: str, path: Path, *, is_transactional: bool) -> Script:
    said = header.read(text, path)
    if said.depends or said.irreversible:
        raise MigrationError(
            f"{place(path)}: depends and irreversible are for the migration's own header",
            "Remove them; a rollback file knows transactional and batch.",
        )
    return _script(name, "rollback", path, text, is_transactional and said.is_transactional)


def _script(name: str, operation: str, path: Path, text: str, is_transactional: bool) -> Script:  # noqa: FBT001
    batch = header.read(text, path).batch
    header.refuse_misplaced(text, path)
    found = statements.split(text, path)
    if not found:
        raise MigrationError(f"{place(path)}: no statement in it", "Write one, or remove the file.")
    for statement in found:
        _refuse_session_control(statement, path)
        if is_transactional:
            _refuse_concurrent(statement, path)
    if batch:
        from echoes_schema.parser import ranges

        _refuse_second(found, path)
        ranges.read(found[0], batch.column, path)
    return Script(name, operation, path, text, found, is_transactional, batch)


def _refuse_session_control(statement: Statement, path: Path) -> None:
    if statement.kind == "TransactionStmt":
        where = place(path, statement.line, statement.column)
        raise MigrationError(
            f"{where}: {statement.sql.split()[0].upper()} inside a migration",
            "Remove it: the runner begins and ends the transaction, with its own bookkeeping.",
        )
    if statement.node.get("target") == "DISCARD_ALL":
        _refuse_release(statement, path, "DISCARD ALL")
    if _UNLOCK_ALL in statement.sql.lower() and _runs_unlock_all(statement):
        _refuse_release(statement, path, f"{_UNLOCK_ALL}()")


def _runs_unlock_all(statement: Statement) -> bool:
    """Tell whether a query calls it, or the code of a block speaks of it."""
    if statement.kind != "SelectStmt":
        return statement.kind == "DoStmt"
    calls = tree.below(statement.node, "FuncCall")
    return any(_UNLOCK_ALL in tree.strings(call, "funcname") for call in calls)


def _refuse_release(statement: Statement, path: Path, what: str) -> NoReturn:
    where = place(path, statement.line, statement.column)
    raise MigrationError(
        f"{where}: {what} would let go of the runner's lock",
        "Remove it: settings and temporary tables end with the file anyway; pg_advisory_unlock() "
        "frees a lock of the file's own.",
    )


def _refuse_second(found: tuple[Statement, ...], path: Path) -> None:
    if len(found) > 1:
        raise MigrationError(
            f"{place(path, found[1].line, found[1].column)}: a second statement in a batch file",
            "Give it a file of its own.",
        )


def _refuse_concurrent(statement: Statement, path: Path) -> None:
    if statements.runs_concurrently(statement):
        raise MigrationError(
            f"{place(path, statement.line, statement.column)}: CONCURRENTLY cannot run in a "
            "transaction",
            "Put the file into indexes/, or write -- transactional: false in its header. In the "
            "layout of another tool, write what that tool wants.",
        )


def is_undone_by_drop(text: str, path: Path, kind: str) -> bool:
    """Return whether `drop_indexes` has an answer. It needs pglast's printers, and this does not.

    They take longer to load than a file to judge.
    """
    return kind == "index" and all(
        one.kind in _UNDONE_BY_DROP for one in statements.split(text, path)
    )


def drop_indexes(text: str, path: Path, kind: str) -> str | None:
    """Return what drops the indexes of an index file, last first; None if it makes other things."""
    if not is_undone_by_drop(text, path, kind):
        return None
    from echoes_schema.parser import indexes

    found = statements.split(text, path)
    drops = [indexes.drop(one, path) for one in found if one.kind == "IndexStmt"]
    return "".join(f"{drop};\n" for drop in reversed(drops))
