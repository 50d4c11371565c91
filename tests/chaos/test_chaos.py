"""One fault of each kind; `make chaos N=500` draws hundreds of them."""

from collections.abc import Sequence
from dataclasses import replace

from tests.chaos import campaign, report
from tests.chaos.faults import DETACHED, WRITER, Blow, Fault, Spot, after, boundaries
from tests.chaos.proxy import Moment
from tests.chaos.stage import Stage

FIRST_TWO = ("0001_create_goods", "0002_create_orders")
BOOKKEEPING = ("INSERT INTO echoes_schema.migrations", "INSERT INTO echoes_schema.events")


def test_no_kind_of_fault_leaves_anything_half_done(stage: Stage) -> None:
    chosen = faults(stage.references["up"].requests, stage.references["down"].requests)
    outcomes = list(campaign.run(stage, chosen, jobs=2))
    assert len(outcomes) == len(chosen)
    assert [text for text in map(report.complaint, outcomes) if text] == []


def test_server_that_stops_forgets_whole_files_from_the_end(stage: Stage) -> None:
    """Objects and rows together. Once in ten seconds it writes without being told: try again."""
    up = stage.references["up"].requests
    commit = after(up, after(up, 0, "CREATE TABLE orders"), "COMMIT")
    fault = Fault(0, "up", Blow.STOP, Spot.REQUEST, commit + 1, Moment.BEFORE)
    tries = (outcome for _ in range(3) for outcome in campaign.run(stage, [fault], jobs=1))
    stopped = next(outcome for outcome in tries if outcome.lost)
    assert report.complaint(stopped) == ""
    assert stopped.lost in (FIRST_TWO, FIRST_TWO[1:])


def test_statements_of_a_file_are_struck_apart_and_its_bookkeeping_too(stage: Stage) -> None:
    up = stage.references["up"].requests
    table = after(up, 0, "CREATE TABLE orders")
    places = {f.request - (f.moment is Moment.BEFORE) for f in boundaries("up", up)}
    ends = [after(up, table, text) for text in ("ALTER", "INSERT INTO orders", *BOOKKEEPING)]
    assert ends == sorted(ends)
    assert ends[-1] < after(up, table, "COMMIT")
    assert set(ends) <= places


def faults(up: Sequence[str], down: Sequence[str]) -> list[Fault]:
    """Return the faults, every second one with a look at what is left before the next run."""
    table = after(up, 0, "CREATE TABLE orders")
    commit = after(up, table, "COMMIT")
    build = after(up, 0, "CREATE UNIQUE INDEX CONC")
    detach = after(up, 0, "ALTER TABLE prices DETACH")
    reindex = after(up, 0, "REINDEX")
    drop = after(down, 0, "DROP INDEX CONC")
    found = [
        Fault(0, "up", Blow.KILL, Spot.BOUNDARY, table, Moment.AFTER),
        Fault(0, "up", Blow.KILL, Spot.RANDOM, fraction=0.4),
        Fault(0, "up", Blow.CUT, Spot.REQUEST, commit, Moment.BEFORE),
        Fault(0, "up", Blow.CUT, Spot.REQUEST, commit, Moment.AFTER),
        Fault(0, "up", Blow.KILL, Spot.BUILD, build, blocker=WRITER.format(table="goods")),
        Fault(0, "up", Blow.KILL, Spot.BUILD, detach, blocker=DETACHED.format(table="prices")),
        Fault(0, "up", Blow.KILL, Spot.BUILD, reindex, blocker=WRITER.format(table="totals")),
        Fault(0, "together", Blow.KILL, Spot.RANDOM, fraction=0.6),
        Fault(0, "down", Blow.TERMINATE, Spot.REQUEST, drop, Moment.AFTER),
    ]
    return [replace(fault, number=n, is_patient=n % 2 == 0) for n, fault in enumerate(found)]
