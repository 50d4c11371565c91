"""The migration does not run on an empty database that the migrations before have built.

Found by `lint --trace` and `lint --round-trip`, which run it. A parser knows no names: a column
that is not there, a type that does not fit and a row that breaks a rule are found by running alone.
The migrations after it are not tried.

Do: mend the statement that PostgreSQL names. A migration that needs rows or objects that no
migration makes cannot be tested anywhere but there: have a migration make them.

```sql schema
CREATE TABLE ships (id int);
```

```sql bad
ALTER TABLE ships ALTER COLUMN name SET DEFAULT 'x';
```

```sql good
ALTER TABLE ships ALTER COLUMN id SET DEFAULT 0;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.rulebook import Category, Problem, Rehearsed, Step, on_rehearsal


@on_rehearsal(level=Level.ERROR, category=Category.FILE)
def check(done: Rehearsed) -> Iterator[Problem]:
    if done.step is Step.UP and done.failure:
        yield Problem(
            f"does not run: {done.failure.message}",
            hint=done.failure.hint or "Mend the statement.",
            offset=done.failure.offset,
            end=done.failure.offset + 1,
        )
