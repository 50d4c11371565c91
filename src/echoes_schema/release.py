"""Which release this is, and for which major versions of PostgreSQL."""

VERSION = "0.1.0"
OLDEST, NEWEST = 15, 18
