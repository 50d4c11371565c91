"""The relations that the touches of a statement mean in a live database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from psycopg.rows import class_row

from echoes_schema.impact import lookups
from echoes_schema.locks import Answer, Reach, Role, Touch
from echoes_schema.parser.tree import Name

if TYPE_CHECKING:
    from psycopg import Connection
    from psycopg.rows import TupleRow

# Partitioned tables and indexes have no file: nothing in them to read or to write.
_WITHOUT_FILE = ("p", "I", "v", "f")


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation that exists.

    `kind` is the letter of pg_class.relkind, `part_of` the table of an index, or 0.
    """

    oid: int
    schema: str
    name: str
    kind: str
    part_of: int


def existing(connection: Connection[TupleRow], names: Iterable[Name]) -> dict[Name, int]:
    """Return the oid of each relation, as a statement writes it, that is there."""
    wanted = list(set(names))
    parameters = {"schemas": [one[0] for one in wanted], "names": [one[1] for one in wanted]}
    rows = connection.execute(lookups.EXISTING.encode(), parameters)
    return {(schema, name): oid for schema, name, oid in rows}


def meant(
    touches: Iterable[Touch], path: tuple[str, ...] | None, there: Mapping[Name, int]
) -> tuple[Touch, ...]:
    """Return the touches with the schemas that a script's own search_path gives their names.

    `path` is None where the script leaves it to the session. What hangs on no relation may be in
    any of the schemas.
    """
    if path is None:
        return tuple(touches)
    found: list[Touch] = []
    for touch in touches:
        options = candidates(touch, path)
        if touch.role not in lookups.NOT_ON_A_RELATION:
            options = tuple(name for name in options if name in there)[:1]
        found += [replace(touch, relation=name) for name in options]
    return tuple(found)


def candidates(touch: Touch, path: tuple[str, ...] | None) -> tuple[Name, ...]:
    """Return what a touch's relation may be, the likeliest first."""
    schema, name = touch.relation
    if schema or path is None or touch.role is Role.MEMBERS:
        return (touch.relation,)
    return tuple((one, name) for one in path)


def resolve(
    connection: Connection[TupleRow], touches: Iterable[Touch], there: Mapping[Name, int]
) -> tuple[tuple[Relation, Touch], ...]:
    """Return each relation that is there with what is done to it, by name. Writes nothing.

    `there` is what `existing` knows of the names. What is not there is left out, and so is an
    index whose table is under as strong a lock.
    """
    found: dict[Relation, Touch] = {}
    for touch in touches:
        for relation in _relations(connection, touch, there.get(touch.relation)):
            real = _real(relation, touch)
            found[relation] = real if relation not in found else real | found[relation]
    modes = {relation.oid: touch.mode for relation, touch in found.items()}
    counted = [
        (relation, touch)
        for relation, touch in found.items()
        if touch.mode > modes.get(relation.part_of, 0)
    ]
    return tuple(sorted(counted, key=lambda pair: (pair[0].schema, pair[0].name)))


def _relations(
    connection: Connection[TupleRow], touch: Touch, oid: int | None
) -> Iterator[Relation]:
    if oid is None and touch.role not in lookups.NOT_ON_A_RELATION:
        return
    schema, name = touch.relation
    given = {
        "oid": oid,
        "schema": schema,
        "name": name,
        "column": touch.column,
        "constraint": touch.constraint,
    }
    rows = connection.execute(lookups.QUERIES[touch.role].encode(), given).fetchall()
    oids = [row[0] for row in rows if row[0]]
    if touch.reach is not Reach.ITSELF and touch.role is not Role.INDEXES:
        parameters = {"oids": oids, "is_inherited": touch.reach is Reach.CHILDREN}
        oids += [row[0] for row in connection.execute(lookups.BELOW.encode(), parameters)]
    with connection.cursor(row_factory=class_row(Relation)) as cursor:
        yield from cursor.execute(lookups.DESCRIBE.encode(), {"oids": oids})


def _real(relation: Relation, touch: Touch) -> Touch:
    name = (relation.schema, relation.name)
    real = Touch(name, touch.mode, scan=touch.scan, rewrite=touch.rewrite, build=touch.build)
    if relation.kind in _WITHOUT_FILE:
        return replace(real, scan=Answer.NO, rewrite=Answer.NO, build=Answer.NO)
    return real
