"""Whether every value of a type is a value of another."""

from __future__ import annotations

import re

_TYPE = re.compile(r"(?P<name>[^()\[\]]+)(?:\((?P<sizes>[\d, -]+)\))?(?P<rest>[^()]*)\Z")
_TEXTS = frozenset({"text", "character varying"})
_INTEGERS = frozenset({"smallint", "integer", "bigint"})
_RANKS = (
    ("smallint", "integer", "bigint", "numeric"),
    ("smallint", "integer", "double precision"),
    ("smallint", "real", "double precision"),
    ("date", "timestamp without time zone", "timestamp with time zone"),
    ("cidr", "inet"),
    ("character", "character varying", "text"),
)
_SIZED = frozenset({"character varying", "character", "bit varying", "bit", "varchar"})


def loses(old: str, new: str) -> str:
    """Return why a change of type may lose or refuse values, "" where it cannot."""
    if old == new or _is_wider(old, new):
        return ""
    return f"not every {old} is a {new}: values may be cut, or refused"


def is_alike(old: str, new: str) -> bool:
    """Return whether expressions on values of one type mean the same on those of the other."""
    names = {kind.partition("(")[0].rstrip() for kind in (old, new)}
    return names <= _TEXTS or names <= _INTEGERS


def _is_wider(old: str, new: str) -> bool:
    was, now = _TYPE.match(old), _TYPE.match(new)
    if was is None or now is None:
        return False
    if now["name"] == "text" and now["rest"] == was["rest"]:
        return True
    if "[]" in (was["rest"] + now["rest"]) and was["rest"] != now["rest"]:
        return False
    if was["name"] + was["rest"] == now["name"] + now["rest"]:
        return _are_sizes_wider(was["name"], was["sizes"] or "", now["sizes"] or "")
    is_next = any(
        _comes_after(rank, was["name"] + was["rest"], now["name"] + now["rest"]) for rank in _RANKS
    )
    return is_next and (not now["sizes"] or _holds(was, now))


def _comes_after(rank: tuple[str, ...], old: str, new: str) -> bool:
    return old in rank and new in rank and rank.index(old) < rank.index(new)


def _holds(was: re.Match[str], now: re.Match[str]) -> bool:
    if now["name"] in _SIZED and was["name"] in _SIZED:
        return bool(was["sizes"]) and int(was["sizes"]) <= int(now["sizes"])
    return False


def _are_sizes_wider(name: str, old: str, new: str) -> bool:
    if not new:
        return True
    if not old:
        return name.startswith(("timestamp", "time")) and int(new) >= 6
    was, now = [[int(size) for size in sizes.split(",")] for sizes in (old, new)]
    if len(was) == 1 and len(now) == 1:
        return was[0] <= now[0]
    was, now = [*was, 0][:2], [*now, 0][:2]
    return was[1] <= now[1] and was[0] - was[1] <= now[0] - now[1]
