"""A column loses its default, and an INSERT that leaves it out fails or writes NULL.

The running release leaves out what it does not know: a column that is NOT NULL and has no
default takes none of its rows. DROP IDENTITY and DROP EXPRESSION take a value away in the same
manner. Keep the default until no running release needs it. Where the column may be NULL, or gets
another default in the same file, nothing is said. A way back is not judged.

```sql schema
CREATE TABLE ships (
    id bigint PRIMARY KEY,
    name text NOT NULL DEFAULT '',
    note text DEFAULT '',
    number bigint GENERATED ALWAYS AS IDENTITY,
    label text GENERATED ALWAYS AS (upper(name)) STORED
);
```

```sql bad
ALTER TABLE ships ALTER COLUMN name DROP DEFAULT;
```

```sql bad
ALTER TABLE ships ADD COLUMN mass int NOT NULL DEFAULT 0;
ALTER TABLE ships ALTER COLUMN mass DROP DEFAULT;
```

```sql bad
ALTER TABLE ships ALTER COLUMN number DROP IDENTITY;
```

```sql bad
ALTER TABLE ships ALTER COLUMN label DROP EXPRESSION;
```

```sql good
ALTER TABLE ships ALTER COLUMN note DROP DEFAULT;
```

```sql good
ALTER TABLE ships ALTER COLUMN name DROP DEFAULT;
ALTER TABLE ships ALTER COLUMN name SET DEFAULT 'new';
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.rulebook import At, Category, Command, Problem, on_statement

_GIVEN = ("AT_ColumnDefault", "AT_AddIdentity", "AT_DropColumn")
_COMPUTED = "AT_DropExpression"


@on_statement(
    "AlterTableStmt", level=Level.WARNING, category=Category.COMPATIBILITY, is_for_ups=True
)
def check(at: At) -> Iterator[Problem]:
    for command in at.commands("AT_ColumnDefault", "AT_DropIdentity", _COMPUTED):
        column = at.table.columns.get(command.column) if at.table else None
        is_computed = command.subtype == _COMPUTED
        is_optional = column is not None and column.is_nullable and not is_computed
        if "def" in command.node or is_optional or _has_another(at, command):
            continue
        if at.is_at_stake(at.relation):
            yield at.problem(
                "an INSERT that leaves it out writes NULL"
                if is_computed and (column is None or column.is_nullable)
                else "an INSERT that leaves it out fails",
                about=f"column {at.relation[1]}.{command.column}",
                hint="Keep the default until no running release needs it.",
                where=command,
                settle=""
                if column or command.subtype != "AT_ColumnDefault"
                else "If the column may be NULL, it gets NULL.",
            )


def _has_another(at: At, command: Command) -> bool:
    """Return whether this script gives the column another default, or drops it."""
    later = [*tree.nodes(at.node, "cmds", "AlterTableCmd")[command.number + 1 :]]
    for statement in at.after:
        if tree.relation(statement.node)[1] == at.relation[1]:
            later += tree.nodes(statement.node, "cmds", "AlterTableCmd")
    return any(
        tree.word(one, "name") == command.column and tree.word(one, "subtype") in _GIVEN
        for one in later
    )
