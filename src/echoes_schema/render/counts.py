"""Numbers of things, as a person says them."""

from __future__ import annotations

import re
from collections.abc import Mapping

# The first word that ends so is the thing; what follows says more of it: tables with rows.
_PLURAL = re.compile(r"(?<=x)es\b|s\b")


def counted(number: int, things: str) -> str:
    """Return `2 tables`, `1 table`, `1 index`; the things are named in the plural."""
    return f"{number} {_PLURAL.sub('', things, count=1) if number == 1 else things}"


def listed(counts: Mapping[str, int]) -> str:
    """Return `12 tables, 1 index`; nothing where nothing is counted."""
    return ", ".join(counted(number, things) for things, number in counts.items())
