"""Findings that a project lives with: which, why, and until when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from fnmatch import fnmatchcase

from echoes_schema.model import Finding, Level, Report


@dataclass(frozen=True, slots=True)
class Ignore:
    """A pattern (`*` and `?`) for the objects whose findings are known, and why they stay.

    `rule`, `expected` and `actual` limit it to one fact and its two values; after the day
    `expires` it holds no more. `path` is the file that says so, empty for an option.
    """

    pattern: str
    reason: str
    rule: str = ""
    expected: str = ""
    actual: str = ""
    expires: date | None = None
    path: str = ""

    def allows(self, finding: Finding) -> bool:
        """Tell whether a finding is meant."""
        wanted = (self.rule, self.expected, self.actual)
        found = (finding.rule, finding.expected, finding.actual)
        return fnmatchcase(finding.object, self.pattern) and all(
            one in {"", other} for one, other in zip(wanted, found, strict=True)
        )


def allowing(report: Report, ignores: tuple[Ignore, ...], today: date | None = None) -> Report:
    """Return a report that allows the findings that an entry means, with its reason.

    An entry that means none, one that is over, and one that is looser than what it is used for
    are findings of their own: warnings.
    """
    now = today or datetime.now(UTC).date()
    over = tuple(one for one in ignores if one.expires and one.expires < now)
    valid = tuple(one for one in ignores if one not in over)
    findings = tuple(_allowed(finding, valid) for finding in report.findings)
    more = (*map(_over, over), *_unfit(valid, report.findings))
    return replace(report, findings=(*findings, *more))


def _allowed(finding: Finding, ignores: tuple[Ignore, ...]) -> Finding:
    reasons = (one.reason for one in ignores if one.allows(finding))
    return replace(finding, allowed=next(reasons, finding.allowed))


def _unfit(ignores: tuple[Ignore, ...], findings: tuple[Finding, ...]) -> Iterator[Finding]:
    """Yield what is wrong with entries that mean nothing, or more than one fact."""
    for one in ignores:
        rules = sorted({finding.rule for finding in findings if one.allows(finding)})
        if not rules:
            message = "the entry allows nothing that was found"
            yield _finding(one, "unused-ignore", message, "Take it out, or correct its pattern.")
        elif len(rules) > 1 and one.path:
            message = f"the entry allows findings of {len(rules)} rules: {', '.join(rules)}"
            yield _finding(one, "loose-ignore", message, "Write an entry with a rule for each.")


def _over(ignore: Ignore) -> Finding:
    message = f"the entry was for the time until {ignore.expires}"
    hint = "Mend what it allowed, or give it another day."
    return _finding(ignore, "expired-ignore", message, hint)


def _finding(ignore: Ignore, rule: str, message: str, hint: str) -> Finding:
    return Finding(
        rule=rule,
        level=Level.WARNING,
        object=f"ignore {ignore.pattern}",
        message=message,
        path=ignore.path,
        line=1 if ignore.path else 0,
        hint=hint,
    )
