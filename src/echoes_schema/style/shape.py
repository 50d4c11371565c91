"""SQL files brought into shape: what each would be, and writing it."""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from echoes_schema.cache import Cache
from echoes_schema.errors import FileError, place
from echoes_schema.parser import statements
from echoes_schema.style.work import Heard, Sheet, mended

STANDARD_INPUT = Path("-")


@dataclass(frozen=True, slots=True)
class Shaped:
    """A file's text before and after; `refusal` is why it stays as it is, or ""."""

    path: Path
    before: str
    after: str
    refusal: str = ""

    @property
    def is_changed(self) -> bool:
        return self.before != self.after


def shape(paths: Iterable[Path], cache: Cache, heard: Heard) -> list[Shaped]:
    """Return what files would be; `-` is standard input. Nothing is written.

    Raises SettingsError where sqlfluff is missing or its settings are none.
    """
    read = [_read(path) for path in paths]
    texts = [one for one in read if not one.refusal]
    sheets = [Sheet(one.before, one.path.parent) for one in texts]
    after = dict(zip(texts, mended(sheets, cache, heard), strict=True))
    return [
        Shaped(one.path, one.before, after[one].text, after[one].refusal) if one in after else one
        for one in read
    ]


def write(shaped: Shaped) -> None:
    """Write what a file should be, with its own line ends and byte order mark.

    Raises FileError where that may not be written.
    """
    try:
        raw = shaped.path.read_bytes()
        text = shaped.after.replace("\n", "\r\n") if b"\r\n" in raw else shaped.after
        mark = codecs.BOM_UTF8 if raw.startswith(codecs.BOM_UTF8) else b""
        shaped.path.write_bytes(mark + text.encode())
    except OSError as error:
        raise FileError(
            f"{place(shaped.path)}: {error.strerror}", "Check the file's rights."
        ) from error


def _read(path: Path) -> Shaped:
    try:
        is_file = path != STANDARD_INPUT
        text = statements.read_text(path) if is_file else statements.standard_input()
    except FileError as error:
        return Shaped(path, "", "", error.message.partition(": ")[2])
    return Shaped(path, text, text)
