"""A column that has a value for every row from the start has the whole table written anew.

That is so with serial, with GENERATED … AS IDENTITY, with GENERATED … STORED, and with a domain
that has a constraint, even without a default. Every row is written and every index built again
under ACCESS EXCLUSIVE: nobody reads or writes meanwhile. A VIRTUAL column, which version 18
brought, costs nothing; so does a domain without constraint.

For a number, add a plain column, fill the old rows in batches, make it NOT NULL, then ADD GENERATED
… AS IDENTITY, which takes no column that may be NULL. For a computed value use VIRTUAL, or a plain
column that a trigger keeps. For a domain, add a column of its base type with a CHECK that is NOT
VALID at first.

Of a type that no migration declares nothing is said: most are enums, or come with an extension.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY, mass int);
CREATE DOMAIN positive AS int CHECK (value > 0);
CREATE DOMAIN label AS text;
```

```sql bad
ALTER TABLE ships ADD COLUMN number bigserial;
```

```sql bad
ALTER TABLE ships ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY;
```

```sql bad
ALTER TABLE ships ADD COLUMN double_mass int GENERATED ALWAYS AS (mass * 2) STORED;
```

```sql bad
ALTER TABLE ships ADD COLUMN volume positive;
```

```sql good
ALTER TABLE ships ADD COLUMN tag label;
ALTER TABLE ships ADD COLUMN volumes positive[];
ALTER TABLE ships ADD COLUMN number bigint;
```

```sql good
CREATE TABLE modules (id bigint);
ALTER TABLE modules ADD COLUMN number bigserial;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.parser.tree import Node
from echoes_schema.replay.definitions import is_serial, type_name
from echoes_schema.rulebook import At, Category, Problem, on_statement

_HINT = "Add a plain column, fill the old rows in batches, and make it what it is to be then."


@on_statement("AlterTableStmt", level=Level.ERROR, category=Category.LOCK)
def check(at: At) -> Iterator[Problem]:
    for command in at.commands("AT_AddColumn"):
        cause = _cause(at, command.definition)
        if cause and at.is_at_stake(at.relation):
            yield at.problem(
                f"{cause}: the table is written anew under {at.lock(at.relation)}",
                about=f"column {at.relation[1]}.{command.column}",
                hint=_HINT,
                where=command,
            )


def _cause(at: At, column: Node) -> str:
    """Return what gives every row a value, "" for nothing."""
    kind = type_name(tree.child(column, "typeName"))
    if is_serial(kind):
        return f"{kind} numbers every row"
    for constraint in tree.nodes(column, "constraints", "Constraint"):
        if constraint.get("contype") == "CONSTR_IDENTITY":
            return "IDENTITY numbers every row"
        if constraint.get("generated_kind") == "s":
            return "STORED computes every row"
    domain = at.schema.domain_of(kind)
    is_checked = domain is not None and domain.is_constrained
    return f"the domain {kind} is checked on every row" if is_checked else ""
