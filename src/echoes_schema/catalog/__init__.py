"""The catalogue of a live database, read into a Schema."""

from echoes_schema.catalog.reader import read, reading

__all__ = ["read", "reading"]
