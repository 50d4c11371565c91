"""What a statement does to one relation: the lock, and the work under it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from echoes_schema.locks.mode import Mode
from echoes_schema.parser.tree import Name


class Answer(StrEnum):
    """Whether something happens; `unknown` where the schema decides and not the text."""

    NO = "no"
    YES = "yes"
    UNKNOWN = "unknown"

    def __or__(self, other: str) -> Answer:
        """Return yes if one is yes, else unknown if one is."""
        for answer in (Answer.YES, Answer.UNKNOWN):
            if answer in (self, other):
                return answer
        return Answer.NO


class Role(StrEnum):
    """Which relation is meant.

    The first ones are named in the statement: `relation` is the one that is locked. Of the
    others the statement names only what they hang on: `relation` is that, and there may be none.
    """

    TARGET = "target"
    REFERENCED = "referenced"
    PARENT = "parent"
    PARTITION = "partition"
    SOURCE = "source"

    DEFAULT_PARTITION = "default partition"
    TABLE = "table of the index"
    FOREIGN_KEYS = "referenced by its foreign keys"
    REFERENCING = "referencing it"
    INDEXES = "its indexes"
    PARENTS = "that it is a partition of"
    USERS = "with a column of the type"
    TYPED = "of the type"
    MEMBERS = "in the schema"
    STATISTICS = "that the statistics are of"
    TRIGGERED = "with a trigger that calls it"
    DEPENDENTS = "depending on it"

    @property
    def is_named(self) -> bool:
        """Whether the statement names the relation itself."""
        return self in _NAMED


class Reach(StrEnum):
    """How far it goes below the relation."""

    ITSELF = "itself"
    PARTITIONS = "its partitions too"
    CHILDREN = "its partitions and what inherits from it too"


_NAMED = {Role.TARGET, Role.REFERENCED, Role.PARENT, Role.PARTITION, Role.SOURCE}


@dataclass(frozen=True, slots=True)
class Touch:
    """One relation that a statement locks, `(schema, name)` as written, and what it does to it.

    `scan`: every row is read under the lock. `rewrite`: the table gets a new file, and with it
    every index. `build`: an index is built that a rewrite alone would not build anew.
    `column` and `constraint` narrow a role that is not named: of `DROP CONSTRAINT c`, FOREIGN_KEYS
    is the table that `c` references, if it is a foreign key.
    """

    relation: Name
    mode: Mode
    role: Role = Role.TARGET
    scan: Answer = Answer.NO
    rewrite: Answer = Answer.NO
    build: Answer = Answer.NO
    reach: Reach = Reach.ITSELF
    column: str = ""
    constraint: str = ""

    def __or__(self, other: Touch) -> Touch:
        """Return the strongest lock and all the work of two touches of one relation."""
        return replace(
            self,
            mode=max(self.mode, other.mode),
            scan=self.scan | other.scan,
            rewrite=self.rewrite | other.rewrite,
            build=self.build | other.build,
            reach=max(self.reach, other.reach, key=list(Reach).index),
        )


def merged(touches: Iterable[Touch]) -> tuple[Touch, ...]:
    """Return one touch for a relation in its role: the strongest lock, and all the work."""
    found: dict[tuple[Name, Role, str, str], Touch] = {}
    for touch in touches:
        key = (touch.relation, touch.role, touch.column, touch.constraint)
        found[key] = found[key] | touch if key in found else touch
    return tuple(found.values())
