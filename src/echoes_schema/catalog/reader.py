"""Read the whole catalogue in a handful of queries, in one pipeline and one snapshot."""

from __future__ import annotations

import gc
from collections.abc import Callable, Container, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from functools import partial
from importlib import resources
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import psycopg
from psycopg.rows import TupleRow, dict_row

from echoes_schema.catalog import rows
from echoes_schema.database import explain
from echoes_schema.errors import ServerError

if TYPE_CHECKING:
    from echoes_schema.schema import Schema

VERSION_18 = 180000
Row = TypeVar("Row", bound=NamedTuple)

# Every server prints the same, whatever the settings of its databases and roles. Compiling a
# query that runs once costs more than it saves, and so does starting processes for it.
_SETTINGS = {
    "search_path": "",
    "TimeZone": "UTC",
    "DateStyle": "ISO, YMD",
    "IntervalStyle": "postgres",
    "bytea_output": "hex",
    "extra_float_digits": "1",
    "quote_all_identifiers": "off",
    "standard_conforming_strings": "on",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
}
_BEGIN = (
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    "SELECT "
    + ", ".join(f"set_config('{name}', '{value}', true)" for name, value in _SETTINGS.items()),
)


def read(connection: psycopg.Connection[TupleRow]) -> Schema:
    """Return what the database holds, but for the toolkit's own bookkeeping.

    The connection is idle and in autocommit mode; it is left so. Nothing is written: a role that
    may only connect can do it, and a standby serves it. Raises ServerError when the server
    refuses.
    """
    if connection.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
        raise ServerError(
            "the connection is in the middle of a transaction",
            "Commit or roll back first: the catalogue is read in a transaction of its own.",
        )
    try:
        with _no_collection():
            return _read(connection)
    except psycopg.Error as error:
        raise explain(error) from error
    finally:
        if connection.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
            connection.rollback()


@contextmanager
def reading(connection: psycopg.Connection[TupleRow]) -> Iterator[Callable[[], Schema]]:
    """Read the catalogue while the block runs; yield what waits for it and returns it.

    Where the block fails, the server is told to stop. Apart from that as `read`.
    """
    with ThreadPoolExecutor(max_workers=1) as thread:
        schema = thread.submit(read, connection)
        try:
            yield schema.result
        except BaseException:
            # One that arrives before the query is for nothing.
            while not schema.done():
                with suppress(psycopg.Error):
                    connection.cancel()
                wait([schema], timeout=0.1)
            raise


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keep the garbage collector from looking through every row again and again: none is garbage.

    It cost a fifth of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def _receiver(connection: psycopg.Connection[TupleRow]) -> Iterator[ThreadPoolExecutor]:
    """Yield a thread that takes what the server sends: it stops when nobody does.

    Where the block fails, the server is told to stop.
    """
    with ThreadPoolExecutor(max_workers=1) as thread:
        try:
            yield thread
        except BaseException:
            with suppress(psycopg.Error):
                connection.cancel()
            raise


def _read(connection: psycopg.Connection[TupleRow]) -> Schema:
    # One pipeline: a pooler that gives each transaction another session sees one request.
    with connection.pipeline(), _receiver(connection) as receiver:
        rare = _begin(connection)
        fetch_relations = _start_relations(connection)
        # While the server works, as what follows each of the next two groups of queries.
        from echoes_schema.catalog.assemble import assemble, begin, keys_of

        absent = {name for row in rare for name, is_there in row.items() if not is_there}
        keys = receiver.submit(_start_keys(connection))
        begun = begin(fetch_relations())
        key_rows = keys.result()
        fetch_surroundings = _start_surroundings(connection, absent)
        connection.execute("COMMIT")
        surroundings = receiver.submit(fetch_surroundings)
        parts = keys_of(begun, key_rows)
        around = surroundings.result()
    return assemble(begun, parts, around)


def _start_relations(connection: psycopg.Connection[TupleRow]) -> Callable[[], rows.Relations]:
    """Queue the queries; return what waits for their rows and takes them."""
    relations = _start(connection, "relations", rows.RelationRow)
    columns = _start(connection, "columns", rows.ColumnRow)
    column_comments = _start(connection, "column_comments", rows.ColumnCommentRow)
    defaults = _start(connection, "defaults", rows.DefaultRow)
    sequences = _start(connection, "sequences", rows.SequenceRow)
    not_nulls = _start_on_18(connection, "not_nulls.pg18", rows.NotNullRow)
    opclasses = _start(connection, "opclasses", rows.OpclassRow)
    collations = _start(connection, "collations", rows.CollationRow)
    return lambda: rows.Relations(
        relations=relations.fetchall(),
        columns=columns.fetchall(),
        column_comments=column_comments.fetchall(),
        defaults=defaults.fetchall(),
        sequences=sequences.fetchall(),
        not_nulls=not_nulls.fetchall() if not_nulls else [],
        opclasses=opclasses.fetchall(),
        collations=collations.fetchall(),
    )


