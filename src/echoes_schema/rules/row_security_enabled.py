"""Row level security hides every row from the running release until a policy shows it.

ENABLE ROW LEVEL SECURITY takes ACCESS EXCLUSIVE for a moment. From the commit on whoever does
not own the table sees the rows that a policy shows, and no other: without a policy none. FORCE
does the same to the owner. Create the policies in the same transaction, before it, and check who
reads the table.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY);
```

```sql bad
ALTER TABLE ships ENABLE ROW LEVEL SECURITY;
```

```sql good
CREATE TABLE modules (id bigint PRIMARY KEY);
ALTER TABLE modules ENABLE ROW LEVEL SECURITY;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.rulebook import At, Category, Problem, on_statement


@on_statement(
    "AlterTableStmt", level=Level.WARNING, category=Category.COMPATIBILITY, is_for_ups=True
)
def check(at: At) -> Iterator[Problem]:
    for command in at.commands("AT_EnableRowSecurity", "AT_ForceRowSecurity"):
        if at.is_at_stake(at.relation):
            yield at.problem(
                f"rows that no policy shows vanish for the running release;"
                f" it takes {at.lock(at.relation)}",
                hint="Create the policies before it, and check who reads the table.",
                where=command,
            )
