"""The relations that the touches of a statement mean in a live database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from psycopg.rows import class_row

from echoes_schema.impact import lookups
from echoes_schema.locks import Answer, Reach, Role, Touch

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


def resolve(
    connection: Connection[TupleRow], touches: Iterable[Touch]
) -> tuple[tuple[Relation, Touch], ...]:
    """Return each relation that is there with what is done to it, by name. Writes nothing.

    What the statement names and is not there is left out, and so is an index whose table is under
    as strong a lock.
    """
    found: dict[Relation, Touch] = {}
    for touch in touches:
        for relation in _relations(connection, touch):
            real = _real(relation, touch)
            found[relation] = real if relation not in found else real | found[relation]
    modes = {relation.oid: touch.mode for relation, touch in found.items()}
    counted = [
        (relation, touch)
        for relation, touch in found.items()
        if touch.mode > modes.get(relation.part_of, 0)
    ]
    return tuple(sorted(counted, key=lambda pair: (pair[0].schema, pair[0].name)))


def _relations(connection: Connection[TupleRow], touch: Touch) -> Iterator[Relation]:
    schema, name = touch.relation
    given = {
        "relation": ".".join(_quoted(part) for part in touch.relation if part),
        "schema": _quoted(schema) if schema else "",
        "name": name,
        "column": touch.column,
        "constraint": touch.constraint,
    }
    rows = connection.execute(lookups.QUERIES[touch.role].encode(), given).fetchall()
    oids = [row[0] for row in rows if row[0]]
    if touch.reach is not Reach.ITSELF and touch.role is not Role.INDEXES:
        is_inherited = touch.reach is Reach.CHILDREN
        parameters = {"oids": oids, "is_inherited": is_inherited}
        oids += [row[0] for row in connection.execute(lookups.BELOW.encode(), parameters)]
    with connection.cursor(row_factory=class_row(Relation)) as cursor:
        yield from cursor.execute(lookups.DESCRIBE.encode(), {"oids": oids})


def _real(relation: Relation, touch: Touch) -> Touch:
    name = (relation.schema, relation.name)
    real = Touch(name, touch.mode, scan=touch.scan, rewrite=touch.rewrite, build=touch.build)
    if relation.kind in _WITHOUT_FILE:
        return replace(real, scan=Answer.NO, rewrite=Answer.NO, build=Answer.NO)
    return real


def _quoted(name: str) -> str:
    return f'"{name.replace(chr(34), chr(34) * 2)}"'
