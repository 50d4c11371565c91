"""A short run over the same examples each time; `make fuzz` goes on for as long as one likes."""

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.fuzz.__main__ import CLAIMS, Claim

QUICK = settings(
    max_examples=25,
    derandomize=True,
    deadline=None,
    database=None,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.name)
def test_it_holds_for_every_text(claim: Claim) -> None:
    @QUICK
    @given(st.tuples(*claim.given))
    def check(example: tuple[Any, ...]) -> None:
        claim.check(*example)

    check()
