"""Two schemas held against each other: what is missing, what is not documented, what differs."""

from echoes_schema.compare.comparison import compare, differences, differing_facts
from echoes_schema.compare.wording import DOCUMENTED, MIGRATED, Wording

__all__ = ["DOCUMENTED", "MIGRATED", "Wording", "compare", "differences", "differing_facts"]
