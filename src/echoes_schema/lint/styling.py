"""What sqlfluff finds, as verdicts among all others: `style-lt05` is its rule LT05."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from echoes_schema.lint import files
from echoes_schema.model import Level
from echoes_schema.parser import reading, statements
from echoes_schema.rulebook import Category, Problem, Script

if TYPE_CHECKING:
    from echoes_schema.cache import Cache
    from echoes_schema.lint.judge import Verdict
    from echoes_schema.style.fluff import Slip
    from echoes_schema.style.work import Heard

PREFIX = "style-"
_NAME = re.compile(rf"{PREFIX}(?P<code>[a-z]{{2}}[0-9]{{2}}|unjudged)")
_UNJUDGED = """A stretch whose style is not judged: sqlfluff does not read it, or it is too large.

PostgreSQL's parser decides what is valid, and sqlfluff has its own: it does not know all syntax of
the newest version. What it cannot read has no style that anybody checks."""


@dataclass(frozen=True, slots=True)
class StyleRule:
    """A rule of sqlfluff's; `code` is "" for what it does not judge."""

    code: str
    level: Level = Level.WARNING
    category: Category = Category.STYLE

    @property
    def name(self) -> str:
        return PREFIX + (self.code.lower() or "unjudged")

    @property
    def page(self) -> str:
        from echoes_schema.style import fluff

        return fluff.page(self.code) if self.code else _UNJUDGED


def rule(name: str) -> StyleRule | None:
    """Return the rule of that name, None for no name of one; sqlfluff is asked if it is there."""
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    if match["code"] == "unjudged":
        return StyleRule("", Level.INFO)
    from echoes_schema.style import configuration

    known = configuration.codes()
    code = match["code"].upper()
    return StyleRule(code) if code in known or not known else None


@dataclass(frozen=True, slots=True)
class Styled:
    """What departs from the style, by file; `beside` are files that are no part of a migration."""

    is_judged: bool = False
    by_path: Mapping[Path, list[Verdict]] = field(default_factory=dict)
    beside: tuple[Script, ...] = ()

    def of(self, script: Script) -> list[Verdict]:
        """Return what is found in a script, which may share its file with another."""
        return [one for one in self.by_path.get(script.path, []) if one.script is script]

    def unasked(self, rules: Iterable[str]) -> list[str]:
        """Return which rules nobody asked to judge by."""
        return [] if self.is_judged else [one for one in rules if one.startswith(PREFIX)]


def styled(
    scripts: Iterable[Script],
    more: Iterable[Path],
    levels: Mapping[str, Level | None],
    cache: Cache,
    heard: Heard,
) -> Styled:
    """Return how files look, each once and whole; `more` are files of which no script may be."""
    from echoes_schema.style import work

    parts: dict[Path, list[Script]] = {}
    for script in scripts:
        parts.setdefault(script.path, []).append(script)
    beside = tuple(files.script(path) for path in more if path not in parts)
    parts |= {script.path: [script] for script in beside}
    legible = [found for found in parts.values() if found[0].statements or not found[0].refusal]
    sheets = [work.Sheet(_text(found), found[0].path.parent) for found in legible]
    by_path = {
        found[0].path: [
            one
            for one in _verdicts(found, slips)
            if levels.get(one.rule.name, one.rule.level) is not None
        ]
        for found, slips in zip(legible, work.judged(sheets, cache, heard), strict=True)
    }
    for script in beside:
        by_path[script.path] = [*by_path.get(script.path, []), *_unread(script)]
    return Styled(is_judged=True, by_path=by_path, beside=beside)


def _unread(script: Script) -> Iterator[Verdict]:
    """Yield what PostgreSQL refuses of a file that no other rule sees."""
    from echoes_schema.lint.judge import Verdict

    refusals = [(one.message, one.offset, one.end) for one in script.refusals]
    for message, begin, end in refusals or [(script.refusal, 0, 0)]:
        if message:
            said = f"{message}: its style is not judged"
            yield Verdict(StyleRule("", Level.INFO), script, Problem(said, offset=begin, end=end))


def _text(parts: list[Script]) -> str:
    """Return the whole file as sqlfluff is to see it.

    What PostgreSQL refuses is blank: that is a finding already.
    """
    first = parts[0]
    is_file = first.path != files.STANDARD_INPUT
    text = statements.read_text(first.path) if is_file else first.text
    if text == first.text:
        return first.reading.text
    return reading.read(text).text if any(one.refusals for one in parts) else text


def _verdicts(parts: list[Script], slips: Iterable[Slip]) -> Iterator[Verdict]:
    from echoes_schema.lint.judge import Verdict

    for slip in slips:
        script = _part(parts, slip.line)
        begin = _offset(script, slip.line, slip.column)
        end = max(_offset(script, slip.end_line, slip.end_column), begin)
        if not any(one.offset <= begin <= one.end for one in script.refusals):
            level = Level.INFO if slip.is_slight else Level.WARNING
            problem = Problem(slip.message, offset=begin, end=end)
            yield Verdict(StyleRule(slip.code, level), script, problem)


def _part(parts: list[Script], line: int) -> Script:
    """Return the part that a line belongs to: above it the text of a part is blank."""
    begun = [one for one in parts if _blank_lines(one) < line]
    return max(begun, key=_blank_lines, default=parts[0])


def _blank_lines(part: Script) -> int:
    return part.text.count("\n", 0, len(part.text) - len(part.text.lstrip()))


def _offset(script: Script, line: int, column: int) -> int:
    """Return the character at a place; a line that is blank in a part has but its first."""
    starts = [*script.reading.lines, len(script.text) + 1]
    line = min(line, len(starts) - 1)
    return min(starts[line - 1] + column - 1, starts[line] - 1)
