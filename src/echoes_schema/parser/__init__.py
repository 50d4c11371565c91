"""SQL text as PostgreSQL's own parser sees it: the door to pglast."""

from echoes_schema.parser import later

later.postpone()
