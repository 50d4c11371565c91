"""The statements from one schema to another, proved in throw-away databases."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

from echoes_schema import catalog, ddl, scratch
from echoes_schema.compare import Judging, between, compare
from echoes_schema.database import connect, explain
from echoes_schema.ddl.names import full, identifier
from echoes_schema.ddl.stages import Section
from echoes_schema.ddl.statement import Statement
from echoes_schema.errors import EchoesError, SettingsError
from echoes_schema.model import Finding, Level
from echoes_schema.schema import Schema, unquoted

if TYPE_CHECKING:
    from psycopg.rows import TupleRow

    from echoes_schema.sides import Means, Side

_RENAME = re.compile(r"(?P<kind>table|column):(?P<old>[^=]+)=(?P<new>[^=]+)")
_SECRET = re.compile(r", [^,=]+=\(hidden\)")
_WORDS = between("B", "the result")
_ROLES = "SELECT rolname FROM pg_catalog.pg_roles"


class _RefusalError(EchoesError):
    """PostgreSQL refused a statement."""


@dataclass(frozen=True, slots=True)
class Rename:
    """A table or a column that has another name in B; `column` is empty for a table."""

    table: str
    column: str
    new: str

    @property
    def statement(self) -> Statement:
        what = f"COLUMN {identifier(self.column)} TO" if self.column else "TO"
        return Statement(f"ALTER TABLE {full(self.table)} RENAME {what} {identifier(self.new)}")


@dataclass(frozen=True, slots=True)
class Transition:
    """The way from A to B. `doubts` tell why it is not proved; none where it is.

    `left` are the differences that stay as long as nobody activates what is held back.
    """

    plan: ddl.Plan
    left: tuple[Finding, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def held(self) -> tuple[Statement, ...]:
        return tuple(one for one in self.plan.statements if one.loss)


def rename_of(text: str) -> Rename:
    """Return what `table:old=new` or `column:table.old=new` says. Raises SettingsError."""
    match = _RENAME.fullmatch(text)
    table, _, column = match["old"].rpartition(".") if match else ("", "", "")
    if match is None or (match["kind"] == "column" and not table):
        raise SettingsError(
            f"--rename {text}: neither a table nor a column",
            "Write table:old=new, or column:table.old=new, with the names as SQL has them.",
        )
    if match["kind"] == "table":
        return Rename(match["old"], "", match["new"])
    return Rename(table, column, match["new"])


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for beside both sides: renames, and what the database holds on the way.

    `live` is the database beside which throw-away ones are made, "" for none. `states` takes what
    there is first and after each section; None where nobody wants to know.
    """

    means: Means
    renames: tuple[Rename, ...] = ()
    live: str = ""
    states: list[Schema] | None = None


def lead(one: Side, other: Side, request: Request) -> Transition:
    """Return the way from the first side to the second, proved.

    A is built in a throw-away database, on a server of its version; the statements run there, and
    the result is compared with B: without those that are held back, and with them. Raises
    SettingsError for a rename of what A or B does not have.
    """
    renames = request.renames
    _require_known(one.schema, other.schema, renames)
    if not renames:
        plan = ddl.plan(one.schema, other.schema, one.postgres, (one.is_written, other.is_written))
        if not plan.sections and not _differences(other, one.schema):
            return Transition(plan)
    with _empty(one, other, request) as connection:
        doubts = _build(connection, one.schema, one.postgres)
        if doubts:
            return Transition(ddl.plan(one.schema, other.schema, one.postgres), doubts=doubts)
        note = _Notes(connection, request.states)
        note.take()
        first = _renaming(renames)
        doubts = _run(connection, first)
        before = catalog.read(connection) if renames else one.schema
        rest = ddl.plan(before, other.schema, one.postgres, _written(one, other, renames))
        plan = _joined(first, rest)
        if len(plan.sections) > len(rest.sections):
            note.take()
        doubts = doubts or _run(connection, rest.sections, after=note.take)
        left = () if doubts else _differences(other, catalog.read(connection))
    held = [statement for statement in plan.statements if statement.loss]
    if doubts or not held:
        return Transition(plan, doubts=doubts or tuple(map(_said, left)))
    return Transition(plan, left, _prove_with_held(one, other, plan, request))


def _prove_with_held(one: Side, other: Side, plan: ddl.Plan, request: Request) -> tuple[str, ...]:
    with _empty(one, other, request) as connection:
        doubts = _build(connection, one.schema, one.postgres)
        doubts = doubts or _run(connection, plan.sections, with_held=True)
        return doubts or tuple(map(_said, _differences(other, catalog.read(connection))))


@dataclass(frozen=True, slots=True)
class _Notes:
    """Takes down what the database holds from time to time, where anybody wants to know."""

    connection: psycopg.Connection[TupleRow]
    states: list[Schema] | None

    def take(self) -> None:
        if self.states is not None:
            self.states.append(catalog.read(self.connection))


def _written(one: Side, other: Side, renames: tuple[Rename, ...]) -> tuple[bool, bool]:
    return one.is_written and not renames, other.is_written


def _renaming(renames: tuple[Rename, ...]) -> tuple[Section, ...]:
    statements = tuple(rename.statement for rename in renames)
    return (Section(statements, is_transactional=True),) if statements else ()


