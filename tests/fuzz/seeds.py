"""The SQL that everything else is made of: real statements of every kind."""

from __future__ import annotations

import re
from functools import cache

from pglast import parser

from echoes_schema.lint import catalogue
from echoes_schema.parser import reading, statements
from echoes_schema.rulebook import page
from tests.harness.schema import ROOT

_FOLDERS = ("sql", "tests/locks", "tests/conformance")
# Letters that a reader may stumble over, and what only looks like SQL.
ODD = (
    *(
        "'",
        '"',
        "$$",
        "$x$",
        "/*",
        "*/",
        "--",
        ";",
        "(",
        ")",
        "\\",
        "\\.",
        "\n",
        "\r\n",
        "\t",
        "\0",
    ),
    *("é", "\U0001f600", "\u2028", "\ufeff", "\x0b", "\x1b[0m", "{{", "${x}", ":x", "%", "\ud7ff"),
    *("COPY t FROM STDIN;\n1\t2\n\\.\n", "\\set x 1\n", "E'\\", "U&'\\", "BEGIN;", "COMMIT;"),
    *("-- allow drop-column: why\n", "-- transactional: false\n", "-- migrate:up\n"),
    *("DO $$ BEGIN EXECUTE 'DROP TABLE t'; END $$;", "-- batch: 5 by id\n", "-- depends: a\n"),
)


@cache
def texts() -> tuple[str, ...]:
    """Return whole files: the examples of the rules, our schema, and the tests' own SQL."""
    examples = [
        text
        for rule in catalogue.every()
        for one in page.examples(rule.page)
        for text in (one.schema, one.text, one.down or "")
    ]
    files = [
        path.read_text("utf-8")
        for folder in _FOLDERS
        for path in sorted((ROOT / folder).rglob("*.sql"))
        if "seeds" not in path.parts
    ]
    return tuple(text for text in (*examples, *files) if text.strip())


@cache
def every_statement() -> tuple[str, ...]:
    """Return the statements of the files, each once."""
    found = [one.sql for text in texts() for one in reading.read(text).statements]
    return tuple(sorted(set(found)))


@cache
def tokens() -> tuple[str, ...]:
    """Return every token of every statement, each once."""
    found = {piece for sql in every_statement() for piece in pieces(sql) if len(piece) < 60}
    return tuple(sorted(found))


def pieces(text: str) -> list[str]:
    """Return a text cut into tokens and what is between them; it is their sum."""
    try:
        scanned = statements.scan(text)
    except parser.ParseError:
        return re.findall(r"\w+|\s+|.", text, re.DOTALL)
    cut: list[str] = []
    begin = 0
    for token in scanned:
        cut += [text[begin : token.start], text[token.start : token.end + 1]]
        begin = token.end + 1
    return [piece for piece in (*cut, text[begin:]) if piece]
