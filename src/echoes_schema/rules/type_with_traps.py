"""A type that is kept for old programs, and does not what its name says.

`char(n)` fills up with blanks and ignores them in comparisons, `money` takes its currency from a
setting of the session, `timetz` has a zone without a date. A price, cost or amount in `real` or
`double precision` is never exact. Write text, numeric, timestamptz.

`json` has no equality: once a table has such a column, SELECT DISTINCT, GROUP BY and UNION of its
rows fail, in queries that ran before. Write jsonb. Of a new table nothing is said.

```sql schema
CREATE TABLE modules (id bigint PRIMARY KEY);
```

```sql bad
CREATE TABLE ships (id bigint PRIMARY KEY, code char(4));
```

```sql bad
CREATE TABLE ships (id bigint PRIMARY KEY, price double precision);
```

```sql bad
CREATE TABLE ships (id bigint PRIMARY KEY, price money);
```

```sql bad
ALTER TABLE modules ADD COLUMN settings json;
```

```sql good
CREATE TABLE ships (id bigint PRIMARY KEY, code text, price numeric(18, 2), mass real);
ALTER TABLE modules ADD COLUMN settings jsonb;
```
"""

import re
from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.replay.definitions import type_name
from echoes_schema.rulebook import At, Category, Problem, on_statement

_INSTEAD = {
    "bpchar": ("char(n)", "text"),
    "money": ("money", "numeric"),
    "timetz": ("timetz", "timestamptz"),
    "json": ("json", "jsonb"),
}
_AMOUNT = re.compile(r"(?:^|_)(?:price|cost|amount|balance|salary|fee|total_price)s?(?:$|_)")


@on_statement(
    "CreateStmt", "AlterTableStmt", level=Level.WARNING, category=Category.DESIGN, is_for_ups=True
)
def check(at: At) -> Iterator[Problem]:
    for command, column in at.columns():
        name = tree.word(column, "colname")
        kind = type_name(tree.child(column, "typeName")).partition("(")[0]
        said, instead = _INSTEAD.get(kind, ("", ""))
        if kind in ("float4", "float8") and _AMOUNT.search(name):
            said, instead = "an amount of money as a float", "numeric"
        is_new = command is None or at.is_unshared(at.relation)
        if said and not (kind == "json" and is_new):
            yield at.problem(
                f"{said} has traps",
                about=f"column {at.relation[1]}.{name}",
                hint=f"Write {instead}.",
                where=command,
            )
