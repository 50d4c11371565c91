"""What the configuration beside one Flyway script says: `V1__name.sql.conf`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from echoes_schema.errors import FileError, place
from echoes_schema.parser import statements

_TRUTHS = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class ScriptOptions:
    """`is_transactional` is None where Flyway decides by the statements."""

    is_transactional: bool | None = None
    has_placeholders: bool = True


def read(script: Path) -> ScriptOptions:
    """Return the options of a script; without a file beside it, those that go without saying.

    Raises FileError for a setting that is unknown, or that would not be kept here.
    """
    file = script.with_name(f"{script.name}.conf")
    if not file.is_file():
        return ScriptOptions()
    said: dict[str, bool] = {}
    for number, line in enumerate(statements.read_text(file).split("\n"), start=1):
        key, _, value = (part.strip() for part in line.partition("="))
        if key and not key.startswith("#"):
            said[key] = _truth(key, value, place(file, number))
    return ScriptOptions(said.get("executeInTransaction"), said.get("placeholderReplacement", True))


def _truth(key: str, value: str, where: str) -> bool:
    known: Mapping[str, Callable[[str], bool | None]] = {
        "executeInTransaction": _TRUTHS.get,
        "placeholderReplacement": _TRUTHS.get,
        "encoding": lambda name: name.upper() in ("UTF-8", "UTF8") or None,
        "shouldExecute": lambda condition: condition == "true" or None,
    }
    found = known[key](value) if key in known else None
    if found is None:
        raise FileError(
            f"{where}: {key}={value} is not kept here",
            "Known are executeInTransaction and placeholderReplacement, true or false.",
        )
    return found
