"""One direction of one migration, read and judged before anything runs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from echoes_schema.errors import MigrationError, place
from echoes_schema.migrations import header
from echoes_schema.migrations.folder import ROLLBACK, Migration, rollback_file
from echoes_schema.parser import statements
from echoes_schema.parser.statements import Statement


@dataclass(frozen=True, slots=True)
class Script:
    """What runs for a migration. `operation` is `apply` or `rollback`."""

    name: str
    operation: str
    path: Path
    text: str
    statements: tuple[Statement, ...]
    is_transactional: bool


def forward(migration: Migration) -> Script:
    """Return what applies a migration. Raises FileError or MigrationError for what cannot run."""
    return _script(
        str(migration.id), "apply", migration.file, migration.text, migration.use_transactions
    )


def backward(name: str, text: str, *, is_transactional: bool) -> Script:
    """Return what takes a migration back, from the text that history kept."""
    return _script(name, "rollback", Path(name + ROLLBACK), text, is_transactional)


def way_back(migration: Migration) -> str | None:
    """Return the text that will take a migration back, or None for one that says it has none.

    An index file may leave it to us: what it creates concurrently is dropped concurrently. Raises
    MigrationError where neither a rollback file nor a reason stands.
    """
    path = rollback_file(migration.file)
    if migration.down is not None:
        if migration.header.irreversible:
            raise MigrationError(
                f"{place(migration.file)}: irreversible, and yet {path.name} is there",
                "Remove the directive or the file.",
            )
        _script(str(migration.id), "rollback", path, migration.down, migration.use_transactions)
        return migration.down
    if migration.header.irreversible:
        return None
    if migration.kind == "index":
        return _drop_indexes(migration)
    raise MigrationError(
        f"{place(migration.file)}: no way back: {path.name} is missing",
        "Write it, or say in the header why there is none: -- irreversible: reason",
    )


def _script(name: str, operation: str, path: Path, text: str, is_transactional: bool) -> Script:  # noqa: FBT001
    header.read(text, path)
    header.refuse_misplaced(text, path)
    found = statements.split(text, path)
    if not found:
        raise MigrationError(f"{place(path)}: no statement in it", "Write one, or remove the file.")
    for statement in found:
        _refuse_transaction_control(statement, path)
        if is_transactional:
            _refuse_concurrent(statement, path)
    return Script(name, operation, path, text, found, is_transactional)


def _refuse_transaction_control(statement: Statement, path: Path) -> None:
    if statement.kind == "TransactionStmt":
        raise MigrationError(
            f"{place(path, statement.line, statement.column)}: {statement.sql.split()[0].upper()} "
            "inside a migration",
            "Remove it: the runner begins and ends the transaction, with its own bookkeeping.",
        )


def _refuse_concurrent(statement: Statement, path: Path) -> None:
    if statement.node.get("concurrent"):
        raise MigrationError(
            f"{place(path, statement.line, statement.column)}: CONCURRENTLY cannot run in a "
            "transaction",
            "Put the file into indexes/, or write -- transactional: false in its header.",
        )


def _drop_indexes(migration: Migration) -> str:
    from echoes_schema.parser import indexes

    found = statements.split(migration.text, migration.file)
    strange = [one for one in found if one.kind not in ("IndexStmt", "CommentStmt")]
    if strange:
        where = place(migration.file, strange[0].line)
        raise MigrationError(
            f"{where}: only CREATE INDEX is taken back without a rollback file",
            f"Write {rollback_file(migration.file).name}.",
        )
    drops = [indexes.drop(one, migration.file) for one in found if one.kind == "IndexStmt"]
    return "".join(f"{drop};\n" for drop in reversed(drops))
