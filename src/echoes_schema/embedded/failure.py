"""What PostgreSQL's programs say when they fail, cut down to the line that matters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from echoes_schema.errors import ServerError

ANOTHER_HOME = "set ECHOES_HOME to another folder"
_REASON = re.compile(r"(?:FATAL|PANIC|ERROR): .*|(?<=: )error: .*|(?<=: )fatal: .*")


def reason(text: str) -> str:
    """Return the last line with a failure in it, without its prefix; else the last line."""
    found = _REASON.findall(text)
    if found:
        return " ".join(str(found[-1]).split())
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "it said nothing"


def failed(action: str, text: str, home: Path, hint: str = "") -> ServerError:
    """Return the error for a program that ended badly: `text` is all that it said."""
    if "No space left on device" in text or "Disk quota exceeded" in text:
        hint = f"Free some space on the disk of {home}, or {ANOTHER_HOME}."
    return ServerError(f"{action}: {reason(text)}", hint or f"Mend that, or {ANOTHER_HOME}.")


@contextmanager
def told(home: Path) -> Iterator[None]:
    """Turn an operating system's refusal inside the block into a ServerError."""
    try:
        yield
    except OSError as error:
        name = error.filename or home
        hint = f"The server's folder {home} must be yours to write in; else {ANOTHER_HOME}."
        if isinstance(error, PermissionError):
            raise ServerError(f"{name}: {error.strerror}", hint) from error
        raise failed(str(name), str(error.strerror or error), home) from error
