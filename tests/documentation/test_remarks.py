"""What the browser says is worth a look."""

import psycopg
import pytest

from echoes_schema import catalog, diagrams
from echoes_schema.site.remarks import remarks

PARENT = "CREATE TABLE parent (id int PRIMARY KEY, code int UNIQUE);"
CHILD = "CREATE TABLE child (id int PRIMARY KEY, a int REFERENCES parent, n int);"
INDEXED = {
    "an index": "CREATE INDEX ON child (a)",
    "an index that goes on": "CREATE INDEX ON child (a, n)",
    "a key": "ALTER TABLE child ADD UNIQUE (a, n)",
    "a key of more columns, one of them unique": (
        "ALTER TABLE parent ADD UNIQUE (code, id); CREATE INDEX ON child (a);"
        "ALTER TABLE child ADD FOREIGN KEY (n, id) REFERENCES parent (code, id)"
    ),
    "an index of all that refer": "CREATE INDEX ON child (a) WHERE a IS NOT NULL",
}
NOT_INDEXED = {
    "nothing": "",
    "an index that begins otherwise": "CREATE INDEX ON child (n, a)",
    "an index of some": "CREATE INDEX ON child (a) WHERE n > 0",
    "an expression": "CREATE INDEX ON child ((a + 0))",
}


def told(connection: psycopg.Connection, sql: str) -> dict[str, object]:
    connection.execute(sql.encode())
    schema = catalog.read(connection)
    found = remarks(schema, diagrams.whole(schema))
    return {str(one["name"]): one["places"] for one in found}


@pytest.mark.parametrize("index", INDEXED.values(), ids=INDEXED)
def test_foreign_key_with_an_index_is_no_remark(empty: psycopg.Connection, index: str) -> None:
    assert "foreign keys without an index" not in told(empty, PARENT + CHILD + index)


@pytest.mark.parametrize("index", NOT_INDEXED.values(), ids=NOT_INDEXED)
def test_foreign_key_without_an_index_is_told(empty: psycopg.Connection, index: str) -> None:
    found = told(empty, PARENT + CHILD + index)
    assert found["foreign keys without an index"] == [("child", "(a) → parent")]


def test_columns_of_a_foreign_key_may_be_indexed_in_any_order(empty: psycopg.Connection) -> None:
    sql = """
        CREATE TABLE parent (a int, b int, PRIMARY KEY (a, b));
        CREATE TABLE child (a int, b int, FOREIGN KEY (a, b) REFERENCES parent);
        CREATE INDEX ON child (b, a);
    """
    assert "foreign keys without an index" not in told(empty, sql)


def test_tables_that_lack_something_are_told(empty: psycopg.Connection) -> None:
    sql = f"""
        {PARENT} {CHILD} CREATE INDEX ON child (a);
        COMMENT ON TABLE parent IS 'Has one.'; COMMENT ON TABLE child IS 'Too.';
        CREATE TABLE alone (at date) PARTITION BY RANGE (at);
        CREATE TABLE part PARTITION OF alone DEFAULT;
    """
    assert told(empty, sql) == {
        "tables without a primary key": [("alone", "")],
        "tables linked with no other": [("alone", "")],
        "tables without a comment": [("alone", "")],
    }


def test_where_nothing_is_linked_no_table_is_alone(empty: psycopg.Connection) -> None:
    assert "tables linked with no other" not in told(empty, "CREATE TABLE a (); CREATE TABLE b ()")


def test_invalid_index_is_told(empty: psycopg.Connection) -> None:
    empty.execute(
        b"CREATE TABLE t (id int PRIMARY KEY, n int); INSERT INTO t VALUES (1, 1), (2, 1)"
    )
    with pytest.raises(psycopg.errors.UniqueViolation):
        empty.execute(b"CREATE UNIQUE INDEX CONCURRENTLY broken ON t (n)")
    assert told(empty, "SELECT")["invalid indexes"] == [("t", "broken")]
