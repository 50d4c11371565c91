"""An index that another one already serves.

With an index on (a, b) one on (a) alone answers nothing that the first does not, and every write
maintains both. Leave it out, or drop the shorter one. A unique index is no substitute's: it has a
rule of its own to keep; nor is a partial one, or one with another order, class or method.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY, owner text, name text);
CREATE INDEX idx_ships_owner_name ON ships (owner, name);
```

```sql bad
-- transactional: false
CREATE INDEX CONCURRENTLY idx_ships_owner ON ships (owner);
```

```sql bad
-- transactional: false
CREATE INDEX CONCURRENTLY idx_ships_id ON ships (id);
```

```sql good
-- transactional: false
CREATE INDEX CONCURRENTLY idx_ships_name ON ships (name);
CREATE UNIQUE INDEX CONCURRENTLY uq_ships_owner ON ships (owner);
CREATE INDEX CONCURRENTLY idx_ships_owner_hash ON ships USING hash (owner);
CREATE INDEX CONCURRENTLY idx_ships_owner_late ON ships (owner DESC);
CREATE INDEX CONCURRENTLY idx_ships_owner_some ON ships (owner) WHERE name IS NULL;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.replay import Index
from echoes_schema.replay.definitions import index_of
from echoes_schema.rulebook import At, Category, Problem, on_statement


@on_statement("IndexStmt", level=Level.INFO, category=Category.DESIGN, is_for_ups=True)
def check(at: At) -> Iterator[Problem]:
    new = index_of(at.node)
    if at.table is None or new.is_unique or not _is_comparable(new):
        return
    for old in at.table.indexes:
        if _is_comparable(old) and old.name != new.name and _begins(old, new):
            same = "the same as" if old.columns == new.columns else "the beginning of"
            yield at.problem(
                f"its columns are {same} those of {old.name}",
                about=f"index {new.name}",
                hint="Leave it out: the other one serves the same queries.",
            )
            return


def _is_comparable(index: Index) -> bool:
    return (
        index.method == "btree"
        and index.is_plain
        and not index.is_partial
        and bool(index.columns)
        and all(index.columns)
    )


def _begins(old: Index, new: Index) -> bool:
    return old.columns[: len(new.columns)] == new.columns
