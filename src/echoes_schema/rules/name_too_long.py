"""A name of more than 63 bytes is cut, and PostgreSQL says so in a NOTICE that nobody reads.

What is created has another name than the file says. A second name with the same beginning then
"already exists", or IF NOT EXISTS passes over it. Characters beyond ASCII take two bytes and more.

```sql bad
CREATE INDEX idx_ships_name_owner_and_the_day_on_which_it_was_built_or_bought ON ships (name);
```

```sql good
CREATE INDEX idx_ships_name ON ships (name);
```
"""

import re
from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import statements
from echoes_schema.rulebook import Category, Problem, Script, on_script

MOST_BYTES = 63
_LONG = re.compile(r"\"[^\"\n]{22,}\"|(?<![^\s\"'(),;.])[^\s\"'(),;.]{22,}")


@on_script(Level.ERROR, Category.FILE)
def check(script: Script) -> Iterator[Problem]:
    for statement in script.statements:
        if statement.kind == "DropStmt":
            # It is cut alike, and found.
            continue
        long = [one for one in _LONG.findall(statement.sql) if _size(one) > MOST_BYTES]
        if not long:
            continue
        for token in statements.scan(statement.sql):
            name = statement.sql[token.start : token.end + 1]
            if token.name == "IDENT" and _size(name) > MOST_BYTES:
                yield Problem(
                    f"{_size(name)} bytes, and PostgreSQL cuts it after {MOST_BYTES}",
                    f"name {name}",
                    "Give it a shorter name.",
                    statement.offset + token.start,
                    statement.offset + token.end + 1,
                )


def _size(name: str) -> int:
    return len(name.strip('"').replace('""', '"').encode())
