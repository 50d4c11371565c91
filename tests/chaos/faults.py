"""The faults of a campaign, drawn from a seed before anything runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import cycle, islice
from random import Random

from tests.chaos.proxy import Moment

# `together` is an `up` of several files in one transaction.
OPERATIONS = ("up", "down", "together")


class Blow(StrEnum):
    """Who is struck, and how."""

    KILL = "SIGKILL of the runner"
    TERMINATE = "backend terminated"
    CUT = "connection cut"
    STOP = "server stopped at once"


class Spot(StrEnum):
    """Where in the run: each boundary, inside a request, any time, inside a build."""

    BOUNDARY = "at a boundary"
    REQUEST = "at a request"
    RANDOM = "at a random moment"
    BUILD = "inside CONCURRENTLY"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault in one run.

    `request` and `moment` say where, unless the spot is RANDOM: then `fraction`, 0 to 1, of the
    session's length does. `blocker` is the SQL of a bystander that holds a build up. With
    `is_patient` the next run begins when the runner's backend is gone, else at once.
    """

    number: int
    operation: str
    blow: Blow
    spot: Spot
    request: int = 0
    moment: Moment = Moment.DURING
    fraction: float = 0.0
    blocker: str = ""
    is_patient: bool = False

    @property
    def label(self) -> str:
        return f"{self.operation}: {self.blow} {self.spot}"


# The first holds a build before it reads the table, the second when it is nearly valid.
WRITER = "BEGIN; LOCK TABLE {table} IN ROW EXCLUSIVE MODE"
READER = "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT FROM pg_class LIMIT 1"
# A reader of the table alone, which the detachment of a partition waits for half-way.
DETACHED = "BEGIN; LOCK TABLE ONLY {table} IN ACCESS SHARE MODE"
_BUILDS = (
    "CREATE INDEX CONC",
    "CREATE UNIQUE INDEX CONC",
    "DROP INDEX CONC",
    "REINDEX",
    "ALTER TABLE prices DETACH",
)
# What changes nothing that outlives the session: a fault after it leaves what one before it does.
_IDLE = ("SELECT", "SET", "RESET", "BEGIN", "DISCARD", "DEALLOCATE")
# Of the last transaction but one, and those before it.
_UNHURRIED = "SET LOCAL synchronous_commit"
# How the faults that are not at boundaries follow each other, each for up and for down.
_MIX = (
    (Blow.KILL, Spot.RANDOM),
    (Blow.CUT, Spot.REQUEST),
    (Blow.KILL, Spot.BUILD),
    (Blow.TERMINATE, Spot.REQUEST),
    (Blow.STOP, Spot.RANDOM),
    (Blow.KILL, Spot.REQUEST),
    (Blow.CUT, Spot.RANDOM),
    (Blow.TERMINATE, Spot.BUILD),
    (Blow.KILL, Spot.RANDOM),
    (Blow.CUT, Spot.REQUEST),
    (Blow.STOP, Spot.REQUEST),
    (Blow.TERMINATE, Spot.RANDOM),
    (Blow.CUT, Spot.BUILD),
    (Blow.KILL, Spot.RANDOM),
    (Blow.KILL, Spot.REQUEST),
    (Blow.STOP, Spot.BUILD),
)


def boundaries(operation: str, requests: Sequence[str]) -> list[Fault]:
    """Return a SIGKILL before all requests and one after each that does something.

    On one half of them the runner has sent the next request, and dies before the server sees it;
    on the other it has not seen the last answer. To the server these are the same.
    """
    busy = [k for k, text in enumerate(requests, 1) if text and not text.startswith(_IDLE)]
    places = [
        (k + 1, Moment.BEFORE) if number % 2 and k < len(requests) else (k, Moment.AFTER)
        for number, k in enumerate(busy)
    ]
    return [
        Fault(0, operation, Blow.KILL, Spot.BOUNDARY, request, moment)
        for request, moment in [(1, Moment.BEFORE), *places]
    ]


def draw(count: int, seed: int, requests: Mapping[str, Sequence[str]]) -> list[Fault]:
    """Return `count` faults for undisturbed runs of these requests, by operation.

    Every boundary comes once where they are not more than three fifths of them, else a sample.
    """
    chance = Random(seed)
    every = [
        fault for operation in OPERATIONS for fault in boundaries(operation, requests[operation])
    ]
    room = count * 3 // 5
    chosen = every if len(every) <= room else chance.sample(every, room)
    drawn = [*chosen, *islice(elsewhere(chance, requests), count - len(chosen))]
    chance.shuffle(drawn)
    return [
        replace(fault, number=number, is_patient=chance.random() < 0.5)
        for number, fault in enumerate(drawn, start=1)
    ]


def elsewhere(chance: Random, requests: Mapping[str, Sequence[str]]) -> Iterator[Fault]:
    """Yield faults of every blow and spot but the boundaries, without end."""
    for blow, spot in cycle(_MIX):
        for operation in OPERATIONS:
            if spot is Spot.BUILD and operation == "together":
                continue
            fault = Fault(0, operation, blow, spot, fraction=chance.random())
            yield _placed(fault, requests[operation], chance)


def _placed(fault: Fault, requests: Sequence[str], chance: Random) -> Fault:
    if fault.spot is Spot.BUILD:
        request = chance.choice(_where(requests, *_BUILDS))
        text = requests[request - 1]
        blocker = WRITER if text.startswith("DROP") else chance.choice([WRITER, READER])
        if "DETACH" in text:
            blocker = DETACHED
        table = next(name for name in ("totals", "prices", "goods") if name in text)
        return replace(fault, request=request, blocker=blocker.format(table=table))
    if fault.spot is Spot.RANDOM:
        return fault
    if fault.blow is Blow.CUT and chance.random() < 0.5:
        # The one that hurts: the server commits, and nobody is told.
        return replace(fault, request=chance.choice(_where(requests, "COMMIT")))
    unhurried = _where(requests, _UNHURRIED)
    if fault.blow is Blow.STOP and unhurried and chance.random() < 0.5:
        # The runner was told of a commit that is not on the disk.
        commit = after(requests, chance.choice(unhurried), "COMMIT")
        return replace(fault, request=commit + 1, moment=chance.choice(list(Moment)))
    moment = Moment.DURING if fault.blow is Blow.KILL else chance.choice(list(Moment))
    return replace(fault, request=chance.randint(1, len(requests)), moment=moment)


def after(requests: Sequence[str], place: int, beginning: str) -> int:
    """Return the number of the first request after that one, from 1, that begins so."""
    return next(k for k in _where(requests, beginning) if k > place)


def _where(requests: Sequence[str], *beginnings: str) -> list[int]:
    return [k for k, text in enumerate(requests, start=1) if text.startswith(beginnings)]
