"""`-- allow rule-name: reason`: what a project lives with, where, and why."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import itemgetter

from echoes_schema.errors import FileError
from echoes_schema.parser import plpgsql, statements
from echoes_schema.parser.plpgsql import Body
from echoes_schema.parser.statements import Comment, Statement
from echoes_schema.rulebook.script import Script

_NAME = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+"
_ALLOW = re.compile(
    rf"[-/*\s]*allow\s+(?P<names>{_NAME}(?:\s*,\s*{_NAME})*)\s*(?P<colon>:?)\s*(?P<reason>.*?)"
    r"[\s*/]*",
    re.IGNORECASE | re.DOTALL,
)
_EMPTY_LINE = re.compile(r"^[^\S\n]*\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Allowance:
    """One comment. It holds for what lies in `scope`, characters from and to.

    `slip` says what is wrong with it: then it holds for nothing. `used` are the rules that found
    something there.
    """

    names: tuple[str, ...]
    reason: str
    offset: int
    end: int
    scope: tuple[int, int]
    slip: str = ""
    used: frozenset[str] = frozenset()


def read(script: Script, is_rule: Callable[[str], bool]) -> list[Allowance]:
    """Return the allowances of a script; `is_rule` tells names that there are."""
    if "allow" not in script.text.lower():
        return []
    return list(_found(script, is_rule))


def _found(script: Script, is_rule: Callable[[str], bool]) -> Iterator[Allowance]:
    for comment in statements.comments(script.reading.text, script.path):
        if match := _match(comment, is_rule):
            scope = _scope(script, comment.offset, comment.offset + len(comment.text))
            yield _allowance(comment, match, scope, is_rule)
    for block in script.reading.by_kind.get("DoStmt", ()):
        if "allow" in block.sql.lower():
            yield from _found_inside(script, block, is_rule)


def _found_inside(
    script: Script, block: Statement, is_rule: Callable[[str], bool]
) -> Iterator[Allowance]:
    found = [(one, _match(one, is_rule)) for one in _comments_inside(script, block)]
    body = plpgsql.body(block, script.text) if any(match for _, match in found) else Body()
    runs: list[tuple[int, Statement | None]] = [(one.offset, one) for one in body.statements]
    runs += [(place, None) for place in body.dynamic]
    runs.sort(key=itemgetter(0))
    for comment, match in found:
        if match:
            yield _allowance(comment, match, _scope_inside(runs, comment), is_rule)


def _comments_inside(script: Script, block: Statement) -> list[Comment]:
    """Return the comments in the body of a block, with their places in the file."""
    begin, end = plpgsql.stretch(block, script.text)
    try:
        found = statements.comments(script.text[begin:end], script.path)
    except FileError:  # what does not parse says so itself
        return []
    return [replace(comment, offset=begin + comment.offset) for comment in found]


def _match(comment: Comment, is_rule: Callable[[str], bool]) -> re.Match[str] | None:
    match = _ALLOW.fullmatch(comment.text.split("\n")[0])
    is_meant = match and (match["colon"] or is_rule(_first(match["names"])))
    return match if is_meant else None


def _allowance(
    comment: Comment,
    match: re.Match[str],
    scope: tuple[int, int],
    is_rule: Callable[[str], bool],
) -> Allowance:
    names = tuple(name.strip().lower() for name in match["names"].split(","))
    slip = _slip(names, match["colon"], match["reason"], is_rule)
    end = comment.offset + len(comment.text)
    return Allowance(names, match["reason"], comment.offset, end, scope, slip)


def _first(names: str) -> str:
    return names.partition(",")[0].strip().lower()


def _slip(names: tuple[str, ...], colon: str, reason: str, is_rule: Callable[[str], bool]) -> str:
    unknown = [name for name in names if not is_rule(name)]
    if unknown:
        return f"there is no rule {', '.join(unknown)}"
    return "" if colon and reason else "an allowance without its reason"


def _scope(script: Script, offset: int, end: int) -> tuple[int, int]:
    """Return what an allowance is above of.

    Inside a statement that is the next action of it, above one the whole statement. In the
    header, with an empty line between it and the first statement, it is the file.
    """
    number = bisect_right(script.reading.offsets, offset)
    above = script.statements[number - 1] if number else None
    below = script.statements[number] if number < len(script.statements) else None
    if above and offset < above.offset + len(above.sql):
        return _action_of(above, end)
    is_header = below and not above and _last_empty_line(script.text, below.offset) > end
    if below and not is_header:
        return offset, below.offset + len(below.sql)
    return (offset if above else 0), len(script.text) + 1


def _scope_inside(runs: list[tuple[int, Statement | None]], comment: Comment) -> tuple[int, int]:
    """Return the next statement in the body of a block, or the next action of the one around.

    `runs` are the statements in order by where they begin, None for one that nobody knows.
    """
    offset, end = comment.offset, comment.offset + len(comment.text)
    number = bisect_right(runs, offset, key=itemgetter(0))
    above = runs[number - 1][1] if number else None
    if above and offset < above.offset + len(above.sql):
        return _action_of(above, end)
    if number == len(runs):
        return offset, offset
    begin, below = runs[number]
    return offset, begin + (len(below.sql) if below else 1)


def _action_of(statement: Statement, place: int) -> tuple[int, int]:
    begin, after = _action(statement.sql, place - statement.offset)
    return statement.offset + begin, statement.offset + after


@lru_cache(maxsize=1)  # each comment of a header asks
def _last_empty_line(text: str, end: int) -> int:
    """Return where the last empty line before a character begins, or -1."""
    return max((match.start() for match in _EMPTY_LINE.finditer(text, 0, end)), default=-1)


def _action(sql: str, place: int) -> tuple[int, int]:
    """Return the stretch around a place between two commas outside of parentheses."""
    commas = _commas(sql)
    number = bisect_left(commas, place)
    begin = commas[number - 1] + 1 if number else 0
    return begin, commas[number] if number < len(commas) else len(sql)


@lru_cache(maxsize=1)  # each comment in a statement asks
def _commas(sql: str) -> list[int]:
    """Return the places of the commas that are outside of parentheses."""
    depth, found = 0, []
    for token in statements.scan(sql):
        character = sql[token.start : token.end + 1]
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "," and depth == 0:
            found.append(token.start)
    return found
