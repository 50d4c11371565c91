"""One .sql file as the statements that PostgreSQL will run, each with its place."""

from __future__ import annotations

import hashlib
import json
import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from echoes_schema.errors import FileError, place
from echoes_schema.parser import nesting, secrets, tree

if TYPE_CHECKING:
    from pglast import parser

COMMENTS = frozenset({"SQL_COMMENT", "C_COMMENT"})
# A string up to the escape of a NUL.
_NUL = re.compile(
    r"\b[eE]'(?:[^'\\]|''|\\[\s\S])*?"
    r"\\(?:0{1,3}(?![0-7])|x0{1,2}(?![0-9A-Fa-f])|u0000|U00000000)"
)
# Data after COPY … FROM STDIN is psql's business, not a statement.
_COPY_DATA = re.compile(r"\bcopy\b(?:(?!\bcopy\b)[^;])*?\bfrom\s+stdin\b", re.IGNORECASE)
_SET_CONFIG = re.compile(
    r"SELECT\s+(?:pg_catalog\s*\.\s*)?set_config\s*"
    r"\(\s*'(?P<name>[\w.]+)'\s*,\s*'[^']*'\s*,\s*(?:true|false)\s*\)",
    re.IGNORECASE,
)
_LONGEST_MESSAGE = 200
_GAP = re.compile(r"(?:[\s;]|--[^\n]*)*+")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


_Node = Mapping[str, Mapping[str, object]]


class _Entry(TypedDict, total=False):
    stmt: _Node
    stmt_location: int
    stmt_len: int


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement without its semicolon.

    `line` and `column` count from 1, `offset` is its first character's place in the file's text.
    `kind` is libpg_query's name of the node (`CreateStmt`, `IndexStmt` …) and `node` its content;
    `is_cut` where the content is nested too deeply for all of it to be there.
    """

    sql: str
    line: int
    column: int
    offset: int
    kind: str
    node: Mapping[str, object] = field(repr=False)
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment with its marks, the line that it begins on, from 1, and its first character."""

    text: str
    line: int
    offset: int


def read_text(path: Path) -> str:
    """Return a file's text with single line feeds and no byte order mark.

    Raises FileError for a file that cannot be read, is not UTF-8 or holds a NUL character.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise FileError(
            f"{place(path)}: {error.strerror}", "Check the path and its rights."
        ) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise FileError(f"{place(path, line)}: not UTF-8", "Save the file as UTF-8.") from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise FileError(f"{place(path, line)}: a NUL character", "Remove it; is this a text file?")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def standard_input() -> str:
    """Return what is sent, as `read_text` returns a file. Raises FileError."""
    raw = sys.stdin.buffer.read()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise FileError(f"standard.input:{line}: not UTF-8", "Send UTF-8.") from error
    if "\0" in text:
        raise FileError("standard.input: a NUL character", "Is this a text?")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def split(text: str, path: Path) -> tuple[Statement, ...]:
    """Return the statements of `text` in order; `path` only names the place of an error.

    Raises FileError for what PostgreSQL's parser refuses, and for psql's own language.
    """
    from pglast import parser

    try:
        found = parsed(text)
    except parser.ParseError as error:
        raise _refusal(text, path, error) from error
    for statement in found:
        _refuse_copy_to_client(statement, path)
    return found


def is_taken(text: str) -> bool:
    """Return whether PostgreSQL's grammar takes a text; that is sooner told than what is in it."""
    from pglast import parser

    try:
        parser.parse_sql_json(text)
    except parser.ParseError:
        return False
    return True


def parsed(text: str) -> tuple[Statement, ...]:
    """Return the statements of `text` in order. Raises pglast's ParseError."""
    from pglast import parser

    raw = parser.parse_sql_json(text)
    shallow = nesting.shallow(raw)
    start = _starts(text)
    lines = line_starts(text)
    statements = []
    for stmt, begin, end in _slices(text, json.loads(shallow)["stmts"]):
        first = start(begin)
        line = bisect_right(lines, first)
        kind, node = next(iter(stmt.items()))
        sql = text[first:end].rstrip()
        column = first - lines[line - 1] + 1
        is_cut = shallow is not raw and nesting.is_cut(node)
        statements.append(Statement(sql, line, column, first, kind, node, is_cut))
    return tuple(statements)


@lru_cache(maxsize=1)  # a file is asked for its comments, then for its statements
def scan(text: str) -> tuple[parser.Token, ...]:
    """Return the tokens of `text`, its non-ASCII characters taken as letters of a name.

    That is what PostgreSQL's lexer takes them for, and pglast needs quadratic time for them.
    """
    from pglast import parser

    return tuple(parser.scan(_NOT_ASCII.sub("_", text)))


def _starts(text: str) -> Callable[[int], int]:
    """Return what finds the first character at or after a place that is neither space nor comment.

    Block comments nest, which no expression can follow; the scanner is slower.
    """
    if "/*" not in text:
        return lambda begin: _end_of_gap(text, begin)
    starts = [token.start for token in scan(text) if token.name not in COMMENTS]
    return lambda begin: starts[bisect_left(starts, begin)]


def _end_of_gap(text: str, begin: int) -> int:
    match = _GAP.match(text, begin)
    return match.end() if match else begin


def setting(statement: Statement) -> str:
    """Return the name of what a statement sets for the session or transaction, "" for none.

    That is SET and RESET (`ALL` of everything), and a call of set_config() as pg_dump writes it.
    """
    if statement.kind == "VariableSetStmt":
        return str(statement.node.get("name") or "ALL")
    call = _SET_CONFIG.fullmatch(statement.sql) if statement.kind == "SelectStmt" else None
    return call["name"].lower() if call else ""


