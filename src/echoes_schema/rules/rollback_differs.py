"""After up and down the schema is not what it was before.

Found by `lint --round-trip`, which compares the catalogues, each difference by itself: a default
that is not restored, a dropped index, a type that stays. The release before expects the old one.

Do: put into the way back what is missing in it. What cannot be taken back is allowed with its
reason: `-- allow rollback-differs: …` in the header of the way back.

```sql schema
CREATE TABLE ships (id int NOT NULL, name text DEFAULT 'x');
```

```sql bad
ALTER TABLE ships DROP COLUMN name;
```

```sql down
ALTER TABLE ships ADD COLUMN name text;
```

```sql good
ALTER TABLE ships DROP COLUMN name;
```

```sql down
ALTER TABLE ships ADD COLUMN name text DEFAULT 'x';
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.rulebook import Category, Problem, Rehearsed, on_rehearsal


@on_rehearsal(level=Level.ERROR, category=Category.ROLLBACK)
def check(done: Rehearsed) -> Iterator[Problem]:
    for one in done.differences:
        yield Problem(one.message, one.object, "Put it right in the way back.")
