"""PostgreSQL's parser refuses this.

The statement fails wherever it runs. The parser is PostgreSQL's own, of the newest version that we
know; what an older one refuses is another rule's. The statements after it are judged all the same.

```sql bad
ALTER TABLE ships DROP CONSTRAINT ships_name_key
ALTER TABLE ships DROP COLUMN name;
```

```sql good
ALTER TABLE ships DROP CONSTRAINT ships_name_key;
ALTER TABLE ships DROP COLUMN name;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.rulebook import Category, Problem, Script, on_script


@on_script(Level.ERROR, Category.FILE)
def check(script: Script) -> Iterator[Problem]:
    for refusal in script.refusals:
        if refusal.kind == "syntax-error":
            yield Problem(
                refusal.message,
                hint="Correct the statement; is a semicolon missing above?",
                offset=refusal.offset,
                end=refusal.end,
            )
