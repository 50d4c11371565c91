"""Names, lists, bodies and types, as statements write them."""

import pytest

from echoes_schema.ddl import names
from echoes_schema.ddl.options import setting
from echoes_schema.ddl.order import ordered
from echoes_schema.ddl.stages import placed, sections
from echoes_schema.ddl.statement import Stage, Statement
from echoes_schema.ddl.widening import loses


@pytest.mark.parametrize(
    ("spelled", "written"),
    [
        ("users", "public.users"),
        ("app.users", "app.users"),
        ("order", 'public."order"'),
        ('app."A b"', 'app."A b"'),
        ('"a.b"', 'public."a.b"'),
        ('"Weird ""name"""', 'public."Weird ""name"""'),
    ],
)
def test_name_is_written_with_its_schema(spelled: str, written: str) -> None:
    assert names.full(spelled) == written


def test_list_is_split_where_nothing_encloses_the_comma() -> None:
    text = "'a,b', numeric(9, 3), \"c,d\" ARRAY[1, 2], 'it''s, so'"
    assert list(names.split(text)) == [
        "'a,b'",
        "numeric(9, 3)",
        '"c,d" ARRAY[1, 2]',
        "'it''s, so'",
    ]


@pytest.mark.parametrize("body", ["SELECT 1", "a $$ b", "$body$ $$", "ends with $", "$$ $body"])
def test_body_is_quoted_by_what_it_does_not_contain(body: str) -> None:
    quoted = names.dollars(body)
    tag = quoted[: quoted.index("$", 1) + 1]
    assert quoted == f"{tag}{body}{tag}"
    assert tag not in f"{body}{tag[:-1]}"


def test_setting_that_is_a_list_is_written_item_by_item() -> None:
    assert setting('search_path="", "A b", app') == "search_path TO '', 'A b', 'app'"
    assert setting("work_mem=8MB") == "work_mem TO '8MB'"


@pytest.mark.parametrize(
    ("old", "new", "is_lossy"),
    [
        ("integer", "bigint", False),
        ("bigint", "integer", True),
        ("character varying(10)", "character varying(20)", False),
        ("character varying(20)", "character varying(10)", True),
        ("character varying(20)", "text", False),
        ("text", "character varying(20)", True),
        ("character varying", "text", False),
        ("numeric(9,2)", "numeric(12,2)", False),
        ("numeric(9,2)", "numeric(10,4)", True),
        ("numeric(9,2)", "numeric(11,4)", False),
        ("numeric(9,2)", "numeric", False),
        ("integer", "numeric(5,0)", True),
        ("date", "timestamp with time zone", False),
        ("timestamp with time zone", "date", True),
        ("integer[]", "bigint[]", True),
        ("text", "integer", True),
        ("app.mood", "text", False),
        ("jsonb", "json", True),
    ],
)
def test_type_that_does_not_hold_all_values_of_another_loses(
    old: str, new: str, is_lossy: bool
) -> None:
    assert bool(loses(old, new)) == is_lossy


def test_parts_stand_behind_what_they_need_and_by_priority() -> None:
    needs = {"view": ["table", "function"], "table": ["type"], "function": [], "type": []}
    order = {"type": 1, "function": 2, "table": 3, "view": 4}
    assert ordered(needs, lambda label: (order[label], label)) == [
        "type",
        "function",
        "table",
        "view",
    ]


def test_circle_is_cut_and_all_are_there() -> None:
    needs = {"a": ["b"], "b": ["c"], "c": ["a"], "d": ["a"]}
    found = ordered(needs, lambda label: (0, label))
    assert sorted(found) == ["a", "b", "c", "d"]
    assert found.index("d") > found.index("a")


def test_validation_stays_behind_what_it_validates() -> None:
    statements = [Statement("add"), Statement("check", Stage.VALIDATE)]
    stages = [int(one.stage) for one in placed(statements, floor=Stage.FINISH)]
    assert stages == [60, 70]


def test_sections_are_cut_where_the_mode_changes_and_around_validations() -> None:
    found = sections(
        [
            Statement("c", Stage.REMOVE),
            Statement("a"),
            Statement("v VALIDATE CONSTRAINT x", Stage.VALIDATE),
            Statement("i", Stage.BUILD, is_concurrent=True),
            Statement("b", Stage.FINISH),
        ]
    )
    texts = [[one.sql for one in section.statements] for section in found]
    assert texts == [["a"], ["i"], ["v VALIDATE CONSTRAINT x"], ["b", "c"]]
    assert [section.is_transactional for section in found] == [True, False, True, True]
