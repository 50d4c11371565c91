"""A column may be NULL from now on, and the running release does not expect it.

The statement itself takes a moment. But a program that was written for NOT NULL reads a NULL as
soon as a newer one writes it, and there is no way back while there is one. Ship a release that
reads NULL first. A way back is not judged.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY, name text NOT NULL, note text);
```

```sql bad
ALTER TABLE ships ALTER COLUMN name DROP NOT NULL;
```

```sql good
ALTER TABLE ships ALTER COLUMN note DROP NOT NULL;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.rulebook import At, Category, Problem, on_statement


@on_statement(
    "AlterTableStmt", level=Level.WARNING, category=Category.COMPATIBILITY, is_for_ups=True
)
def check(at: At) -> Iterator[Problem]:
    for command in at.commands("AT_DropNotNull"):
        column = at.table.columns.get(command.column) if at.table else None
        if at.is_at_stake(at.relation) and not (column and column.is_nullable):
            yield at.problem(
                "a release that expects a value may read NULL",
                about=f"column {at.relation[1]}.{command.column}",
                hint="Ship a release that reads NULL first.",
                where=command,
            )
