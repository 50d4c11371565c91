"""REINDEX without CONCURRENTLY stops writes, and whoever needs the index to read.

It takes SHARE on the table and ACCESS EXCLUSIVE on each index, and a query whose planner looks
at the index waits too. Say CONCURRENTLY, outside a transaction.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY);
```

```sql bad
REINDEX TABLE ships;
```

```sql bad
REINDEX INDEX ships_pkey;
```

```sql good
-- transactional: false
REINDEX TABLE CONCURRENTLY ships;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.rulebook import At, Category, Problem, on_statement


@on_statement("ReindexStmt", level=Level.ERROR, category=Category.LOCK)
def check(at: At) -> Iterator[Problem]:
    is_concurrent = "concurrently" in tree.options(at.node, "params")
    if not is_concurrent and not at.is_unshared(at.relation):
        yield at.problem(
            "builds indexes anew under SHARE, which blocks writes, and each under ACCESS EXCLUSIVE",
            hint="REINDEX … CONCURRENTLY, in a file that runs outside a transaction.",
        )
