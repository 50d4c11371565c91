"""Row security goes off: from now on everybody with rights on the table sees every row.

DISABLE ROW LEVEL SECURITY leaves the policies where they are, and nobody asks them any more. NO
FORCE lets the owner pass them by, and that is often the role of the application.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY);
ALTER TABLE ships ENABLE ROW LEVEL SECURITY;
```

```sql bad
ALTER TABLE ships DISABLE ROW LEVEL SECURITY;
```

```sql good rollback
ALTER TABLE ships DISABLE ROW LEVEL SECURITY;
```

```sql good
ALTER TABLE ships FORCE ROW LEVEL SECURITY;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.rulebook import At, Category, Problem, on_statement


@on_statement("AlterTableStmt", level=Level.WARNING, category=Category.SECURITY, is_for_ups=True)
def check(at: At) -> Iterator[Problem]:
    for command in at.commands("AT_DisableRowSecurity", "AT_NoForceRowSecurity"):
        if not at.is_unshared(at.relation):
            yield at.problem(
                "the policies hold for nobody"
                if command.subtype == "AT_DisableRowSecurity"
                else "the policies do not hold for the owner",
                hint="Change the policies instead, and keep them in force.",
                where=command,
            )
