"""A column has another name at once, and the running release still uses the old one.

Every statement that names the old one fails from the commit on, until all programs are replaced.
Add a second column, write both, fill the old rows in batches, read the new one in the next
release, and drop the old one in the one after. Or keep the name.

Nothing is said where the same transaction puts a view with the table's name in its place. A way
back is not judged.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY, name text);
```

```sql bad
ALTER TABLE ships RENAME COLUMN name TO title;
```

```sql good
ALTER TABLE ships RENAME COLUMN name TO title;
ALTER TABLE ships RENAME TO ship_records;
CREATE VIEW ships AS SELECT id, title AS name FROM ship_records;
```

```sql good
CREATE TABLE modules (id bigint);
ALTER TABLE modules RENAME COLUMN id TO module_id;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.rulebook import At, Category, Problem, on_statement


@on_statement("RenameStmt", level=Level.WARNING, category=Category.COMPATIBILITY, is_for_ups=True)
def check(at: At) -> Iterator[Problem]:
    is_column = tree.word(at.node, "renameType") in ("OBJECT_COLUMN", "OBJECT_ATTRIBUTE")
    if is_column and not at.is_made_here(at.relation) and not at.is_view_made_later(at.relation):
        yield at.problem(
            "a release that still names it fails",
            about=f"column {at.relation[1]}.{tree.word(at.node, 'subname')}",
            hint="Add a second column, fill it, change over, and drop this one later.",
        )
