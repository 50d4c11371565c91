"""Every fact of the design document, looked up in the catalogue of a live database."""

import psycopg
import pytest
from psycopg import errors

from tests.database.catalogue import (
    DEFINITION,
    INDEX,
    NAMES_OF_CONSTRAINTS,
    column,
    column_names,
    names,
    redundant,
    triggers,
)
from tests.database.documented import (
    ADDED_TABLES,
    COLUMNS,
    FUNCTIONS,
    MUTABLE,
    STATIC,
    UNITS,
    VIEWS,
)
from tests.database.documented_keys import (
    ADDED_INDEXES,
    DELIBERATELY_REDUNDANT,
    FOREIGN_KEYS,
    INDEX_STATEMENTS,
    INDEXES,
    UNIQUE_KEYS,
)

TABLES = [*COLUMNS, *ADDED_TABLES]
EACH_COLUMN = [
    pytest.param(table, *column, id=f"{table}.{column[0]}")
    for table, columns in COLUMNS.items()
    for column in columns
]


def test_tables_are_the_documented_ones(bare: psycopg.Connection) -> None:
    query = "SELECT tablename FROM pg_tables WHERE schemaname = %s"
    assert sorted(names(bare, query, "public")) == sorted(TABLES)


def test_views_are_the_documented_ones(bare: psycopg.Connection) -> None:
    query = "SELECT viewname FROM pg_views WHERE schemaname = %s"
    assert sorted(names(bare, query, "public")) == sorted(VIEWS)


def test_functions_are_the_documented_ones(bare: psycopg.Connection) -> None:
    query = "SELECT proname FROM pg_proc WHERE pronamespace = %s::regnamespace"
    assert sorted(names(bare, query, "public")) == sorted(FUNCTIONS)


@pytest.mark.parametrize("table", COLUMNS)
def test_documented_columns_come_first_in_order(bare: psycopg.Connection, table: str) -> None:
    documented = [name for name, _ in COLUMNS[table]]
    assert column_names(bare, table)[: len(documented)] == documented


@pytest.mark.parametrize("table", COLUMNS)
def test_further_columns_may_be_left_out(bare: psycopg.Connection, table: str) -> None:
    for name in column_names(bare, table)[len(COLUMNS[table]) :]:
        found = column(bare, table, name)
        assert found is not None
        _, is_required, default = found
        assert default is not None or not is_required, name


@pytest.mark.parametrize(("table", "name", "kind"), EACH_COLUMN)
def test_column_has_type(bare: psycopg.Connection, table: str, name: str, kind: str) -> None:
    found = column(bare, table, name)
    assert found is not None
    assert found[0] == kind.removesuffix("?")


@pytest.mark.parametrize(("table", "name", "kind"), EACH_COLUMN)
def test_column_is_required(bare: psycopg.Connection, table: str, name: str, kind: str) -> None:
    found = column(bare, table, name)
    assert found is not None
    assert found[1] is not kind.endswith("?")


@pytest.mark.parametrize("table", COLUMNS)
def test_primary_key_is_id(bare: psycopg.Connection, table: str) -> None:
    found = bare.execute(DEFINITION, (f"{table}_pkey", "p")).fetchone()
    assert found == (table, "PRIMARY KEY (id)")


@pytest.mark.parametrize("name", FOREIGN_KEYS)
def test_foreign_key_references(bare: psycopg.Connection, name: str) -> None:
    assert bare.execute(DEFINITION, (name, "f")).fetchone() == FOREIGN_KEYS[name]


def test_foreign_keys_are_the_documented_ones(bare: psycopg.Connection) -> None:
    assert sorted(names(bare, NAMES_OF_CONSTRAINTS, "f")) == sorted(FOREIGN_KEYS)


@pytest.mark.parametrize("name", FOREIGN_KEYS)
def test_foreign_key_column_ends_in_the_singular_of_its_table(
    bare: psycopg.Connection, name: str
) -> None:
    column_and_table = bare.execute(
        "SELECT attname, confrelid::regclass::text FROM pg_constraint"
        " INNER JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]"
        " WHERE conname = %s",
        (name,),
    ).fetchone()
    assert column_and_table is not None
    assert column_and_table[0].endswith(column_and_table[1].removesuffix("s") + "_id")


@pytest.mark.parametrize("name", UNIQUE_KEYS)
def test_unique_key_is_on(bare: psycopg.Connection, name: str) -> None:
    assert bare.execute(DEFINITION, (name, "u")).fetchone() == UNIQUE_KEYS[name]


def test_unique_keys_are_the_documented_ones(bare: psycopg.Connection) -> None:
    assert sorted(names(bare, NAMES_OF_CONSTRAINTS, "u")) == sorted(UNIQUE_KEYS)


