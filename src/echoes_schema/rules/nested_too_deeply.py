"""A statement is nested so deeply that the linter does not see all of it.

PostgreSQL takes it: hundreds of operators in one chain, of CASE within CASE, of SELECT from SELECT.
What lies at the bottom is not judged.

Do: look yourself. A long chain is better written as `IN (…)`, `VALUES` or `concat(…)`.

```sql bad
SELECT
a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[
a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[
a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[a[1]]]]]]]]]]]]]]]
]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
]]]]]]]]]]]]]]]]]]]]]]]
FROM routes;
```

```sql good
SELECT a[a[a[1]]] FROM routes;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.rulebook import Category, Problem, Script, on_script


@on_script(Level.INFO, Category.FILE)
def check(script: Script) -> Iterator[Problem]:
    for statement in script.statements:
        if statement.is_cut:
            yield Problem(
                "nested so deeply that not all of it is judged",
                hint="Look yourself, or write it flatter.",
                offset=statement.offset,
                end=statement.offset + len(statement.sql),
            )
