"""What PostgreSQL's parser refuses does not hide the rest of a file."""

from pathlib import Path

import pytest

from echoes_schema.parser import reading, statements


def shown(text: str) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the statements of a text, and what is refused by kind and text."""
    read = reading.read(text)
    refused = [(one.kind, text[one.offset : one.end]) for one in read.refusals]
    return [statement.sql for statement in read.statements], refused


@pytest.mark.parametrize(
    ("text", "kept", "refused"),
    [
        ("SELECT 1; SELEC 2; SELECT 3", ["SELECT 1", "SELECT 3"], [("syntax-error", "SELEC")]),
        ("SELECT 1; SELECT 'a", ["SELECT 1"], [("syntax-error", "'")]),
        ("\\set a b\nSELECT 1;", ["SELECT 1"], [("psql-only", "\\set a b")]),
        (
            "COPY t FROM stdin;\n1\tit's\n2\t;\n\\.\nSELECT 1;",
            ["SELECT 1"],
            [("psql-only", "COPY t FROM stdin;\n1\tit's\n2\t;\n\\.")],
        ),
        ("DROP TABLE ${a}; SELECT 1", ["SELECT 1"], [("placeholder", "${")]),
        ("SELECT '${a}', '{{b}}'", ["SELECT '${a}', '{{b}}'"], []),
        ("SELEC 1; SELEC 2; SELECT 3", ["SELECT 3"], [("syntax-error", "SELEC")] * 2),
        ("SELECT 1; SELECT E'a\\0'; SELECT 3", ["SELECT 1"], [("syntax-error", "E")]),
        ("", [], []),
        ("-- nothing", [], []),
        (
            "A; SELECT 1; SELECT 1 + -- more",
            ["SELECT 1"],
            [("syntax-error", "A"), ("syntax-error", "+")],
        ),
    ],
)
def test_statements_around_a_refused_one_are_kept(
    text: str, kept: list[str], refused: list[tuple[str, str]]
) -> None:
    assert shown(text) == (kept, refused)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT " + "(" * 20_000,
        "SELECT " + "(" * 20_000 + ")" * 20_000,
        "SELECT 1" + "+1" * 20_000,
    ],
    ids=["open", "closed", "sum"],
)
def test_nesting_without_end_is_refused_and_no_crash(text: str) -> None:
    assert [one.kind for one in reading.read(text).refusals] == ["syntax-error"]


@pytest.mark.parametrize("end", ["", "$$", "E'\\0'"])
def test_comments_of_a_text_that_is_given_up_are_found(end: str) -> None:
    read = reading.read("-- above\n" + "SELEC;" * 30 + end)
    assert statements.comments(read.text, Path("a.sql"))[0].text.strip("- ") == "above"


def test_a_text_that_is_no_sql_is_given_up() -> None:
    assert len(reading.read("what is; " * 100).refusals) == reading.MOST_REFUSALS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("é; SELECT é; SELEC", ["SELECT é"]),
        (
            "SELECT 1; /* a /* b */ ; */ SELECT 'é' ; -- ;\n;;SELECT é",
            ["SELECT 1", "SELECT 'é'", "SELECT é"],
        ),
    ],
)
def test_places_are_those_of_the_file(text: str, expected: list[str]) -> None:
    """libpg_query counts bytes, and block comments nest."""
    found = reading.read(text).statements
    assert [one.sql for one in found] == expected
    assert [text[one.offset :][: len(one.sql)] for one in found] == expected
