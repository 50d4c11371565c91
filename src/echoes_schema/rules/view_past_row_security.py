"""A view over a table with row security shows every row to whoever may read the view.

A view reads with the rights of its owner, whom the policies usually do not hold for. `WITH
(security_invoker = true)` has it read with the rights of the caller. A materialized view cannot: it
keeps the rows that its owner saw.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY, owner text);
ALTER TABLE ships ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_ships ON ships USING (owner = current_user);
```

```sql bad
CREATE VIEW ship_list AS SELECT id FROM ships;
```

```sql good
CREATE VIEW ship_list WITH (security_invoker = true) AS SELECT id FROM ships;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.rulebook import At, Category, Problem, on_statement
from echoes_schema.rulebook.context import shown


@on_statement(
    "ViewStmt",
    "CreateTableAsStmt",
    level=Level.WARNING,
    category=Category.SECURITY,
    is_for_ups=True,
)
def check(at: At) -> Iterator[Problem]:
    is_stored = at.kind == "CreateTableAsStmt"
    if is_stored and at.node.get("objtype") != "OBJECT_MATVIEW":
        return
    if "security_invoker" in tree.options(at.node, "options"):
        return
    made = tree.child(tree.child(at.node, "into"), "rel") if is_stored else at.node.get("view")
    for read in tree.below(tree.child(at.node, "query"), "RangeVar"):
        table = at.schema.table(tree.named(read))
        if table and table.has_row_security:
            yield at.problem(
                f"shows the rows of {table.name[1]} past its policies",
                about=shown(tree.named(made), "view") if isinstance(made, dict) else "",
                hint="Keep it from those whom the policies are for."
                if is_stored
                else "WITH (security_invoker = true)",
            )
            return
