"""What `fmt` may change of a text, and what would change what it does."""

import pytest

from echoes_schema.parser import statements
from echoes_schema.style.sameness import difference

BEFORE = """\
-- transactional: false

create table t (a int default 1, b text); -- allow no-primary-key: x
create function f() returns int language sql as 'select  1';
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("create table", "CREATE\n    TABLE"),
        ("a int", "A INT"),
        ("a int", "a integer"),
        ("default 1, b", "DEFAULT 1,\n  b"),
        ("\n\ncreate", "\n\n\ncreate"),
    ],
)
def test_looks_alone_make_no_difference(old: str, new: str) -> None:
    """And the runner, which knows an applied file by its hash, sees none either."""
    after = BEFORE.replace(old, new)
    assert difference(BEFORE, after) == ""
    hashes = {statements.content_hash(statements.parsed(text)) for text in (BEFORE, after)}
    assert len(hashes) == 1


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("default 1", "default 2", "line 3: "),
        ("'select  1'", "'select 1'", "line 4: "),
        ("a int", '"A" int', "line 3: "),
        ("b text)", "b text", "sqlfluff would break a statement"),
        ("b text);", "b text); select 1;", "sqlfluff would break a statement"),
        ("-- allow no-primary-key: x", "", "sqlfluff would change a comment"),
        ("false\n", "true\n", "sqlfluff would change a comment"),
        ("-- transactional", "  -- transactional", "sqlfluff would change a comment"),
        ("; -- allow no-primary-key: x\n", ";\n", "sqlfluff would change a comment"),
    ],
)
def test_anything_else_is_told(old: str, new: str, said: str) -> None:
    assert difference(BEFORE, BEFORE.replace(old, new)).startswith(said)


def test_comment_that_moves_to_another_statement_is_told() -> None:
    before = "-- allow drop-table: x\nDROP TABLE a;\nDROP TABLE b;\n"
    after = "DROP TABLE a;\n-- allow drop-table: x\nDROP TABLE b;\n"
    assert difference(before, after).startswith("sqlfluff would change a comment")


def test_text_that_postgresql_does_not_read_is_no_match_for_anything() -> None:
    assert difference("SELECT 1;\n\\set x\n", "SELECT 1;\n\\set x\n").startswith(
        "line 2, column 1: "
    )
