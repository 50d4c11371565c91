"""A policy that is always true lets everybody write every row.

`USING (true)` or `WITH CHECK (true)` for PUBLIC is row security in name only. A policy for SELECT
that is true makes a table readable, which may be meant; so may one for a named role, unless it is
anon or authenticated, as which everybody comes where those are. RESTRICTIVE policies only take
away.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY, owner text);
ALTER TABLE ships ENABLE ROW LEVEL SECURITY;
```

```sql bad
CREATE POLICY everybody ON ships USING (true);
```

```sql bad
CREATE POLICY everybody ON ships FOR INSERT WITH CHECK (true);
```

```sql bad
CREATE ROLE anon;
CREATE POLICY everybody ON ships FOR UPDATE TO anon USING (true);
```

```sql good
CREATE POLICY readers ON ships FOR SELECT USING (true);
CREATE POLICY own_ships ON ships USING (owner = current_user);
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.parser.tree import Node
from echoes_schema.rulebook import At, Category, Problem, on_statement
from echoes_schema.rulebook.context import shown

# The roles that PostgREST gives whoever asks.
_EVERYBODY = {"anon", "authenticated"}


@on_statement(
    "CreatePolicyStmt", "AlterPolicyStmt", level=Level.WARNING, category=Category.SECURITY
)
def check(at: At) -> Iterator[Problem]:
    node = at.node
    roles = tree.nodes(node, "roles", "RoleSpec")
    is_for_all = any(
        role.get("roletype") == "ROLESPEC_PUBLIC" or role.get("rolename") in _EVERYBODY
        for role in roles
    )
    is_written = tree.word(node, "cmd_name") != "select"
    if at.kind == "CreatePolicyStmt" and not (node.get("permissive") and is_for_all and is_written):
        return
    if _is_true(tree.child(node, "qual")) or _is_true(tree.child(node, "with_check")):
        yield at.problem(
            "always true: everybody may write every row",
            about=shown(tree.relation(node, "table")),
            hint="Say whose rows they are, or grant it FOR SELECT alone.",
        )


def _is_true(expression: Node) -> bool:
    constant = tree.child(expression, "A_Const")
    return bool(tree.child(constant, "boolval").get("boolval"))
