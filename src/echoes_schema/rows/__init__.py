"""Rows for tables that have none, so that what destroys rows is seen to do so."""

from echoes_schema.rows.fill import Unfilled, fill

__all__ = ["Unfilled", "fill"]
