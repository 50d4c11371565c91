"""Feeds the linter for so many seconds: `python -m tests.fuzz 600`, or `make fuzz SECONDS=600`."""

from __future__ import annotations

import random
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.fuzz import properties
from tests.fuzz.strategies import anything, grown, mutated, scripts

ROUND = settings(
    max_examples=200,
    deadline=None,
    database=None,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)
# No text that these strategies make needs more than a second.
LONGEST = 60
LAYOUTS = st.sampled_from(properties.LAYOUTS)


@dataclass(frozen=True)
class Claim:
    """One property, and what it is shown."""

    check: Callable[..., None]
    given: tuple[st.SearchStrategy[Any], ...]

    @property
    def name(self) -> str:
        return self.check.__name__


CLAIMS = (
    Claim(properties.is_judged, (anything(), LAYOUTS)),
    Claim(
        properties.is_the_same_in_another_dress,
        (st.one_of(scripts(), mutated(), grown()), st.integers(0, 2**32)),
    ),
    Claim(properties.can_be_allowed, (anything(),)),
    Claim(properties.bodies_stay_inside, (anything(),)),
    Claim(properties.runs_or_is_refused, (anything(), LAYOUTS)),
)


def run(seconds: float) -> int:
    """Return how many properties failed; tell on stdout what was tried and what went wrong."""
    signal.signal(signal.SIGALRM, _hang)
    print(f"a text that kills the process is left in {properties.place()}", flush=True)
    tried: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for claim in CLAIMS:
            said = _round(claim, tried)
            if said:
                failed[claim.name] += 1
                print(said, flush=True)
    for claim in CLAIMS:
        print(f"{claim.name}: {tried[claim.name]} texts, {failed[claim.name]} failed rounds")
    return sum(failed.values())


def _round(claim: Claim, tried: Counter[str]) -> str:
    """Return what went wrong, or ""."""

    def check(example: tuple[Any, ...]) -> None:
        tried[claim.name] += 1
        signal.alarm(LONGEST)
        try:
            claim.check(*example)
        finally:
            signal.alarm(0)

    begin = random.randrange(2**32)
    try:
        seed(begin)(ROUND(given(st.tuples(*claim.given))(check)))()
    except Exception:
        return f"{claim.name}, seed {begin}\n{traceback.format_exc()}"
    return ""


def _hang(_: int, __: FrameType | None) -> None:
    raise TimeoutError(f"no end after {LONGEST} seconds")


if __name__ == "__main__":
    sys.exit(1 if run(float(sys.argv[1])) else 0)
