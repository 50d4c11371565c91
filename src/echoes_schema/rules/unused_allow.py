"""An allowance allows nothing: what it was for is gone.

Left in place, it would hide the next finding of that rule, which nobody has looked at.

```sql bad
-- allow drop-column: no release reads it.
ALTER TABLE ships ADD COLUMN name text;
```

```sql good
-- allow drop-column: no release reads it.
ALTER TABLE ships DROP COLUMN name;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.rulebook import Allowance, Category, Problem, on_allowance


@on_allowance(Level.WARNING, Category.FILE)
def check(allowance: Allowance) -> Iterator[Problem]:
    idle = [name for name in allowance.names if name not in allowance.used]
    if idle and not allowance.slip:
        yield Problem(
            f"allows {', '.join(idle)}, and nothing of that is found here",
            hint="Remove it.",
            offset=allowance.offset,
            end=allowance.end,
        )
