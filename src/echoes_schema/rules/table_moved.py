"""The whole table is copied while nobody reads or writes it.

SET LOGGED, SET UNLOGGED, SET ACCESS METHOD and SET TABLESPACE copy the table, and the first
three every index too, under ACCESS EXCLUSIVE. Make a new table as it is to be, fill it in
batches, and change over; or choose an hour when nobody needs the table. An index is better built
again elsewhere, CONCURRENTLY. UNLOGGED also means that a crash empties the table, and that no
replica has it.

A partitioned table has no rows of its own: there it is a default for new partitions.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY);
```

```sql bad
ALTER TABLE ships SET UNLOGGED;
```

```sql bad
ALTER TABLE ships SET TABLESPACE pg_default;
```

```sql bad
ALTER TABLE ALL IN TABLESPACE pg_default SET TABLESPACE pg_default;
```

```sql good
CREATE TABLE modules (id bigint);
ALTER TABLE modules SET UNLOGGED;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.rulebook import At, Category, Problem, on_statement

_SUBTYPES = ("AT_SetLogged", "AT_SetUnLogged", "AT_SetAccessMethod", "AT_SetTableSpace")
_LOCK = "ACCESS EXCLUSIVE, which blocks reads and writes"


@on_statement("AlterTableStmt", "AlterTableMoveAllStmt", level=Level.ERROR, category=Category.LOCK)
def check(at: At) -> Iterator[Problem]:
    if at.kind == "AlterTableMoveAllStmt":
        space = tree.word(at.node, "orig_tablespacename")
        yield at.problem(
            f"copies all that is in it under {_LOCK}",
            about=f"tablespace {space}",
            hint="Name one table at a time, and choose a quiet hour for each.",
        )
        return
    is_partitioned = at.table is not None and at.table.kind == "partitioned"
    for command in at.commands(*_SUBTYPES):
        if at.is_at_stake(at.relation) and not is_partitioned:
            yield at.problem(
                f"is copied under {_LOCK}",
                hint="Fill a new table in batches and change over, or choose a quiet hour.",
                where=command,
            )
