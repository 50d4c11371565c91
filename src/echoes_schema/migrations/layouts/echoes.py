"""Our own layout: `migrations/` and `indexes/` below one folder, or one flat folder."""

from __future__ import annotations

import re
from pathlib import Path

from echoes_schema.errors import FileError, place
from echoes_schema.migrations import header
from echoes_schema.migrations.layouts.source import Part, Source, digits, rank, sql_files
from echoes_schema.parser import statements

ROLLBACK = ".rollback.sql"
KINDS = {"migrations": "migration", "indexes": "index"}
# yoyo names its files after the day, and numbers them within it.
DATED = re.compile(r"[0-9]{8}_[0-9]+_")


def read(path: Path) -> list[Source]:
    """Return the migrations below `path`, sorted by number and name over both folders.

    Raises FileError for a directive that is none, and a rollback file without its migration.
    """
    if not path.is_dir():
        raise FileError(f"{place(path)}: no such folder", "Name the folder with --sql.")
    folders = {path / name: kind for name, kind in KINDS.items() if (path / name).is_dir()}
    found = [
        (file, kind)
        for folder, kind in (folders or {path: "migration"}).items()
        for file in sql_files(folder)
    ]
    files = {file for file, _ in found}
    refuse_orphans(files)
    found.sort(key=lambda pair: rank(pair[0].name))
    return [_source(file, kind, files) for file, kind in found if not is_way_back(file)]


def rollback_file(path: Path) -> Path:
    """Return where the way back of a migration file stands."""
    return path.with_name(path.stem + ROLLBACK)


def is_way_back(file: Path) -> bool:
    """Return whether a file takes another one back."""
    return file.name.endswith(ROLLBACK)


def late_way_back(path: Path, name: str) -> str | None:
    """Return the text of a rollback file below `path`, None where there is none."""
    for folder in (*KINDS, "."):
        if (path / folder / (name + ROLLBACK)).is_file():
            return statements.read_text(path / folder / (name + ROLLBACK))
    return None


def refuse_orphans(files: set[Path]) -> None:
    """Raise FileError for a rollback file without its migration."""
    owners = {
        file: file.with_name(file.name.removesuffix(ROLLBACK) + ".sql")
        for file in files
        if is_way_back(file)
    }
    for file in sorted(file for file, owner in owners.items() if owner not in files):
        raise FileError(
            f"{place(file)}: a rollback without its migration",
            f"Add {owners[file].name}, or correct the name.",
        )


def _source(file: Path, kind: str, files: set[Path]) -> Source:
    text = statements.read_text(file)
    back = rollback_file(file)
    number = digits(file.stem)
    return Source(
        id=file.stem,
        number=number,
        # 7 and 0007 are one number.
        key=str(int(number)) if number and not DATED.match(file.stem) else file.stem,
        kind=kind,
        header=header.read(text, file),
        up=Part(file, text),
        down=Part(back, statements.read_text(back)) if back in files else None,
    )
