"""An index that is built without CONCURRENTLY stops every write to its table until it is done.

CREATE INDEX takes a SHARE lock and reads the whole table under it; the transaction's other
statements prolong it. On a table that others use, build it with CONCURRENTLY, outside a
transaction: a file in `indexes/`, or one that says `-- transactional: false`. A partitioned table
allows no CONCURRENTLY: create the index `ON ONLY` it, which is done at once, build one on each
partition concurrently and attach that.

Nothing is said of a table that is temporary, or that this file has made and not yet filled.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY, name text);
CREATE TABLE flights (id bigint, flown_on date) PARTITION BY RANGE (flown_on);
```

```sql bad
CREATE INDEX idx_ships_name ON ships (name);
```

```sql bad
CREATE INDEX idx_flights_flown_on ON flights (flown_on);
```

```sql good
-- transactional: false
CREATE INDEX CONCURRENTLY idx_ships_name ON ships (name);
```

```sql good
CREATE TABLE modules (id bigint PRIMARY KEY, name text);
CREATE INDEX idx_modules_name ON public.modules (name);
```

```sql good
CREATE INDEX idx_flights_flown_on ON ONLY flights (flown_on);
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.rulebook import At, Category, Problem, on_statement

_HINT = "CREATE INDEX CONCURRENTLY, in a file that runs outside a transaction."
_PARTITIONED = "Create it ON ONLY the table, build it on each partition, and attach those."


@on_statement("IndexStmt", level=Level.ERROR, category=Category.LOCK)
def check(at: At) -> Iterator[Problem]:
    # inh is not there where ONLY is.
    is_only = not tree.child(at.node, "relation").get("inh")
    if at.node.get("concurrent") or at.is_unshared(at.relation):
        return
    is_partitioned = at.table is not None and at.table.kind == "partitioned"
    # Nobody writes ONLY of a table that has no partitions.
    if is_only and (is_partitioned or at.table is None or not at.table.is_complete):
        return
    yield at.problem(
        f"builds an index under {at.lock(at.relation)}",
        hint=_PARTITIONED if is_partitioned else _HINT,
    )
