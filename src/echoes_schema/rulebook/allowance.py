"""`-- allow rule-name: reason`: what a project lives with, where, and why."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from echoes_schema.errors import FileError
from echoes_schema.parser import plpgsql, statements
from echoes_schema.parser.statements import Comment, Statement
from echoes_schema.rulebook.script import Script

_NAME = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+"
_ALLOW = re.compile(
    rf"[-/*\s]*allow\s+(?P<names>{_NAME}(?:\s*,\s*{_NAME})*)\s*(?P<colon>:?)\s*(?P<reason>.*?)"
    r"[\s*/]*",
    re.IGNORECASE | re.DOTALL,
)


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

    def holds_for(self, rule: str, offset: int) -> bool:
        """Return whether it allows what a rule found at a character."""
        begin, end = self.scope
        return not self.slip and rule in self.names and begin <= offset < end


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
            for comment in _comments_inside(script, block):
                if match := _match(comment, is_rule):
                    scope = _scope_inside(script, block, comment)
                    yield _allowance(comment, match, scope, is_rule)


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
    above, below = script.statements[:number][-1:], script.statements[number : number + 1]
    for statement in above:
        if offset < statement.offset + len(statement.sql):
            return _action_of(statement, end)
    for statement in below:
        if not above and _is_apart(script.text[end : statement.offset]):
            break
        return offset, statement.offset + len(statement.sql)
    return (offset if above else 0), len(script.text) + 1


def _scope_inside(script: Script, block: Statement, comment: Comment) -> tuple[int, int]:
    """Return the next statement in the body of a block, or the next action of the one around."""
    body = plpgsql.body(block, script.text)
    offset, end = comment.offset, comment.offset + len(comment.text)
    for statement in body.statements:
        if statement.offset < offset < statement.offset + len(statement.sql):
            return _action_of(statement, end)
    places = [(one.offset, one.offset + len(one.sql)) for one in body.statements]
    places += [(place, place + 1) for place in body.dynamic]
    below = [after for begin, after in sorted(places) if begin > offset]
    return offset, below[0] if below else offset


def _action_of(statement: Statement, place: int) -> tuple[int, int]:
    begin, after = _action(statement.sql, place - statement.offset)
    return statement.offset + begin, statement.offset + after


def _is_apart(gap: str) -> bool:
    return any(not line.strip() for line in gap.split("\n")[1:-1])


def _action(sql: str, place: int) -> tuple[int, int]:
    """Return the stretch around a place between two commas outside of parentheses."""
    depth = begin = 0
    for token in statements.scan(sql):
        character = sql[token.start : token.end + 1]
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "," and depth == 0:
            if token.start >= place:
                return begin, token.start
            begin = token.end + 1
    return begin, len(sql)
