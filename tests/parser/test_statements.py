"""Files as the statements that PostgreSQL will run."""

from pathlib import Path

import pytest

from echoes_schema.errors import FileError
from echoes_schema.parser.statements import (
    comments,
    content_hash,
    excerpt,
    position,
    read_text,
    runs_concurrently,
    split,
)

HERE = Path("a.sql")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" ;; -- nothing\n", []),
        ("SELECT 1", ["SELECT 1"]),
        ("SELECT 1;\nSELECT 2;", ["SELECT 1", "SELECT 2"]),
        ("-- a;b\nSELECT ';' /* ; /* ; */ ; */ , $$;$$, $x$ ; $$ $x$;", None),
        ("SELECT a # b;", ["SELECT a # b"]),
        ("DO $$ BEGIN NULL; END $$; SELECT 1;", ["DO $$ BEGIN NULL; END $$", "SELECT 1"]),
        ("SELECT 'é𝄞'; /* ü */ SELECT 'ß' ;", ["SELECT 'é𝄞'", "SELECT 'ß'"]),
        ("SELECT 1 -- last\n", ["SELECT 1 -- last"]),
    ],
)
def test_split_gives_each_statement(text: str, expected: list[str] | None) -> None:
    found = [statement.sql for statement in split(text, HERE)]
    assert found == (
        ["SELECT ';' /* ; /* ; */ ; */ , $$;$$, $x$ ; $$ $x$"] if expected is None else expected
    )


def test_split_keeps_bodies_of_functions_whole() -> None:
    body = "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END"
    assert [one.sql for one in split(f"{body}; SELECT 3;", HERE)] == [body, "SELECT 3"]


def test_split_knows_the_place_of_each_statement() -> None:
    text = "-- é𝄞\n\n  SELECT 'é';\t/* ü\n */ SELECT\n2;"
    found = [(one.line, one.column, text[one.offset :][:6]) for one in split(text, HERE)]
    assert found == [(3, 3, "SELECT"), (4, 5, "SELECT")]


def test_split_names_the_kind() -> None:
    kinds = [one.kind for one in split("CREATE TABLE a (); COMMIT; DROP TABLE a", HERE)]
    assert kinds == ["CreateStmt", "TransactionStmt", "DropStmt"]


REFUSED = {
    "syntax": (
        "SELECT 1;\nSELEC 2;",
        'a.sql:2:1: syntax error at or near "SELEC"\n    SELEC 2;\n    ^',
    ),
    "syntax after letters": (
        "-- é𝄞\nSELECT 'é𝄞' FORM x;",
        'a.sql:2:18: syntax error at or near "x"\n'
        "    SELECT 'é𝄞' FORM x;\n                     ^",
    ),
    "unfinished string": ("SELECT 1;\nSELECT 'x;\n", "a.sql:2:8: unterminated quoted string"),
    "unfinished comment": ("SELECT 1; /* x", "a.sql:1:11: unterminated /* comment"),
    "unfinished body": ("DO $$ BEGIN", "a.sql:1:4: unterminated dollar-quoted string"),
    "psql command": ("SELECT 1;\n\\d a\n", "a.sql:2:1: a psql command\n    \\d a\n    ^"),
    "psql include": ("\\i other.sql\n", "a.sql:1:1: a psql command"),
    "psql ending": ("SELECT 1 \\gx\n", "a.sql:1:10: a psql command"),
    "copy with data": (
        "COPY a FROM STDIN;\n1\t2\n\\.\n",
        "a.sql:2:1: data after COPY … FROM STDIN",
    ),
    "copy from stdin": ("COPY a FROM STDIN;", "a.sql:1:1: COPY … FROM STDIN needs data"),
    "copy to stdout": ("SELECT 1; COPY a TO STDOUT;", "a.sql:1:11: COPY … TO STDOUT"),
}


@pytest.mark.parametrize(("text", "message"), REFUSED.values(), ids=REFUSED)
def test_split_refuses_with_place_and_hint(text: str, message: str) -> None:
    with pytest.raises(FileError) as caught:
        split(text, HERE)
    assert caught.value.message.startswith(message)
    assert caught.value.hint


