"""An index that is dropped without CONCURRENTLY waits for every reader of its table.

DROP INDEX takes ACCESS EXCLUSIVE on the table: while it waits for a long query, everybody else
waits behind it. Say CONCURRENTLY, outside a transaction. Of a partitioned table's index, and of
one that a constraint owns, there is no such form.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY, name text);
CREATE INDEX idx_ships_name ON ships (name);
```

```sql bad
DROP INDEX idx_ships_name;
```

```sql good
-- transactional: false
DROP INDEX CONCURRENTLY idx_ships_name;
```

```sql good
CREATE TABLE modules (id bigint);
CREATE INDEX idx_modules_id ON modules (id);
DROP INDEX idx_modules_id;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.parser.tree import Name
from echoes_schema.rulebook import At, Category, Problem, on_statement

_HINT = "DROP INDEX CONCURRENTLY, in a file that runs outside a transaction."
_CONSTRAINT = "ALTER TABLE … DROP CONSTRAINT: PostgreSQL drops no index of a constraint by itself."
_PARTITIONED = "There is no CONCURRENTLY for it: choose a quiet hour and a low lock_timeout."


@on_statement("DropStmt", level=Level.WARNING, category=Category.LOCK)
def check(at: At) -> Iterator[Problem]:
    if at.node.get("removeType") != "OBJECT_INDEX" or at.node.get("concurrent"):
        return
    indexes = [tree.qualified(path) for path in tree.paths(at.node, "objects")]
    indexes = [index for index in indexes if _is_at_stake(at, index)]
    if indexes:
        yield at.problem(
            f"takes {at.lock(indexes[0])}, on its table too",
            about=f"index {', '.join(name for _, name in indexes)}",
            hint=_hint(at, indexes[0]),
        )


def _hint(at: At, index: Name) -> str:
    found = at.schema.table_of_index(index)
    if found and found[1].is_constraint:
        return _CONSTRAINT
    return _PARTITIONED if found and found[0].kind == "partitioned" else _HINT


def _is_at_stake(at: At, index: Name) -> bool:
    found = at.schema.table_of_index(index)
    return found is None or at.is_at_stake(found[0].name)
