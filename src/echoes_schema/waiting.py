"""Asking again and again until the answer will do."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import TypeVar

Answer = TypeVar("Answer")


def _nobody(_: object) -> None:
    """Tell nobody."""


def until(
    ask: Callable[[], Answer],
    is_enough: Callable[[Answer], bool] = bool,
    *,
    pause: float,
    seconds: float = inf,
    at_first: Callable[[Answer], None] = _nobody,
) -> Answer:
    """Return the first answer that is enough, or the last one where none was within `seconds`.

    A pause lasts up to so many seconds, by chance: others who wait ask at other moments.
    `at_first` hears the first answer that is not enough, when another one is waited for.
    """
    # It takes longer to load than most commands to see that there is nothing to wait for.
    from tenacity import RetryCallState, Retrying, retry_if_result, stop_after_delay, wait_random

    def answer(state: RetryCallState) -> Answer:
        assert state.outcome is not None
        found: Answer = state.outcome.result()
        return found

    def announce(state: RetryCallState) -> None:
        if state.attempt_number == 1:
            at_first(answer(state))

    return Retrying(
        retry=retry_if_result(lambda found: not is_enough(found)),
        wait=wait_random(0, pause),
        stop=stop_after_delay(seconds),
        before_sleep=announce,
        retry_error_callback=answer,
    )(ask)
