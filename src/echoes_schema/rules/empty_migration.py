"""The migration holds no statement.

The runner refuses it; another tool writes it into its history as done. Somebody forgot to save,
or the whole file is a comment.

```sql bad
-- ALTER TABLE ships ADD COLUMN name text;
```

```sql good
ALTER TABLE ships ADD COLUMN name text;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.rulebook import Category, Direction, Problem, Script, on_script


@on_script(Level.ERROR, Category.FILE)
def check(script: Script) -> Iterator[Problem]:
    is_read = not script.refusal and not script.refusals
    if script.direction is Direction.UP and is_read and not script.statements:
        yield Problem("no statement in it", hint="Write one, or remove the file.")
