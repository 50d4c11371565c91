"""yoyo's layout: `name.sql` and `name.rollback.sql` in one folder."""

from __future__ import annotations

from pathlib import Path

from echoes_schema.errors import FileError, place
from echoes_schema.migrations import header
from echoes_schema.migrations.layouts import echoes, foreign
from echoes_schema.migrations.layouts.source import Part, Source, all_files, digits
from echoes_schema.parser import statements


def read(path: Path, but: frozenset[Path] = frozenset()) -> list[Source]:
    """Return the migrations of `path` by name, as yoyo runs them.

    `depends` and `transactional` mean what they mean to us; other comments are prose. Raises
    FileError for a migration in Python, and for a post-apply file, which yoyo runs every time.
    """
    files = all_files(path, but)
    for file in files:
        _refuse_what_is_not_sql(file)
    scripts = [file for file in files if file.suffix == ".sql"]
    echoes.refuse_orphans({str(file) for file in scripts})
    return [_source(file) for file in scripts if not file.name.endswith(echoes.ROLLBACK)]


def _refuse_what_is_not_sql(file: Path) -> None:
    if file.name.startswith("post-apply"):
        raise FileError(
            f"{place(file)}: a post-apply file, which yoyo runs after every `apply`",
            "Move it out of the folder, and run it yourself after `echoes-schema up`.",
        )
    if file.suffix == ".py" and not file.name.startswith("_"):
        raise FileError(
            f"{place(file)}: a migration in Python",
            f"Write it as SQL, in {file.stem}.sql: its place in history is kept by that name.",
        )


def _source(file: Path) -> Source:
    up, back = _part(file), echoes.rollback_file(file)
    down = _part(back) if back.is_file() else None
    return Source(
        id=file.stem,
        number=digits(file.stem),
        key=file.stem,
        kind="migration",
        header=header.read(up.text, file),
        up=up,
        # yoyo lets a file without a statement pass.
        down=down if down and foreign.first_statement(down.text) is not None else None,
    )


def _part(file: Path) -> Part:
    text = statements.read_text(file)
    # A slip of a directive stays, to be refused: yoyo would not have noticed it.
    return Part(file, foreign.disarm(text, file, lambda word: header.meant(word) != ""))
