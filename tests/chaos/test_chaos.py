"""The short version of `make chaos`: each kind of fault, and every boundary of two files."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from random import Random

import pytest

from tests.chaos import campaign, report
from tests.chaos.faults import Blow, Fault, boundaries, elsewhere, span
from tests.chaos.stage import Stage

SEED = 7
A_BLOW = 4
# Two tests a file, so that two workers share it.
HALVES = (0, 1)


@pytest.mark.parametrize("half", HALVES)
def test_kill_at_a_boundary_of_a_transactional_file(stage: Stage, half: int) -> None:
    places = span(stage.references["up"].requests, "CREATE TABLE orders")
    assert complaints(stage, boundaries("up", places)[half::2]) == []


@pytest.mark.parametrize("half", HALVES)
def test_kill_at_a_boundary_of_an_index_file(stage: Stage, half: int) -> None:
    places = span(stage.references["up"].requests, "CREATE INDEX CONCURRENTLY idx_goods_price")
    assert complaints(stage, boundaries("up", places)[half::2]) == []


@pytest.mark.parametrize("blow", Blow, ids=[blow.name.lower() for blow in Blow])
def test_blow_anywhere(stage: Stage, blow: Blow) -> None:
    requests = {name: found.requests for name, found in stage.references.items()}
    drawn = (fault for fault in elsewhere(Random(SEED), requests) if fault.blow is blow)
    assert complaints(stage, list(islice(drawn, A_BLOW))) == []


def complaints(stage: Stage, faults: Sequence[Fault]) -> list[str]:
    """Play the faults, every second one with a look at what is left before the next run."""
    numbered = [replace(fault, number=n, is_patient=n % 2 == 0) for n, fault in enumerate(faults)]
    outcomes = list(campaign.run(stage, numbered, jobs=2))
    assert len(outcomes) == len(numbered) > 0
    return [text for text in map(report.complaint, outcomes) if text]
