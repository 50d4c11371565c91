"""Whether two texts do the same: PostgreSQL's tree of each statement, and every comment."""

from __future__ import annotations

from pathlib import Path

from echoes_schema.parser import reading, statements
from echoes_schema.parser.reading import Reading

# A text that was read has no error to place.
_NOWHERE = Path()
# Where a node stands in the text.
_PLACES = frozenset(
    {
        "location",
        "name_location",
        "arg_location",
        "rexpr_list_start",
        "rexpr_list_end",
        "list_start",
        "list_end",
        "stmt_location",
        "stmt_len",
    }
)


def difference(before: str, after: str) -> str:
    """Return in what `after` does not do the same as `before`, or "".

    What PostgreSQL does not read cannot be compared, and is a difference.
    """
    old, new = reading.read(before), reading.read(after)
    for refusal in old.refusals:
        line, column = statements.position(before, refusal.offset)
        return f"line {line}, column {column}: {refusal.message}"
    if new.refusals or len(old.statements) != len(new.statements):
        return "sqlfluff would break a statement"
    for one, other in zip(old.statements, new.statements, strict=True):
        if one.kind != other.kind or _bare(one.node) != _bare(other.node):
            return f"line {one.line}: sqlfluff would change what the statement does"
    if _comments(old) != _comments(new):
        return "sqlfluff would change a comment, and comments say how a file runs"
    return ""


def _bare(value: object) -> object:
    if isinstance(value, dict):
        return {key: _bare(inner) for key, inner in value.items() if key not in _PLACES}
    return [_bare(inner) for inner in value] if isinstance(value, list) else value


def _comments(found: Reading) -> list[tuple[str, int, bool]]:
    """Return each comment, how many statements begin above it, and whether it begins its line."""
    return [
        (
            "\n".join(line.strip() for line in comment.text.splitlines()),
            sum(one.offset < comment.offset for one in found.statements),
            comment.offset in found.lines,
        )
        for comment in statements.comments(found.text, _NOWHERE)
    ]