def _start_keys(connection: psycopg.Connection[TupleRow]) -> Callable[[], rows.Keys]:
    """Queue the queries; return what waits for their rows and takes them."""
    constraints = _start(connection, "constraints", rows.ConstraintRow)
    enforcements = _start_on_18(connection, "constraints.pg18", rows.EnforcementRow)
    indexes = _start(connection, "indexes", rows.IndexRow)
    index_columns = _start(connection, "index_columns", rows.IndexColumnRow)
    return lambda: rows.Keys(
        constraints=constraints.fetchall(),
        enforcements=enforcements.fetchall() if enforcements else [],
        indexes=indexes.fetchall(),
        index_columns=index_columns.fetchall(),
    )


def _start_surroundings(
    connection: psycopg.Connection[TupleRow], absent: Container[str]
) -> Callable[[], rows.Surroundings]:
    """Queue the queries; return what waits for their rows and takes them."""
    triggers = _start(connection, "triggers", rows.TriggerRow)
    functions = _start(connection, "functions", rows.FunctionRow)
    parts = _start(connection, "parts", rows.PartRow)
    unmodelled = _start(connection, "unmodelled", rows.UnmodelledRow)
    objects = _start_objects(connection, absent)
    return lambda: rows.Surroundings(
        triggers=triggers.fetchall(),
        functions=functions.fetchall(),
        parts=parts.fetchall(),
        unmodelled=unmodelled.fetchall(),
        objects=[row for cursor in objects for row in cursor.fetchall()],
    )


def _begin(connection: psycopg.Connection[TupleRow]) -> psycopg.Cursor[dict[str, bool]]:
    """Begin the snapshot, and queue what tells which rare kinds of objects there may be."""
    for statement in _BEGIN:
        connection.execute(statement)
    cursor = connection.cursor(row_factory=dict_row)
    return cursor.execute(_query("rare"), prepare=_is_read_again(connection))


def _start(
    connection: psycopg.Connection[TupleRow], name: str, row: type[Row]
) -> psycopg.Cursor[Row]:
    """Queue the query of `queries/{name}.sql`; its first row waits for all that is queued."""
    cursor = connection.cursor(row_factory=_rows_of(row))
    # Numbers and lists of them are sent and read in half the time.
    return cursor.execute(_query(name), prepare=_is_read_again(connection), binary=True)


def _is_read_again(connection: psycopg.Connection[TupleRow]) -> bool:
    """Tell whether a session prepares what it runs: to plan is most of what a small schema costs.

    For one reading it would cost more than it saves.
    """
    return connection.prepare_threshold == 0


def _query(name: str) -> bytes:
    return resources.files(__package__).joinpath("queries", f"{name}.sql").read_bytes()


def _rows_of(row: type[Row]) -> Callable[[psycopg.Cursor[Any]], Callable[[Sequence[Any]], Row]]:
    """Return a row factory that takes the values in their order.

    By name, as `class_row` does it, they took two thirds of the time that reading rows takes.
    """

    def factory(cursor: psycopg.Cursor[Any]) -> Callable[[Sequence[Any]], Row]:
        names = tuple(column.name for column in cursor.description or ())
        if names != row._fields:
            raise TypeError(f"{row.__name__} is no row of {', '.join(names)}")
        # As row._make does it, which is Python and takes three times as long.
        return partial(tuple.__new__, row)

    return factory


def _start_on_18(
    connection: psycopg.Connection[TupleRow], name: str, row: type[Row]
) -> psycopg.Cursor[Row] | None:
    """Queue a query of what PostgreSQL 18 began to keep; return None for an older server."""
    is_18 = connection.info.server_version >= VERSION_18
    return _start(connection, name, row) if is_18 else None


def _start_objects(
    connection: psycopg.Connection[TupleRow], absent: Container[str]
) -> list[psycopg.Cursor[dict[str, str | None]]]:
    """Queue the queries whose columns are the names of facts, but for rare absent kinds."""
    return [
        connection.cursor(row_factory=dict_row).execute(query, prepare=_is_read_again(connection))
        for name, query in _object_queries()
        if name not in absent
    ]


def _object_queries() -> Iterator[tuple[str, bytes]]:
    """Yield the queries of queries/objects, each with its name."""
    for file in resources.files(__package__).joinpath("queries", "objects").iterdir():
        name, _, suffix = file.name.rpartition(".")
        if suffix == "sql":
            yield name, file.read_bytes()
