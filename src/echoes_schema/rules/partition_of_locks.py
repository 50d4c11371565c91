"""CREATE TABLE … PARTITION OF stops the whole partitioned table.

It takes ACCESS EXCLUSIVE on the parent, and on the default partition, whose rows it reads.
Create the table by itself, `(LIKE parent INCLUDING ALL EXCLUDING IDENTITY)`, and ATTACH it: that
takes SHARE UPDATE EXCLUSIVE on the parent, which stops nobody. From version 17 on a table that has
an identity of its own cannot be attached: it gets that of its parent. Where there is a default
partition it is still read and locked: give it a CHECK that excludes the new bounds.

```sql schema
CREATE TABLE flights (
    id bigint GENERATED ALWAYS AS IDENTITY, day date NOT NULL
) PARTITION BY RANGE (day);
CREATE TABLE trips (id bigint, day date NOT NULL) PARTITION BY RANGE (day);
CREATE TABLE trips_rest PARTITION OF trips DEFAULT;
```

```sql bad
CREATE TABLE flights_2025 PARTITION OF flights FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
```

```sql bad
CREATE TABLE trips_2025 PARTITION OF trips FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
```

```sql good
CREATE TABLE flights_2025 (LIKE flights INCLUDING ALL EXCLUDING IDENTITY);
ALTER TABLE flights ATTACH PARTITION flights_2025
FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
```

```sql good
CREATE TABLE jumps (id bigint, day date) PARTITION BY RANGE (day);
CREATE TABLE jumps_2025 PARTITION OF jumps FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
```
"""

from collections.abc import Iterator

from echoes_schema.locks import Role
from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.rulebook import At, Category, Problem, on_statement
from echoes_schema.rulebook.context import shown


@on_statement("CreateStmt", level=Level.WARNING, category=Category.LOCK)
def check(at: At) -> Iterator[Problem]:
    parents = [touch.relation for touch in at.touches if touch.role is Role.PARENT]
    for name in parents if tree.child(at.node, "partbound") else ():
        if not at.is_at_stake(name):
            continue
        parent = at.schema.table(name)
        default = at.schema.default_partition(parent) if parent else None
        read = f", and reads every row of {default.name[1]}" if default else ""
        yield at.problem(
            f"takes {at.lock(name)}{read}",
            about=shown(name),
            hint="CREATE TABLE … (LIKE … INCLUDING ALL EXCLUDING IDENTITY), then ATTACH PARTITION.",
        )
