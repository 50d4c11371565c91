r"""Only psql understands this.

A line that begins with a backslash, and the rows below `COPY … FROM STDIN`, are not SQL: psql reads
them itself, and every other program gets an error. A migration that a runner or a driver sends must
do without. The rest of the file is judged all the same.

```sql bad
\set name 'Jita'
SELECT 1;
```

```sql bad
COPY regions (id, name) FROM STDIN;
1	The Forge
\.
```

```sql good
INSERT INTO regions (id, name) VALUES (1, 'The Forge');
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.rulebook import Category, Problem, Script, on_script

_HINT = "Write the rows as INSERT … VALUES, and leave psql's commands out."


@on_script(Level.ERROR, Category.FILE)
def check(script: Script) -> Iterator[Problem]:
    for refusal in script.refusals:
        if refusal.kind == "psql-only":
            yield Problem(f"psql-only: {refusal.message}", "", _HINT, refusal.offset, refusal.end)
    for statement in script.statements:
        node = statement.node
        if statement.kind == "CopyStmt" and not node.get("filename"):
            end = statement.offset + len(statement.sql)
            yield Problem("psql-only: COPY from or to the client", "", _HINT, statement.offset, end)
