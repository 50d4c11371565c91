"""What `fmt` did or would do, as a person reads it."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from echoes_schema.errors import place
from echoes_schema.style.shape import Shaped


def shaped_to_text(shaped: Sequence[Shaped], *, is_written: bool) -> str:
    """Return a line for each file that changes, and a count of all."""
    verb = "reformatted" if is_written else "would reformat"
    changed = [one for one in shaped if one.is_changed]
    return "\n".join([*(f"{verb} {place(one.path)}" for one in changed), _summary(shaped, verb)])


def shaped_to_diff(shaped: Sequence[Shaped]) -> str:
    """Return a unified diff of all files, which patch and git can apply."""
    return "".join(line for one in shaped for line in _diff(one))


def _summary(shaped: Sequence[Shaped], verb: str) -> str:
    changed = sum(one.is_changed for one in shaped)
    refused = sum(bool(one.refusal) for one in shaped)
    counts = [f"{verb} {changed}", f"{len(shaped) - changed - refused} unchanged"]
    return ", ".join([*counts, *([f"{refused} not"] if refused else [])])


def _diff(one: Shaped) -> list[str]:
    name = place(one.path)
    lines = difflib.unified_diff(
        one.before.splitlines(keepends=True), one.after.splitlines(keepends=True), name, name
    )
    return [
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    ]
