"""A folder of migrations as the runner would run it: the same readers, modes and headers."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from operator import attrgetter
from pathlib import Path

from echoes_schema.errors import EchoesError, FileError, place, placed
from echoes_schema.lint import files, names
from echoes_schema.migrations import header, layouts, order, script
from echoes_schema.migrations.layouts.foreign import MARK
from echoes_schema.migrations.layouts.source import Part, Source, rank
from echoes_schema.parser import reading, statements
from echoes_schema.rulebook.script import Direction, Migration, Script
from echoes_schema.settings import Settings

# Layouts whose tool runs ways back that stand in files of their own, or in the same.
_WITHOUT_WAYS_BACK = frozenset({"flyway"})


# After as many the folder is none of that layout.
_MOST_LEFT_OUT = 50
_Refused = dict[Path, FileError]


def read(path: Path, layout: str) -> list[Migration]:
    """Return the migrations of a folder in the order in which they run.

    What its tool runs besides comes after them. A file that `up` refuses stands where it would run;
    a folder without an order is read in that of the names, and one that cannot be read in its
    layout file by file; why is said last.
    """
    try:
        sources, others, left = _read(path, layout)
    except FileError as error:
        found = files.read(sql_files(path))
        return found if _is_said(error, found) else [*found, refused(path, error)]
    said = [refused(path, error) for file, error in left.items() if file.suffix != ".sql"]
    try:
        sources = order.ordered(path, sources)
    except FileError as error:
        said += [refused(path, error)]
    has_ways_back = layout == "echoes" or any(source.down for source in sources)
    needs = has_ways_back and layout not in _WITHOUT_WAYS_BACK
    found = [_migration(source, layout, left, needs_way_back=needs) for source in sources]
    for one in _left_out(left, [source.up.path for source in sources]):
        _insert(found, one)
    return [*found, *(_besides(other, layout) for other in others), *said]


def _read(path: Path, layout: str) -> tuple[list[Source], list[Source], _Refused]:
    """Return what `layouts` does, and the files that it refuses, by their whole paths.

    Raises FileError for what is wrong with the folder and not with a file of it.
    """
    left: _Refused = {}
    while True:
        try:
            return *layouts.read_with_others(path, layout, frozenset(left)), left
        except FileError as error:
            file = Path(placed(error)[0]).absolute()
            if file in left or not file.is_file() or len(left) == _MOST_LEFT_OUT:
                raise
            left[file] = error


def _left_out(left: _Refused, others: list[Path]) -> Iterator[Migration]:
    """Yield refused files as migrations, each with its way back; that of another one is with it."""
    backs = {there: file for file in left if (there := names.way_there(file))}
    for file, error in left.items():
        there = names.way_there(file)
        if file.suffix == ".sql" and there is None:
            back = backs.get(file)
            # It is refused for nothing but that its migration was left out.
            down = _script_of(back, Direction.DOWN) if back else None
            yield Migration(file.stem, _script_of(file, Direction.UP, error), down)
        elif there and not there.is_file():
            orphan = files.orphan(files.script(file), there, [*left, *others])
            yield Migration(file.stem, None, orphan)


def _insert(found: list[Migration], one: Migration) -> None:
    """Put a migration before the first one whose name comes after its own."""
    mine = rank(one.scripts[0].path.name)
    others = [rank(other.scripts[0].path.name) for other in found]
    later = (place for place, other in enumerate(others) if other > mine)
    found.insert(next(later, len(found)), one)


def _script_of(path: Path, direction: Direction, refusal: FileError | None = None) -> Script:
    """Return a file that no layout has read, as the runner would run it or refuse it."""
    try:
        part = Part(path, statements.read_text(path), refusal)
    except FileError as error:
        return files.unreadable(path, error, direction)
    return _script(part, direction, is_transactional=True)


def _besides(source: Source, layout: str) -> Migration:
    """Return what the layout's tool runs and our runner does not; its statements are judged."""
    found = _migration(source, layout, {}, needs_way_back=False)
    return replace(found, up=found.up and replace(found.up, is_besides=True))


