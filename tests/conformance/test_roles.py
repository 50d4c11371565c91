"""Roles that hold something here: what they may do, and who may act as one."""

from collections.abc import Iterator

import psycopg
import pytest

from echoes_schema import catalog, ddl
from echoes_schema.compare import between, compare
from tests.conformance.plans import left, major, run_plan

VERSION_16 = 160000
VERSION_17 = 170000
CHANGES = {
    "login": ("ALTER ROLE {held} LOGIN", "changed-attributes"),
    "connection limit": ("ALTER ROLE {held} CONNECTION LIMIT 5", "changed-attributes"),
    "end": ("ALTER ROLE {held} VALID UNTIL '2099-01-01'", "changed-attributes"),
    "bypassing row security": ("ALTER ROLE {held} BYPASSRLS", "changed-attributes"),
    "membership": ("GRANT pg_read_all_data TO {held}", "changed-member-of"),
    "administration": ("GRANT pg_monitor TO {held} WITH ADMIN OPTION", "changed-member-of"),
    "member that holds nothing": ("GRANT {held} TO {other}", "changed-members"),
    "comment": ("COMMENT ON ROLE {held} IS 'x'", "changed-comment"),
}
SINCE_16 = {
    "inheritance of a membership": "GRANT pg_monitor TO {held} WITH INHERIT FALSE",
    "use of a membership": "GRANT pg_monitor TO {held} WITH SET FALSE",
}


@pytest.fixture
def names(empty: psycopg.Connection) -> Iterator[dict[str, str]]:
    """Return the names of a role that holds a privilege and one that holds nothing."""
    roles = {name: f"{name}_{empty.info.dbname}" for name in ("held", "other")}
    for role in roles.values():
        empty.execute(f"CREATE ROLE {role}".encode())
    empty.execute("CREATE TABLE t (id integer)")
    empty.execute(
        f"GRANT SELECT ON t TO {roles['held']}; GRANT pg_monitor TO {roles['held']}".encode()
    )
    yield roles
    empty.execute(f"DROP OWNED BY {roles['held']}".encode())
    for role in roles.values():
        empty.execute(f"DROP ROLE {role}".encode())


def found(connection: psycopg.Connection, statement: str) -> list[tuple[str, str]]:
    before = catalog.read(connection)
    connection.execute(statement.encode())
    after = catalog.read(connection)
    findings = compare(before, after, wording=between("A", "B"))
    return [(one.rule, one.object) for one in findings]


@pytest.mark.parametrize(("statement", "rule"), CHANGES.values(), ids=CHANGES)
def test_change_of_a_role_is_found(
    empty: psycopg.Connection, names: dict[str, str], statement: str, rule: str
) -> None:
    assert found(empty, statement.format(**names)) == [(rule, f"role {names['held']}")]


@pytest.mark.parametrize("statement", SINCE_16.values(), ids=SINCE_16)
def test_option_of_a_membership_is_found(
    empty: psycopg.Connection, names: dict[str, str], statement: str
) -> None:
    if empty.info.server_version < VERSION_16:
        pytest.skip("PostgreSQL 16 and later")
    expected = [("changed-member-of", f"role {names['held']}")]
    assert found(empty, statement.format(**names)) == expected


def test_statements_name_a_role_whose_name_wants_quotes(empty: psycopg.Connection) -> None:
    role = f'"Ann, of {empty.info.dbname}"'
    empty.execute(f"CREATE ROLE {role}".encode())
    try:
        empty.execute(
            f"ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO {role};"
            f"CREATE TABLE t (a int); CREATE POLICY own ON t TO {role} USING (true)".encode()
        )
        before = catalog.read(empty)
        assert ("roles", role) in next(one.facts for one in before.others if one.kind == "policy")
        empty.execute("CREATE TABLE u (a int)")
        after = catalog.read(empty)
        empty.execute("DROP TABLE u")
        plan = ddl.plan(before, after, major(empty))
        # Default privileges give it all that it is to have.
        assert len(plan.statements) == 1
        run_plan(empty, plan)
        assert left(after, empty) == []
        empty.execute("DROP TABLE t, u")
        run_plan(empty, ddl.plan(catalog.read(empty), after, major(empty)))
        assert left(after, empty) == []
    finally:
        empty.execute(f"DROP OWNED BY {role}; DROP ROLE {role}".encode())


def test_named_not_null_of_a_domain_is_found(empty: psycopg.Connection) -> None:
    if empty.info.server_version < VERSION_17:
        pytest.skip("PostgreSQL 17 and later")
    empty.execute("CREATE DOMAIN d AS text CONSTRAINT there NOT NULL")
    assert sorted(found(empty, "ALTER DOMAIN d RENAME CONSTRAINT there TO needed")) == [
        ("extra-domain-constraint", "domain constraint needed on domain d"),
        ("missing-domain-constraint", "domain constraint there on domain d"),
    ]


def test_subscription_is_compared_but_for_its_connection(empty: psycopg.Connection) -> None:
    create = "CREATE SUBSCRIPTION s CONNECTION '{}' PUBLICATION p WITH (connect = false)"
    try:
        empty.execute(create.format("dbname=nowhere password=hush").encode())
        assert "hush" not in repr(catalog.read(empty))
        for change, rule in {
            "SET (synchronous_commit = on)": "changed-synchronous-commit",
            "SET (binary = true)": "changed-transfer",
            "SET (disable_on_error = true)": "changed-on-error",
            "SET (slot_name = other)": "changed-slot",
            "SET PUBLICATION p, q WITH (refresh = false)": "changed-publications",
        }.items():
            assert found(empty, f"ALTER SUBSCRIPTION s {change}") == [(rule, "subscription s")]
    finally:
        empty.execute("ALTER SUBSCRIPTION s SET (slot_name = NONE)")
        empty.execute("DROP SUBSCRIPTION s")
