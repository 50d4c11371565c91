"""The small words of the dictionary: code, lists, clauses, types and text in cells."""

from __future__ import annotations

import re

from echoes_schema.errors import FileError
from echoes_schema.schema import one_line, quoted

_TOKEN = re.compile(
    r"""(?P<code>(?P<mark>`+)(?!`).*?(?<!`)(?P=mark)(?!`))
    |"(?:[^"]|"")*"
    |'(?:[^']|'')*'
    |[(),\ ]
    |[^`"'(),\ ]+
    |.""",
    re.VERBOSE | re.DOTALL,
)
# As _TOKEN, but of words only their commas and parentheses count.
_PIECE = re.compile(
    r"""(?P<mark>`+)(?!`).*?(?<!`)(?P=mark)(?!`)
    |"(?:[^"]|"")*"
    |'(?:[^']|'')*'
    |[^`"'(),]+
    |.""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_TO_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
# What a comma may stand in.
_NESTED = frozenset("()`\"'")
# What a paragraph must not begin with, or it is another kind of block.
_BLOCK_MARKS = frozenset("#>*+=|<[`~-_")
# A literal, or an identifier; in U&"…" a backslash begins an escape.
_QUOTED = re.compile(r"""'(?:[^']|'')*'|(?P<escaped>U&)?"(?P<name>(?:[^"]|"")*)\"""")
_BREAKS = {"\\": "\\", "000A": "\n", "000D": "\r"}
_ESCAPES = {character: f"\\{escape}" for escape, character in _BREAKS.items()}
_ESCAPE = re.compile(r"\\(\\|000A|000D)")
_NUMBER = re.compile(r"(\d+)[.)]")
_KEYWORDS = ("Options:", "Facts:")
_PLAIN_NAME = re.compile(r"[a-z][a-z0-9_]*(?<!_)\Z")


class GrammarError(FileError):
    """A cell or a line that the grammar does not know; the reader adds the place."""


def code(text: str) -> str:
    """Return SQL as a code span on one line."""
    line = without_breaks(one_line(text))
    longest = max((len(run) for run in re.findall("`+", line)), default=0)
    if not longest:
        return f"`{line}`"
    fence = "`" * (longest + 1)
    return f"{fence} {line} {fence}"


def code_in(cell: str) -> str:
    """Return what a code span holds. Raises GrammarError for anything else."""
    found = _TOKEN.match(cell)
    if not found or found["code"] is None or found.end() != len(cell):
        raise GrammarError(f"{cell!r} is not SQL between backticks", "Write it as `SQL`.")
    inner = cell[len(found["mark"]) : -len(found["mark"])]
    is_padded = len(found["mark"]) > 1 and inner.startswith(" ") and inner.endswith(" ")
    return inner[1:-1] if is_padded else inner


def without_breaks(text: str) -> str:
    r"""Return text in which an identifier of several lines stands on one: `U&"two\000Alines"`."""
    return _QUOTED.sub(_escaped, text) if "\n" in text or "\r" in text else text


def with_breaks(text: str) -> str:
    """Return text with such identifiers as PostgreSQL prints them."""
    return _QUOTED.sub(_broken, text) if 'U&"' in text else text


def _escaped(found: re.Match[str]) -> str:
    name = found["name"]
    if name is None or found["escaped"] or not {"\n", "\r"} & set(name):
        return found[0]
    return f'U&"{"".join(_ESCAPES.get(one, one) for one in name)}"'


def _broken(found: re.Match[str]) -> str:
    if not found["escaped"]:
        return found[0]
    return f'"{_ESCAPE.sub(lambda escape: _BREAKS[escape[1]], found["name"])}"'


def prose(text: str) -> str:
    """Return a comment as Markdown text on one line; white space is not kept."""
    return _TO_ESCAPE.sub(r"\\\\", " ".join(text.split()))


def paragraph(text: str) -> str:
    """Return a comment as a paragraph of its own that is read back as one."""
    line = prose(text)
    if line.startswith(_KEYWORDS):
        return line.replace(":", "\\:", 1)
    numbered = _NUMBER.match(line)
    if numbered:
        return f"{numbered[1]}\\{line[numbered.end(1) :]}"
    return "\\" + line if line[:1] in _BLOCK_MARKS else line


def prose_in(cell: str) -> str:
    """Return the comment that a cell or a paragraph holds."""
    return _unescaped(" ".join(cell.split()))


def cell(text: str) -> str:
    """Return text so that it stays within one cell of a table, on one line."""
    return without_breaks(text).replace("|", "\\|")


def clauses(text: str) -> list[str]:
    """Return the parts between commas that stand in no parentheses, quotes or code."""
    if "," not in text:
        return [text.strip()] if text.strip() else []
    if _NESTED.isdisjoint(text):
        return [part.strip() for part in text.split(",")]
    parts, depth = [""], 0
    for found in _PIECE.finditer(text):
        part = found[0]
        depth += (part == "(") - (part == ")")
        if part == "," and not depth:
            parts.append("")
        else:
            parts[-1] += part
    return [part.strip() for part in parts]


def words(text: str) -> list[str]:
    """Return the words of a clause; quoted names and code count as one."""
    parts = [""]
    for token in _TOKEN.finditer(text):
        if token[0] == " ":
            parts.append("")
        else:
            parts[-1] += token[0]
    return [part for part in parts if part]


def name(text: str) -> str:
    """Return a name for a cell: as code where Markdown would take it for something else."""
    return text if _PLAIN_NAME.match(text) else code(text)


def name_in(cell: str) -> str:
    """Return the name in a cell, spelled as in SQL. Raises GrammarError for an empty cell."""
    written = code_in(cell) if cell.startswith("`") else cell
    if not written:
        raise GrammarError("the name is missing", "Write it in the first cell.")
    return written if written.startswith('"') else quoted(written)


def listed(names: tuple[str, ...]) -> str:
    """Return names in parentheses."""
    return f"({', '.join(names)})"


def names_in(text: str) -> tuple[str, ...]:
    """Return the names in a parenthesised list."""
    if not (text.startswith("(") and text.endswith(")")):
        raise GrammarError(f"{text!r} is not a list of columns", "Write it as (a, b).")
    return tuple(clauses(text[1:-1]))


def _unescaped(line: str) -> str:
    return _ESCAPED.sub(r"\1", line) if "\\" in line else line
