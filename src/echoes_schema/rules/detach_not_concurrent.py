"""A partition that is detached without CONCURRENTLY stops the whole partitioned table.

DETACH PARTITION takes ACCESS EXCLUSIVE on the parent, on the partition and on the default
partition: while it waits for one long query, nobody reads any partition. Say CONCURRENTLY,
outside a transaction. Where there is a default partition PostgreSQL has no such form: choose a
quiet hour.

```sql schema
CREATE TABLE flights (id bigint, day date) PARTITION BY RANGE (day);
CREATE TABLE flights_2025 PARTITION OF flights FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
```

```sql bad
ALTER TABLE flights DETACH PARTITION flights_2025;
```

```sql good
-- transactional: false
ALTER TABLE flights DETACH PARTITION flights_2025 CONCURRENTLY;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.rulebook import At, Category, Problem, on_statement

_HINT = "DETACH PARTITION … CONCURRENTLY, in a file that runs outside a transaction."
_DEFAULT = "There is a default partition, so no CONCURRENTLY: choose a quiet hour."


@on_statement("AlterTableStmt", level=Level.ERROR, category=Category.LOCK)
def check(at: At) -> Iterator[Problem]:
    for command in at.commands("AT_DetachPartition"):
        if not command.definition.get("concurrent") and at.is_at_stake(at.relation):
            has_default = at.table and at.schema.default_partition(at.table)
            yield at.problem(
                f"takes {at.lock(at.relation)}, of all partitions",
                hint=_DEFAULT if has_default else _HINT,
                where=command,
            )
