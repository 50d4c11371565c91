"""The table at the end of a campaign."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tabulate import tabulate

from tests.chaos.trial import Outcome

_HEAD = (
    *("fault", "kills", "half-applied", "unrecovered"),
    *("files lost", "next run", "backend outlives"),
)


def table(outcomes: Iterable[Outcome]) -> str:
    """Return a line for each kind of fault; the last columns are the most and the longest."""
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(outcome.fault.label, []).append(outcome)
    rows = [_row(label, groups[label]) for label in sorted(groups, reverse=True)]
    return tabulate(rows, _HEAD, disable_numparse=True, colalign=("left", *["right"] * 6))


def summary(outcomes: Sequence[Outcome]) -> str:
    """Return the line that counts."""
    half, unrecovered = failures(outcomes)
    return f"kills {len(outcomes)}, half-applied {half}, unrecovered {unrecovered}"


def failures(outcomes: Iterable[Outcome]) -> tuple[int, int]:
    """Return after how many faults something was half applied, and how many needed a hand."""
    listed = list(outcomes)
    return sum(bool(o.half_applied) for o in listed), sum(bool(o.unrecovered) for o in listed)


def complaint(outcome: Outcome) -> str:
    """Return what is wrong after a fault, "" where nothing is."""
    lines = [f"half-applied: {line}" for line in outcome.half_applied]
    lines += [f"unrecovered: {line}" for line in outcome.unrecovered]
    return "\n".join([f"{outcome.fault}", *lines]) if lines else ""


def _row(label: str, outcomes: list[Outcome]) -> list[str]:
    half, unrecovered = failures(outcomes)
    longest = max(outcome.recovery for outcome in outcomes)
    waits = [outcome.orphan for outcome in outcomes if outcome.fault.is_patient]
    lost = max(len(outcome.lost) for outcome in outcomes)
    counts = [str(len(outcomes)), str(half), str(unrecovered), str(lost or "")]
    return [label, *counts, f"{longest:.1f} s", f"{max(waits):.2f} s" if waits else ""]
