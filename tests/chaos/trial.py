"""One round: strike a run, look into the database, run again, look again."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from operator import not_

from echoes_schema.waiting import until
from tests.chaos import inspection
from tests.chaos.faults import Blow, Fault
from tests.chaos.program import PATIENCE, Ending
from tests.chaos.proxy import Proxy
from tests.chaos.stage import TEMPLATES, Stage, start
from tests.chaos.strike import Bystander, Round, strike

# The server looks once a second whether its client is there; the rest is for a busy machine.
ORPHAN_PATIENCE = 15
# What the runner says when a file is committed.
_TOLD = re.compile(r"^(?:applied|rolled back) (\S+) in ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a fault left, a line for each thing that is wrong.

    `lost` names the files that the runner said were done and that a stopped server forgot: only
    a run's last commit waits for the disk. `orphan` is how many seconds the runner's backend
    outlived the run (0 where the round did not wait for that), `recovery` how many the next run
    took.
    """

    fault: Fault
    half_applied: tuple[str, ...]
    unrecovered: tuple[str, ...]
    lost: tuple[str, ...]
    orphan: float
    recovery: float


def play(stage: Stage, proxy: Proxy, fault: Fault) -> Outcome | None:
    """Return what a fault left in a new database; None when the run was over before it."""
    name = f"round_{fault.number}"
    with stage.server.database(name, TEMPLATES[fault.operation]) as database:
        bystander = Bystander(stage.server, database)
        try:
            return _play(Round(stage, proxy, fault, database, bystander))
        finally:
            bystander.leave()


def _play(here: Round) -> Outcome | None:
    ending = strike(here)
    if ending is None:
        return None
    half = _contradictions(here)
    unrecovered = _judge_ending(here, ending)
    lost = _lost(here, ending)
    if here.fault.blow is not Blow.STOP:
        half += [f"{name}: the run said that it was done" for name in lost]
    orphan = 0.0
    if here.fault.is_patient:
        orphan, stays = _await_orphan(here)
        half += _contradictions(here)
        unrecovered += stays
    begin = time.monotonic()
    unrecovered += _recover(here)
    recovery = time.monotonic() - begin
    wrong = tuple(dict.fromkeys(half)), tuple(unrecovered)
    return Outcome(here.fault, *wrong, lost, orphan, recovery)


def _contradictions(here: Round) -> list[str]:
    with here.stage.server.connect(here.database) as connection:
        are_together = here.fault.operation == "together"
        return list(inspection.contradictions(connection, are_together=are_together))


def _lost(here: Round, ending: Ending) -> tuple[str, ...]:
    told = _TOLD.findall(ending.err)
    with here.stage.server.connect(here.database) as connection:
        applied = inspection.applied(connection)
    is_down = here.fault.operation == "down"
    return tuple(name for name in told if (name in applied) == is_down)


def _judge_ending(here: Round, ending: Ending) -> list[str]:
    """Return what is wrong with the way in which the struck run ended."""
    if ending.code is None:
        return [f"the struck run did not end in {PATIENCE} s"]
    if here.fault.blow is Blow.KILL:
        return []
    if ending.code == 0:
        return [f"the struck run ended with 0, and yet {line}" for line in _leftovers(here)]
    is_told = ending.code == 2 and "\nerror: " in f"\n{ending.err}"
    if is_told and "inside echoes-schema" not in ending.err and "Traceback" not in ending.err:
        return []
    return [f"the struck run ended with {ending.code} and said: {ending.err}"]


def _await_orphan(here: Round) -> tuple[float, list[str]]:
    """Return the seconds until the runner's backend was gone, and what it left behind."""
    begin = time.monotonic()
    with here.stage.server.connect(here.database) as connection:
        is_there = until(
            lambda: inspection.has_runner(connection), not_, pause=0.02, seconds=ORPHAN_PATIENCE
        )
        seconds = time.monotonic() - begin
        if is_there:
            return seconds, [f"the backend was there after {seconds:.0f} s"]
        return seconds, ["the advisory lock stays"] if inspection.has_lock(connection) else []


def _recover(here: Round) -> list[str]:
    """Run the same command again, undisturbed; return what is not as it should be then."""
    operation = here.fault.operation
    run = start(here.stage.sql, operation, here.stage.server.url(here.database))
    if here.fault.blocker:
        time.sleep(here.fault.fraction)
        here.bystander.leave()
    ending = run.finish()
    if ending.code != 0:
        return [f"the next {operation} ended with {ending.code} and said: {ending.err}"]
    return [f"after the next {operation}: {line}" for line in _leftovers(here)]


def _leftovers(here: Round) -> list[str]:
    expected = here.stage.references[here.fault.operation].content
    with here.stage.server.connect(here.database) as connection:
        found = list(inspection.leftovers(connection, expected))
        return [*found, "the advisory lock stays"] if inspection.has_lock(connection) else found
