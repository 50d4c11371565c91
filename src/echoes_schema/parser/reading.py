"""What of a file PostgreSQL's parser takes and what it refuses: a slip does not hide the rest."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from pglast.parser import ParseError, Token

from echoes_schema.parser import statements
from echoes_schema.parser.statements import Statement

# Beyond that a file is no SQL that a person wrote, and each slip costs another look at all of it.
MOST_REFUSALS = 20
_META = re.compile(r"\\[^\n]*")
_VARIABLE = re.compile(r""":(?:\w+|'\w+'|"\w+"|\{\?\w+\})""")
# It never looks past the next COPY: one look at the text is enough for all of them.
_COPY = re.compile(
    r"\bcopy\b(?:(?!\b(?:copy|from\s+stdin)\b)[^;'$])*+\bfrom\s+stdin\b"
    r"(?:(?!\bcopy\b)[^;])*+;[^\n]*\n",
    re.IGNORECASE,
)
_SEMICOLON = "ASCII_59"
_END_OF_ROWS = re.compile(r"^\\\.[ \t]*$", re.MULTILINE)
_NOT_LINE_FEED = re.compile(r"[^\n]")
_PLACEHOLDER = re.compile(r"\$\{|\{\{|\{%|<%")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A stretch of a text that PostgreSQL does not take, by its characters.

    `kind` is `syntax-error`, `psql-only` or `placeholder`.
    """

    kind: str
    message: str
    offset: int
    end: int


_Found = tuple[str, tuple[Statement, ...], tuple[Refusal, ...]]


@dataclass(frozen=True)
class Reading:
    """The statements of a text, and what is none: looked for when somebody first asks.

    Of many files nobody does: a way back that is not judged changes nothing for what is.
    """

    given: str

    @cached_property
    def _found(self) -> _Found:
        try:
            return self.given, statements.parsed(self.given), ()
        except ParseError:
            return _piecewise(self.given)

    @property
    def text(self) -> str:
        """The text, with blanks in the place of what is refused."""
        return self._found[0]

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Every statement, each character in its place."""
        return self._found[1]

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """What PostgreSQL does not take."""
        return self._found[2]

    @cached_property
    def lines(self) -> list[int]:
        """The first character of each line."""
        return statements.line_starts(self.text)

    @cached_property
    def offsets(self) -> list[int]:
        """The first character of each statement."""
        return [one.offset for one in self.statements]

    @cached_property
    def by_kind(self) -> dict[str, list[Statement]]:
        """The statements of each kind: a file may have a hundred thousand."""
        found: dict[str, list[Statement]] = {}
        for one in self.statements:
            found.setdefault(one.kind, []).append(one)
        return found


def read(text: str) -> Reading:
    """Return every statement of `text`, each character in its place, and what is refused."""
    return Reading(text)


def _piecewise(text: str) -> _Found:
    text, refusals = _without_copied_rows(text)
    while len(refusals) < MOST_REFUSALS:
        try:
            return text, statements.parsed(text), tuple(refusals)
        except ParseError as error:
            refusal, begin, end = _refused(text, error)
        refusals.append(refusal)
        text = _blank(text, begin, end)
    return _scannable(text), (), tuple(refusals)


def _scannable(text: str) -> str:
    """Return a text without what follows a quote that nothing ends: comments above it are found."""
    try:
        statements.scan(text)
    except ParseError as error:
        return _blank(text, statements.told(error, text)[1], len(text))
    return text


def _without_copied_rows(text: str) -> tuple[str, list[Refusal]]:
    refusals, parts, begin = [], [], 0
    for first, end in _copied(text):
        refusals.append(Refusal("psql-only", "data after COPY … FROM STDIN", first, end))
        parts += [text[begin:first], _NOT_LINE_FEED.sub(" ", text[first:end])]
        begin = end
    return "".join([*parts, text[begin:]]), refusals


def _copied(text: str) -> Iterator[tuple[int, int]]:
    """Yield from where to where each COPY with its rows goes; one that nothing ends is none."""
    ends = [match.span() for match in _END_OF_ROWS.finditer(text)]
    begin = 0
    while ends and (match := _COPY.search(text, begin)):
        place = bisect_left(ends, (match.end(), 0))
        if place == len(ends):
            return
        begin = ends[place][1]
        yield match.start(), begin


def _refused(text: str, error: ParseError) -> tuple[Refusal, int, int]:
    """Return what is wrong, and the stretch to leave out: a line of psql's, or a statement."""
    message, offset = statements.told(error, text)
    offset = min(offset, max(len(text) - 1, 0))
    meta = _META.match(text, offset)
    if meta:
        return Refusal("psql-only", "a psql command", offset, meta.end()), offset, meta.end()
    begin, end = _around(text, offset)
    placeholder = _PLACEHOLDER.match(text, offset) or _PLACEHOLDER.match(text, max(offset - 1, 0))
    if placeholder:
        what = "a template's placeholder outside a string"
        return Refusal("placeholder", what, placeholder.start(), placeholder.end()), begin, end
    variable = _VARIABLE.match(text, offset)
    if variable:
        return Refusal("psql-only", "a psql variable", offset, variable.end()), begin, end
    message = statements.shortened(re.sub(r", at index \d+\Z", "", message))
    return (
        Refusal("syntax-error", message, offset, max(offset + 1, _word(text, offset))),
        begin,
        end,
    )


def _around(text: str, offset: int) -> tuple[int, int]:
    """Return the stretch between the semicolons around a character, without comments above it."""
    tokens = [token for token in _tokens(text) if token.name not in statements.COMMENTS]
    number = bisect_left([token.start for token in tokens], offset)
    first = number
    while first and tokens[first - 1].name != _SEMICOLON:
        first -= 1
    begin = min(tokens[first].start, offset) if first < len(tokens) else offset
    ends = (token.start + 1 for token in tokens[number:] if token.name == _SEMICOLON)
    return begin, next(ends, len(text))


def _tokens(text: str) -> tuple[Token, ...]:
    """Return the tokens of `text`, or of what stands before the quote that nothing ends."""
    try:
        return statements.scan(text)
    except ParseError as error:
        try:
            return statements.scan(text[: statements.told(error, text)[1]])
        except ParseError:
            return ()


def _word(text: str, offset: int) -> int:
    match = re.compile(r"\w+").match(text, offset)
    return match.end() if match else offset


def _blank(text: str, begin: int, end: int) -> str:
    return text[:begin] + _NOT_LINE_FEED.sub(" ", text[begin:end]) + text[end:]
