"""A key or a rule of the table is gone, and rows come in that it would have kept out.

Without the primary key or UNIQUE the running release's ON CONFLICT fails, and its look-ups lose
their index; without a CHECK bad rows stay, and the constraint cannot come back. First ship a
release that does not rely on it, then drop it, and say so in an allow line. Of a CHECK it is a
note.

Nothing is said of a CHECK that NOT NULL has replaced, where the script puts another constraint or
a NOT NULL on the table, and of foreign keys, which [drop-foreign-key](#drop-foreign-key) is for. A
way back is not judged.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY, name text CONSTRAINT ships_name_key UNIQUE, mass int);
ALTER TABLE ships ADD CONSTRAINT ships_mass_check CHECK (mass IS NOT NULL);
```

```sql bad
ALTER TABLE ships DROP CONSTRAINT ships_name_key;
```

```sql good
ALTER TABLE ships ALTER COLUMN mass SET NOT NULL;
ALTER TABLE ships DROP CONSTRAINT ships_mass_check;
```

```sql good
ALTER TABLE ships DROP CONSTRAINT ships_mass_check;
ALTER TABLE ships ADD CONSTRAINT ships_mass_check CHECK (mass > 0) NOT VALID;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.replay import Table
from echoes_schema.rulebook import At, Category, Problem, on_statement

_INSTEAD = ("AT_AddConstraint", "AT_SetNotNull")


@on_statement(
    "AlterTableStmt", level=Level.WARNING, category=Category.COMPATIBILITY, is_for_ups=True
)
def check(at: At) -> Iterator[Problem]:
    for command in at.commands("AT_DropConstraint"):
        name = tree.word(command.node, "name")
        if at.table is None or not _is_needless(at.table, name):
            if not at.is_at_stake(at.relation) or _is_replaced(at):
                continue
            problem = at.problem(
                "rows come in that it kept out, and ON CONFLICT may fail",
                about=f"constraint {name} of {at.relation[1]}",
                hint="Drop it once no running release relies on it, and say so in an allow line.",
                where=command,
            )
            yield problem.at_most(Level.INFO if _is_check(at.table, name) else None)


def _is_check(table: Table | None, name: str) -> bool:
    return table is not None and any(check.name == name for check in table.checks)


def _is_needless(table: Table, name: str) -> bool:
    """Return whether it is another rule's, or NOT NULL says all that it says."""
    if any(key.name == name for key in table.foreign_keys):
        return True
    columns = table.columns
    return any(
        check.name == name
        and bool(check.not_null)
        and all(one not in columns or not columns[one].is_nullable for one in check.not_null)
        for check in table.checks
    )


def _is_replaced(at: At) -> bool:
    return any(
        tree.relation(statement.node)[1] == at.relation[1]
        and tree.word(command, "subtype") in _INSTEAD
        for statement in (*at.before, at.statement, *at.after)
        for command in tree.nodes(statement.node, "cmds", "AlterTableCmd")
    )
