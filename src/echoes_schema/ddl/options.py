"""Storage parameters, options and the like: as a list in a statement, and from one to another."""

from __future__ import annotations

import re
from collections.abc import Iterable

from echoes_schema.compare.facts import OPTIONS
from echoes_schema.ddl.names import identifier, literal

_PLAIN_VALUE = re.compile(r"-?[\w.]+\Z")
_FOREIGN = "option "
_TABLESPACE = "tablespace="
_LISTS = frozenset(
    {
        *("local_preload_libraries", "session_preload_libraries", "shared_preload_libraries"),
        *("search_path", "temp_tablespaces", "unix_socket_directories"),
    }
)
_ITEM = re.compile(r'"(?:[^"]|"")*"|[^,\s]+')


def said(options: Iterable[str], start: str) -> str:
    """Return what stands behind `start` among the options of a relation, or ""."""
    found = (option.removeprefix(start) for option in options if option.startswith(start))
    return next(found, "")


def parameters(options: Iterable[str]) -> dict[str, str]:
    """Return the storage parameters among the options of a relation or an index."""
    known = (*OPTIONS, _FOREIGN, _TABLESPACE)
    own = (option for option in options if not option.startswith(known))
    return dict(_pair(option) for option in own if "=" in option)


def foreign(options: Iterable[str]) -> dict[str, str]:
    """Return the options for a foreign-data wrapper among those of a table or a column."""
    own = (option for option in options if option.startswith(_FOREIGN))
    return dict(_pair(option.removeprefix(_FOREIGN)) for option in own)


def tablespace(options: Iterable[str]) -> str:
    """Return the tablespace of an index, or ""."""
    return said(options, _TABLESPACE)


def _pair(option: str) -> tuple[str, str]:
    name, _, value = option.partition("=")
    return name, value


def listed(values: dict[str, str]) -> str:
    """Return storage parameters as WITH and SET take them, between parentheses."""
    return f"({', '.join(f'{name} = {_value(value)}' for name, value in values.items())})"


def _value(value: str) -> str:
    return value if _PLAIN_VALUE.match(value) else literal(value)


def changed(old: dict[str, str], new: dict[str, str]) -> list[str]:
    """Return the SET and RESET clauses that lead from storage parameters to others."""
    different = {name: value for name, value in new.items() if old.get(name) != value}
    gone = [name for name in old if name not in new]
    clauses = [f"SET {listed(different)}"] if different else []
    return [*clauses, f"RESET ({', '.join(gone)})"] if gone else clauses


def foreign_listed(values: dict[str, str]) -> str:
    """Return the OPTIONS clause of something foreign with a blank before it, or ""."""
    text = ", ".join(f"{identifier(name)} {literal(value)}" for name, value in values.items())
    return f" OPTIONS ({text})" if text else ""


def foreign_changed(old: dict[str, str], new: dict[str, str]) -> str:
    """Return the OPTIONS clause that leads from options to others."""
    steps = [f"DROP {identifier(name)}" for name in old if name not in new]
    for name, value in new.items():
        if old.get(name) != value:
            word = "SET" if name in old else "ADD"
            steps.append(f"{word} {identifier(name)} {literal(value)}")
    return f"OPTIONS ({', '.join(steps)})"


def setting(option: str) -> str:
    """Return `name TO value` of a function's setting."""
    name, value = _pair(option)
    if name in _LISTS:
        items = [match[0] for match in _ITEM.finditer(value)]
        return f"{name} TO {', '.join(_item(item) for item in items) or literal('')}"
    return f"{'.'.join(map(identifier, name.split('.')))} TO {literal(value)}"


def _item(item: str) -> str:
    return literal(item[1:-1].replace('""', '"') if item.startswith('"') else item)
