"""The door to PostgreSQL's own parser."""
