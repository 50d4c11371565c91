"""What would run and what it would meet, as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict

from echoes_schema.errors import place
from echoes_schema.impact.plan import Impact, Planned, Step
from echoes_schema.locks import Answer
from echoes_schema.migrations.script import Script
from echoes_schema.parser import secrets
from echoes_schema.render.json import dump

_INDENT = " " * 8
# What the word is for a statement that does it, and for one of which the schema decides.
_WORK = {
    "rewrite": "writes the table anew",
    "scan": "reads every row",
    "build": "builds an index",
}


def plan_to_text(planned: Iterable[Planned]) -> str:
    """Return each file with its mode and its statements, and what each of them locks."""
    blocks = []
    for one in planned:
        lines = [f"{one.script.name} ({_mode(one.script)})"]
        for step in one.steps:
            lines.extend(_step(step))
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) or "nothing to apply"


def plan_to_json(planned: Iterable[Planned]) -> str:
    """Return `{version, migrations}` with the statements of each, in the order of running."""
    return dump({"migrations": [_planned(one) for one in planned]})


def _mode(script: Script) -> str:
    if script.batch:
        return f"in batches of {script.batch.size} by {script.batch.column}"
    return "in one transaction" if script.is_transactional else "outside a transaction"


def _step(step: Step) -> Iterator[str]:
    first, *rest = secrets.masked(step.statement.sql).splitlines()
    yield f"{step.statement.line:>6}  {first}"
    yield from (f"{_INDENT}{line}" for line in rest)
    for impact in step.impacts:
        yield f"{_INDENT}-> {', '.join(_facts(impact))}"
        yield from (f"{_INDENT}   held by {session}" for session in impact.held_by)


def _facts(impact: Impact) -> Iterator[str]:
    yield f"{impact.relation}: {impact.mode}"
    yield f"blocks {impact.mode.blocks}"
    answers = {"rewrite": impact.rewrite, "scan": impact.scan, "build": impact.build}
    done = [_WORK[work] for work, answer in answers.items() if answer is Answer.YES]
    perhaps = [_WORK[work] for work, answer in answers.items() if answer is Answer.UNKNOWN]
    if done:
        yield " and ".join(done)
    if perhaps:
        yield f"perhaps {' and '.join(perhaps)}"
    yield _size(impact.bytes)
    yield f"about {impact.rows} rows" if impact.rows >= 0 else "rows unknown: never analysed"


def _size(count: float) -> str:
    """Return bytes as pg_size_pretty() would: `8192 bytes`, `16 kB`."""
    units = ["bytes", "kB", "MB", "GB", "TB", "PB"]
    while count >= 10 * 1024 and len(units) > 1:
        count /= 1024
        units.pop(0)
    return f"{count:.0f} {units[0]}"


def _planned(one: Planned) -> dict[str, object]:
    batch = one.script.batch
    return {
        "id": one.script.name,
        "state": "pending",
        "path": place(one.script.path),
        "is_transactional": one.script.is_transactional,
        "batch": batch and {"size": batch.size, "column": batch.column},
        "statements": [
            {
                "line": step.statement.line,
                "sql": secrets.masked(step.statement.sql),
                "locks": [_impact(impact) for impact in step.impacts],
            }
            for step in one.steps
        ],
    }


def _impact(impact: Impact) -> dict[str, object]:
    return {**asdict(impact), "mode": str(impact.mode), "blocks": impact.mode.blocks}
