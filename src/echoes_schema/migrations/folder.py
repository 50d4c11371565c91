"""The migration files of a folder, in the order in which they run."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from yoyo.migrations import Migration as YoyoMigration
from yoyo.migrations import MigrationList, topological_sort
from yoyo.topologicalsort import CycleError

from echoes_schema.errors import FileError, place
from echoes_schema.migrations import header
from echoes_schema.parser import statements

ROLLBACK = ".rollback.sql"
KINDS = {"migrations": "migration", "indexes": "index"}


class Migration(YoyoMigration):  # type: ignore[misc]
    """One file that takes the database a step further, and the way back.

    yoyo gives identity, hash and dependencies. `kind` is `migration` or `index`, after the folder
    that it lies in; `down` is the text of its rollback file, or None where there is none.
    """

    def __init__(self, path: Path, kind: str) -> None:
        super().__init__(path.stem, str(path), str(path.parent))
        self.file = path
        self.kind = kind
        self.text = statements.read_text(path)
        self.header = header.read(self.text, path)
        self.use_transactions = kind != "index" and self.header.is_transactional
        rollback = rollback_file(path)
        self.down = statements.read_text(rollback) if rollback.is_file() else None
        self.steps = ()

    @property
    def number(self) -> str:
        """The digits that the name begins with, or ""."""
        return _digits(str(self.id))

    def load(self) -> None:
        """Do nothing: yoyo would read the file its own way here."""

    def resolve(self, by_id: dict[str, Migration]) -> None:
        """Turn the names after `depends:` into migrations. Raises FileError for an unknown one."""
        unknown = [name for name in self.header.depends if name not in by_id]
        if unknown:
            raise FileError(
                f"{place(self.file)}: depends on {', '.join(unknown)}, which is not there",
                "Correct the name: it is a file name without .sql.",
            )
        self._depends = {by_id[name] for name in self.header.depends}


@dataclass(frozen=True, slots=True)
class Folder:
    """The migrations of one `sql/` folder, each after everything that it depends on."""

    path: Path
    migrations: tuple[Migration, ...]

    @property
    def by_id(self) -> dict[str, Migration]:
        return {str(migration.id): migration for migration in self.migrations}


def read(path: Path, *, may_be_empty: bool = False) -> Folder:
    """Return the migrations below `path`: its `migrations/` and `indexes/`, or its own files.

    Raises FileError when there are none, and for two files of one number, a rollback file without
    its migration, or dependencies that do not exist or form a circle.
    """
    files = _files(path)
    if not files and not may_be_empty:
        raise FileError(
            f"{place(path)}: no migrations in it",
            "Put them into migrations/ and indexes/ there, or name another folder with --sql.",
        )
    _refuse_orphans(files)
    migrations = [Migration(file, kind) for file, kind in files if not file.name.endswith(ROLLBACK)]
    _refuse_doubles(migrations)
    by_id = {str(migration.id): migration for migration in migrations}
    for migration in migrations:
        migration.resolve(by_id)
    try:
        ordered = tuple(topological_sort(MigrationList(migrations)))
    except CycleError as error:
        names = ", ".join(sorted(str(migration.id) for migration in error.args[1]))
        raise FileError(
            f"{place(path)}: {names} depend on each other in a circle",
            "Remove one of the depends: lines that close it.",
        ) from error
    return Folder(path, ordered)


def rank(name: str) -> tuple[float, str]:
    """Return what names are sorted by: 9 comes before 10, and what has no number last."""
    digits = _digits(name)
    return (int(digits) if digits else float("inf")), name


def rollback_file(path: Path) -> Path:
    """Return where the way back of a migration file stands."""
    return path.with_name(path.stem + ROLLBACK)


def _digits(name: str) -> str:
    match = re.match(r"[0-9]+", name)
    return match[0] if match else ""


def _files(path: Path) -> list[tuple[Path, str]]:
    """Return every .sql file and its kind, sorted by number and name over all folders."""
    if not path.is_dir():
        raise FileError(f"{place(path)}: no such folder", "Name the folder with --sql.")
    folders = {path / name: kind for name, kind in KINDS.items() if (path / name).is_dir()}
    found = [
        (file, kind)
        for folder, kind in (folders or {path: "migration"}).items()
        for file in _listed(folder)
        if file.suffix == ".sql"
    ]
    return sorted(found, key=lambda pair: rank(pair[0].name))


def _listed(folder: Path) -> list[Path]:
    try:
        return [file for file in folder.iterdir() if file.is_file()]
    except OSError as error:
        raise FileError(
            f"{place(folder)}: {error.strerror}", "Check the folder's rights."
        ) from error


def _refuse_orphans(files: list[tuple[Path, str]]) -> None:
    present = {file for file, _ in files}
    for file in present:
        owner = file.with_name(file.name.removesuffix(ROLLBACK) + ".sql")
        if file.name.endswith(ROLLBACK) and owner not in present:
            raise FileError(
                f"{place(file)}: a rollback without its migration",
                f"Add {owner.name}, or correct the name.",
            )


def _refuse_doubles(migrations: list[Migration]) -> None:
    seen: dict[str, Migration] = {}
    for migration in migrations:
        # 7 and 0007 are one number.
        key = str(int(migration.number)) if migration.number else str(migration.id)
        if key in seen:
            raise FileError(
                f"two migrations with the number {migration.number or key}: "
                f"{place(seen[key].file)} and {place(migration.file)}",
                "Give the one that came later the next free number.",
            )
        seen[key] = migration
