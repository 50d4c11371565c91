"""Many rounds after each other, two at a time; those that stop the server alone."""

from __future__ import annotations

import queue
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack
from dataclasses import replace
from random import Random

from tests.chaos.faults import Blow, Fault, Spot
from tests.chaos.proxy import Proxy
from tests.chaos.stage import Stage, proxied
from tests.chaos.trial import Outcome, play

# A random moment can fall behind the end of a run that was quicker than the measured one.
TRIES = 20


def run(stage: Stage, faults: Sequence[Fault], jobs: int) -> Iterator[Outcome]:
    """Yield what each fault left, as it comes."""
    alone = [fault for fault in faults if fault.blow is Blow.STOP]
    together = [fault for fault in faults if fault.blow is not Blow.STOP]
    yield from _at_once(stage, together, jobs)
    yield from _at_once(stage, alone, 1)


def settle(stage: Stage, proxy: Proxy, fault: Fault) -> Outcome:
    """Return what a fault left; a random one that came too late is drawn again.

    Raises LookupError when the run never came to the request that the fault waits for.
    """
    chance = Random(fault.number)
    for _ in range(TRIES if fault.spot is Spot.RANDOM else 1):
        outcome = play(stage, proxy, fault)
        if outcome is not None:
            return outcome
        fault = replace(fault, fraction=chance.random())
    raise LookupError(f"the run was over before the fault: {fault}")


def _at_once(stage: Stage, faults: Sequence[Fault], jobs: int) -> Iterator[Outcome]:
    free: queue.Queue[Proxy] = queue.Queue()

    def take(fault: Fault) -> Outcome:
        proxy = free.get()
        try:
            return settle(stage, proxy, fault)
        finally:
            free.put(proxy)

    with ExitStack() as stack:
        for _ in range(jobs):
            free.put(stack.enter_context(proxied(stage.server)))
        pool = stack.enter_context(ThreadPoolExecutor(jobs))
        try:
            for done in as_completed([pool.submit(take, fault) for fault in faults]):
                yield done.result()
        finally:
            pool.shutdown(cancel_futures=True)
