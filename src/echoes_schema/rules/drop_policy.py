"""A policy goes, and other rows are seen from the commit on.

What a permissive policy alone has shown vanishes for the running release; what a RESTRICTIVE one
has hidden appears. DROP POLICY takes ACCESS EXCLUSIVE for a moment. ALTER POLICY changes one
without a moment in which there is none; so does a new one of the same name in the same
transaction, of which nothing is said.

A way back is not judged.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY, owner text);
ALTER TABLE ships ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_ships ON ships USING (owner = current_user);
```

```sql bad
DROP POLICY own_ships ON ships;
```

```sql good
DROP POLICY own_ships ON ships;
CREATE POLICY own_ships ON ships FOR SELECT USING (owner = current_user);
```

```sql good
ALTER POLICY own_ships ON ships USING (owner = session_user);
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.rulebook import At, Category, Problem, on_statement


@on_statement("DropStmt", level=Level.WARNING, category=Category.SECURITY, is_for_ups=True)
def check(at: At) -> Iterator[Problem]:
    if at.node.get("removeType") != "OBJECT_POLICY":
        return
    for path in tree.paths(at.node, "objects"):
        table, name = tree.qualified(path[:-1]), path[-1]
        if at.is_at_stake(table) and not _is_made_again(at, table, name):
            yield at.problem(
                "other rows are seen from now on",
                about=f"policy {name} of {table[1]}",
                hint="ALTER POLICY, or create the one that takes its place in the same migration.",
            )


def _is_made_again(at: At, table: tree.Name, name: str) -> bool:
    return any(
        tree.relation(node, "table")[1] == table[1] and tree.word(node, "policy_name") == name
        for node in at.nodes_below("CreatePolicyStmt")
    )