@pytest.mark.parametrize("text", ["COPY a FROM '/x'", "COPY a TO PROGRAM 'x'"])
def test_copy_between_server_and_its_files_is_fine(text: str) -> None:
    assert len(split(text, HERE)) == 1


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"a\r\nb\rc\n", "a\nb\nc\n"),
        (b"\xef\xbb\xbfa", "a"),
        ("é𝄞".encode(), "é𝄞"),
        (b"", ""),
    ],
)
def test_read_text_has_single_line_feeds_and_no_mark(
    tmp_path: Path, content: bytes, text: str
) -> None:
    (tmp_path / "a.sql").write_bytes(content)
    assert read_text(tmp_path / "a.sql") == text


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"a\nb\xe9", "a.sql:2: not UTF-8"), (b"\n\na\0", "a.sql:3: a NUL character")],
)
def test_read_text_refuses_what_is_no_text(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "a.sql").write_bytes(content)
    with pytest.raises(FileError) as caught:
        read_text(tmp_path / "a.sql")
    assert caught.value.message.endswith(message)


def test_read_text_refuses_what_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"none\.sql: No such file"):
        read_text(tmp_path / "none.sql")
    with pytest.raises(FileError, match="Is a directory"):
        read_text(tmp_path)


SAME = "CREATE TABLE a (x integer DEFAULT 1); SELECT f('Ä')"


@pytest.mark.parametrize(
    "text",
    [
        "create table A(x INT default 1);select F('Ä');",
        "-- why\nCREATE TABLE a (\n  x int DEFAULT 1 /* one */\n);;\nSELECT f('Ä');\n",
        'CREATE TABLE "a" ("x" int DEFAULT 1); SELECT f(E\'Ä\')',
    ],
)
def test_content_hash_does_not_see_how_it_is_written(text: str) -> None:
    assert content_hash(split(text, HERE)) == content_hash(split(SAME, HERE))


@pytest.mark.parametrize(
    "text",
    [
        "CREATE TABLE a (x integer DEFAULT 2); SELECT f('Ä')",
        "CREATE TABLE a (x integer DEFAULT 1); SELECT f('ä')",
        "CREATE TABLE a (x integer DEFAULT '1'); SELECT f('Ä')",
        "CREATE TABLE \"A\" (x integer DEFAULT 1); SELECT f('Ä')",
        "SELECT f('Ä'); CREATE TABLE a (x integer DEFAULT 1)",
        "CREATE TABLE a (x integer DEFAULT 1)",
    ],
)
def test_content_hash_sees_what_it_says(text: str) -> None:
    assert content_hash(split(text, HERE)) != content_hash(split(SAME, HERE))


def test_content_hash_sees_the_white_space_of_a_body() -> None:
    bodies = [
        f"CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT{s}1 $$" for s in (" ", "  ")
    ]
    assert content_hash(split(bodies[0], HERE)) != content_hash(split(bodies[1], HERE))


def test_comments_are_found_outside_strings_only() -> None:
    found = comments("-- a\nSELECT '-- b', $$ -- c $$; /* d\n */ -- é", HERE)
    assert [(comment.text, comment.line) for comment in found] == [
        ("-- a", 1),
        ("/* d\n */", 2),
        ("-- é", 3),
    ]


@pytest.mark.parametrize(
    ("offset", "expected"), [(0, "    ab\n    ^"), (5, "    \tcd\n    \t ^"), (7, "    \n    ^")]
)
def test_excerpt_shows_the_line_with_a_caret(offset: int, expected: str) -> None:
    assert excerpt("ab\n\tcd\n", offset) == expected


def test_position_counts_from_1() -> None:
    assert [position("ab\nc", offset) for offset in (0, 2, 3)] == [(1, 1), (1, 3), (2, 1)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CREATE INDEX CONCURRENTLY i ON a (x)", True),
        ("DROP INDEX CONCURRENTLY i", True),
        ("REINDEX (CONCURRENTLY) TABLE a", True),
        ("REINDEX (CONCURRENTLY 1) TABLE a", True),
        ("REINDEX (CONCURRENTLY 'ON', VERBOSE off) TABLE a", True),
        ("REINDEX (CONCURRENTLY off, CONCURRENTLY) TABLE a", True),
        ("REINDEX (CONCURRENTLY OFF) TABLE a", False),
        ("REINDEX (VERBOSE, CONCURRENTLY false) TABLE a", False),
        ("REINDEX (CONCURRENTLY 0) TABLE a", False),
        ("REINDEX (CONCURRENTLY, CONCURRENTLY off) TABLE a", False),
        ("ALTER TABLE a DETACH PARTITION b CONCURRENTLY", True),
        ("REFRESH MATERIALIZED VIEW CONCURRENTLY m", False),
        ("CREATE INDEX concurrently_i ON a (x)", False),
        ("ALTER TABLE a DETACH PARTITION b", False),
        ("REINDEX TABLE concurrently_t", False),
        ("VACUUM a", False),
    ],
)
def test_runs_concurrently(text: str, expected: bool) -> None:
    (statement,) = split(text, HERE)
    assert runs_concurrently(statement) is expected
