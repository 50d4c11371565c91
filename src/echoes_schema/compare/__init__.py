"""Two schemas held against each other: what is missing, what is not documented, what differs."""

from echoes_schema.compare.comparison import compare, differences, differing_facts

__all__ = ["compare", "differences", "differing_facts"]
