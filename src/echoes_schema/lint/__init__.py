"""Rules over files: reads them, replays the migrations before, and reports what is found."""

from echoes_schema.lint.groups import Choice
from echoes_schema.lint.run import lint

__all__ = ["Choice", "lint"]
