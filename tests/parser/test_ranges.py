"""Statements that may run in batches, and those that may not."""

from pathlib import Path

import pytest

from echoes_schema.errors import FileError
from echoes_schema.parser.ranges import read
from echoes_schema.parser.statements import split

HERE = Path("a.sql")


def following(text: str, column: str = "id") -> str:
    return read(split(text, HERE)[0], column, HERE).following


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("UPDATE t SET n = 1", "UPDATE t SET n = 1 WHERE t.id <= $1 AND t.id > $2"),
        (
            "UPDATE ONLY s.t AS x SET n = 1 FROM o WHERE a OR b",
            "UPDATE ONLY s.t AS x SET n = 1 FROM o WHERE (a OR b) AND x.id <= $1 AND x.id > $2",
        ),
        (
            "DELETE FROM t WHERE a AND b",
            "DELETE FROM t WHERE a AND b AND t.id <= $1 AND t.id > $2",
        ),
        (
            "INSERT INTO n (a) SELECT id FROM t AS x ON CONFLICT DO NOTHING",
            "INSERT INTO n (a) SELECT id FROM t AS x WHERE x.id <= $1 AND x.id > $2"
            " ON CONFLICT DO NOTHING",
        ),
    ],
)
def test_range_is_added_to_the_statement(text: str, expected: str) -> None:
    assert following(text) == expected


def test_first_range_has_no_lower_end() -> None:
    found = read(split("DELETE FROM t", HERE)[0], "Id", HERE)
    assert found.first == 'DELETE FROM t WHERE t."Id" <= $1'


def test_text_of_a_statement_survives() -> None:
    text = (
        "UPDATE t SET a = E'\\n''' || $$x$y$$, j = j #>> '{a}', (b, c) = (SELECT 1, 2)"
        " WHERE a ~ 'x'"
    )
    [one] = split(following(text), HERE)
    [other] = split(text + " AND t.id <= $1 AND t.id > $2", HERE)
    assert strip(one.node) == strip(other.node)


def strip(node: object) -> object:
    """Return a tree without its places."""
    if isinstance(node, dict):
        return {key: strip(value) for key, value in node.items() if key != "location"}
    return [strip(item) for item in node] if isinstance(node, list) else node


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT 1", "only UPDATE, DELETE and INSERT … SELECT run in batches"),
        ("CREATE TABLE t ()", "only UPDATE, DELETE and INSERT … SELECT run in batches"),
        ("WITH x AS (SELECT 1) UPDATE t SET n = 1", "WITH in a batch file"),
        ("DELETE FROM t RETURNING id", "RETURNING in a batch file"),
        ("DELETE FROM t WHERE n = $1", "a parameter or cursor that no migration has"),
        ("DELETE FROM t WHERE CURRENT OF c", "a parameter or cursor that no migration has"),
        ("UPDATE t SET id = id + 1", "it changes id, the column that says how far it is"),
        ("UPDATE t SET (n, id) = (1, 2)", "it changes id, the column that says how far it is"),
        (
            "UPDATE t SET n = (SELECT max(n) FROM s.t)",
            "it reads t, which it changes, a second time",
        ),
        ("DELETE FROM s.t USING t AS o WHERE o.n = t.n", "it reads t, which it changes, a second"),
        ("INSERT INTO t SELECT * FROM t", "it reads t, which it changes, a second"),
        ("INSERT INTO t VALUES (1)", "INSERT without SELECT in a batch file"),
        ("INSERT INTO t DEFAULT VALUES", "INSERT without SELECT in a batch file"),
        ("INSERT INTO n SELECT 1 FROM t, o", "INSERT … SELECT from other than one table"),
        ("INSERT INTO n SELECT 1 FROM t UNION SELECT 2 FROM o", "from other than one table"),
        ("INSERT INTO n SELECT DISTINCT 1 FROM t", "it looks at many rows at once"),
        ("INSERT INTO n SELECT a FROM t GROUP BY a", "it looks at many rows at once"),
        ("INSERT INTO n SELECT 1 FROM t LIMIT 5", "it looks at many rows at once"),
        ("INSERT INTO n SELECT rank() OVER (ORDER BY a) FROM t", "it looks at many rows at once"),
    ],
)
def test_statement_that_would_do_another_thing_in_batches_is_refused(
    text: str, message: str
) -> None:
    with pytest.raises(FileError) as caught:
        read(split(f"\n  {text}", HERE)[0], "id", HERE)
    assert caught.value.message.startswith("a.sql:2:3: ")
    assert message in caught.value.message


def test_same_name_in_another_schema_is_another_table() -> None:
    assert "FROM b.t" in following("UPDATE a.t SET n = (SELECT max(n) FROM b.t)")


def test_functions_that_could_be_aggregates_are_named() -> None:
    text = "INSERT INTO n SELECT sum(a), (SELECT max(b) FROM o), s.f(a) FROM t"
    assert read(split(text, HERE)[0], "id", HERE).calls == ("f", "sum")