def runs_concurrently(statement: Statement) -> bool:
    """Return whether a statement says CONCURRENTLY and can therefore not run in a transaction.

    REFRESH MATERIALIZED VIEW CONCURRENTLY can, and waits for locks as any other statement does.
    """
    if "concurrently" not in statement.sql.lower():
        return False
    node = statement.node
    if statement.kind in ("IndexStmt", "DropStmt"):
        return bool(node.get("concurrent"))
    if statement.kind == "ReindexStmt":
        return "concurrently" in tree.options(node, "params")
    # ALTER TABLE … DETACH PARTITION … CONCURRENTLY
    return statement.kind == "AlterTableStmt" and '"concurrent": true' in json.dumps(node)


def comments(text: str, path: Path) -> tuple[Comment, ...]:
    """Return every comment of `text` in order."""
    if "--" not in text and "/*" not in text:
        return ()
    from pglast import parser

    try:
        tokens = scan(text)
    except parser.ParseError as error:
        raise _refusal(text, path, error) from error
    lines = line_starts(text)
    return tuple(
        Comment(text[token.start : token.end + 1], bisect_right(lines, token.start), token.start)
        for token in tokens
        if token.name in COMMENTS
    )


def parser_version() -> str:
    """Return the version of pglast, which decides what a text is read as."""
    import pglast

    return pglast.__version__


def content_hash(found: Iterable[Statement]) -> str:
    """Return a hash that comments, white space, case of keywords and line ends do not change.

    Each statement is deparsed by PostgreSQL's own rules, so a changed constant or function body
    does change it. (`pglast.fingerprint` would not do: it is the same for DEFAULT 1 and 2.)
    """
    from pglast import parser

    digest = hashlib.sha256()
    for statement in found:
        tree = parser.parse_sql_protobuf(statement.sql)
        digest.update(parser.deparse_protobuf(tree).encode() + b";\n")
    return digest.hexdigest()


def excerpt(text: str, offset: int) -> str:
    """Return the line around a character of `text`, and a caret below that character.

    No password is in it.
    """
    begin = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    line = secrets.masked(text)[begin : end if end >= 0 else len(text)]
    indent = "".join("\t" if character == "\t" else " " for character in line[: offset - begin])
    return f"    {line}\n    {indent}^"


def position(text: str, offset: int) -> tuple[int, int]:
    """Return line and column, from 1, of a character of `text`."""
    return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1


def line_starts(text: str) -> list[int]:
    return list(accumulate([len(line) + 1 for line in text.split("\n")[:-1]], initial=0))


def _slices(text: str, stmts: list[_Entry]) -> Iterator[tuple[_Node, int, int]]:
    """Yield each statement's node, first and last character: libpg_query counts in bytes."""
    if text.isascii():
        for entry in stmts:
            begin = entry.get("stmt_location", 0)
            length = entry.get("stmt_len") or len(text) - begin
            yield entry["stmt"], begin, begin + length
        return
    raw = text.encode()
    at_byte = at_character = 0
    for entry in stmts:
        begin = entry.get("stmt_location", 0)
        at_character += len(raw[at_byte:begin].decode())
        length = entry.get("stmt_len") or len(raw) - begin
        end = at_character + len(raw[begin : begin + length].decode())
        at_byte = begin
        yield entry["stmt"], at_character, end


def told(error: parser.ParseError, text: str) -> tuple[str, int]:
    """Return what the parser says of `text`, and the character that it stumbled over."""
    message, offset = error.args
    place = _untold(str(message), text) if offset is None else max(int(offset), 0)
    return str(message), min(place, len(text))


def _untold(message: str, text: str) -> int:
    """Return the last character, or the first one of the statement that is too much for it."""
    from pglast import parser

    try:
        tokens = [token for token in scan(text) if token.name not in COMMENTS]
    except parser.ParseError:
        # The escape of a NUL in a string: the scanner does not go on, nor say where.
        nul = _NUL.search(text)
        return nul.start() if nul else 0
    if "end of input" in message:
        return tokens[-1].end if tokens else 0
    begin = 0
    for token in tokens:
        if text[token.start : token.end + 1] == ";":
            try:
                parser.parse_sql_json(text[begin : token.end + 1])
            except parser.ParseError:
                return next((one.start for one in tokens if one.start >= begin), begin)
            begin = token.end + 1
    return next((one.start for one in tokens if one.start >= begin), begin)


def shortened(message: str) -> str:
    """Return the first line of what the parser says, which may quote all the rest of a file."""
    line = message.partition("\n")[0][:_LONGEST_MESSAGE]
    return line if line == message else f"{line}…"


def _refusal(text: str, path: Path, error: parser.ParseError) -> FileError:
    message, offset = told(error, text)
    line, column = position(text, offset)
    if text[offset : offset + 1] == "\\":
        message, hint = "a psql command", "Only SQL runs here: remove the line with the backslash."
    elif _COPY_DATA.search(text[:offset]):
        message, hint = "data after COPY … FROM STDIN", "Write the rows as INSERT … VALUES."
    else:
        message = shortened(secrets.without(message, text))
        hint = "Correct the statement."
    return FileError(f"{place(path, line, column)}: {message}\n{excerpt(text, offset)}", hint)


def _refuse_copy_to_client(statement: Statement, path: Path) -> None:
    node = statement.node
    if statement.kind == "CopyStmt" and not node.get("filename"):
        where = place(path, statement.line, statement.column)
        if node.get("is_from"):
            raise FileError(
                f"{where}: COPY … FROM STDIN needs data that no client sends",
                "Write the rows as INSERT … VALUES.",
            )
        raise FileError(f"{where}: COPY … TO STDOUT has no client to go to", "Remove it.")
