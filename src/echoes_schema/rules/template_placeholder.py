"""A template's placeholder stands outside of a string.

`${…}` and `{{…}}` are for another program to replace; PostgreSQL gets a syntax error. Inside a
string they are data, and nothing is said of them. What is filled in later cannot be judged now.

```sql bad
CREATE TABLE ${schema}.ships (id bigint PRIMARY KEY);
```

```sql good
INSERT INTO mails (body) VALUES ('Dear {{name}}');
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.rulebook import Category, Problem, Script, on_script


@on_script(Level.ERROR, Category.FILE)
def check(script: Script) -> Iterator[Problem]:
    for refusal in script.refusals:
        if refusal.kind == "placeholder":
            yield Problem(
                refusal.message,
                hint="Write the value itself, or lint what the template makes.",
                offset=refusal.offset,
                end=refusal.end,
            )
