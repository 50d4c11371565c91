"""A table goes, and with it its rows and whoever still reads it.

The release that runs while the migration does may use it. DROP TABLE also takes ACCESS EXCLUSIVE
on every table that the dropped one's foreign keys refer to. First ship a release that does not
know the table, then drop it, and say so: `-- allow drop-table: replaced by hangars in 2.3.`

A way back is not judged: it takes away what its migration made.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY);
```

```sql bad
DROP TABLE ships;
```

```sql good
CREATE TABLE scratch (id bigint);
DROP TABLE scratch;
```

```sql good rollback
DROP TABLE ships;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.rulebook import At, Category, Problem, on_statement
from echoes_schema.rulebook.context import shown


@on_statement("DropStmt", level=Level.WARNING, category=Category.COMPATIBILITY, is_for_ups=True)
def check(at: At) -> Iterator[Problem]:
    if at.node.get("removeType") != "OBJECT_TABLE":
        return
    for path in tree.paths(at.node, "objects"):
        name = tree.qualified(path)
        if not at.is_unshared(name):
            yield at.problem(
                "its rows are lost, and a release that still uses it fails",
                about=shown(name),
                hint="Drop it once no running release uses it, and say so in an allow line.",
            )
