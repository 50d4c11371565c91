"""An allowance that cannot hold: it names no rule that there is, or gives no reason.

It reads `-- allow rule-name: reason` and stands above the statement, or above one action inside
of it; several rules are separated by commas. In the header, with an empty line below, it holds
for the whole file. The reason is for the reader in a year: without one nothing is allowed.

```sql bad
-- allow drop-colum: no release reads it.
ALTER TABLE ships DROP COLUMN name;
```

```sql bad
-- allow drop-column
ALTER TABLE ships DROP COLUMN name;
```

```sql good
-- allow drop-column: no release reads it.
ALTER TABLE ships DROP COLUMN name;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.rulebook import Allowance, Category, Problem, on_allowance


@on_allowance(Level.ERROR, Category.FILE)
def check(allowance: Allowance) -> Iterator[Problem]:
    if allowance.slip:
        yield Problem(
            allowance.slip,
            hint="Write -- allow rule-name: reason",
            offset=allowance.offset,
            end=allowance.end,
        )
