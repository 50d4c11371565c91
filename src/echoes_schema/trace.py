"""What a statement really does: run it, and read from the server what it locked, read and wrote."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from psycopg.rows import class_row

from echoes_schema.locks import Answer, Mode, Touch

if TYPE_CHECKING:
    from psycopg import Connection
    from psycopg.rows import TupleRow

_RELATIONS = """
SELECT classes.oid, namespaces.nspname AS schema, classes.relname AS name,
    coalesce(pg_catalog.pg_relation_filenode(classes.oid), 0) AS file,
    CASE WHEN classes.relkind IN ('r', 'm', 'i', 'p')
        THEN coalesce(pg_catalog.pg_relation_size(classes.oid), 0) ELSE -1 END AS size,
    coalesce(pg_catalog.pg_stat_get_xact_numscans(classes.oid), 0) AS scans,
    classes.relkind = 'i' AS is_index,
    coalesce(indexes.indrelid, owners.refobjid, 0) AS part_of
FROM pg_catalog.pg_class AS classes
INNER JOIN pg_catalog.pg_namespace AS namespaces ON classes.relnamespace = namespaces.oid
LEFT JOIN pg_catalog.pg_index AS indexes ON classes.oid = indexes.indexrelid
LEFT JOIN pg_catalog.pg_depend AS owners
    ON classes.relkind = 'S' AND classes.oid = owners.objid AND owners.refobjsubid > 0
    AND owners.classid = 'pg_catalog.pg_class'::regclass
    AND owners.refclassid = 'pg_catalog.pg_class'::regclass
WHERE namespaces.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
    AND classes.relkind NOT IN ('c', 't')
"""
_LOCKS = """
SELECT relation, mode FROM pg_catalog.pg_locks
WHERE locktype = 'relation' AND mode <> 'SIReadLock' AND granted
    AND pid = pg_catalog.pg_backend_pid()
    AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
"""


@dataclass(frozen=True, slots=True)
class _Relation:
    """A relation at one moment; `part_of` is the table of an index or sequence, or 0.

    `size` is -1 of what holds no rows.
    """

    oid: int
    schema: str
    name: str
    file: int
    size: int
    scans: int
    is_index: bool
    part_of: int


@dataclass(frozen=True, slots=True)
class _Sight:
    """All relations and this session's locks, at one moment."""

    relations: Mapping[int, _Relation]
    locks: frozenset[tuple[int, Mode]]

    def indexes(self, table: int) -> dict[int, int]:
        """Return the file of each index of a table."""
        return {
            one.oid: one.file
            for one in self.relations.values()
            if one.is_index and one.part_of == table
        }


def measure(connection: Connection[TupleRow], statement: str) -> tuple[Touch, ...]:
    """Run a statement; return what it did to each relation that was there before, by name.

    It runs in a transaction of its own, which is committed, or in the one that is open: then a
    lock that an earlier statement took already is seen again only with work under it. An index or
    a sequence is listed only where its lock is stronger than its table's. What triggers and foreign
    keys do at the end of a transaction is not seen. What cannot run in a transaction cannot be
    measured.
    """
    with connection.transaction():
        before = _look(connection)
        connection.execute(statement.encode())
        after = _look(connection)
    return tuple(sorted(_touches(before, after), key=lambda touch: touch.relation))


def held(connection: Connection[TupleRow]) -> frozenset[tuple[int, Mode]]:
    """Return the locks on relations, by oid, that the open transaction holds."""
    return frozenset((oid, Mode.of(mode)) for oid, mode in connection.execute(_LOCKS))


def _look(connection: Connection[TupleRow]) -> _Sight:
    locks = held(connection)
    with connection.cursor(row_factory=class_row(_Relation)) as cursor:
        return _Sight({one.oid: one for one in cursor.execute(_RELATIONS)}, locks)


def _touches(before: _Sight, after: _Sight) -> Iterator[Touch]:
    strongest = _strongest(after.locks - before.locks)
    for oid, mode in {**_worked_on(before, after), **strongest}.items():
        old = before.relations.get(oid)
        if old is None or mode <= strongest.get(old.part_of, 0):
            continue
        new = after.relations.get(oid, old)
        yield replace(_work(before, after, old, new), mode=mode)


def _worked_on(before: _Sight, after: _Sight) -> dict[int, Mode]:
    """Return what was read or written anew under a lock that was there before, and that lock."""
    held = _strongest(before.locks)
    return {
        oid: held[oid]
        for oid, old in before.relations.items()
        if oid in held
        and not old.part_of
        and (new := after.relations.get(oid))
        and ((new.file, new.scans) != (old.file, old.scans))
    }


def _work(before: _Sight, after: _Sight, old: _Relation, new: _Relation) -> Touch:
    """Return whether the rows were read, the file was written anew and an index was built.

    A table that had rows and has none now was emptied: it has another file too, and no work was
    done. One that was empty before is judged by its file alone, as if it had rows.
    """
    is_other_file = new.file != old.file
    is_emptied = is_other_file and new.size == 0 and old.size > 0
    is_rewritten = is_other_file and not is_emptied and new.size >= 0
    was, now = before.indexes(old.oid), after.indexes(old.oid)
    # A rewrite builds every index anew, and ALTER TYPE may do it under another oid.
    is_built = len(now) > len(was) if is_rewritten else not {*now.values()} <= {*was.values()}
    return Touch(
        (old.schema, old.name),
        Mode.ACCESS_SHARE,
        scan=_answer(new.scans > old.scans and not is_emptied),
        rewrite=_answer(is_rewritten),
        build=_answer(is_built and not is_emptied),
    )


def _strongest(locks: Iterable[tuple[int, Mode]]) -> dict[int, Mode]:
    found: dict[int, Mode] = {}
    for oid, mode in locks:
        found[oid] = max(mode, found.get(oid, mode))
    return found


def _answer(happened: bool) -> Answer:  # noqa: FBT001
    return Answer.YES if happened else Answer.NO
