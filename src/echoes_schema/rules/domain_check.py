"""A domain's new constraint is checked on every table that has a column of it.

ALTER DOMAIN … ADD CONSTRAINT and SET NOT NULL take SHARE on each of those tables, which stops
their writes, and read all of their rows, one table after the other. Add the constraint NOT
VALID, which reads nothing and holds for new values at once, and VALIDATE it in another
transaction when few write.

```sql schema
CREATE DOMAIN mass AS int;
CREATE DOMAIN volume AS int;
CREATE TABLE ships (id bigint PRIMARY KEY, mass mass);
```

```sql bad
ALTER DOMAIN mass ADD CONSTRAINT mass_check CHECK (value > 0);
```

```sql bad
ALTER DOMAIN mass SET NOT NULL;
```

```sql good
ALTER DOMAIN mass ADD CONSTRAINT mass_check CHECK (value > 0) NOT VALID;
ALTER DOMAIN volume ADD CONSTRAINT volume_check CHECK (value > 0);
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.parser.tree import Name
from echoes_schema.rulebook import At, Category, Problem, on_statement
from echoes_schema.rulebook.context import shown

_SET_NOT_NULL, _ADD = "O", "C"


@on_statement("AlterDomainStmt", level=Level.ERROR, category=Category.LOCK)
def check(at: At) -> Iterator[Problem]:
    kind = tree.word(at.node, "subtype")
    is_late = tree.child(tree.child(at.node, "def"), "Constraint").get("skip_validation")
    if kind != _SET_NOT_NULL and (kind != _ADD or is_late):
        return
    domain = tree.qualified(tree.strings(at.node, "typeName"))
    is_known = at.schema.has_domain_constraint(domain) is not None
    if is_known and not _is_used(at, domain):
        return
    yield at.problem(
        "every table with a column of it is read under SHARE, which blocks writes",
        about=shown(domain, "domain"),
        hint="Add it NOT VALID, and VALIDATE it in another transaction.",
        settle="" if is_known else "Where no table has a column of it, it is safe.",
    )


def _is_used(at: At, domain: Name) -> bool:
    return any(
        column.type.removesuffix("[]").rpartition(".")[2] == domain[1]
        for table in at.schema.tables.values()
        if at.is_at_stake(table.name)
        for column in table.columns.values()
    )
