"""SQL text as PostgreSQL's own parser sees it: the door to pglast."""
