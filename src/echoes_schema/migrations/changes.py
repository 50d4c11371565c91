"""What changed in files since they were applied, as a person reads it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import TYPE_CHECKING

from echoes_schema.errors import MigrationError, ServerError, place
from echoes_schema.migrations import journal, state
from echoes_schema.parser import secrets

if TYPE_CHECKING:
    from psycopg import Connection
    from psycopg.rows import TupleRow

    from echoes_schema.migrations.folder import Folder, Migration
    from echoes_schema.migrations.journal import History

# Lines of an error; `status --diff` shows all.
_LONGEST = 40


def refuse(connection: Connection[TupleRow], folder: Folder, history: History) -> None:
    """Raise MigrationError, with the difference, when a file that is applied says something else.

    A role that may not read the texts of history is told the names alone.
    """
    changed = state.changed(folder, history)
    if changed:
        names = ", ".join(place(migration.file) for migration in changed)
        lines = _differences(connection, changed)
        shown = [*lines[:_LONGEST], *(["…"] if len(lines) > _LONGEST else [])]
        raise MigrationError(
            "\n".join([f"changed after they were applied: {names}", *shown]),
            "Put the old text back (`echoes-schema status --diff` shows all of it), and write the "
            "change as a new migration.",
        )


def difference(name: str, applied: str, file: str) -> str:
    """Return a unified diff from the text that was applied to the file's; no password is in it."""
    lines = difflib.unified_diff(
        secrets.masked(applied).splitlines(),
        secrets.masked(file).splitlines(),
        fromfile=f"{name} (as applied)",
        tofile=f"{name} (file)",
        lineterm="",
    )
    return "\n".join(lines) or f"{name}: only a password changed"


def _differences(connection: Connection[TupleRow], changed: Iterable[Migration]) -> list[str]:
    files = {str(migration.id): migration.text for migration in changed}
    try:
        applied = journal.texts(connection, files)
    except ServerError:
        return []
    shown = (difference(name, applied[name][0], text) for name, text in files.items())
    return [f"    {line}" for one in shown for line in one.splitlines()]
