"""Two schemas held against each other: what is missing, what is extra, what differs."""

from echoes_schema.compare.comparison import compare, differences, differing_facts
from echoes_schema.compare.spellings import Judging
from echoes_schema.compare.wording import DOCUMENTED, MIGRATED, Wording, between, both_sides

__all__ = [
    "DOCUMENTED",
    "MIGRATED",
    "Judging",
    "Wording",
    "between",
    "both_sides",
    "compare",
    "differences",
    "differing_facts",
]