@pytest.mark.parametrize("name", [*INDEXES, *ADDED_INDEXES])
def test_index_is_on(bare: psycopg.Connection, name: str) -> None:
    table, key = {**INDEXES, **ADDED_INDEXES}[name]
    assert bare.execute(INDEX, (name,)).fetchone() == (table, key, True)


@pytest.mark.parametrize("name", [name for name in ADDED_INDEXES if name.startswith("uq_")])
def test_index_without_case_is_unique(bare: psycopg.Connection, name: str) -> None:
    query = "SELECT indisunique FROM pg_index WHERE indexrelid = to_regclass(%s)"
    assert bare.execute(query, (name,)).fetchone() == (True,)


@pytest.mark.parametrize("statement", INDEX_STATEMENTS.splitlines())
def test_documented_index_statement_finds_its_name_taken(
    bare: psycopg.Connection, statement: str
) -> None:
    name = statement.split()[2]
    taken = pytest.raises(errors.DuplicateTable, match=f'"{name}" already exists')
    with bare.transaction(force_rollback=True), taken:
        bare.execute(statement.encode())


def test_no_index_is_doubled(bare: psycopg.Connection) -> None:
    assert set(redundant(bare)) == DELIBERATELY_REDUNDANT


def test_indexes_are_the_documented_ones(bare: psycopg.Connection) -> None:
    keys = {f"{table}_pkey" for table in TABLES} | set(UNIQUE_KEYS)
    query = "SELECT indexname FROM pg_indexes WHERE schemaname = %s"
    assert set(names(bare, query, "public")) == keys | set(INDEXES) | set(ADDED_INDEXES)


@pytest.mark.parametrize("table", TABLES)
def test_created_at_is_stamped(bare: psycopg.Connection, table: str) -> None:
    assert column(bare, table, "created_at") == ("timestamp with time zone", True, "now()")


@pytest.mark.parametrize("table", [*MUTABLE, *ADDED_TABLES])
def test_updated_at_is_stamped_where_rows_change(bare: psycopg.Connection, table: str) -> None:
    assert column(bare, table, "updated_at") == ("timestamp with time zone", True, "now()")
    expected = ("set_updated_at", "((old.* IS DISTINCT FROM new.*))", "BEFORE")
    assert triggers(bare, table) == [expected]


@pytest.mark.parametrize("table", STATIC)
def test_static_table_has_no_updated_at(bare: psycopg.Connection, table: str) -> None:
    assert column(bare, table, "updated_at") is None
    assert triggers(bare, table) == []


@pytest.mark.parametrize("name", [*TABLES, *VIEWS])
def test_relation_has_a_comment(bare: psycopg.Connection, name: str) -> None:
    comment = bare.execute("SELECT obj_description(to_regclass(%s), 'pg_class')", (name,))
    assert comment.fetchone() != (None,)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_function_has_a_comment(bare: psycopg.Connection, name: str) -> None:
    comment = bare.execute("SELECT obj_description(to_regproc(%s), 'pg_proc')", (name,))
    assert comment.fetchone() != (None,)


@pytest.mark.parametrize(("place", "unit"), UNITS.items(), ids=[".".join(place) for place in UNITS])
def test_comment_says_the_unit(bare: psycopg.Connection, place: tuple[str, str], unit: str) -> None:
    comment = bare.execute(
        "SELECT col_description(attrelid, attnum) FROM pg_attribute"
        " WHERE attrelid = to_regclass(%s) AND attname = %s",
        place,
    ).fetchone()
    assert comment is not None
    assert unit in str(comment[0])


def test_every_physical_column_is_in_the_list_of_units(bare: psycopg.Connection) -> None:
    query = """
        SELECT attrelid::regclass || '.' || attname FROM pg_attribute
        INNER JOIN pg_class ON attrelid = pg_class.oid
        WHERE relnamespace = %s::regnamespace AND relkind IN ('r', 'v')
            AND atttypid IN ('float8'::regtype, 'numeric'::regtype)
            AND attname <> 'security_rating'
    """
    assert set(names(bare, query, "public")) <= {".".join(place) for place in UNITS}


@pytest.mark.parametrize("view", VIEWS)
def test_calculated_field_is_not_stored(bare: psycopg.Connection, view: str) -> None:
    stored = view.removeprefix("ship_").removeprefix("character_")
    query = (
        "SELECT attrelid::regclass FROM pg_attribute INNER JOIN pg_class ON attrelid = pg_class.oid"
        " WHERE relkind = 'r' AND attname = %s"
    )
    assert names(bare, query, stored) == []
