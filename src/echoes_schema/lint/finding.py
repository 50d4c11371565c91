"""Verdicts as findings: each with its place from 1, its source, and a fingerprint that lasts."""

from __future__ import annotations

import hashlib
import os
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from echoes_schema.errors import place
from echoes_schema.lint.allowed import Allowed
from echoes_schema.lint.judge import Verdict
from echoes_schema.model import Finding, Level
from echoes_schema.parser import secrets
from echoes_schema.settings.linting import Linting

_LENGTH = 20
_LONGEST_SOURCE = 4000


class Writer:
    """Makes findings; it counts how often each was found, so that no two are the same."""

    def __init__(self, settings: Linting, baseline: frozenset[str]) -> None:
        self._settings = settings
        self._baseline = baseline
        self._seen: Counter[str] = Counter()
        # A path is taken apart once: it takes longer than all else of a finding.
        self._shown, self._below = cache(place), cache(_below)

    def findings(self, verdicts: Iterable[Verdict], allowed: Allowed) -> Iterator[Finding]:
        """Yield the findings of one script."""
        for verdict in verdicts:
            yield self._finding(verdict, allowed)

    def _finding(self, verdict: Verdict, allowed: Allowed) -> Finding:
        problem, script, rule = verdict.problem, verdict.script, verdict.rule
        first, last = _stretch(verdict)
        starts = script.reading.lines
        line, end_line = bisect_right(starts, first), bisect_right(starts, last)
        fingerprint = self._fingerprint(verdict)
        known = "known: it is in the baseline" if fingerprint in self._baseline else ""
        hint = f"{problem.hint} {problem.settle}".strip()
        return Finding(
            rule=rule.name,
            level=self._level(verdict),
            object=_in_a_line(problem.object),
            message=_in_a_line(secrets.without(problem.message, script.text)),
            path=self._shown(script.path),
            line=line,
            hint=hint,
            column=first - starts[line - 1] + 1,
            end_line=end_line,
            end_column=last - starts[end_line - 1] + 1,
            source=_source(secrets.masked(script.text), starts, line, end_line),
            fingerprint=fingerprint,
            allowed=allowed.reason(rule.name, first) or known,
        )

    def _level(self, verdict: Verdict) -> Level:
        """Return the project's level for the rule, or its own: of what may be no problem, less."""
        rule, problem = verdict.rule, verdict.problem
        chosen = self._settings.levels.get(rule.name)
        level = chosen or problem.most or rule.level
        return Level.WARNING if problem.settle and level is Level.ERROR else level

    def _fingerprint(self, verdict: Verdict) -> str:
        first, last = _stretch(verdict)
        path = self._below(verdict.script.path, self._settings.root)
        text = " ".join(verdict.script.text[first:last].split())
        key = "\0".join((verdict.rule.name, path, verdict.problem.object, text))
        self._seen[key] += 1
        known = f"{key}\0{self._seen[key]}".encode(errors="surrogateescape")
        return hashlib.sha256(known).hexdigest()[:_LENGTH]


def _in_a_line(text: str) -> str:
    """Return a text that may have names with line breaks in it."""
    return " ".join(text.splitlines())


def _stretch(verdict: Verdict) -> tuple[int, int]:
    """Return the first character that is meant and the one after the last."""
    problem, script = verdict.problem, verdict.script
    if problem.offset >= 0:
        return problem.offset, min(max(problem.end, problem.offset), len(script.text))
    return 0, 0


def _source(text: str, starts: list[int], line: int, end_line: int) -> str:
    """Return the lines, or nothing where they are more than a person reads."""
    end = starts[end_line] - 1 if end_line < len(starts) else len(text)
    begin = starts[line - 1]
    return text[begin:end] if end - begin <= _LONGEST_SOURCE else ""


def _below(path: Path, root: Path) -> str:
    # As text: a Path of each takes longer than all else of a finding.
    whole = os.path.join(os.getcwd(), path)  # noqa: PTH109, PTH118
    above = f"{root}{os.sep}"
    return whole.removeprefix(above) if whole.startswith(above) else str(path)
