"""TRUNCATE empties a table at once, under the strongest lock, past every DELETE trigger.

It takes ACCESS EXCLUSIVE and holds it until the transaction ends; what was in the table is gone.
CASCADE empties every table with a foreign key to it too, and those that refer to these. Name the
tables instead, or delete in batches: a file with `-- batch: 5000 by id`.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY);
CREATE TABLE modules (id bigint PRIMARY KEY, ship_id bigint REFERENCES ships);
```

```sql bad
TRUNCATE modules;
```

```sql bad
TRUNCATE ships CASCADE;
```

```sql good
CREATE TEMPORARY TABLE scratch (id bigint);
INSERT INTO scratch VALUES (1);
TRUNCATE scratch;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.rulebook import At, Category, Problem, on_statement
from echoes_schema.rulebook.context import shown


@on_statement("TruncateStmt", level=Level.ERROR, category=Category.LOCK)
def check(at: At) -> Iterator[Problem]:
    is_cascade = tree.word(at.node, "behavior") == "DROP_CASCADE"
    for node in tree.nodes(at.node, "relations", "RangeVar"):
        name = tree.named(node)
        table = at.schema.table(name)
        if not at.is_unshared(name):
            others = at.schema.referencing(table) if table and is_cascade else []
            known = ", ".join(one.name[1] for one in others) or "every table that refers to it"
            along = f", and of {known}" if is_cascade else ""
            yield at.problem(
                f"its rows are lost{along}, under {at.lock(name)}",
                about=shown(name),
                hint="Delete in batches, or say in an allow line why nobody needs the rows.",
            )
