"""Many migrations judged in several processes: each replays what stands before its share."""

from __future__ import annotations

import os
import sys
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import BinaryIO

from echoes_schema.errors import EchoesError
from echoes_schema.model import Finding

# Scripts that are worth a process of their own.
SMALLEST = 200
# Each process replays all before its share, so many of them do the same work many times.
_MOST = 4
# A share is that much of the one before it: replaying takes a fifth of the time of judging.
_NEXT = 0.8


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found in a share, and in how many statements."""

    findings: list[Finding]
    statements: int


# Judges the migrations from one place to another, those before them replayed.
Work = Callable[[int, int], Judged]


def judged(work: Work, sizes: list[int]) -> list[Judged]:
    """Return what `work` says of all migrations; `sizes` are the scripts to judge of each."""
    own, *others = _bounds(sizes, _count(sum(sizes)))
    answers = [_begun(work, *one) for one in others]
    return [work(*own), *(_ended(*one) for one in answers)]


def _count(scripts: int) -> int:
    can_fork = sys.platform == "linux"
    return max(min(os.cpu_count() or 1, _MOST, scripts // SMALLEST), 1) if can_fork else 1


def _bounds(sizes: list[int], count: int) -> list[tuple[int, int]]:
    """Return `count` stretches that take about as long; the later ones have more before them."""
    before = [0, *accumulate(sizes)]
    parts = list(accumulate(_NEXT**number for number in range(count)))
    places = [bisect_left(before, before[-1] * part / parts[-1]) for part in parts[:-1]]
    return list(pairwise([0, *places, len(sizes)]))


def _begun(work: Work, begin: int, end: int) -> tuple[int, BinaryIO]:
    """Return a process that has the migrations already, as it is forked, and what it writes.

    A pool of the standard library takes longer to load than its processes save.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child:
        os.close(writer)
        return child, os.fdopen(reader, "rb")
    try:
        _answer(work, begin, end, writer)
    finally:
        # Nothing of the parent's is to be tidied up here.
        os._exit(0)


def _answer(work: Work, begin: int, end: int, writer: int) -> None:
    import pickle
    import signal

    # Whoever interrupts means the program, and then nobody reads the answer.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        answer: Judged | Exception = work(begin, end)
    except Exception as error:  # it is the parent's to tell
        answer = error
    with os.fdopen(writer, "wb") as file:
        pickle.dump(answer, file)


def _ended(child: int, answers: BinaryIO) -> Judged:
    import pickle

    with answers:
        written = answers.read()
    os.waitpid(child, 0)
    if not written:
        raise EchoesError("a process of lint was killed", "Is there memory left?")
    answer: Judged | Exception = pickle.loads(written)  # noqa: S301 - our own process wrote
    if isinstance(answer, Exception):
        raise answer
    return answer
