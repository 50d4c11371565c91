"""Another expression for a stored column has the whole table written anew.

SET EXPRESSION, which version 17 brought, computes every row again and builds every index under
ACCESS EXCLUSIVE. Add a second column with the new expression, let a release read that, and drop
the old one; or use a VIRTUAL column, which version 18 brought: it is computed when it is read.

```sql bad
ALTER TABLE ships ALTER COLUMN double_mass SET EXPRESSION AS (mass + mass);
```

```sql good
ALTER TABLE ships ALTER COLUMN double_mass SET DEFAULT 0;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.rulebook import At, Category, Problem, on_statement


@on_statement("AlterTableStmt", level=Level.ERROR, category=Category.LOCK)
def check(at: At) -> Iterator[Problem]:
    for command in at.commands("AT_SetExpression"):
        column = at.table.columns.get(command.column) if at.table else None
        if at.is_at_stake(at.relation) and not (column and column.is_virtual):
            yield at.problem(
                f"the table is written anew under {at.lock(at.relation)}",
                about=f"column {at.relation[1]}.{command.column}",
                hint="Add a second column with the new expression, and drop this one later.",
                where=command,
                settle="" if column else "If the column is VIRTUAL, nothing is rewritten.",
            )
