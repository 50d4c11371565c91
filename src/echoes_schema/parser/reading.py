"""What of a file PostgreSQL's parser takes and what it refuses: a slip does not hide the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from pglast.parser import ParseError, Token

from echoes_schema.parser import statements
from echoes_schema.parser.statements import Statement

# Beyond that a file is no SQL that a person wrote, and each slip costs another look at all of it.
MOST_REFUSALS = 20
_LONGEST_MESSAGE = 200
_META = re.compile(r"\\[^\n]*")
_COPY = re.compile(
    r"\bcopy\b[^;'$]*\bfrom\s+stdin\b[^;]*;[^\n]*\n"
    r"(?P<rows>(?:(?!\\\.[ \t]*$)[^\n]*\n)*)\\\.[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
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


@dataclass(frozen=True)
class Reading:
    """The statements of a text, and what is none. `text` has blanks in the place of that."""

    text: str
    statements: tuple[Statement, ...]
    refusals: tuple[Refusal, ...] = ()

    @cached_property
    def lines(self) -> list[int]:
        """The first character of each line."""
        return statements.line_starts(self.text)


def read(text: str) -> Reading:
    """Return every statement of `text`, each character in its place, and what is refused."""
    try:
        return Reading(text, statements.parsed(text))
    except (ParseError, RecursionError) as error:
        return _piecewise(text, error)


def _piecewise(text: str, error: ParseError | RecursionError) -> Reading:
    text, refusals = _without_copied_rows(text)
    trouble: ParseError | RecursionError = error
    while len(refusals) < MOST_REFUSALS:
        try:
            return Reading(text, statements.parsed(text), tuple(refusals))
        except (ParseError, RecursionError) as again:
            trouble = again
        if isinstance(trouble, RecursionError):
            refusals.append(Refusal("syntax-error", "nested too deeply", 0, len(text)))
            return Reading(_blank(text, 0, len(text)), (), tuple(refusals))
        refusal, begin, end = _refused(text, trouble)
        refusals.append(refusal)
        text = _blank(text, begin, end)
    return Reading(text, (), tuple(refusals))


def _without_copied_rows(text: str) -> tuple[str, list[Refusal]]:
    refusals = []
    for match in _COPY.finditer(text):
        refusals.append(
            Refusal("psql-only", "data after COPY … FROM STDIN", match.start(), match.end())
        )
    for refusal in refusals:
        text = _blank(text, refusal.offset, refusal.end)
    return text, refusals


def _refused(text: str, error: ParseError) -> tuple[Refusal, int, int]:
    """Return what is wrong, and the stretch to leave out: a line of psql's, or a statement."""
    message, offset = statements.told(error)
    offset = min(offset, max(len(text) - 1, 0))
    meta = _META.match(text, offset)
    if meta:
        return Refusal("psql-only", "a psql command", offset, meta.end()), offset, meta.end()
    begin, end = _around(text, offset)
    placeholder = _PLACEHOLDER.match(text, offset) or _PLACEHOLDER.match(text, max(offset - 1, 0))
    if placeholder:
        what = "a template's placeholder outside a string"
        return Refusal("placeholder", what, placeholder.start(), placeholder.end()), begin, end
    message = re.sub(r", at index \d+\Z", "", message)[:_LONGEST_MESSAGE]
    return (
        Refusal("syntax-error", message, offset, max(offset + 1, _word(text, offset))),
        begin,
        end,
    )


def _around(text: str, offset: int) -> tuple[int, int]:
    """Return the stretch between the semicolons around a character."""
    semicolons = [token.start for token in _tokens(text) if token.name == "ASCII_59"]
    begin = max((at + 1 for at in semicolons if at < offset), default=0)
    end = min((at + 1 for at in semicolons if at >= offset), default=len(text))
    return begin, end


def _tokens(text: str) -> tuple[Token, ...]:
    """Return the tokens of `text`, or of what stands before the quote that nothing ends."""
    try:
        return statements.scan(text)
    except ParseError as error:
        try:
            return statements.scan(text[: statements.told(error)[1]])
        except ParseError:
            return ()


def _word(text: str, offset: int) -> int:
    match = re.compile(r"\w+").match(text, offset)
    return match.end() if match else offset


def _blank(text: str, begin: int, end: int) -> str:
    return text[:begin] + re.sub(r"[^\n]", " ", text[begin:end]) + text[end:]
