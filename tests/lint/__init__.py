"""The linter: what it reads, what it remembers, how it reports."""
