"""Answers that were worked out once, in the user's cache folder, by what they depend on."""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from dataclasses import dataclass
from pathlib import Path

_DAY = 24 * 60 * 60
_KEPT = 30 * _DAY


@dataclass(frozen=True, slots=True)
class Cache:
    """A file an answer. Without a folder it knows nothing and keeps nothing.

    Nothing that goes wrong with it is an error: the answer is worked out once more.
    """

    folder: Path | None = None

    def get(self, key: str) -> str | None:
        """Return the answer that was put there, None where there is none or it was damaged."""
        if self.folder is None:
            return None
        path = self._path(self.folder, key)
        try:
            check, _, answer = path.read_bytes().decode().partition("\n")
            if time.time() - path.stat().st_mtime > _DAY:
                os.utime(path)
        except (OSError, UnicodeDecodeError):
            return None
        return answer if check == _check(answer) else None

    def put(self, key: str, answer: str) -> None:
        """Keep an answer; whoever reads meanwhile sees all of it or nothing."""
        if self.folder is None:
            return
        # It takes longer to load than an answer to read, and most runs have nothing to keep.
        import tempfile

        path = self._path(self.folder, key)
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            number, name = tempfile.mkstemp(dir=path.parent)
            with os.fdopen(number, "wb") as file:
                file.write(f"{_check(answer)}\n{answer}".encode())
            Path(name).replace(path)

    def prune(self) -> None:
        """Remove what nobody has asked for in a month."""
        for path in self.folder.glob("??/*") if self.folder else ():
            with contextlib.suppress(OSError):
                if time.time() - path.stat().st_mtime > _KEPT:
                    path.unlink()

    @staticmethod
    def _path(folder: Path, key: str) -> Path:
        return folder / key[:2] / key[2:]


def opened(kind: str) -> Cache:
    """Return the user's cache for answers of a kind.

    It is below XDG_CACHE_HOME, or where the system keeps such things.
    """
    import platformdirs

    return Cache(platformdirs.user_cache_path("echoes-schema") / kind)


def _check(answer: str) -> str:
    return hashlib.sha256(answer.encode()).hexdigest()
