"""A table that is made of a query has its rows and its types, and nothing else.

CREATE TABLE AS and SELECT INTO copy no key, default, NOT NULL, CHECK, index or identity, and
read the whole of the old table in one transaction, which keeps VACUUM from clearing up behind
it. Write CREATE TABLE with all that it needs, and fill it in batches: a file that says `--
batch: 5000 by id`.

Nothing is said of temporary tables, or of queries that read no table in use.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY, name text);
```

```sql bad
CREATE TABLE old_ships AS SELECT * FROM ships;
```

```sql bad
SELECT * INTO old_ships FROM ships;
```

```sql good
CREATE TEMPORARY TABLE old_ships AS SELECT * FROM ships;
```

```sql good
CREATE TABLE numbers AS SELECT 1 AS number;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.rulebook import At, Category, Problem, on_statement
from echoes_schema.rulebook.context import shown

_TEMPORARY = "t"


@on_statement("CreateTableAsStmt", "SelectStmt", level=Level.WARNING, category=Category.LOCK)
def check(at: At) -> Iterator[Problem]:
    into = tree.child(at.node, "into") or tree.child(at.node, "intoClause")
    made = tree.child(into, "rel")
    is_other = at.node.get("objtype") == "OBJECT_MATVIEW" or into.get("skipData")
    if not made or is_other or made.get("relpersistence") == _TEMPORARY:
        return
    sources = [touch.relation for touch in at.touches if at.is_at_stake(touch.relation)]
    if sources:
        yield at.problem(
            f"a copy of {', '.join(name for _, name in sources)} without keys and constraints",
            about=shown(tree.named(made)),
            hint="CREATE TABLE with all that it needs, and fill it in batches.",
        )
