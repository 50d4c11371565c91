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


def read(path: Path, but: frozenset[Path] = frozenset()) -> list[Source]:
    """Return the migrations below `path`, sorted by number and name over both folders.

    Raises FileError for a directive that is none, and a rollback file without its migration.
    """
    if not path.is_dir():
        raise FileError(f"{place(path)}: no such folder", "Name the folder with --sql.")
    folders = {path / name: kind for name, kind in KINDS.items() if (path / name).is_dir()}
    found = [
        (file, kind)
        for folder, kind in (folders or {path: "migration"}).items()
        for file in sql_files(folder, but)
    ]
    # As text: paths are slow to make and to compare, and a folder may hold thousands.
    names = {str(file) for file, _ in found}
    refuse_orphans(names)
    forward = [(file, kind) for file, kind in found if not file.name.endswith(ROLLBACK)]
    forward.sort(key=lambda pair: rank(pair[0].name))
    return [_source(file, kind, names) for file, kind in forward]


def rollback_file(path: Path) -> Path:
    """Return where the way back of a migration file stands."""
    return path.with_name(path.stem + ROLLBACK)


def late_way_back(path: Path, name: str) -> str | None:
    """Return the text of a rollback file below `path`, None where there is none."""
    for folder in (*KINDS, "."):
        if (path / folder / (name + ROLLBACK)).is_file():
            return statements.read_text(path / folder / (name + ROLLBACK))
    return None


def refuse_orphans(names: set[str]) -> None:
    """Raise FileError for a rollback file without its migration; `names` are whole paths."""
    for name in sorted(name for name in names if name.endswith(ROLLBACK)):
        owner = name.removesuffix(ROLLBACK) + ".sql"
        if owner not in names:
            raise FileError(
                f"{place(Path(name))}: a rollback without its migration",
                f"Add {Path(owner).name}, or correct the name.",
            )


def _source(file: Path, kind: str, names: set[str]) -> Source:
    text = statements.read_text(file)
    back = str(file).removesuffix(".sql") + ROLLBACK
    number = digits(file.stem)
    return Source(
        id=file.stem,
        number=number,
        # 7 and 0007 are one number.
        key=str(int(number)) if number and not DATED.match(file.stem) else file.stem,
        kind=kind,
        header=header.read(text, file),
        up=Part(file, text),
        down=_part(Path(back)) if back in names else None,
    )


def _part(file: Path) -> Part:
    return Part(file, statements.read_text(file))
