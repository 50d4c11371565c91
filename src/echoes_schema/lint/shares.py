"""Many migrations judged in several processes: each replays what stands before its share."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from itertools import accumulate, pairwise

from echoes_schema.errors import EchoesError
from echoes_schema.model import Finding

# Scripts that are worth a process of their own: starting one takes as long as judging hundreds.
SMALLEST = 500
# Each process replays all before its share, so many of them do the same work many times.
_MOST = 4
# Judges the migrations from one place to another, those before them replayed.
Work = Callable[[int, int], list[Finding]]
_shared: list[Work] = []


def judged(work: Work, sizes: list[int]) -> list[Finding]:
    """Return what `work` finds in all migrations; `sizes` are the scripts to judge of each."""
    bounds = _bounds(sizes, _count(sum(sizes)))
    if len(bounds) == 1:
        return work(*bounds[0])
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    own, *others = bounds
    # A forked process has the migrations already: none is sent to it.
    pool = ProcessPoolExecutor(
        len(others), mp_context=get_context("fork"), initializer=_begin, initargs=(work,)
    )
    with pool:
        try:
            answers = [pool.submit(_run, *one) for one in others]
            found = work(*own)
            for answer in answers:
                found += answer.result()
        except BrokenProcessPool as error:
            raise EchoesError("a process of lint was killed", "Is there memory left?") from error
    return found


def _count(scripts: int) -> int:
    can_fork = sys.platform == "linux"
    return max(min(os.cpu_count() or 1, _MOST, scripts // SMALLEST), 1) if can_fork else 1


def _bounds(sizes: list[int], count: int) -> list[tuple[int, int]]:
    """Return `count` stretches of about as many scripts each."""
    before = [0, *accumulate(sizes)]
    whole = before[-1]
    places = [
        next(place for place, sum_ in enumerate(before) if sum_ >= whole * number / count)
        for number in range(1, count)
    ]
    edges = [0, *places, len(sizes)]
    return list(pairwise(edges))


def _begin(work: Work) -> None:
    import signal

    # Whoever interrupts means the program, which ends its processes.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _shared[:] = [work]


def _run(begin: int, end: int) -> list[Finding]:
    return _shared[0](begin, end)
