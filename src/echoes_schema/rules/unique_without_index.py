"""A UNIQUE constraint that builds its own index stops everybody until it is built.

ADD UNIQUE takes ACCESS EXCLUSIVE and builds a unique index under it: nobody reads or writes the
table meanwhile. Build the index first, with CREATE UNIQUE INDEX CONCURRENTLY, then ADD CONSTRAINT
… UNIQUE USING INDEX, which takes a moment. The columns of the index must be plain: of an
expression there can be a unique index, and no constraint.

```sql schema
CREATE TABLE ships (id bigint NOT NULL, name text);
CREATE UNIQUE INDEX uq_ships_name ON ships (name);
```

```sql bad
ALTER TABLE ships ADD CONSTRAINT ships_name_key UNIQUE (name);
```

```sql bad
ALTER TABLE ships ADD COLUMN tag text UNIQUE;
```

```sql good
ALTER TABLE ships ADD CONSTRAINT ships_name_key UNIQUE USING INDEX uq_ships_name;
```

```sql good
CREATE TABLE modules (id bigint);
ALTER TABLE modules ADD UNIQUE (id);
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.rulebook import At, Category, Problem, on_statement


@on_statement("AlterTableStmt", level=Level.ERROR, category=Category.LOCK)
def check(at: At) -> Iterator[Problem]:
    if at.is_unshared(at.relation):
        return
    for command, node in at.constraints("CONSTR_UNIQUE"):
        if not node.get("indexname"):
            yield at.problem(
                f"builds a unique index under {at.lock(at.relation)}",
                about=f"constraint {tree.word(node, 'conname') or 'UNIQUE'} of {at.relation[1]}",
                hint="Build the index CONCURRENTLY first, and add the constraint USING INDEX.",
                where=command,
            )