def sql_files(folder: Path) -> list[Path]:
    """Return the .sql files below a folder. Raises OSError for one that may not be read."""
    # os.walk passes over it.
    list(folder.iterdir())
    # As text: paths are slow to make and to compare, and a folder may hold thousands.
    found = [
        os.path.join(place, name)  # noqa: PTH118
        for place, _, entries in os.walk(folder)
        for name in entries
        if name.endswith(".sql")
    ]
    paths = [Path(name) for name in found if os.path.isfile(name)]  # noqa: PTH113
    return sorted(paths, key=attrgetter("parts"))


def to_shape(paths: tuple[Path, ...], settings: Settings) -> list[Path]:
    """Return the files that paths mean: all .sql files of a folder, of the project's without any.

    Raises FileError for a path that is not there, and where no file is left.
    """
    wanted = paths or settings.linting.paths or (settings.sql,)
    found: list[Path] = []
    for path in wanted:
        if not path.exists() and path != files.STANDARD_INPUT:
            raise FileError(f"{path}: no such file", "Correct the path.")
        found += sql_files(path) if path.is_dir() else [path]
    kept = [path for path in found if not settings.linting.excludes(path.absolute())]
    if not kept:
        raise FileError(f"no .sql file in {', '.join(map(str, wanted))}", "Name another folder.")
    return list(dict.fromkeys(kept))


def _is_said(error: EchoesError, found: list[Migration]) -> bool:
    """Return whether one of the files says by itself what the runner says of the folder."""
    name, _, _, message = placed(error)
    return any(
        (script.refusal == message or script.is_orphan) and place(script.path) == name
        for migration in found
        for script in migration.scripts
    )


def refused(path: Path, error: EchoesError) -> Migration:
    """Return what stands for a folder that the runner refuses."""
    name, line, _, message = placed(error)
    said = FileError(f"x.sql:{line or 1}: {message}", error.hint)
    return Migration(str(path), files.unreadable(Path(name or path), said))


def _migration(source: Source, layout: str, left: _Refused, *, needs_way_back: bool) -> Migration:
    up = _script(source.up, Direction.UP, is_transactional=source.is_transactional)
    down = None
    if source.down:
        down = _script(source.down, Direction.DOWN, is_transactional=source.is_transactional)
    elif back := names.way_back(source.up.path):
        # The layout passes over a file without a statement.
        why = left.get(back.absolute())
        down = _script_of(back, Direction.DOWN, why) if why else files.script(back)
    is_needed = needs_way_back and not source.header.irreversible and not _is_made(source)
    name = layouts.name_of_way_back(layout, source.id)
    is_ours = layout == "echoes"
    return Migration(source.id, up, down, is_needed, name, source.kind, has_directives=is_ours)


def _is_made(source: Source) -> bool:
    try:
        return script.is_undone_by_drop(source.up.text, source.up.path, source.kind)
    except EchoesError:
        return False


def _script(part: Part, direction: Direction, *, is_transactional: bool) -> Script:
    text, path = part.text, part.path
    if text.startswith(MARK) and text.count("\n") > statements.read_text(path).count("\n"):
        # The layout put it above the file's own first line.
        text, is_transactional = text.removeprefix(MARK), False
    try:
        if part.refusal:
            raise part.refusal
        if direction is Direction.DOWN:
            is_transactional = is_transactional and header.read(text, path).is_transactional
        header.refuse_misplaced(text, path)
    except EchoesError as error:
        return _not_to_run(path, text, direction, error, is_transactional=is_transactional)
    if len(text) > files.LARGEST:
        return files.too_large(path, text, direction)
    return Script(path, text, reading.read(text), direction, is_transactional, has_runner=True)


def _not_to_run(
    path: Path,
    text: str,
    direction: Direction,
    error: EchoesError,
    *,
    is_transactional: bool = True,
) -> Script:
    """Return a script that the runner refuses; its statements are judged all the same."""
    _, line, _, message = placed(error)
    read = reading.read(text)
    return Script(
        path,
        text,
        read,
        direction,
        is_transactional=is_transactional,
        has_runner=True,
        # What does not parse says so itself.
        refusal="" if read.refusals else message,
        refused_line=line,
        remedy=error.hint,
    )
