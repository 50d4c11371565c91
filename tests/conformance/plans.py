"""Plans of statements, run on a real database and compared with where they lead."""

import psycopg

from echoes_schema import catalog, ddl
from echoes_schema.compare import between, compare
from echoes_schema.schema import Schema

# What no statement does, with the reason. The plan says each, too.
NOT_WRITTEN = {
    "column dropped": "a column that is added again stands last",
    "generation dropped": "a generated column that is made anew stands last",
    "generated expression": "before PostgreSQL 17 the column is made anew and stands last",
    "column order": "only a table made anew has another order of columns",
    "inheritance": "a check that a parent has too stays the child's own",
    "invalid": "only a build that failed leaves an invalid index",
}
ALLOWED = {
    "column-order: table app.people",
    "column-order: table app.remote",
    "extra-constraint: constraint animals_id_check on app.dogs",
    "changed-validity: index app.people_nick_idx",
}


def load(connection: psycopg.Connection, text: str) -> None:
    connection.execute(text.encode())


def major(connection: psycopg.Connection) -> int:
    return connection.info.server_version // 10000


def run_plan(connection: psycopg.Connection, plan: ddl.Plan) -> None:
    """Run all statements of a plan, those that are held back too."""
    connection.execute("SET check_function_bodies = off")
    for section in plan.sections:
        own = [statement.sql for statement in section.statements if statement.sql]
        if section.is_transactional:
            connection.execute(";\n".join(own).encode())
        else:
            for text in own:
                connection.execute(text.encode())


def left(wanted: Schema, connection: psycopg.Connection) -> list[str]:
    found = compare(wanted, catalog.read(connection), wording=between("A", "B"))
    return [f"{finding.rule}: {finding.object}" for finding in found]


def follow(connection: psycopg.Connection, name: str, sql: str) -> None:
    """Change the database, lead it back by statements, and forth again."""
    base = catalog.read(connection)
    connection.execute(sql.encode())
    changed = catalog.read(connection)
    for wanted in (base, changed):
        plan = ddl.plan(catalog.read(connection), wanted, major(connection))
        run_plan(connection, plan)
        stays = set(left(wanted, connection))
        assert stays == set() or is_declared(name, stays, plan), plan.statements


def is_declared(name: str, stays: set[str], plan: ddl.Plan) -> bool:
    """Return whether the tests and the plan both say that something cannot be written."""
    has_gap = any(statement.gap for statement in plan.statements)
    return name.partition(": ")[2] in NOT_WRITTEN and stays <= ALLOWED and has_gap
