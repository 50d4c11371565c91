"""Which allowance holds for what is found: a file may have as many of both as it has lines."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import accumulate

from echoes_schema.rulebook import Allowance

_Scope = tuple[int, int]


class Allowed:
    """The allowances of a script. What is asked for counts as found."""

    def __init__(self, allowances: Iterable[Allowance] = ()) -> None:
        self._all = tuple(allowances)
        self._used: set[tuple[str, _Scope]] = set()
        # Of several for the same stretch the first one has said it.
        reasons: dict[str, dict[_Scope, str]] = {}
        for one in self._all:
            for name in () if one.slip else one.names:
                reasons.setdefault(name, {}).setdefault(one.scope, one.reason)
        self._of = {name: _Stretches(known) for name, known in reasons.items()}

    def reason(self, rule: str, offset: int) -> str:
        """Return why a project lives with what a rule found at a character, or ""."""
        scopes = list(self._of[rule].around(offset)) if rule in self._of else []
        self._used.update((rule, scope) for scope in scopes)
        return self._of[rule].reasons[scopes[-1]] if scopes else ""

    def seen(self) -> Iterator[Allowance]:
        """Yield each with the rules that it was asked for."""
        for one in self._all:
            used = frozenset(name for name in one.names if (name, one.scope) in self._used)
            yield replace(one, used=used)


class _Stretches:
    """Stretches of a text by where they begin, with how far any of those up to each one reaches."""

    def __init__(self, reasons: dict[_Scope, str]) -> None:
        self.reasons = reasons
        self._scopes = sorted(reasons)
        self._begins = [begin for begin, _ in self._scopes]
        self._reach = list(accumulate((end for _, end in self._scopes), max))

    def around(self, offset: int) -> Iterator[_Scope]:
        """Yield those that hold a character, the last first."""
        place = bisect_right(self._begins, offset)
        while place and self._reach[place - 1] > offset:
            place -= 1
            if self._scopes[place][1] > offset:
                yield self._scopes[place]
