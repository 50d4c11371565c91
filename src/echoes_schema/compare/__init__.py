"""Two schemas held against each other: what is missing, what is extra, what differs."""

from echoes_schema.compare.comparison import compare, differences, differing_facts
from echoes_schema.compare.spellings import Judging
from echoes_schema.compare.wording import DOCUMENTED, MIGRATED, Wording, between

__all__ = [
    "DOCUMENTED",
    "MIGRATED",
    "Judging",
    "Wording",
    "between",
    "compare",
    "differences",
    "differing_facts",
]
