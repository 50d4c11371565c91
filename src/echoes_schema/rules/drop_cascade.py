"""CASCADE drops whatever depends on the thing, and nobody has read the list.

Views, foreign keys of other tables, columns of a type, triggers of a function: all go without a
word, and each table that is touched is locked with ACCESS EXCLUSIVE. Without CASCADE PostgreSQL
refuses and names them. Drop those first, by name, so that a reader of the migration sees what
goes.

A way back is not judged.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY, name text);
CREATE VIEW names AS SELECT name FROM ships;
```

```sql bad
DROP TABLE ships CASCADE;
```

```sql bad
ALTER TABLE ships DROP COLUMN name CASCADE;
```

```sql good
DROP VIEW names;
ALTER TABLE ships DROP COLUMN name;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.rulebook import At, Category, Problem, on_statement
from echoes_schema.rulebook.made import dropped

_HINT = "Leave CASCADE out, and drop by name what PostgreSQL then says is in the way."


@on_statement(
    "DropStmt",
    "AlterTableStmt",
    "DropOwnedStmt",
    level=Level.WARNING,
    category=Category.COMPATIBILITY,
    is_for_ups=True,
)
def check(at: At) -> Iterator[Problem]:
    if at.kind == "DropOwnedStmt" or tree.word(at.node, "behavior") == "DROP_CASCADE":
        names = dropped(at.node) if at.kind == "DropStmt" else ()
        if not names or not all(at.is_made_here(name) for name in names):
            about = ", ".join(name for _, name in names)
            yield at.problem("whatever depends on it goes too", about=about, hint=_HINT)
    for command in at.commands("AT_DropColumn", "AT_DropConstraint"):
        is_cascade = tree.word(command.node, "behavior") == "DROP_CASCADE"
        if is_cascade and not at.is_made_here(at.relation):
            yield at.problem(
                "whatever depends on it goes too",
                about=f"{tree.word(command.node, 'name')} of {at.relation[1]}",
                hint=_HINT,
                where=command,
            )
