"""CONCURRENTLY does not work on a partitioned table.

PostgreSQL refuses to create or drop an index of a partitioned table concurrently (SQLSTATE
0A000). Create the index `ON ONLY` the table, which is done at once, build one on each partition
CONCURRENTLY, and attach those with ALTER INDEX … ATTACH PARTITION.

```sql schema
CREATE TABLE flights (id bigint, flown_on date) PARTITION BY RANGE (flown_on);
```

```sql bad
-- transactional: false
CREATE INDEX CONCURRENTLY idx_flights_flown_on ON flights (flown_on);
```

```sql good
CREATE INDEX idx_flights_flown_on ON ONLY flights (flown_on);
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.replay import Table
from echoes_schema.rulebook import At, Category, Problem, on_statement
from echoes_schema.rulebook.context import shown

_HINT = "Create it ON ONLY the table, build it on each partition, and attach those."


@on_statement("IndexStmt", "DropStmt", level=Level.ERROR, category=Category.TRANSACTION)
def check(at: At) -> Iterator[Problem]:
    for table in _tables(at) if at.node.get("concurrent") else ():
        if table and table.kind == "partitioned":
            yield at.problem(
                "CONCURRENTLY fails on a partitioned table",
                about=shown(table.name),
                hint=_HINT if at.kind == "IndexStmt" else "Drop it without, in a quiet hour.",
            )


def _tables(at: At) -> Iterator[Table | None]:
    if at.kind == "IndexStmt":
        yield at.table
        return
    for path in tree.paths(at.node, "objects"):
        found = at.schema.table_of_index(tree.qualified(path))
        yield found[0] if found else None