def _joined(first: tuple[Section, ...], rest: ddl.Plan) -> ddl.Plan:
    """Return a plan with the renames in its first transaction."""
    if not first or not rest.sections or not rest.sections[0].is_transactional:
        return ddl.Plan((*first, *rest.sections), rest.suspicions)
    statements = (*first[0].statements, *rest.sections[0].statements)
    joined = Section(statements, is_transactional=True)
    return ddl.Plan((joined, *rest.sections[1:]), rest.suspicions)


def _require_known(old: Schema, new: Schema, renames: tuple[Rename, ...]) -> None:
    there, wanted = _names(old), _names(new)
    for rename in renames:
        before = full(rename.table), unquoted(rename.column)
        after = before[0], unquoted(rename.new)
        if not rename.column:
            after = f"{full(rename.table).rpartition('.')[0]}.{identifier(rename.new)}", ""
        if before not in there:
            raise SettingsError(f"--rename: A has no {_dotted(before)}", "Name what A has.")
        if after not in wanted and rename.column:
            after = _renamed(after[0], renames), after[1]
        if after not in wanted:
            raise SettingsError(f"--rename: B has no {_dotted(after)}", "Name what B has.")


def _names(schema: Schema) -> set[tuple[str, str]]:
    """Return every table, with "", and every column of one, by full name and bare name."""
    found = {(full(table.name), "") for table in schema.tables}
    return found | {
        (full(table.name), unquoted(column.name))
        for table in schema.tables
        for column in table.columns
    }


def _renamed(table: str, renames: tuple[Rename, ...]) -> str:
    """Return the name of a table in B, which may be renamed too."""
    for rename in renames:
        if not rename.column and full(rename.table) == table:
            return f"{table.rpartition('.')[0]}.{identifier(rename.new)}"
    return table


def _dotted(name: tuple[str, str]) -> str:
    return ".".join(filter(None, name))


@contextmanager
def _empty(one: Side, other: Side, request: Request) -> Iterator[psycopg.Connection[TupleRow]]:
    """Yield a connection to an empty throw-away database whose server has the roles it needs."""
    where = request.means.where
    if request.live:
        with connect(request.live) as beside, scratch.beside(beside, where) as connection:
            yield connection
        return
    with scratch.server(where, one.postgres, "no database is named") as url:
        missing = _roles(one.schema) | _roles(other.schema) if where.url is None else set()
        with _made_roles(url, missing), scratch.database(url) as connection:
            yield connection


def _roles(schema: Schema) -> set[str]:
    found = {unquoted(item.name) for item in schema.others if item.kind == "role"}
    return found | ({schema.owner} if schema.owner else set())


@contextmanager
def _made_roles(url: str, names: set[str]) -> Iterator[None]:
    """Make the roles that our own server for throw-away databases lacks, for as long as needed."""
    with connect(url) as connection:
        there = {str(row[0]) for row in connection.execute(_ROLES).fetchall()}
        missing = sorted(names - there)
        for name in missing:
            connection.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(name)))
    try:
        yield
    finally:
        with connect(url) as connection:
            for name in missing:
                connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(name)))


def _build(
    connection: psycopg.Connection[TupleRow], schema: Schema, postgres: int
) -> tuple[str, ...]:
    """Build a schema in an empty database; return why that is not the one that was meant."""
    plan = ddl.plan(Schema(owner=schema.owner), schema, postgres)
    failure = _run(connection, plan.sections, with_held=True)
    if failure:
        return tuple(f"A cannot be built: {text}" for text in failure)
    built = catalog.read(connection)
    findings = compare(schema, built, wording=between("A", "what was built of it"))
    return tuple(f"A cannot be built as it is: {_said(one)}" for one in _errors(findings))


def _run(
    connection: psycopg.Connection[TupleRow],
    sections: Iterable[Section],
    *,
    with_held: bool = False,
    after: Callable[[], None] = lambda: None,
) -> tuple[str, ...]:
    """Run statements as their sections say; return what PostgreSQL said to one that it refused.

    `after` is called after each section.
    """
    connection.execute("SET search_path = public; SET check_function_bodies = off")
    try:
        for section in sections:
            own = [one for one in section.statements if one.sql and (with_held or not one.loss)]
            with connection.transaction() if section.is_transactional else nullcontext():
                for statement in own:
                    _execute(connection, statement)
            after()
    except _RefusalError as error:
        return (error.message,)
    return ()


def _execute(connection: psycopg.Connection[TupleRow], statement: Statement) -> None:
    try:
        connection.execute(statement.sql.encode())
    except psycopg.Error as error:
        if connection.closed:
            raise
        first = statement.sql.split("\n", 1)[0]
        raise _RefusalError(f"{explain(error).message} ({first})") from error


def _differences(other: Side, result: Schema) -> tuple[Finding, ...]:
    judging = Judging((other.is_written, False))
    return _errors(compare(other.schema, result, wording=_WORDS, judging=judging))


def _errors(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(
        finding for finding in findings if finding.level is Level.ERROR and not _is_secret(finding)
    )


def _is_secret(finding: Finding) -> bool:
    """Tell whether two user mappings differ only in what nobody can write down."""
    if not finding.object.startswith("user mapping ") or finding.rule != "changed-options":
        return False
    one, other = (_SECRET.sub("", f", {text}") for text in (finding.expected, finding.actual))
    return one.replace(", none", "") == other.replace(", none", "")


def _said(finding: Finding) -> str:
    return f"{finding.object}: {finding.message}"
