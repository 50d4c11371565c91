"""UPDATE sets a column twice, or INSERT names one twice: PostgreSQL refuses it when it runs.

The parser takes it, so that only the run shows it. One of the two is a slip.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY, name text, owner text);
```

```sql bad
UPDATE ships SET name = 'a', owner = 'b', name = 'c' WHERE id = 1;
```

```sql bad
INSERT INTO ships (id, name, name) VALUES (1, 'a', 'b');
```

```sql good
UPDATE ships SET name = 'a', owner = 'b' WHERE id = 1;
```
"""

from collections import Counter
from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.rulebook import At, Category, Problem, on_statement


@on_statement("UpdateStmt", "InsertStmt", level=Level.ERROR, category=Category.FILE)
def check(at: At) -> Iterator[Problem]:
    field = "targetList" if at.kind == "UpdateStmt" else "cols"
    conflict = tree.child(at.node, "onConflictClause")
    for targets in (
        tree.nodes(at.node, field, "ResTarget"),
        tree.nodes(conflict, "targetList", "ResTarget"),
    ):
        # An element or a field of a column may be set beside another one.
        whole = Counter(tree.word(one, "name") for one in targets if "indirection" not in one)
        for name in [name for name, count in whole.items() if count > 1]:
            yield at.problem(
                "set twice in one statement: PostgreSQL refuses it",
                about=f"column {at.relation[1]}.{name}",
                hint="Remove one of the two.",
            )
