"""Scripts written for another tool, as our own runner takes them, each character in its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from echoes_schema.errors import FileError
from echoes_schema.migrations.layouts.source import Part
from echoes_schema.parser import statements, tree
from echoes_schema.parser.statements import Statement, runs_concurrently
from echoes_schema.parser.tree import Node

# What the header of a script says that runs outside a transaction.
MARK = "-- transactional: false\n"
_GAP = r"(?:\s|--[^\n]*|/\*.*?\*/)*+"
_BEFORE = re.compile(_GAP, re.DOTALL)
_CONTROL = re.compile(_GAP + r"(?:BEGIN|START)\b|.*\bCOMMIT\b", re.DOTALL | re.IGNORECASE)
_DIRECTIVE = re.compile(r"[-/*\s]*([A-Za-z_-]+)\s*(:)")
_OUTSIDE_WORDS = re.compile(
    r"\b(?:concurrently|vacuum|database|system|tablespace|subscription|reindex|cluster|discard)\b",
    re.IGNORECASE,
)
_OUTSIDE_KINDS = frozenset(
    {
        "AlterSystemStmt",
        "CreateTableSpaceStmt",
        "CreatedbStmt",
        "DropSubscriptionStmt",
        "DropTableSpaceStmt",
        "DropdbStmt",
    }
)
_WHOLE_DATABASE = ("REINDEX_OBJECT_SCHEMA", "REINDEX_OBJECT_SYSTEM", "REINDEX_OBJECT_DATABASE")


@dataclass(frozen=True, slots=True)
class Script:
    """One direction of a foreign migration: what runs of it, and whether in one transaction."""

    text: str
    is_transactional: bool

    def way_back(self, path: Path) -> Part | None:
        """Return it as a way back, or None where there is no statement in it."""
        if first_statement(self.text) is None:
            return None
        return Part(path, self.text if self.is_transactional else _marked(self.text))


def script(text: str, path: Path, *, is_transactional: bool | None = None) -> Script:
    """Return a foreign script without what only its own tool understands.

    One BEGIN … COMMIT around everything but SET is dropped, and makes it transactional. Else
    `is_transactional` decides; None: it is, unless it holds a statement that cannot be. Comments
    that would be directives of ours are none any more.
    """
    inside = _without_wrapper(text, path)
    disarmed = disarm(text if inside is None else inside, path)
    if inside is not None:
        return Script(disarmed, is_transactional=True)
    if is_transactional is None:
        is_transactional = not _has_one_for_outside(text, path)
    return Script(disarmed, is_transactional)


def first_statement(text: str) -> int | None:
    """Return the place of the first character that is neither a gap nor a comment."""
    match = _BEFORE.match(text)
    return match.end() if match and match.end() < len(text) else None


def only(text: str, begin: int, end: int) -> str:
    """Return a stretch of `text`, with nothing above it but the line feeds."""
    return "\n" * text.count("\n", 0, begin) + text[begin:end]


def disarm(text: str, path: Path, is_ours: Callable[[str], bool] = lambda _: False) -> str:
    """Return `text` with a period for the colon of every comment line that begins `word:`.

    Those whose word `is_ours` stay as they are. What cannot be read is left alone: the parser
    says why when it is to run.
    """
    if ":" not in text or not re.search(r"--|/\*", text):
        return text
    try:
        comments = statements.comments(text, path)
    except FileError:
        return text
    colons = []
    for comment in comments:
        at = comment.offset
        for line in comment.text.split("\n"):
            match = _DIRECTIVE.match(line)
            if match and not is_ours(match[1]):
                colons.append(at + match.start(2))
            at += len(line) + 1
    letters = list(text)
    for colon in colons:
        letters[colon] = "."
    return "".join(letters)


def _without_wrapper(text: str, path: Path) -> str | None:
    """Return `text` without the BEGIN and the COMMIT around everything, or None without them."""
    if not _CONTROL.match(text):
        return None
    try:
        found = statements.split(text, path)
    except FileError:
        return None
    control = [one for one in found if one.kind == "TransactionStmt"]
    inner = [one for one in found if one.kind != "VariableSetStmt"]
    if len(control) != 2 or control != [inner[0], found[-1]]:
        return None
    if not _is_plain(control[0], "BEGIN", "START") or not _is_plain(control[1], "COMMIT"):
        return None
    for one in control:
        text = _blank(text, one)
    return text


def _is_plain(statement: Statement, *kinds: str) -> bool:
    """Return whether a transaction statement is of a kind, and says nothing more."""
    node = statement.node
    plain = {f"TRANS_STMT_{kind}" for kind in kinds}
    return node.get("kind") in plain and not (node.get("options") or node.get("chain"))


def _blank(text: str, statement: Statement) -> str:
    end = statement.offset + len(statement.sql)
    semicolon = re.compile(r"\s*;").match(text, end)
    end = semicolon.end() if semicolon else end
    stretch = re.sub(r"[^\n]", " ", text[statement.offset : end])
    return text[: statement.offset] + stretch + text[end:]


def _has_one_for_outside(text: str, path: Path) -> bool:
    if not _OUTSIDE_WORDS.search(text):
        return False
    try:
        return any(runs_outside(one) for one in statements.split(text, path))
    except FileError:
        return False


def runs_outside(statement: Statement) -> bool:
    """Return whether PostgreSQL refuses a statement inside of a transaction."""
    if statement.kind == "VacuumStmt":
        return bool(statement.node.get("is_vacuumcmd"))
    if statement.kind == "ReindexStmt" and statement.node.get("kind") in _WHOLE_DATABASE:
        return True
    if statement.kind in _OUTSIDE_AT_TIMES:
        return _OUTSIDE_AT_TIMES[statement.kind](statement.node)
    return statement.kind in _OUTSIDE_KINDS or runs_concurrently(statement)


def _is_of_all_tables(node: Node) -> bool:
    return "relation" not in node


def _moves_database(node: Node) -> bool:
    return "tablespace" in tree.options(node, "options")


def _makes_slot(node: Node) -> bool:
    off = tree.nodes(node, "options", "DefElem")
    on = tree.options(node, "options")
    said = {tree.word(one, "defname") for one in off}
    return not ({"connect", "create_slot"} & (said - on))


def _refreshes(node: Node) -> bool:
    kind = tree.word(node, "kind")
    if kind == "ALTER_SUBSCRIPTION_REFRESH":
        return True
    said = {tree.word(one, "defname") for one in tree.nodes(node, "options", "DefElem")}
    is_off = "refresh" in said - tree.options(node, "options")
    return kind.endswith("_PUBLICATION") and not is_off


def _discards_all(node: Node) -> bool:
    return node.get("target") == "DISCARD_ALL"


# What hangs on more than the kind of a statement.
_OUTSIDE_AT_TIMES: Mapping[str, Callable[[Node], bool]] = {
    "AlterDatabaseStmt": _moves_database,
    "AlterSubscriptionStmt": _refreshes,
    "ClusterStmt": _is_of_all_tables,
    "CreateSubscriptionStmt": _makes_slot,
    "DiscardStmt": _discards_all,
}


def _marked(text: str) -> str:
    """Return `text` with our directive for running outside a transaction in its header.

    It takes the place of an empty line; where the header has none, everything moves a line down.
    """
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if not line.strip():
            lines[number] = MARK.rstrip()
            return "\n".join(lines)
        if not line.startswith("--"):
            break
    return MARK + text
