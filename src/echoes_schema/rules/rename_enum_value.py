"""A value of an enum has another name at once, and the running release still writes the old one.

Its next INSERT with the old label fails, and so does its code when it reads the new one. Add the
new value, let a release take both, change the rows in batches, and leave the old value where it
is.

```sql schema
CREATE TYPE mood AS ENUM ('sad');
```

```sql bad
ALTER TYPE mood RENAME VALUE 'sad' TO 'gloomy';
```

```sql good
ALTER TYPE mood ADD VALUE 'gloomy';
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.rulebook import At, Category, Problem, on_statement
from echoes_schema.rulebook.context import shown


@on_statement(
    "AlterEnumStmt", level=Level.WARNING, category=Category.COMPATIBILITY, is_for_ups=True
)
def check(at: At) -> Iterator[Problem]:
    old = tree.word(at.node, "oldVal")
    if old:
        yield at.problem(
            f"a release that still says '{old}' fails",
            about=shown(tree.qualified(tree.strings(at.node, "typeName")), "type"),
            hint="Add the new value, and let a release take both.",
        )
