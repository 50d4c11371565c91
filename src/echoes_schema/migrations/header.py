"""What a migration file says of itself, in the comments above its first statement."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from echoes_schema.errors import FileError, place

DIRECTIVES = ("depends", "transactional", "irreversible", "batch")
# A lower-case word and a colon is a directive; `Why:` and `Safe:` are prose, and so is a URL.
_DIRECTIVE = re.compile(r"--\s*(?P<key>[A-Za-z_-]+)\s*:(?!//)\s*(?P<value>.*)")
# A directive whose colon is missing, and nothing else: prose may begin with the same word.
_WITHOUT_COLON = re.compile(
    r"--\s*(?P<key>(?i:transactional\s*=?\s*(?:true|false)|irreversible|batch\s*=?\s*\d+\s+by\s.*"
    r"|depends\s*=?\s*\d+_\S*))"
)
_BATCH = re.compile(r'(?P<size>[1-9][0-9]{0,8}) +by +(?P<column>[A-Za-z_][\w$]*|"(?:[^"]|"")+")')
# Quick to tell: a scan of every comment is not, and few files need it.
_MAYBE = re.compile(r"(?:^|--|/\*)[-/*\s]*([A-Za-z_-]+)\s*:(?!:)", re.MULTILINE)
_HINT = f"A header knows the directives {', '.join(DIRECTIVES)}; prose fields begin with a capital."


@dataclass(frozen=True, slots=True)
class Batch:
    """How many rows at a time, in the order of which column; `line` says it."""

    size: int
    column: str
    line: int


@dataclass(frozen=True, slots=True)
class Header:
    """The directives of one file. `irreversible` is the reason why there is no way back, or ""."""

    depends: tuple[str, ...] = ()
    is_transactional: bool = True
    irreversible: str = ""
    batch: Batch | None = None


def read(text: str, path: Path) -> Header:
    """Return the header of a file's text. Raises FileError for a directive it does not know."""
    found: dict[str, list[str]] = {}
    batch = None
    for number, line in enumerate(_comment_lines(text), start=1):
        key, value = _directive(line, path, number)
        if key in found and key != "depends":
            raise FileError(f"{place(path, number)}: {key} a second time", "Keep one of them.")
        if key:
            found.setdefault(key, []).append(value)
        if key == "batch":
            batch = _batch(value, path, number)
    if batch and found.get("transactional") == ["true"]:
        raise FileError(
            f"{place(path, batch.line)}: batches in one transaction",
            "Remove transactional: each batch is a transaction of its own.",
        )
    return Header(
        depends=tuple(" ".join(found.get("depends", [])).split()),
        is_transactional=batch is None and found.get("transactional", ["true"]) == ["true"],
        irreversible=found.get("irreversible", [""])[0],
        batch=batch,
    )


def depends(text: str) -> tuple[str, ...]:
    """Return what a text that was accepted once depends on, in whatever layout it was written."""
    found = (_DIRECTIVE.fullmatch(line) for line in _comment_lines(text))
    said = [match["value"] for match in found if match and match["key"] == "depends"]
    return tuple(" ".join(said).split())


def has_other_keys(text: str) -> bool:
    """Return whether a header has keys that are no directive of ours, nor a slip of one."""
    found = (_DIRECTIVE.fullmatch(line) for line in _comment_lines(text))
    keys = {match["key"] for match in found if match}
    return any(key.islower() and not meant(key) for key in keys)


def refuse_misplaced(text: str, path: Path) -> None:
    """Raise FileError for a directive that stands where nobody reads it.

    That is after the first statement has begun, or inside a block comment.
    """
    from echoes_schema.parser import statements

    above = len(_comment_lines(text))
    below = _place_of_line(text, above)
    if not any(meant(match[1]) for match in _MAYBE.finditer(text, below)):
        return
    for comment in statements.comments(text, path):
        lines = comment.text.split("\n")
        is_block = comment.text.startswith("/*")
        for number, line in enumerate(lines, start=comment.line):
            key = re.match(r"[-/*\s]*([A-Za-z_-]+)\s*:(?!//)", line)
            if key and (is_block or number > above) and meant(key[1]):
                raise FileError(
                    f"{place(path, number)}: the directive {key[1]} is not in the header",
                    "Move it into a line that begins with -- above the first statement.",
                )


def _place_of_line(text: str, above: int) -> int:
    """Return the first character of the line that has `above` lines above it."""
    place = 0
    for _ in range(above):
        place = text.find("\n", place) + 1 or len(text)
    return place


@lru_cache(maxsize=1024)
def meant(key: str) -> str:
    """Return the directive that `key` is or is a slip of, or ""."""
    import difflib

    close = difflib.get_close_matches(key.lower(), DIRECTIVES, n=1, cutoff=0.75)
    # `match` and `patch` are near to `batch`, but nobody's slip of it.
    return close[0] if close and close[0][0] == key[0].lower() else ""


def _comment_lines(text: str) -> list[str]:
    """Return the lines above the first one that is neither empty nor a `--` comment."""
    lines = []
    for line in map(str.strip, text.split("\n")):
        if line and not line.startswith("--"):
            break
        lines.append(line)
    return lines


def _directive(line: str, path: Path, number: int) -> tuple[str, str]:
    """Return a directive's key and value, or two empty strings for prose."""
    match = _DIRECTIVE.fullmatch(line)
    if not match:
        _refuse_without_colon(line, path, number)
        return "", ""
    key, value = match["key"], match["value"].strip()
    if key in DIRECTIVES:
        _require_value(key, value, path, number)
        return key, value
    close = meant(key)
    if close or key.islower():
        guess = f"; did you mean {close}?" if close else ""
        raise FileError(f"{place(path, number)}: unknown directive {key}{guess}", _HINT)
    return "", ""


def _refuse_without_colon(line: str, path: Path, number: int) -> None:
    match = _WITHOUT_COLON.fullmatch(line)
    if match:
        raise FileError(
            f"{place(path, number)}: {match['key']}: a directive without its colon",
            "Write it as -- transactional: false.",
        )


def _require_value(key: str, value: str, path: Path, number: int) -> None:
    if key == "transactional" and value not in ("true", "false"):
        raise FileError(f"{place(path, number)}: transactional: {value}", "Write true or false.")
    # yoyo's first file depends on nothing, and says so.
    if not value and key != "depends":
        raise FileError(f"{place(path, number)}: {key} says nothing", "Complete or remove it.")


def _batch(value: str, path: Path, number: int) -> Batch:
    match = _BATCH.fullmatch(value)
    if not match:
        raise FileError(
            f"{place(path, number)}: batch: {value}",
            "Write how many rows, and one column: batch: 5000 by id.",
        )
    column = match["column"]
    is_quoted = column.startswith('"')
    name = column[1:-1].replace('""', '"') if is_quoted else column.lower()
    return Batch(int(match["size"]), name, number)
