"""Many texts judged or mended: what the cache knows from there, the rest in processes."""

from __future__ import annotations

import hashlib
import json
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass
from pathlib import Path

from echoes_schema.cache import Cache
from echoes_schema.errors import EchoesError
from echoes_schema.style import fluff
from echoes_schema.style.configuration import fingerprint, versions
from echoes_schema.style.fluff import Slip
from echoes_schema.style.sameness import difference

# sqlfluff reads a few thousand characters a second.
LARGEST = 100_000
# What a process does at a time; for fewer texts than that it is not worth its start.
_CHUNK = 4
_Task = Callable[[str, Path], str]
# Is told how many texts are done, and of how many.
Heard = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A text, and the folder whose settings hold for it."""

    text: str
    folder: Path


@dataclass(frozen=True, slots=True)
class Mended:
    """A text as it should be; `refusal` is why it is left as it is, or ""."""

    text: str
    refusal: str = ""


def _nobody(_done: int, _whole: int) -> None: ...


def judged(sheets: Sequence[Sheet], cache: Cache, heard: Heard = _nobody) -> list[tuple[Slip, ...]]:
    """Return the slips of each text. Raises SettingsError where sqlfluff or its settings fail."""
    return [
        tuple(Slip(**entry) for entry in json.loads(answer))
        for answer in _answers(_judge, sheets, cache, heard)
    ]


def mended(sheets: Sequence[Sheet], cache: Cache, heard: Heard = _nobody) -> list[Mended]:
    """Return each text as it should be, or why it cannot be: what it does is never changed."""
    return [Mended(**json.loads(answer)) for answer in _answers(_mend, sheets, cache, heard)]


def _judge(text: str, folder: Path) -> str:
    if len(text) > LARGEST:
        said = f"{len(text)} characters: the style of more than {LARGEST} is not judged"
        found: tuple[Slip, ...] = (Slip("", said, 1, 1, 1, 1, is_slight=True),)
    else:
        found = fluff.slips(text, folder)
    return json.dumps([asdict(slip) for slip in found])


def _mend(text: str, folder: Path) -> str:
    if len(text) > LARGEST:
        said = f"{len(text)} characters: more than {LARGEST} are not brought into shape"
        return json.dumps(asdict(Mended(text, said)))
    return json.dumps(asdict(_without_change(text, folder)))


def _without_change(text: str, folder: Path) -> Mended:
    """Return a text that does the same; what sqlfluff changes in it beyond layout may not."""
    why = difference(text, text)
    for is_layout_only in (False, True):
        if not why or is_layout_only:
            after = fluff.mended(text, folder, is_layout_only=is_layout_only)
            why = difference(text, after)
            if not why:
                return Mended(after)
    return Mended(text, why)


def _answers(task: _Task, sheets: Sequence[Sheet], cache: Cache, heard: Heard) -> list[str]:
    keys = [_key(task, sheet) for sheet in sheets]
    known = {key: answer for key in keys if (answer := cache.get(key)) is not None}
    todo = {key: sheet for key, sheet in zip(keys, sheets, strict=True) if key not in known}
    whole = len(set(keys))
    for key, answer in zip(todo, _worked_out(task, list(todo.values())), strict=True):
        cache.put(key, answer)
        known[key] = answer
        heard(len(known), whole)
    if todo:
        cache.prune()
    return [known[key] for key in keys]


def _key(task: _Task, sheet: Sheet) -> str:
    parts = task.__name__, versions(), fingerprint(sheet.folder), sheet.text
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _worked_out(task: _Task, sheets: list[Sheet]) -> Iterator[str]:
    texts, folders = [one.text for one in sheets], [one.folder for one in sheets]
    count = min(os.cpu_count() or 1, len(sheets) // _CHUNK)
    if count <= 1:
        yield from map(task, texts, folders)
        return
    with ProcessPoolExecutor(count, initializer=_begin) as pool:
        try:
            yield from pool.map(task, texts, folders, chunksize=_CHUNK)
        except BrokenProcessPool as error:
            raise EchoesError(
                "a process of sqlfluff was killed", "Is there memory left?"
            ) from error
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _begin() -> None:
    # Whoever interrupts means the program, which ends its processes.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
