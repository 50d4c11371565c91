"""A type that many projects do not want: varchar(n), timestamp without a zone, serial.

A matter of taste, and off until a project asks for it. The limit of a `varchar(n)` is changed
less easily than a CHECK; a `timestamp` does not say whose time it is; a serial's sequence has
rights and an owner of its own.

```sql bad
CREATE TABLE ships (id bigint PRIMARY KEY, name varchar(20));
```

```sql bad
CREATE TABLE ships (id bigserial PRIMARY KEY);
```

```sql good
CREATE TABLE ships (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text, built_at timestamptz, tags jsonb
);
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.replay.definitions import is_serial, type_name
from echoes_schema.rulebook import At, Category, Problem, on_statement

_INSTEAD = {"varchar(": "text and a CHECK", "timestamp": "timestamptz"}


@on_statement(
    "CreateStmt",
    "AlterTableStmt",
    level=Level.INFO,
    category=Category.DESIGN,
    is_for_ups=True,
    is_opt_in=True,
)
def check(at: At) -> Iterator[Problem]:
    for command, column in at.columns():
        kind = type_name(tree.child(column, "typeName"))
        first = kind.partition("(")[0]
        instead = _INSTEAD.get("varchar(" if kind.startswith("varchar(") else first, "")
        if is_serial(kind):
            instead = "GENERATED ALWAYS AS IDENTITY"
        if instead:
            yield at.problem(
                f"{kind}: {instead} is preferred",
                about=f"column {at.relation[1]}.{tree.word(column, 'colname')}",
                hint=f"Write {instead}.",
                where=command,
            )
