"""Files that change their names, as text and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from echoes_schema.errors import place
from echoes_schema.render.json import dump

if TYPE_CHECKING:
    from echoes_schema.migrations.renumber import Renumbering


def renumbering_to_text(renumbering: Renumbering) -> str:
    """Return a line for each renamed file, then one for each whose header follows."""
    lines = [f"{place(old)} -> {new.name}" for old, new in reversed(renumbering.renamed)]
    lines += [f"{path}: names in its header" for path in _rewritten(renumbering)]
    return "\n".join(lines) or "nothing to renumber: no other file comes after"


def renumbering_to_json(renumbering: Renumbering) -> str:
    """Return `{version, renamed, rewritten}`, in the new order."""
    renamed = [{"from": place(old), "to": place(new)} for old, new in reversed(renumbering.renamed)]
    return dump({"renamed": renamed, "rewritten": _rewritten(renumbering)})


def _rewritten(renumbering: Renumbering) -> list[str]:
    names = dict(renumbering.renamed)
    return [place(names.get(one.path, one.path)) for one in renumbering.rewritten]
