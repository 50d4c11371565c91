"""The migration files of a folder, in the order in which they run."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from yoyo.migrations import Migration as YoyoMigration

from echoes_schema.errors import FileError, place
from echoes_schema.migrations import layouts, order
from echoes_schema.migrations.layouts.source import Source


class Migration(YoyoMigration):  # type: ignore[misc]
    """One file that takes the database a step further, and the way back.

    yoyo gives identity, hash and dependencies. `kind` is `migration` or `index`, after the folder
    that it lies in; `down` is the text that takes it back, or None where there is none, and
    `refusals` are the reasons why the way there and the way back cannot run here, or None.
    """

    def __init__(self, source: Source) -> None:
        file = source.up.path
        super().__init__(source.id, str(file), str(file.parent))
        self.file = file
        self.number = source.number
        self.key = source.key
        self.kind = source.kind
        self.text = source.up.text
        self.header = source.header
        self.use_transactions = source.is_transactional
        self.down = source.down.text if source.down else None
        self.down_file = source.down.path if source.down else file
        self.refusals = source.up.refusal, source.down.refusal if source.down else None
        self.steps = ()

    def load(self) -> None:
        """Do nothing: yoyo would read the file its own way here."""

    def resolve(self, by_id: dict[str, Migration]) -> None:
        """Turn the names after `depends:` into migrations, all of which there are."""
        self._depends = {by_id[name] for name in self.header.depends}


@dataclass(frozen=True, slots=True)
class Folder:
    """The migrations of one `sql/` folder, each after everything that it depends on."""

    path: Path
    migrations: tuple[Migration, ...]

    @property
    def by_id(self) -> dict[str, Migration]:
        return {str(migration.id): migration for migration in self.migrations}


def read(path: Path, layout: str = "echoes", *, may_be_empty: bool = False) -> Folder:
    """Return the migrations below `path`, whose files lie as `layout` says.

    Raises FileError when there are none, and for two files of one number, what the layout does
    not allow, dependencies that do not exist or form a circle, or a name that is not UTF-8.
    """
    sources = order.ordered(path, layouts.read(path, layout))
    for source in sources:
        _require_text(source)
    folder = Folder(path, tuple(Migration(source) for source in sources))
    if not folder.migrations and not may_be_empty:
        raise FileError(
            f"{place(path)}: no migrations in it",
            "Put them there, or name another folder with --sql, another layout with --layout.",
        )
    by_id = folder.by_id
    for migration in folder.migrations:
        migration.resolve(by_id)
    return folder


def _require_text(source: Source) -> None:
    # Python keeps other bytes as surrogates.
    if not source.id.isascii() and re.search("[\ud800-\udfff]", source.id):
        raise FileError(
            f"{place(source.up.path)}: its name is not UTF-8",
            "Rename the file: the database remembers it by that name.",
        )
