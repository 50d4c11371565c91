"""A migration begins or ends a transaction that is the runner's.

The runner makes one transaction of the file and of its own bookkeeping. COMMIT inside it would tear
them apart: half a migration stays, and nobody remembers which half. Our runner refuses the file.

A file by itself, that no runner sends, may say BEGIN and COMMIT.

```sql bad
BEGIN;
CREATE TABLE ships (id bigint PRIMARY KEY);
COMMIT;
```

```sql good
CREATE TABLE ships (id bigint PRIMARY KEY);
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.rulebook import At, Category, Problem, on_statement


@on_statement("TransactionStmt", level=Level.ERROR, category=Category.TRANSACTION)
def check(at: At) -> Iterator[Problem]:
    if at.script.has_runner:
        yield at.problem(
            f"{at.statement.sql.split()[0].upper()} inside a migration",
            hint="Remove it: the runner begins and ends the transaction.",
        )
