"""Row security without a policy shows nobody a single row, but the owner.

With ENABLE ROW LEVEL SECURITY what no policy allows is forbidden: the running release reads an
empty table and gets errors when it writes. Create the policies in the same migration.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY, owner text);
```

```sql bad
ALTER TABLE ships ENABLE ROW LEVEL SECURITY;
```

```sql good
ALTER TABLE ships ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_ships ON ships USING (owner = current_user);
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.rulebook import At, Category, Problem, on_statement


@on_statement("AlterTableStmt", level=Level.WARNING, category=Category.SECURITY, is_for_ups=True)
def check(at: At) -> Iterator[Problem]:
    for command in at.commands("AT_EnableRowSecurity"):
        made = (*at.nodes_above("CreatePolicyStmt"), *at.nodes_below("CreatePolicyStmt"))
        names = {tree.relation(node, "table")[1] for node in made}
        if (at.table and at.table.policies) or at.relation[1] in names:
            continue
        yield at.problem(
            "row security and no policy: nobody but the owner sees a row",
            hint="Create the policies in the same migration.",
            where=command,
            settle="" if at.table else "A policy that the linter was not shown would do.",
        )
