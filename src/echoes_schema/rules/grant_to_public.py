"""PUBLIC is every role that there is, and every one that is made later.

Whoever may connect has the right, the role of a report tool and that of a leaked password too. Make
a role for those who need it, and grant it to that.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY);
```

```sql bad
GRANT SELECT ON ships TO PUBLIC;
```

```sql bad
ALTER DEFAULT PRIVILEGES GRANT INSERT ON TABLES TO PUBLIC;
```

```sql good
REVOKE ALL ON ships FROM PUBLIC;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.rulebook import At, Category, Problem, on_statement
from echoes_schema.rulebook.context import shown


@on_statement(
    "GrantStmt",
    "AlterDefaultPrivilegesStmt",
    level=Level.WARNING,
    category=Category.SECURITY,
    is_for_ups=True,
)
def check(at: At) -> Iterator[Problem]:
    node = tree.child(at.node, "action") or at.node
    roles = tree.nodes(node, "grantees", "RoleSpec")
    if not node.get("is_grant"):
        return
    if any(role.get("roletype") == "ROLESPEC_PUBLIC" for role in roles):
        tables = tree.nodes(node, "objects", "RangeVar")
        yield at.problem(
            "granted to every role, also to those that are made later",
            about=shown(tree.named(tables[0])) if tables else "",
            hint="Grant it to a role of those who need it.",
        )
