"""`-- allow rule-name: reason`: what a project lives with, where, and why."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from echoes_schema.parser import statements
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
        match = _ALLOW.fullmatch(comment.text.split("\n")[0])
        if match and (match["colon"] or is_rule(_first(match["names"]))):
            names = tuple(name.strip().lower() for name in match["names"].split(","))
            yield Allowance(
                names,
                match["reason"],
                comment.offset,
                comment.offset + len(comment.text),
                _scope(script, comment.offset, comment.offset + len(comment.text)),
                _slip(names, match["colon"], match["reason"], is_rule),
            )


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
            begin, after = _action(statement.sql, end - statement.offset)
            return statement.offset + begin, statement.offset + after
    for statement in below:
        if not above and _is_apart(script.text[end : statement.offset]):
            break
        return offset, statement.offset + len(statement.sql)
    return (offset if above else 0), len(script.text) + 1


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
