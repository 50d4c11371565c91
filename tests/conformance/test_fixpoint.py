"""SQL in other words, judged by PostgreSQL where the normaliser sees a difference."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import psycopg
import pytest

from echoes_schema import catalog
from echoes_schema.compare import Judging, between, compare
from echoes_schema.compare.facts import Sql
from echoes_schema.compare.fixpoint import Server
from echoes_schema.parser.expressions import canonical
from echoes_schema.schema import Check, Schema, Table
from tests.conformance.expression_pairs import COLUMNS, DIFFERENT, SAME
from tests.harness.program import Run

Url = Callable[[psycopg.Connection], str]
PRINTED = (False, False)
# These mean the same, and the server prints each as it was written: it flattens AND and OR to the
# left alone, and an array of varchar stays one.
EQUAL_IN_MEANING = {
    ("n >= 1 AND (n <= 5 AND b > 0)", "n BETWEEN 1 AND 5 AND b > 0"),
    ("s <> ALL (ARRAY['a', 'b'])", "s NOT IN ('a', 'b')"),
    ("s IN ('a', 'b')", "s::text = ANY (ARRAY['a'::character varying, 'b'::text]::text[])"),
}


@pytest.fixture
def server(empty: psycopg.Connection) -> Server:
    """Return the server, which has a type that the pairs speak of."""
    empty.execute("CREATE TYPE mood AS ENUM ('sad', 'glad')")
    return Server(lambda: empty)


def judged(server: Server, one: str, other: str) -> bool | None:
    return server.is_same((Sql(one), False), (Sql(other), False), COLUMNS)


def test_server_finds_different_what_is_different(server: Server) -> None:
    assert [pair for pair in DIFFERENT if judged(server, *pair) is not False] == []


def test_equal_for_the_normaliser_is_equal_for_the_server(server: Server) -> None:
    """What the normaliser calls equal, PostgreSQL prints alike in the end, few forms excepted."""
    texts = {text for pair in (*SAME, *DIFFERENT) for text in pair}
    forms: dict[str, list[str]] = {}
    for text in sorted(texts):
        forms.setdefault(canonical(text, COLUMNS), []).append(text)
    unlike = {
        (first, other)
        for first, *others in forms.values()
        for other in others
        if judged(server, first, other) is not True
    }
    assert unlike == EQUAL_IN_MEANING


def test_server_makes_nothing_that_stays(empty: psycopg.Connection, server: Server) -> None:
    before = catalog.read(empty)
    assert judged(server, "n > 1", "n > 1::integer") is True
    assert judged(server, "nobody > 1", "n > 1") is None
    assert judged(server, "n > 1", "n > 2") is False
    assert catalog.read(empty) == before


def test_server_that_is_not_to_be_had_cannot_tell() -> None:
    assert judged(Server(lambda: None), "n > 1", "n > 1::integer") is None


def schema(expression: str) -> Schema:
    check = Check("k", expression)
    return Schema(tables=(Table("t", (), (check,)),))


def test_report_tells_who_judged(server: Server) -> None:
    one, other = schema("1 IN (1, 2)"), schema("1 = ANY (ARRAY[1, 2])")
    judging = Judging(PRINTED, server)
    assert compare(one, other, wording=between("A", "B"), judging=judging) == ()
    assert judging.methods == Counter(normaliser=1)
    # Constants of an unknown type are beyond the normaliser.
    one, other = schema("'a' = 'b'::text"), schema("'a'::text COLLATE \"default\" = 'b'")
    alone = Judging(PRINTED)
    assert len(compare(one, other, wording=between("A", "B"), judging=alone)) == 1
    assert alone.methods == Counter(normaliser=1)
    judging = replace(judging, methods=Counter())
    compare(one, other, wording=between("A", "B"), judging=judging)
    assert judging.methods == Counter(PostgreSQL=1)


def test_changed_cast_is_found_with_a_server_too(
    migrated: psycopg.Connection, run: Run, url: Url
) -> None:
    migrated.execute(
        "ALTER TABLE inventory_items DROP CONSTRAINT inventory_items_quantity_check,"
        "ADD CONSTRAINT inventory_items_quantity_check CHECK (quantity::integer > 0)"
    )
    for command in (("check", "--scratch", url(migrated)), ("drift",)):
        done = run(*command, "--format", "json", database=url(migrated))
        report = json.loads(done.stdout)
        assert [one["rule"] for one in report["findings"]] == ["changed-expression"]
        assert report["methods"]["PostgreSQL"] == 1
