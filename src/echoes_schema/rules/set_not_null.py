"""SET NOT NULL reads the whole table while nobody else can read or write it.

PostgreSQL looks for a NULL in every row under ACCESS EXCLUSIVE. It does not look where a
validated CHECK proves that there is none. So take three steps, each in a transaction of its own:
add `CHECK (c IS NOT NULL) NOT VALID`, VALIDATE it, which lets others go on, then SET NOT NULL and
drop the CHECK. From version 18 on, `ADD CONSTRAINT n NOT NULL c NOT VALID` and VALIDATE do the
same.

In one transaction with VALIDATE it is as bad as without: the lock of the first statement is held
until the end.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY, name text, owner text);
ALTER TABLE ships ADD CONSTRAINT ships_owner_check CHECK (owner IS NOT NULL);
```

```sql bad
ALTER TABLE ships ALTER COLUMN name SET NOT NULL;
```

```sql bad
ALTER TABLE ships ADD CONSTRAINT ships_name_check CHECK (name IS NOT NULL) NOT VALID;
ALTER TABLE ships VALIDATE CONSTRAINT ships_name_check;
ALTER TABLE ships ALTER COLUMN name SET NOT NULL;
```

```sql good
ALTER TABLE ships ALTER COLUMN owner SET NOT NULL;
ALTER TABLE ships DROP CONSTRAINT ships_owner_check;
```

```sql good
-- transactional: false
ALTER TABLE ships ADD CONSTRAINT ships_name_check CHECK (name IS NOT NULL) NOT VALID;
ALTER TABLE ships VALIDATE CONSTRAINT ships_name_check;
ALTER TABLE ships ALTER COLUMN name SET NOT NULL;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.rulebook import At, Category, Problem, on_statement

_PROOFS = {"AT_AddConstraint", "AT_ValidateConstraint"}
_HINT = "Prove it first: CHECK (… IS NOT NULL) NOT VALID, VALIDATE, each in its own transaction."
_SETTLE = "A validated CHECK that the linter was not shown would make it safe."


@on_statement("AlterTableStmt", level=Level.ERROR, category=Category.LOCK)
def check(at: At) -> Iterator[Problem]:
    for command in at.commands("AT_SetNotNull"):
        column = at.table.columns.get(command.column) if at.table else None
        if at.is_unshared(at.relation) or (column and not column.is_nullable):
            continue
        if at.table and at.table.is_proved_not_null(command.column) and not _is_proved_here(at):
            continue
        yield at.problem(
            f"reads every row under {at.lock(at.relation)}",
            about=f"column {at.relation[1]}.{command.column}",
            hint=_HINT,
            where=command,
            settle="" if at.table and at.table.is_complete else _SETTLE,
        )


def _is_proved_here(at: At) -> bool:
    """Return whether this transaction has constraints of the table checked, under its locks."""
    return any(
        tree.word(command, "subtype") in _PROOFS
        for statement in at.session.done
        if at.schema.table(tree.relation(statement.node)) is at.table
        for command in tree.nodes(statement.node, "cmds", "AlterTableCmd")
    )
