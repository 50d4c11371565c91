"""What differs in the catalogue, and not in the schema, is no difference."""

from pathlib import Path

import psycopg
import pytest

from echoes_schema import catalog, sides, snapshot
from echoes_schema.compare import between, compare

HERE = Path(__file__).parent


def test_who_granted_a_privilege_does_not_matter(empty: psycopg.Connection) -> None:
    role = f"granter_{empty.info.dbname}"
    empty.execute("CREATE TABLE t (id integer); GRANT SELECT ON t TO pg_monitor")
    before = catalog.read(empty)
    empty.execute(f'CREATE ROLE "{role}"; GRANT SELECT ON t TO "{role}" WITH GRANT OPTION'.encode())
    empty.execute("REVOKE SELECT ON t FROM pg_monitor")
    empty.execute(f'SET ROLE "{role}"; GRANT SELECT ON t TO pg_monitor; RESET ROLE'.encode())
    found = compare(before, catalog.read(empty), wording=between("A", "B"))
    empty.execute(f'DROP OWNED BY "{role}"; DROP ROLE "{role}"'.encode())
    assert [one.object for one in found] == [f"privileges of {role} on table t"]


def test_snapshot_is_the_same_after_the_catalogue_was_rewritten(empty: psycopg.Connection) -> None:
    empty.execute((HERE / "realm.sql").read_bytes())
    before = snapshot.write(sides.take(empty))
    for name in ("pg_class", "pg_attribute", "pg_enum", "pg_proc", "pg_constraint", "pg_type"):
        empty.execute(f"VACUUM FULL pg_catalog.{name}".encode())
    empty.execute("ANALYZE")
    assert snapshot.write(sides.take(empty)) == before


@pytest.mark.parametrize("column", ["text", "integer"])
def test_column_order_is_a_finding_of_its_own_and_fails_nothing(
    empty: psycopg.Connection, column: str
) -> None:
    empty.execute(f"CREATE TABLE t (a integer, b {column})".encode())
    before = catalog.read(empty)
    empty.execute(f"DROP TABLE t; CREATE TABLE t (b {column}, a integer)".encode())
    (finding,) = compare(before, catalog.read(empty), wording=between("A", "B"))
    assert (finding.rule, finding.level.value) == ("column-order", "warning")
