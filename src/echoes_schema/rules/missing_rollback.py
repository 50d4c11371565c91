"""A migration has no way back.

When a release goes wrong, `down` refuses, and somebody writes the rollback at night. Write it
now, or say in the header why there is none: `-- irreversible: the old prices are not kept.` An
index file of ours needs none: what it creates is dropped concurrently.

In the layout of another tool this is asked only where some migration has a way back.

```sql bad
CREATE TABLE ships (id bigint PRIMARY KEY);
```

```sql good
CREATE TABLE ships (id bigint PRIMARY KEY);
```

```sql down
DROP TABLE ships;
```

```sql good
-- irreversible: the old names are not kept.
UPDATE ships SET name = lower(name) WHERE id < 100;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.rulebook import Category, Migration, Problem, on_migration

_ALLOWANCE = "-- allow missing-rollback: reason"


@on_migration(Level.WARNING, Category.ROLLBACK)
def check(migration: Migration) -> Iterator[Problem]:
    if migration.needs_way_back and migration.down is None:
        why = "-- irreversible: reason" if migration.has_directives else _ALLOWANCE
        yield Problem(
            f"no way back: there is no {migration.way_back}",
            object=f"migration {migration.id}",
            hint=f"Write it, or say why not in the header: {why}",
        )
