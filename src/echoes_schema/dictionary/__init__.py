"""The data dictionary: pages that people read and that say what the database must be."""

from echoes_schema.dictionary.reader import Documented, Place, read
from echoes_schema.dictionary.writer import write

__all__ = ["Documented", "Place", "read", "write"]
