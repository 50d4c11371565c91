"""From one schema to another by statements, safe forms first."""

from echoes_schema.ddl.plan import Plan, plan

__all__ = ["Plan", "plan"]
