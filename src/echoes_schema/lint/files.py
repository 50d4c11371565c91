"""Files by themselves: what is not in a folder that our runner would run, and standard input."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from echoes_schema.errors import FileError, placed
from echoes_schema.lint import names
from echoes_schema.parser import reading, statements
from echoes_schema.rulebook.script import Direction, Migration, Script

STANDARD_INPUT = Path("-")
# Beyond that no person wrote it, and its tree would take gigabytes.
LARGEST = 8_000_000


def read(paths: list[Path]) -> list[Migration]:
    """Return the files as migrations, by path; a way back goes with the way there."""
    ways = {path: names.way_there(path) for path in sorted(paths)}
    backs = {there: path for path, there in ways.items() if there}
    found = []
    for path, there in ways.items():
        if there is None:
            back = backs.get(path)
            found.append(Migration(str(path), script(path), script(back) if back else None))
        elif there not in ways:
            found.append(Migration(str(path), None, orphan(script(path), there, ways)))
    return found


def orphan(script: Script, there: Path, known: Iterable[Path]) -> Script:
    """Return a way back without its migration; a file by itself is taken as it is."""
    import difflib

    siblings = [one.name for one in known if one.parent == there.parent and one != script.path]
    close = difflib.get_close_matches(there.name, siblings, n=1)
    return replace(script, is_orphan=bool(siblings), nearest=close[0] if close else "")


def script(path: Path) -> Script:
    """Return a file as psql would run it; one that cannot be read says why."""
    try:
        text = statements.standard_input() if path == STANDARD_INPUT else statements.read_text(path)
    except FileError as error:
        return unreadable(path, error)
    return of_text(path, text)


def of_text(path: Path, text: str) -> Script:
    """Return a text as psql would run it."""
    if len(text) > LARGEST:
        return too_large(path, text)
    return Script(path, text, reading.read(text), names.direction(path))


def too_large(path: Path, text: str, direction: Direction = Direction.UP) -> Script:
    """Return a script without a statement, for more text than we judge."""
    said = f"{len(text)} characters: more than {LARGEST} are not judged"
    return unreadable(path, FileError(said), direction)


def unreadable(path: Path, error: FileError, direction: Direction = Direction.UP) -> Script:
    """Return a script without a statement, for a file that cannot be read."""
    _, line, _, message = placed(error)
    # Nothing of it is known but how many lines it has at least.
    text = "\n" * (line - 1)
    return Script(
        path,
        text,
        reading.read(text),
        direction,
        refusal=message,
        refused_line=line,
        remedy=error.hint,
    )
