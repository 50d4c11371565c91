"""The door to sqlfluff: one text as it departs from the style, and as it should be."""

from __future__ import annotations

import inspect
import logging
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from echoes_schema import settings
from echoes_schema.errors import SettingsError

if TYPE_CHECKING:
    from sqlfluff.core import FluffConfig, Linter, SQLBaseError
    from sqlfluff.core.linter import LintedFile
    from sqlfluff.core.types import ConfigMappingType

# A text runs as it stands, so nothing in it is a template; and no size is passed over in silence.
_ALWAYS: ConfigMappingType = {
    "templater": "raw",
    "large_file_skip_byte_limit": 0,
    "large_file_skip_char_limit": 0,
}
# What changes neither names nor expressions.
_LAYOUT = ("LT", "CP")
# sqlfluff's codes for what it cannot read.
_UNREAD = frozenset({"PRS", "LXR", "TMP"})


@dataclass(frozen=True, slots=True)
class Slip:
    """One departure from the style, or a stretch that sqlfluff cannot read: then `code` is "".

    Lines and columns count from 1, and the end is the first character after it. A slight one is
    what sqlfluff's settings list under `warnings`.
    """

    code: str
    message: str
    line: int
    column: int
    end_line: int
    end_column: int
    is_slight: bool = False


def slips(text: str, folder: Path) -> tuple[Slip, ...]:
    """Return what departs from the style that holds in a folder; `noqa` comments count.

    Raises SettingsError for settings of sqlfluff that are none.
    """
    linter = _linter(folder)
    try:
        found = _linted(linter, text).get_violations(filter_warning=False)
    except Exception as error:  # a slip of sqlfluff's is no reason to stop
        return (_unread(f"sqlfluff fails: {type(error).__name__}"),)
    return tuple(_slip(one) for one in found)


def mended(text: str, folder: Path, *, is_layout_only: bool = False) -> str:
    """Return the text as it should be, as far as sqlfluff can tell."""
    linter = _linter(folder, is_layout_only=is_layout_only)
    try:
        return _linted(linter, text, fix=True).fix_string()[0]
    except Exception:  # lint says so
        return text


def page(code: str) -> str:
    """Return what sqlfluff says about a rule. Raises SettingsError where there is none."""
    from sqlfluff.core import Linter

    for rule in Linter(dialect="postgres").get_rulepack().rules:
        if rule.code == code:
            return f"{rule.name}: {inspect.cleandoc(rule.__doc__ or '')}"
    raise SettingsError(f"no rule {code} in sqlfluff", "Correct the name.")


def _linted(linter: Linter, text: str, *, fix: bool = False) -> LintedFile:
    config = linter.config.copy()
    # `-- sqlfluff:` lines in the text.
    config.process_raw_file_for_config(text, "<text>")
    return linter.lint_string(text, fix=fix, config=config)


@lru_cache(maxsize=64)
def _linter(folder: Path, *, is_layout_only: bool = False) -> Linter:
    from sqlfluff.core import Linter

    config = _config(folder)
    if is_layout_only:
        codes = [code for code in Linter(config).get_rulepack().codes() if code[:2] in _LAYOUT]
        config = _config(folder, rules=",".join(codes))
    return Linter(config)


def _config(folder: Path, **more: str) -> FluffConfig:
    """Return sqlfluff's own settings of a folder on top of ours."""
    from sqlfluff.core import FluffConfig, SQLFluffUserError
    from sqlfluff.core.config import load_config_file, load_config_up_to_path
    from sqlfluff.core.helpers.dict import nested_combine

    # It would warn on stderr of what its own mending could not do; lint finds it.
    logging.getLogger("sqlfluff").setLevel(logging.CRITICAL)
    ours = settings.bundled(".sqlfluff")
    try:
        theirs = load_config_up_to_path(str(folder))
        combined = nested_combine(load_config_file(str(ours.parent), ours.name), theirs)
        return FluffConfig(configs=combined, overrides={**_ALWAYS, **more})
    except (SQLFluffUserError, KeyError, ValueError) as error:  # KeyError: an unknown dialect
        said = str(error).partition("\n")[0]
        raise SettingsError(f"sqlfluff: {said}", "Correct the settings of sqlfluff.") from error


def _slip(found: SQLBaseError) -> Slip:
    code, told = found.rule_code(), found.to_dict()
    if code in _UNREAD:
        return _unread("sqlfluff does not know this syntax", found.line_no, found.line_pos)
    end = told.get("end_line_no"), told.get("end_line_pos")
    end_line, end_column = (one if isinstance(one, int) else 0 for one in end)
    return Slip(
        code,
        f"{found.desc()} ({found.rule_name()})",
        found.line_no,
        found.line_pos,
        end_line or found.line_no,
        end_column or found.line_pos,
        found.warning,
    )


def _unread(message: str, line: int = 1, column: int = 1) -> Slip:
    said = f"{message}: the style from here on is not judged"
    return Slip("", said, line, column, line, column, is_slight=True)
