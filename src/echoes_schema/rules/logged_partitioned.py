"""SET LOGGED and SET UNLOGGED on a partitioned table fail on version 18.

Until version 17 they were accepted, and did nothing: a partitioned table has no storage. Change
each partition.

```sql schema
CREATE TABLE flights (id bigint, at date) PARTITION BY RANGE (at);
CREATE TABLE flights_2026 PARTITION OF flights FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
```

```sql bad
ALTER TABLE flights SET UNLOGGED;
```

```sql good
ALTER TABLE flights_2026 SET UNLOGGED;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.rulebook import At, Category, Problem, on_statement

_REFUSED_FROM = 18


@on_statement("AlterTableStmt", level=Level.ERROR, category=Category.FILE)
def check(at: At) -> Iterator[Problem]:
    is_partitioned = at.table is not None and at.table.kind == "partitioned"
    if not is_partitioned or at.settings.newest < _REFUSED_FROM:
        return
    for command in at.commands("AT_SetLogged", "AT_SetUnLogged"):
        yield at.problem(
            f"version {_REFUSED_FROM} refuses it, and before it did nothing",
            hint="Change each partition.",
            where=command,
        )
