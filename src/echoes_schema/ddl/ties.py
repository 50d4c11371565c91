"""Parts that go along with what they belong to, and yet speak of something else that goes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from echoes_schema.ddl.changes import Changes
from echoes_schema.ddl.order import reached
from echoes_schema.ddl.parts import Part
from echoes_schema.schema import ForeignKey

# By label, the labels of what a part speaks of.
Ties = Mapping[str, frozenset[str]]


def tie(found: Changes, is_dropped_along: Callable[[Part], bool]) -> Ties:
    """Return the parts that must be dropped before what they belong to.

    What such a part speaks of could not go while it is there. Where that can wait for the whole,
    it becomes one of the needs of the whole instead.
    """
    tied: dict[str, frozenset[str]] = {}
    gone = found.gone()
    for label, part in found.old.items():
        if part.whole not in found.old or not is_dropped_along(part):
            continue
        spoken_of = _spoken_of(part, found)
        if isinstance(part.item, ForeignKey):
            tied[label] = spoken_of & (gone | found.replaced)
        elif any(part.whole in reached(one, found.old_needs) for one in spoken_of):
            tied[label] = spoken_of
        else:
            found.old_needs[part.whole] |= spoken_of
    return tied


def _spoken_of(part: Part, found: Changes) -> frozenset[str]:
    if isinstance(part.item, ForeignKey):
        # The key that it refers to, too, which may go from a table that stays.
        return frozenset(found.old_needs[part.label] - {part.whole})
    whole = found.old_needs[part.whole] | {part.whole}
    return frozenset(found.old_needs[part.label] - whole)
