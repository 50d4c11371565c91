"""A column stands twice in one index: the second time it is a slip, and takes room.

PostgreSQL accepts it. Usually another column was meant.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY, owner text, name text);
```

```sql bad
-- transactional: false
CREATE INDEX CONCURRENTLY idx_ships_owner ON ships (owner, owner);
```

```sql good
-- transactional: false
CREATE INDEX CONCURRENTLY idx_ships_owner ON ships (owner, name, (lower(name)));
CREATE INDEX CONCURRENTLY idx_ships_name ON ships (name, name text_pattern_ops);
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.rulebook import At, Category, Problem, on_statement


@on_statement("IndexStmt", level=Level.WARNING, category=Category.DESIGN)
def check(at: At) -> Iterator[Problem]:
    seen: set[str] = set()
    for part in tree.nodes(at.node, "indexParams", "IndexElem"):
        name = tree.word(part, "name")
        if not name or part.keys() & {"opclass", "collation"}:
            continue
        if name in seen:
            yield at.problem(
                f"{name} is in it twice",
                about=f"index {tree.word(at.node, 'idxname')}",
                hint="Is another column meant?",
            )
        seen.add(name)
