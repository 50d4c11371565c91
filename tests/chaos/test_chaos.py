"""One fault of each kind; `make chaos N=500` draws hundreds of them."""

from collections.abc import Sequence
from dataclasses import replace

from tests.chaos import campaign, report
from tests.chaos.faults import DETACHED, WRITER, Blow, Fault, Spot
from tests.chaos.proxy import Moment
from tests.chaos.stage import Stage


def test_no_kind_of_fault_leaves_anything_half_done(stage: Stage) -> None:
    chosen = faults(stage.references["up"].requests, stage.references["down"].requests)
    outcomes = list(campaign.run(stage, chosen, jobs=2))
    assert len(outcomes) == len(chosen)
    assert [text for text in map(report.complaint, outcomes) if text] == []


def faults(up: Sequence[str], down: Sequence[str]) -> list[Fault]:
    """Return the faults, every second one with a look at what is left before the next run."""
    table = request(up, "CREATE TABLE orders")
    commit = table + request(up[table:], "COMMIT")
    build = request(up, "CREATE UNIQUE INDEX CONC")
    detach = request(up, "ALTER TABLE prices DETACH")
    reindex = request(up, "REINDEX")
    drop = request(down, "DROP INDEX CONC")
    found = [
        Fault(0, "up", Blow.KILL, Spot.BOUNDARY, table, Moment.AFTER),
        Fault(0, "up", Blow.KILL, Spot.RANDOM, fraction=0.4),
        Fault(0, "up", Blow.TERMINATE, Spot.REQUEST, table + 1, Moment.BEFORE),
        Fault(0, "up", Blow.CUT, Spot.REQUEST, commit, Moment.BEFORE),
        Fault(0, "up", Blow.CUT, Spot.REQUEST, commit, Moment.AFTER),
        Fault(0, "up", Blow.KILL, Spot.BUILD, build, blocker=WRITER.format(table="goods")),
        Fault(0, "up", Blow.KILL, Spot.BUILD, detach, blocker=DETACHED.format(table="prices")),
        Fault(0, "up", Blow.KILL, Spot.BUILD, reindex, blocker=WRITER.format(table="totals")),
        Fault(0, "together", Blow.KILL, Spot.RANDOM, fraction=0.6),
        Fault(0, "down", Blow.STOP, Spot.REQUEST, drop, Moment.AFTER),
    ]
    return [replace(fault, number=n, is_patient=n % 2 == 0) for n, fault in enumerate(found)]


def request(requests: Sequence[str], beginning: str) -> int:
    """Return the number of the first request that begins so, from 1."""
    return next(k for k, text in enumerate(requests, start=1) if text.startswith(beginning))
