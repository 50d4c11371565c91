"""What a database would be like after some statements, as far as their text tells. Pure.

A catalogue that is read from a server says more; this one exists before anything runs. What is not
in it is unknown, never absent.
"""

from echoes_schema.replay.objects import Check, Column, Domain, Enum, ForeignKey, Index, Table
from echoes_schema.replay.schema import Replayed
from echoes_schema.replay.session import Session

__all__ = [
    "Check",
    "Column",
    "Domain",
    "Enum",
    "ForeignKey",
    "Index",
    "Replayed",
    "Session",
    "Table",
]
