"""What is said of the statements that lead from one schema to another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from echoes_schema.transition import Transition


def verdict(found: Transition, *, allow_loss: bool) -> str:
    """Return whether the statements are proved, why not, and what is held back."""
    return "\n".join(_lines(found, allow_loss=allow_loss))


def _lines(found: Transition, *, allow_loss: bool) -> Iterator[str]:
    yield from (f"perhaps renamed: {suspicion}" for suspicion in found.plan.suspicions)
    for statement in found.plan.statements:
        if statement.gap:
            yield f"not written: {statement.about}: {statement.gap}"
    if found.doubts:
        yield from (f"not proved: {doubt}" for doubt in found.doubts)
        return
    if not found.plan.sections:
        yield "proved: there is nothing to do"
    elif found.held and not allow_loss:
        yield "proved: with what is held back, A becomes B; without, this stays:"
        yield from (f"  {finding.object}: {finding.message}" for finding in found.left)
    else:
        yield "proved: the statements were run on a throw-away copy of A, and B came of it"
