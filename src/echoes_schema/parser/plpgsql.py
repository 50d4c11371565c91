"""Bodies of blocks, functions and PREPARE: the statements that run in them, in their place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from echoes_schema.parser import statements, templates, tree
from echoes_schema.parser.statements import Statement
from echoes_schema.parser.tree import Node

_NOT_LINE_FEED = re.compile(r"[^\n]")
_QUOTE = re.compile(r"\$\w*\$|'")
_DYNAMIC = "PLpgSQL_stmt_dynexecute"
# What runs SQL, and where it has the text.
_RUNNING = {"PLpgSQL_stmt_execsql": "sqlstmt", "PLpgSQL_stmt_perform": "expr", _DYNAMIC: "query"}
_LOOPS = {
    "PLpgSQL_stmt_loop",
    "PLpgSQL_stmt_while",
    "PLpgSQL_stmt_fori",
    "PLpgSQL_stmt_fors",
    "PLpgSQL_stmt_forc",
    "PLpgSQL_stmt_foreach_a",
    "PLpgSQL_stmt_dynfors",
}


@dataclass(frozen=True, slots=True)
class Body:
    """What runs in a body. `dynamic` are the first characters of EXECUTEs of unknown text.

    `repeated` are those of the statements in a loop that commits nothing. `refusal` is what the
    parser says of a body that it does not take, or "".
    """

    statements: tuple[Statement, ...] = ()
    dynamic: tuple[int, ...] = ()
    repeated: frozenset[int] = frozenset()
    refusal: str = ""


def body(statement: Statement, text: str) -> Body:
    """Return what a DO or CREATE FUNCTION in `text` has in its body, where that is PL/pgSQL.

    An EXECUTE of a constant string is the statement in the string, and so is one of format() and of
    strings put together, where the holes are names or values.
    """
    from pglast import parser

    try:
        content = json.loads(parser.parse_plpgsql_json(statement.sql))
    except (parser.ParseError, RecursionError) as error:
        said = str(error.args[0]) if isinstance(error, parser.ParseError) else "too deep"
        return Body(refusal=said)
    places = _Places(statement, text)
    found: list[Statement] = []
    dynamic: list[int] = []
    repeated: set[int] = set()
    for one in _queries(content):
        filled = templates.filled(one.text) if one.is_dynamic else None
        made = () if one.is_dynamic and not filled else places.parsed(one.line, one.text, filled)
        found += made
        if one.is_repeated:
            repeated |= {statement.offset for statement in made}
        if one.is_dynamic and not made:
            dynamic.append(places.find(one.line, one.text))
    return Body(tuple(found), tuple(dynamic), frozenset(repeated))


def of_sql(function: Statement, text: str) -> Body:
    """Return what a CREATE FUNCTION in `text` has in its body, where that is a string of SQL.

    Nothing for BEGIN ATOMIC, and for a body that does not parse as it is written.
    """
    from pglast import parser

    begin, end = stretch(function, text)
    try:
        return Body(statements.parsed(_blank(text)[:begin] + text[begin:end]))
    except parser.ParseError:
        # A quote in it is doubled.
        return Body()


def of_prepared(statement: Statement, text: str) -> Body:
    """Return what a PREPARE in `text` gives a name: one statement, which EXECUTE runs."""
    tokens = statements.scan(statement.sql)
    begin = statement.offset + next(one.end for one in tokens if one.name == "AS") + 1
    end = statement.offset + len(statement.sql)
    return Body(statements.parsed(_blank(text)[:begin] + text[begin:end]))


def stretch(statement: Statement, text: str) -> tuple[int, int]:
    """Return the first character of a body in `text`, and the one after its last."""
    end = statement.offset + len(statement.sql)
    quote = _QUOTE.search(text, _body_of(statement), end)
    if quote is None:
        return end, end
    return quote.end(), max(text.rfind(quote[0], quote.end(), end), quote.end())


class _Places:
    """Finds in a file's text what the body's parser tells by its line alone."""

    def __init__(self, statement: Statement, text: str) -> None:
        self._statement, self._text = statement, text
        quote = _QUOTE.search(text, _body_of(statement))
        self._begin = quote.end() if quote else statement.offset
        self._end = statement.offset + len(statement.sql)
        self._last = self._begin

    def find(self, line: int, query: str) -> int:
        """Return the first character of a query at or after a line of the body."""
        begin = self._begin
        for _ in range(line - 1):
            begin = self._text.find("\n", begin, self._end) + 1 or begin
        place = self._text.find(query, max(begin, self._last), self._end)
        if place < 0:
            place = self._text.find(query, begin, self._end)
        if place < 0:
            spaces = re.compile(r"\s*").match(self._text, begin)
            return spaces.end() if spaces else begin
        self._last = place + len(query)
        return place

    def parsed(self, line: int, query: str, filled: str | None = None) -> tuple[Statement, ...]:
        """Return the statements of a query as statements of the file; none where it is no SQL.

        `filled` is what the query says when it runs, where that is something else.
        """
        from pglast import parser

        said = query if filled is None else filled
        last = self._last
        place = self.find(line, said if said in self._text else query)
        before = _blank(self._text)[:place]
        try:
            return statements.parsed(before + said)
        except parser.ParseError:
            self._last = last
            return ()


@lru_cache(maxsize=1)  # each query of a file has what stands above it as blanks before it
def _blank(text: str) -> str:
    return _NOT_LINE_FEED.sub(" ", text)


def _body_of(statement: Statement) -> int:
    """Return a character before the quote that the body begins with."""
    match = re.compile(r"\b(?:do|as)\b(?=[^'$]*['$])", re.IGNORECASE).search(statement.sql)
    is_function = statement.kind == "CreateFunctionStmt"
    if is_function:
        found = re.search(r"\bas\s*(?=\$|')", statement.sql, re.IGNORECASE)
        match = found or match
    return statement.offset + (match.end() if match else 0)


@dataclass(frozen=True, slots=True)
class _Query:
    """The text of a statement of SQL in a body, or the expression that EXECUTE runs."""

    line: int
    text: str
    is_dynamic: bool
    is_repeated: bool


def _queries(value: object, *, is_repeated: bool = False) -> Iterator[_Query]:
    """Yield every statement of SQL in a body."""
    if isinstance(value, list):
        for one in value:
            yield from _queries(one, is_repeated=is_repeated)
    elif isinstance(value, dict):
        for kind, inner in value.items():
            if kind in _RUNNING:
                text = _query(inner, _RUNNING[kind])
                yield _Query(_line(inner), text, kind == _DYNAMIC, is_repeated)
            else:
                yield from _queries(inner, is_repeated=is_repeated or _is_one_loop(kind, inner))


def _is_one_loop(kind: str, node: object) -> bool:
    """Return whether that is a loop whose rounds are all in one transaction."""
    return kind in _LOOPS and not any(True for _ in tree.below(node, "PLpgSQL_stmt_commit"))


def _line(node: Node) -> int:
    line = node.get("lineno")
    return line if isinstance(line, int) else 1


def _query(node: Node, key: str) -> str:
    return tree.word(tree.child(tree.child(node, key), "PLpgSQL_expr"), "query")
