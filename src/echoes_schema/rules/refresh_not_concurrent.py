"""REFRESH MATERIALIZED VIEW without CONCURRENTLY stops every reader of the view.

It takes ACCESS EXCLUSIVE on the view until its query has run. CONCURRENTLY lets readers go on, and
needs a unique index on plain columns of the view. WITH NO DATA makes the view unreadable at once.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY);
CREATE MATERIALIZED VIEW counts AS SELECT count(*) AS ships FROM ships;
CREATE UNIQUE INDEX uq_counts_ships ON counts (ships);
```

```sql bad
REFRESH MATERIALIZED VIEW counts;
```

```sql good
REFRESH MATERIALIZED VIEW CONCURRENTLY counts;
```

```sql good
CREATE MATERIALIZED VIEW sums AS SELECT sum(id) AS total FROM ships WITH NO DATA;
REFRESH MATERIALIZED VIEW sums;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.rulebook import At, Category, Problem, on_statement
from echoes_schema.rulebook.context import shown


@on_statement("RefreshMatViewStmt", level=Level.ERROR, category=Category.LOCK)
def check(at: At) -> Iterator[Problem]:
    if not at.node.get("concurrent") and not at.is_unshared(at.relation):
        yield at.problem(
            f"runs its query under {at.lock(at.relation)}",
            about=shown(at.relation, "materialized view"),
            hint="REFRESH MATERIALIZED VIEW CONCURRENTLY, with a unique index on the view.",
        )
