"""The way back holds no statement.

`down` would take the migration for undone and leave everything that it made: the next `up` then
fails with "already exists". Write what undoes it, or remove the file and say why there is no way
back: `-- irreversible: reason`.

```sql bad
CREATE TABLE ships (id bigint PRIMARY KEY);
```

```sql down
-- Nothing to do.
```

```sql good
CREATE TABLE ships (id bigint PRIMARY KEY);
```

```sql down
DROP TABLE ships;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.rulebook import Category, Direction, Problem, Script, on_script


@on_script(Level.ERROR, Category.ROLLBACK)
def check(script: Script) -> Iterator[Problem]:
    is_read = not script.refusal and not script.refusals
    if script.direction is Direction.DOWN and is_read and not script.statements:
        yield Problem(
            "a way back without a statement",
            hint="Write what undoes the migration, or remove the file and say -- irreversible.",
        )
