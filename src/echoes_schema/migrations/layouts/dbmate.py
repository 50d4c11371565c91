"""dbmate's layout: both directions in one file, below `-- migrate:up` and `-- migrate:down`."""

from __future__ import annotations

import re
from pathlib import Path

from echoes_schema.errors import FileError, place
from echoes_schema.migrations.header import Header
from echoes_schema.migrations.layouts import foreign
from echoes_schema.migrations.layouts.source import Part, Source, digits, sql_files
from echoes_schema.parser import statements

_MARK = re.compile(
    r"^(?P<indent>[ \t]*)--[ \t]*migrate:(?P<word>\S*)(?P<options>[^\n]*)$", re.MULTILINE
)
_OPTIONS = {"": True, "transaction:true": True, "transaction:false": False}


def read(path: Path, but: frozenset[Path] = frozenset()) -> list[Source]:
    """Return the migrations of `path` by file name; its version is the digits it begins with.

    As with dbmate, .sql files without digits do not count. Raises FileError for a file that lacks
    one of the two marks, has them twice or in the wrong order, or says what dbmate would ignore.
    """
    return [_source(file) for file in sql_files(path, but) if digits(file.name)]


def _source(file: Path) -> Source:
    text = statements.read_text(file)
    up, down = _marks(text, file)
    number = digits(file.stem)
    forward = foreign.script(
        foreign.only(text, up.end(), down.start()), file, is_transactional=_option(up, file)
    )
    backward = foreign.script(
        foreign.only(text, down.end(), len(text)), file, is_transactional=_option(down, file)
    )
    return Source(
        id=file.stem,
        number=number,
        key=number,
        kind="migration",
        header=Header(is_transactional=forward.is_transactional),
        up=Part(file, forward.text),
        down=backward.way_back(file),
    )


def _marks(text: str, file: Path) -> tuple[re.Match[str], re.Match[str]]:
    marks = list(_MARK.finditer(text))
    for mark in marks:
        if mark["word"] not in ("up", "down") or mark["indent"]:
            raise FileError(
                f"{_at(file, mark)}: dbmate takes no notice of {mark[0].strip()}",
                "Write -- migrate:up or -- migrate:down at the very beginning of the line.",
            )
    if [mark["word"] for mark in marks] != ["up", "down"]:
        raise FileError(
            f"{place(file)}: not one -- migrate:up and one -- migrate:down after it",
            "Write both, each once; the second may stand above nothing.",
        )
    up, down = marks
    above = foreign.first_statement(text[: up.start()])
    if above is not None:
        where = place(file, *statements.position(text, above))
        raise FileError(f"{where}: above -- migrate:up", "Move it below that line.")
    return up, down


def _option(mark: re.Match[str], file: Path) -> bool:
    said = mark["options"].strip()
    if said not in _OPTIONS:
        raise FileError(
            f"{_at(file, mark)}: unknown option {said}", "dbmate knows transaction:false alone."
        )
    return _OPTIONS[said]


def _at(file: Path, mark: re.Match[str]) -> str:
    return place(file, *statements.position(mark.string, mark.start()))
