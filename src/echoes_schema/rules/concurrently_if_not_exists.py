"""IF NOT EXISTS hides an index that a failed build has left invalid.

CREATE INDEX CONCURRENTLY that is cancelled, meets a duplicate or runs into lock_timeout leaves an
index that no query uses and every write maintains. With IF NOT EXISTS the next run says "already
exists, skipping" and succeeds: the index stays invalid and nobody is told. Leave IF NOT EXISTS out;
our runner finds the invalid index, drops it and builds it anew. Elsewhere write
`DROP INDEX CONCURRENTLY IF EXISTS` above it.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY, name text);
```

```sql bad
-- transactional: false
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_ships_name ON ships (name);
```

```sql good
-- transactional: false
CREATE INDEX CONCURRENTLY idx_ships_name ON ships (name);
```

```sql good
-- transactional: false
DROP INDEX CONCURRENTLY IF EXISTS idx_ships_name;
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_ships_name ON ships (name);
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.rulebook import At, Category, Problem, on_statement


@on_statement("IndexStmt", level=Level.WARNING, category=Category.TRANSACTION)
def check(at: At) -> Iterator[Problem]:
    name = tree.word(at.node, "idxname")
    if not (at.node.get("concurrent") and at.node.get("if_not_exists")):
        return
    if name not in _dropped_above(at):
        yield at.problem(
            "IF NOT EXISTS passes over an index that a failed build left invalid",
            about=f"index {name}",
            hint="Leave it out, or write DROP INDEX CONCURRENTLY IF EXISTS above.",
        )


def _dropped_above(at: At) -> set[str]:
    return {
        path[-1]
        for statement in at.script.statements
        if statement.kind == "DropStmt" and statement.offset < at.statement.offset
        for path in tree.paths(statement.node, "objects")
    }
