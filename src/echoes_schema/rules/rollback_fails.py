"""The way back does not run on what its migration has just made.

Found by `lint --round-trip`, which runs it. `down` would stop there, in the night in which it is
needed.

Do: mend the statement that PostgreSQL names. Drop in the opposite order of making, what depends
first.

```sql schema
CREATE TABLE ships (id int);
```

```sql bad
CREATE VIEW fleet AS SELECT id FROM ships;
```

```sql down
DROP TABLE ships;
DROP VIEW fleet;
```

```sql good
CREATE VIEW fleet AS SELECT id FROM ships;
```

```sql down
DROP VIEW fleet;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.rulebook import Category, Problem, Rehearsed, Step, on_rehearsal


@on_rehearsal(level=Level.ERROR, category=Category.ROLLBACK)
def check(done: Rehearsed) -> Iterator[Problem]:
    if done.step is Step.DOWN and done.failure:
        yield Problem(
            f"does not run: {done.failure.message}",
            hint=done.failure.hint or "Mend the statement.",
            offset=done.failure.offset,
            end=done.failure.offset + 1,
        )
