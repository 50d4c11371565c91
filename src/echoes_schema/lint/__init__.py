"""Rules over files: reads them, replays the migrations before, and reports what is found."""

from echoes_schema.lint.run import Choice, lint

__all__ = ["Choice", "lint"]
