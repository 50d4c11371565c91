"""Waiting for what a test needs, and not for ever."""

from collections.abc import Callable

from echoes_schema.waiting import until

# Seconds: longer than anything here takes on a busy machine.
PATIENCE = 30


def wait_for(condition: Callable[[], bool], what: str) -> None:
    """Return as soon as the condition holds; fail where it does not in time."""
    assert until(condition, pause=0.04, seconds=PATIENCE), f"in {PATIENCE} s there was no: {what}"
