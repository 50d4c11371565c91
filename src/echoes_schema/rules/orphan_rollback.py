"""A way back stands without its migration: its name is wrong, or the migration was renamed.

No tool ever runs it, and the migration that it was written for has no way back. Rename it.

```sql bad rollback
DROP TABLE ships;
```

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY);
```

```sql good rollback
DROP TABLE ships;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.rulebook import Category, Problem, Script, on_script


@on_script(Level.ERROR, Category.ROLLBACK)
def check(script: Script) -> Iterator[Problem]:
    if script.is_orphan:
        close = f"Is it that of {script.nearest}? " if script.nearest else ""
        yield Problem(
            "a way back without its migration",
            hint=f"{close}Name it after the migration that it undoes, or remove it.",
        )
