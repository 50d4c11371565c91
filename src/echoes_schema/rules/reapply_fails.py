"""After its way back the migration does not run again.

Found by `lint --round-trip`: up, down, up again. Something of the first time is left, mostly an
enum value, a type or an index, and `redo` and every later `up` would stop there.

Do: have the way back remove it. What it cannot remove, an enum value, is made with `IF NOT EXISTS`.

```sql schema
CREATE TYPE class AS ENUM ('frigate');
```

```sql bad
ALTER TYPE class ADD VALUE 'cruiser';
```

```sql down
SELECT 1;
```

```sql good
ALTER TYPE class ADD VALUE IF NOT EXISTS 'cruiser';
```

```sql down
SELECT 1;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.rulebook import Category, Problem, Rehearsed, Step, on_rehearsal


@on_rehearsal(level=Level.ERROR, category=Category.ROLLBACK)
def check(done: Rehearsed) -> Iterator[Problem]:
    if done.step is Step.AGAIN and done.failure:
        yield Problem(
            f"does not run again after its way back: {done.failure.message}",
            hint=done.failure.hint or "Have the way back remove what is left.",
            offset=done.failure.offset,
            end=done.failure.offset + 1,
        )
