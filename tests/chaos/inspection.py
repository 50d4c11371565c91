"""What a database holds and what its bookkeeping says, read in one snapshot."""

from __future__ import annotations

from dataclasses import dataclass

import psycopg
from psycopg import sql

from tests.chaos.project import MIGRATIONS, OBJECTS, OUTSIDE_TRANSACTION, TABLES
from tests.migrations import snapshot

# Plain scans of the catalogues see the statement's snapshot; to_regclass() and its like would
# see what was committed since.
_PRESENT = """
WITH ours AS (SELECT * FROM pg_class WHERE relnamespace = 'public'::regnamespace)
SELECT 'table ' || relname FROM ours WHERE relkind = 'r'
UNION ALL
SELECT 'index ' || relname FROM ours INNER JOIN pg_index ON indexrelid = ours.oid WHERE indisvalid
UNION ALL
SELECT concat('column ', relname, '.', attname) FROM ours
INNER JOIN pg_attribute ON attrelid = ours.oid WHERE NOT attisdropped
UNION ALL
SELECT 'trigger ' || tgname FROM pg_trigger WHERE NOT tgisinternal
UNION ALL
SELECT 'constraint ' || conname FROM pg_constraint WHERE contype = 'f'
UNION ALL
SELECT 'function ' || proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
UNION ALL
SELECT 'step ' || step FROM public.witness
"""
_JOURNAL = "SELECT FROM pg_tables WHERE (schemaname, tablename) = ('echoes_schema', 'migrations')"
_HAS_BACKFILLS = """
SELECT FROM pg_tables WHERE (schemaname, tablename) = ('echoes_schema', 'backfills')
"""
_BACKENDS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND application_name = 'echoes-schema'
"""
_LOCKS = """
SELECT count(*) FROM pg_locks INNER JOIN pg_database ON pg_database.oid = database
WHERE locktype = 'advisory' AND datname = current_database()
"""
_TEMPORARY = "SELECT relname FROM pg_class WHERE relpersistence = 't'"
_SUCCESSES = """
SELECT migration_id, operation, count(*) FROM echoes_schema.events
WHERE is_success GROUP BY migration_id, operation
"""
_YOYO_LOG = """
SELECT migration_id, operation, count(*) FROM echoes_schema._yoyo_log
GROUP BY migration_id, operation
"""


@dataclass(frozen=True, slots=True)
class Bookkeeping:
    """What is recorded: as applied, in yoyo's table, and as begun and not finished."""

    applied: frozenset[str] = frozenset()
    yoyo: frozenset[str] = frozenset()
    begun: frozenset[tuple[str, str]] = frozenset()


def contradictions(
    connection: psycopg.Connection, *, are_together: bool = False
) -> tuple[str, ...]:
    """Return where objects and bookkeeping disagree: at any moment there must be nothing.

    `are_together` says that the two files of the run are one transaction.
    """
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        present = [str(row[0]) for row in connection.execute(_PRESENT)]
        book = _bookkeeping(connection)
    found = [_judge(name, set(present), book) for name in MIGRATIONS]
    if book.applied != set(MIGRATIONS[: len(book.applied)]):
        found.append(f"applied, but not in their order: {sorted(book.applied)}")
    if book.applied != book.yoyo:
        found.append(f"history has {sorted(book.applied)}, yoyo {sorted(book.yoyo)}")
    if are_together and len(book.applied) == 1:
        found.append(f"of one transaction there is only {sorted(book.applied)}")
    found += [f"{thing}: twice" for thing in sorted(set(present)) if _is_double(thing, present)]
    return tuple(filter(None, found))


def content(connection: psycopg.Connection) -> dict[tuple[str, str], str]:
    """Return everything that an undisturbed run leaves, by kind and name, to compare with."""
    found = snapshot.take(connection)
    for table in TABLES:
        if ("relation", table) in found:
            query = sql.SQL("SELECT count(*), sum(hashtextextended(t::text, 0)) FROM {} AS t")
            found["rows", table] = str(
                connection.execute(query.format(sql.Identifier(table))).fetchone()
            )
    for kind, counts in (("events", _SUCCESSES), ("yoyo log", _YOYO_LOG)):
        for name, operation, count in connection.execute(counts.encode()):
            found[kind, f"{operation} {name}"] = str(count)
    return found


def leftovers(
    connection: psycopg.Connection, expected: dict[tuple[str, str], str]
) -> tuple[str, ...]:
    """Return what differs from an undisturbed run, and what should be gone when one is over."""
    found = content(connection)
    different = [
        f"{kind} {name}: {found.get((kind, name))} and not {expected.get((kind, name))}"
        for kind, name in sorted({*found, *expected})
        if found.get((kind, name)) != expected.get((kind, name))
    ]
    different += [f"temporary {name} stays" for (name,) in connection.execute(_TEMPORARY)]
    checkpoints = connection.execute("SELECT migration_id FROM echoes_schema.checkpoints")
    different += [f"a checkpoint of {name} stays" for (name,) in checkpoints]
    if connection.execute(_HAS_BACKFILLS).fetchone():
        backfills = connection.execute("SELECT migration_id FROM echoes_schema.backfills")
        different += [f"a backfill of {name} stays" for (name,) in backfills]
    return tuple(different)


def applied(connection: psycopg.Connection) -> frozenset[str]:
    """Return the names of the migrations that are recorded."""
    return _bookkeeping(connection).applied


def has_runner(connection: psycopg.Connection) -> bool:
    """Return whether a backend of the runner is at work in this database."""
    return bool(_number(connection, _BACKENDS))


def has_lock(connection: psycopg.Connection) -> bool:
    """Return whether anybody holds an advisory lock in this database."""
    return bool(_number(connection, _LOCKS))


def _judge(name: str, present: set[str], book: Bookkeeping) -> str:
    mine = {thing for migration, thing in OBJECTS if migration == name}
    there = mine & present
    is_applied = name in book.applied
    if there == (mine if is_applied else set()):
        return ""
    if name in OUTSIDE_TRANSACTION:
        # Unfinished is allowed, as long as it is known.
        operation = "rollback" if is_applied else "apply"
        if (name, operation) in book.begun:
            return ""
    state = "recorded" if is_applied else "not recorded"
    return f"{name}: {state}, there: {sorted(there)}, not there: {sorted(mine - there)}"


def _is_double(thing: str, present: list[str]) -> bool:
    return thing.startswith("step ") and present.count(thing) > 1


def _bookkeeping(connection: psycopg.Connection) -> Bookkeeping:
    if connection.execute(_JOURNAL).fetchone() is None:
        return Bookkeeping()
    applied = connection.execute("SELECT id FROM echoes_schema.migrations")
    yoyo = connection.execute("SELECT migration_id FROM echoes_schema._yoyo_migration")
    begun = connection.execute("SELECT migration_id, operation FROM echoes_schema.checkpoints")
    return Bookkeeping(
        frozenset(str(row[0]) for row in applied),
        frozenset(str(row[0]) for row in yoyo),
        frozenset((str(row[0]), str(row[1])) for row in begun),
    )


def _number(connection: psycopg.Connection, query: str) -> int:
    row = connection.execute(query.encode()).fetchone()
    return int(row[0]) if row else 0
