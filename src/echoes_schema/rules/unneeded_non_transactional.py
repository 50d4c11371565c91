"""One statement runs outside a transaction, and could run inside.

In a transaction the statement and the runner's note of it are done together or not at all;
outside, a crash between them leaves a migration that ran and is not known to have. Leave the line
`-- transactional: false` out. Of several statements it may be meant that each ends by itself.

```sql bad
-- transactional: false
CREATE TABLE ships (id bigint PRIMARY KEY);
```

```sql good
-- transactional: false
VACUUM;
```
"""

from collections.abc import Iterator

from echoes_schema.migrations.layouts.foreign import runs_outside
from echoes_schema.model import Level
from echoes_schema.rulebook import At, Category, Problem, on_statement

# Rows may be changed in batches, and a body may COMMIT.
_MAY_BE_MEANT = {"UpdateStmt", "DeleteStmt", "InsertStmt", "CallStmt", "DoStmt", "ReindexStmt"}


@on_statement(level=Level.INFO, category=Category.TRANSACTION)
def check(at: At) -> Iterator[Problem]:
    is_outside = at.script.has_runner and not at.script.is_transactional
    if not is_outside or len(at.script.statements) != 1 or at.kind in _MAY_BE_MEANT:
        return
    if "transactional" in at.script.text[: at.statement.offset] and not runs_outside(at.statement):
        yield at.problem(
            "runs outside a transaction, and need not",
            hint="Leave -- transactional: false out.",
        )
