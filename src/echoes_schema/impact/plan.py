"""What `up` would run, and what each statement would meet in the database as it is now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from echoes_schema import locks
from echoes_schema.impact import holders, relations, sizes
from echoes_schema.impact.relations import Relation
from echoes_schema.locks import Answer, Mode, Touch
from echoes_schema.migrations.sessions import Session as OtherSession
from echoes_schema.replay.session import Session

if TYPE_CHECKING:
    from psycopg import Connection
    from psycopg.rows import TupleRow

    from echoes_schema.migrations.script import Script
    from echoes_schema.parser.statements import Statement


@dataclass(frozen=True, slots=True)
class Impact:
    """What a statement would do to one relation that is there now.

    `rows` is an estimate, -1 where there is none. `held_by` are the sessions that it would wait
    for at this moment.
    """

    relation: str
    mode: Mode
    scan: Answer
    rewrite: Answer
    build: Answer
    bytes: int
    rows: int
    held_by: tuple[OtherSession, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One statement of a plan. What the same run creates before it is not among `impacts`."""

    statement: Statement
    impacts: tuple[Impact, ...]


@dataclass(frozen=True, slots=True)
class Planned:
    """One migration of a plan."""

    script: Script
    steps: tuple[Step, ...]


def foresee(connection: Connection[TupleRow], scripts: Iterable[Script]) -> tuple[Planned, ...]:
    """Return what the scripts would run and meet, in their order.

    Writes nothing, waits for nobody, and needs no privilege on the tables.
    """
    scripts = tuple(scripts)
    met = _met(connection, scripts)
    oids = {relation.oid for pairs in met.values() for relation, _ in pairs}
    now = _Now(sizes.read(connection, oids), holders.read(connection, oids))

    def step(script: Script, statement: Statement) -> Step:
        pairs = met.get(_key(script, statement), ())
        return Step(statement, tuple(now.impact(*pair) for pair in pairs))

    return tuple(
        Planned(script, tuple(step(script, one) for one in script.statements)) for script in scripts
    )


@dataclass(frozen=True, slots=True)
class _Now:
    """How large the relations are at this moment, by oid, and who holds locks on them."""

    measured: Mapping[int, sizes.Size]
    held: holders.Held

    def impact(self, relation: Relation, touch: Touch) -> Impact:
        size = self.measured.get(relation.oid, sizes.Size(relation.oid, 0, -1))
        return Impact(
            relation=f"{relation.schema}.{relation.name}",
            mode=touch.mode,
            scan=touch.scan,
            rewrite=touch.rewrite,
            build=touch.build,
            bytes=size.bytes,
            rows=size.rows,
            held_by=holders.in_the_way(self.held, relation.oid, touch.mode),
        )


def _met(
    connection: Connection[TupleRow], scripts: Iterable[Script]
) -> dict[tuple[str, int], tuple[tuple[Relation, Touch], ...]]:
    """Return the relations that each statement touches of those that are there, by its key."""
    touches = {
        _key(script, statement): (locks.of(statement), path)
        for script in scripts
        for statement, path in _with_paths(script)
    }
    names = [
        name
        for group, path in touches.values()
        for touch in group
        for name in relations.candidates(touch, path)
    ]
    there = relations.existing(connection, names)
    return {
        key: relations.resolve(connection, relations.meant(group, path, there), there)
        for key, (group, path) in touches.items()
        if group
    }


def _key(script: Script, statement: Statement) -> tuple[str, int]:
    return script.name, statement.offset


def _with_paths(script: Script) -> Iterator[tuple[Statement, tuple[str, ...] | None]]:
    """Yield each statement with the search_path that its script set, None where it set none."""
    session = Session(is_in_transaction=script.is_transactional)
    for statement in script.statements:
        session.take(statement)
        yield statement, session.search_path if "search_path" in session.settings else None
