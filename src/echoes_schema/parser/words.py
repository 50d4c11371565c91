"""Words that SQL keeps for itself."""

from __future__ import annotations

from pglast.keywords import COL_NAME_KEYWORDS, RESERVED_KEYWORDS, TYPE_FUNC_NAME_KEYWORDS

_KEPT = frozenset(COL_NAME_KEYWORDS | RESERVED_KEYWORDS | TYPE_FUNC_NAME_KEYWORDS)


def is_kept(word: str) -> bool:
    """Return whether an identifier must be quoted though it is plain, as quote_ident does it."""
    return word in _KEPT
