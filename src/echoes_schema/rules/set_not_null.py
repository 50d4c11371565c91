"""SET NOT NULL reads the whole table while nobody else can read or write it.

PostgreSQL looks for a NULL in every row under ACCESS EXCLUSIVE. It does not look where a
validated CHECK proves that there is none. So take three steps, each in a transaction of its own:
add `CHECK (c IS NOT NULL) NOT VALID`, VALIDATE it, which lets others go on, then SET NOT NULL and
drop the CHECK. From version 18 on, `ADD CONSTRAINT n NOT NULL c NOT VALID` and VALIDATE do the
same.

In one transaction with the CHECK it is as bad as without: the lock of the first statement is held
until the end. In one statement with DROP CONSTRAINT too: whatever the order, it drops first.

Of a table that no migration shows it is taken for the last of the three steps where the file
validates or drops a constraint of it that names the column, or `null`.

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

```sql bad
ALTER TABLE ships ALTER COLUMN owner SET NOT NULL, DROP CONSTRAINT ships_owner_check;
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

_OF_THE_STEPS = {"AT_ValidateConstraint", "AT_DropConstraint"}
_HINT = "Prove it first: CHECK (… IS NOT NULL) NOT VALID, VALIDATE, each in its own transaction."
_SETTLE = "A validated CHECK that the linter was not shown would make it safe."


@on_statement("AlterTableStmt", level=Level.ERROR, category=Category.LOCK)
def check(at: At) -> Iterator[Problem]:
    for command in at.commands("AT_SetNotNull"):
        column = at.table.columns.get(command.column) if at.table else None
        if at.is_unshared(at.relation) or (column and not column.is_nullable):
            continue
        if _is_proved(at, command.column) and not _is_proved_here(at):
            continue
        if not (at.table and at.table.is_complete) and _is_last_step(at, command.column):
            continue
        yield at.problem(
            f"reads every row under {at.lock(at.relation)}",
            about=f"column {at.relation[1]}.{command.column}",
            hint=_HINT,
            where=command,
            settle="" if at.table and at.table.is_complete else _SETTLE,
        )


def _is_proved(at: At, column: str) -> bool:
    """Return whether a CHECK proves it that this statement does not drop: it drops first."""
    dropped = {command.column for command in at.commands("AT_DropConstraint")}
    return at.table is not None and at.table.is_proved_not_null(column, but=dropped)


def _is_proved_here(at: At) -> bool:
    """Return whether this transaction has given the table constraints, and holds their locks."""
    return any(
        tree.word(command, "subtype") == "AT_AddConstraint"
        for statement in at.session.done
        if at.schema.table(tree.relation(statement.node)) is at.table
        for command in tree.nodes(statement.node, "cmds", "AlterTableCmd")
    )


def _is_last_step(at: At, column: str) -> bool:
    """Return whether the file validates or drops a constraint that seems to prove it."""
    known = {check.name for check in at.table.checks} if at.table else set()
    names = {
        tree.word(command, "name").lower()
        for statement in at.script.statements
        if tree.relation(statement.node)[1] == at.relation[1]
        for command in tree.nodes(statement.node, "cmds", "AlterTableCmd")
        if tree.word(command, "subtype") in _OF_THE_STEPS
    }
    return any(column.lower() in name or "null" in name for name in names - known)
