"""Spellings of one expression are equal exactly when the server takes them for equal."""

from collections.abc import Iterator

import psycopg
import pytest

from echoes_schema.parser.expressions import canonical, canonical_query
from tests.conformance.expression_pairs import COLUMNS, DIFFERENT, SAME


@pytest.fixture
def probe(empty: psycopg.Connection) -> psycopg.Connection:
    """Return a connection to a database with a table `probe` that has COLUMNS."""
    columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
    empty.execute("CREATE TYPE mood AS ENUM ('sad', 'glad')")
    empty.execute(f"CREATE TABLE probe ({columns})".encode())
    empty.execute("SET search_path = ''")
    return empty


def printed(probe: psycopg.Connection, expression: str) -> Iterator[str]:
    """Yield how the server prints an expression before a dump and after each reload."""
    for _ in range(3):
        probe.execute(f"ALTER TABLE public.probe ADD CONSTRAINT k CHECK ({expression})".encode())
        row = probe.execute(
            "SELECT pg_get_expr(conbin, conrelid, true), pg_get_expr(conbin, conrelid)"
            "FROM pg_constraint WHERE conname = 'k'"
        ).fetchone()
        assert row
        yield from row
        expression = row[1]
        probe.execute("ALTER TABLE public.probe DROP CONSTRAINT k")


def spelled(expression: str) -> str:
    return canonical(expression, COLUMNS)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_same_expressions_are_equal(one: str, other: str) -> None:
    assert spelled(one) == spelled(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_expressions_differ(one: str, other: str) -> None:
    assert spelled(one) != spelled(other)


def test_written_expression_equals_what_the_server_prints(probe: psycopg.Connection) -> None:
    """Before a dump, after one and after two, pretty or not."""
    wrong = [
        (expression, text)
        for expression in {expression for pair in (*SAME, *DIFFERENT) for expression in pair}
        for text in printed(probe, expression)
        if spelled(text) != spelled(expression)
    ]
    assert wrong == []


def test_server_agrees_on_what_is_different(probe: psycopg.Connection) -> None:
    """The last reload is where the server prints what means the same in the same way."""
    agreed = [
        (one, other)
        for one, other in DIFFERENT
        if list(printed(probe, one))[-1] == list(printed(probe, other))[-1]
    ]
    assert agreed == []


def test_current_timestamp_is_now() -> None:
    """The server prints each as it was written, and both are the start of the transaction."""
    assert spelled("m < CURRENT_TIMESTAMP") == spelled("m < now()")
    assert spelled("m < CURRENT_TIMESTAMP(0)") != spelled("m < now()")


@pytest.mark.parametrize(
    ("written", "printed", "kind"),
    [
        ("'Open'", "'Open'::character varying", "character varying(9)"),
        ("'[]'", "'[]'::jsonb", "jsonb"),
        ("'{}'", "'{}'::text[]", "text[]"),
        ("-1", "'-1'::integer", "integer"),
        ("'glad'", "'glad'::public.mood", "public.mood"),
        ("0", "0::numeric", "numeric(20,2)"),
    ],
)
def test_default_needs_no_cast_to_its_column(written: str, printed: str, kind: str) -> None:
    assert canonical(written, {}, target=kind) == canonical(printed, {}, target=kind)


def test_default_keeps_a_cast_to_another_type() -> None:
    assert canonical("'[]'", {}, target="json") != canonical("'[]'::jsonb", {}, target="json")


def test_unqualified_function_is_the_public_one_only_where_there_is_one() -> None:
    public = frozenset({"lower"})
    assert canonical("lower(t)", {}, public=public) == canonical("public.lower(t)", {})
    assert canonical("lower(t)", {}) != canonical("public.lower(t)", {})


@pytest.mark.parametrize("text", ["", "n >", "n, m", "n AS m", "n FROM t", "n; DROP TABLE t"])
def test_text_that_is_no_expression_stays_text(text: str) -> None:
    assert canonical(text, {}) == " ".join(text.split())


TABLES = """
    CREATE TABLE one (id integer, name varchar(9), size bigint);
    CREATE TABLE two (id integer, one_id integer, price numeric(9, 2));
"""
TYPES = {
    "one.id": "integer",
    "one.name": "character varying(9)",
    "one.size": "bigint",
    "two.id": "integer",
    "two.one_id": "integer",
    "two.price": "numeric(9,2)",
}
QUERIES = [
    "SELECT id, name FROM one WHERE name = 'a'",
    "SELECT o.id AS key, (SELECT max(price) FROM two WHERE one_id = o.id) FROM one AS o",
    "SELECT name, coalesce(sum(price), 0::numeric) FROM one LEFT JOIN two ON one_id = one.id "
    "GROUP BY name HAVING count(*) > 1 ORDER BY name DESC",
    "SELECT size * price AS total FROM one, two WHERE one.id = one_id",
    "WITH big AS (SELECT id FROM one WHERE size > 10) SELECT id FROM big",
    "SELECT x.name FROM one x CROSS JOIN LATERAL (SELECT price FROM two WHERE one_id = x.id) y",
    "SELECT id FROM one WHERE EXISTS (SELECT 1 FROM two WHERE one_id = one.id)",
    "SELECT id FROM one UNION ALL SELECT one_id FROM two",
    "SELECT upper(name) FROM one WHERE name IN ('a', 'b') AND size BETWEEN 1 AND 2",
    "SELECT DISTINCT name, row_number() OVER (PARTITION BY name ORDER BY size) FROM one",
]


@pytest.mark.parametrize("query", QUERIES)
def test_written_query_equals_what_the_server_prints(empty: psycopg.Connection, query: str) -> None:
    empty.execute(TABLES.encode())
    empty.execute(f"CREATE VIEW v AS {query}".encode())
    empty.execute("SET search_path = ''")
    row = empty.execute("SELECT pg_get_viewdef('public.v'::regclass, true)").fetchone()
    assert row
    assert canonical_query(row[0], TYPES) == canonical_query(query, TYPES)


def test_different_queries_differ() -> None:
    assert len({canonical_query(query, TYPES) for query in QUERIES}) == len(QUERIES)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SELECT one.id FROM one, two", "SELECT two.id FROM one, two"),
        ("SELECT id FROM one", "SELECT id FROM two"),
        ("SELECT name::varchar(2) FROM one", "SELECT name FROM one"),
        ("SELECT id FROM one", "SELECT id FROM app.one"),
        ("SELECT id AS a FROM one", "SELECT id AS b FROM one"),
        (
            "SELECT id FROM one WHERE EXISTS (SELECT 1 FROM two WHERE id = one_id)",
            "SELECT id FROM one WHERE EXISTS (SELECT 1 FROM two WHERE one.id = one_id)",
        ),
        ("SELECT id FROM one JOIN two USING (id)", "SELECT id FROM one LEFT JOIN two USING (id)"),
    ],
)
def test_queries_that_mean_something_else_differ(one: str, other: str) -> None:
    assert canonical_query(one, TYPES) != canonical_query(other, TYPES)
