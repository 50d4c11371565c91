"""A policy on a table without row security holds for nobody.

CREATE POLICY does not turn it on: without ENABLE ROW LEVEL SECURITY everybody sees every row, and
the policy looks as if it did something.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY, owner text);
```

```sql bad
CREATE POLICY own_ships ON ships USING (owner = current_user);
```

```sql good
CREATE POLICY own_ships ON ships USING (owner = current_user);
ALTER TABLE ships ENABLE ROW LEVEL SECURITY;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.parser.tree import Node
from echoes_schema.rulebook import At, Category, Problem, on_statement
from echoes_schema.rulebook.context import shown


@on_statement("CreatePolicyStmt", level=Level.WARNING, category=Category.SECURITY, is_for_ups=True)
def check(at: At) -> Iterator[Problem]:
    name = tree.relation(at.node, "table")
    table = at.schema.table(name)
    enabled = (*at.nodes_above("AlterTableStmt"), *at.nodes_below("AlterTableStmt"))
    if (table and table.has_row_security) or any(_enables(one, name[1]) for one in enabled):
        return
    yield at.problem(
        "row security is off for the table: the policy does nothing",
        about=shown(name),
        hint="ALTER TABLE … ENABLE ROW LEVEL SECURITY in the same migration.",
        settle="" if table else "It is in force if row security was turned on before.",
    )


def _enables(node: Node, table: str) -> bool:
    return tree.relation(node)[1] == table and any(
        one.get("subtype") == "AT_EnableRowSecurity"
        for one in tree.nodes(node, "cmds", "AlterTableCmd")
    )
