"""Again after a growing pause, while others are in the way: they have their turn meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from psycopg import errors
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception_type,
    stop_before_delay,
    wait_exponential,
    wait_random,
)

if TYPE_CHECKING:
    from echoes_schema.migrations.execute import Execution

# Seconds. A pause is twice the one before, and up to FIRST_PAUSE longer by chance.
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 15.0
PAUSE = wait_exponential(multiplier=FIRST_PAUSE, max=LONGEST_PAUSE) + wait_random(0, FIRST_PAUSE)
# What a later attempt may be spared.
UNLUCKY = (errors.LockNotAvailable, errors.DeadlockDetected, errors.SerializationFailure)


def patiently(execution: Execution, name: str, attempt: Callable[[], None]) -> None:
    """Make an attempt, and again for `lock_retry` seconds while the server says `UNLUCKY`.

    Says each time who was in the way. Raises the last attempt's error.
    """

    def announce(state: RetryCallState) -> None:
        pause = state.next_action.sleep if state.next_action else 0
        failed = state.outcome.exception() if state.outcome else None
        execution.say(f"{name}: {_why(failed, execution.lock_timeout)}, again in {pause:.1f} s")
        for blocker in execution.lookout.blockers:
            execution.say(f"    blocked by {blocker}")

    Retrying(
        retry=retry_if_exception_type(UNLUCKY),
        wait=PAUSE,
        stop=stop_before_delay(execution.lock_retry),
        before_sleep=announce,
        reraise=True,
    )(attempt)


def _why(failed: BaseException | None, lock_timeout: float) -> str:
    if isinstance(failed, errors.DeadlockDetected):
        return "a deadlock"
    if isinstance(failed, errors.SerializationFailure):
        return "others changed the same rows"
    return f"no lock within {lock_timeout:g} s"
