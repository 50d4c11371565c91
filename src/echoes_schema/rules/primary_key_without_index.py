"""A primary key that builds its own index stops everybody until it is built.

ADD PRIMARY KEY takes ACCESS EXCLUSIVE and builds a unique index under it: nobody reads or writes
the table meanwhile. Build the index first, with CREATE UNIQUE INDEX CONCURRENTLY, then ADD
CONSTRAINT … PRIMARY KEY USING INDEX, which takes a moment. Its columns must be NOT NULL before,
else PostgreSQL reads every row for that under the same lock.

```sql schema
CREATE TABLE ships (id bigint NOT NULL, name text);
CREATE UNIQUE INDEX uq_ships_id ON ships (id);
```

```sql bad
ALTER TABLE ships ADD CONSTRAINT ships_pkey PRIMARY KEY (id);
```

```sql bad
ALTER TABLE ships ADD COLUMN key int PRIMARY KEY;
```

```sql good
ALTER TABLE ships ADD CONSTRAINT ships_pkey PRIMARY KEY USING INDEX uq_ships_id;
```

```sql good
CREATE TABLE modules (id bigint);
ALTER TABLE modules ADD PRIMARY KEY (id);
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.rulebook import At, Category, Problem, on_statement


@on_statement("AlterTableStmt", level=Level.ERROR, category=Category.LOCK)
def check(at: At) -> Iterator[Problem]:
    if at.is_unshared(at.relation):
        return
    for command, node in at.constraints("CONSTR_PRIMARY"):
        if not node.get("indexname"):
            yield at.problem(
                f"builds a unique index under {at.lock(at.relation)}",
                about=f"primary key of {at.relation[1]}",
                hint="Build the index CONCURRENTLY first, and add the constraint USING INDEX.",
                where=command,
            )
