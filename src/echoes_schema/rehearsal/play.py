"""One script on a throw-away database, as the runner or psql would run it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import psycopg
from psycopg.pq import TransactionStatus

from echoes_schema import database, locks, trace
from echoes_schema.impact import relations
from echoes_schema.migrations import failure
from echoes_schema.parser.statements import Statement
from echoes_schema.parser.tree import Name
from echoes_schema.rulebook.rehearsed import Failure, Measured, Rehearsed, Step

if TYPE_CHECKING:
    from psycopg import Connection
    from psycopg.rows import TupleRow

    from echoes_schema.rulebook import Script

_TABLES = """
SELECT namespaces.nspname, classes.relname, classes.oid
FROM pg_catalog.pg_class AS classes
INNER JOIN pg_catalog.pg_namespace AS namespaces ON classes.relnamespace = namespaces.oid
WHERE classes.relkind IN ('r', 'p', 'm', 'v', 'f')
    AND namespaces.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
"""
# They move the transaction or the session, and SET TRANSACTION must come before any query.
_UNWATCHED = frozenset({"TransactionStmt", "VariableSetStmt", "DiscardStmt"})


def play(
    connection: Connection[TupleRow], script: Script, step: Step, *, is_traced: bool
) -> Rehearsed:
    """Run a script; return what it did. What fails in a transaction leaves nothing behind."""
    if script.refusal or script.refusals:
        return Rehearsed(script, step, failure=Failure("not all of it can run", -1))
    measured: list[Measured] = []
    failed = None
    try:
        _run(connection, script, measured, is_traced=is_traced)
    except psycopg.Error as error:
        failed = _failure(script, measured, error)
    connection.rollback()
    connection.execute("DISCARD ALL")
    if again := database.settings(connection):
        connection.execute(again.encode())
    done = tuple(one for one in measured if one.told or one.seen or not one.is_seen)
    return Rehearsed(script, step, done if is_traced else (), failed)


def _run(
    connection: Connection[TupleRow], script: Script, into: list[Measured], *, is_traced: bool
) -> None:
    before = _tables(connection) if is_traced else {}
    if script.is_transactional:
        connection.execute("BEGIN")
    for statement in script.statements:
        # The last one is the one that failed, where one does.
        into.append(Measured(statement))
        if is_traced and statement.kind not in _UNWATCHED:
            into[-1] = _measured(connection, statement, set(before.values()))
        else:
            connection.execute(statement.sql.encode())
    if connection.info.transaction_status is not TransactionStatus.IDLE:
        connection.execute("COMMIT")


def _measured(connection: Connection[TupleRow], statement: Statement, old: set[int]) -> Measured:
    tables = {name: oid for name, oid in _tables(connection).items() if oid in old}
    touches = locks.of(statement)
    there = relations.existing(connection, [touch.relation for touch in touches])
    told = [touch for _, touch in relations.resolve(connection, touches, there)]
    is_idle = connection.info.transaction_status is TransactionStatus.IDLE
    held = frozenset(_held(connection, tables))
    try:
        seen = trace.measure(connection, statement.sql)
    except psycopg.errors.ActiveSqlTransaction:
        if not is_idle:
            raise
        connection.execute(statement.sql.encode())
        return Measured(statement, is_seen=False)
    return Measured(
        statement,
        tuple(touch for touch in told if touch.relation in tables),
        tuple(touch for touch in seen if touch.relation in tables),
        held,
    )


def _tables(connection: Connection[TupleRow]) -> Mapping[Name, int]:
    return {(schema, name): oid for schema, name, oid in connection.execute(_TABLES)}


def _held(
    connection: Connection[TupleRow], tables: Mapping[Name, int]
) -> Iterator[tuple[Name, locks.Mode]]:
    names = {oid: name for name, oid in tables.items()}
    for oid, mode in trace.held(connection):
        if oid in names:
            yield names[oid], mode


def _failure(script: Script, measured: list[Measured], error: psycopg.Error) -> Failure:
    statement = measured[-1].statement if measured else None
    position = int(error.diag.statement_position or 1) - 1
    offset = statement.offset + position if statement else -1
    state = f" ({error.sqlstate})" if error.sqlstate else ""
    detail = f"; {error.diag.message_detail}" if error.diag.message_detail else ""
    said = f"{failure.message(error)}{state}{detail}"
    return Failure(said, min(offset, len(script.text)), error.diag.message_hint or "")
