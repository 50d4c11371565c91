"""A domain's new constraint is checked on every table that has a column of it.

ALTER DOMAIN … ADD CONSTRAINT, VALIDATE CONSTRAINT and SET NOT NULL take SHARE on each of those
tables, which stops their writes, and read all of their rows, one table after the other. Add the
constraint NOT VALID, which reads nothing and holds for new values at once; in the place of NOT
NULL, which has no NOT VALID, `CHECK (value IS NOT NULL)`. To VALIDATE it is not necessary: if it
must be, do it in another transaction when few write, and say so in an allow line.

```sql schema
CREATE DOMAIN mass AS int;
CREATE DOMAIN volume AS int;
CREATE DOMAIN crew AS int;
ALTER DOMAIN crew ADD CONSTRAINT crew_check CHECK (value > 0) NOT VALID;
CREATE TABLE ships (id bigint PRIMARY KEY, mass mass, crew crew);
```

```sql bad
ALTER DOMAIN mass ADD CONSTRAINT mass_check CHECK (value > 0);
```

```sql bad
ALTER DOMAIN mass SET NOT NULL;
```

```sql bad
ALTER DOMAIN crew VALIDATE CONSTRAINT crew_check;
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

_SET_NOT_NULL, _ADD, _VALIDATE = "O", "C", "V"
_HINTS = {
    _VALIDATE: "Do it when few write: NOT VALID it holds for new values as it is.",
    _SET_NOT_NULL: "Add CHECK (value IS NOT NULL) NOT VALID, which holds for new values at once.",
}
_HINT = "Add it NOT VALID, which holds for new values at once."


@on_statement("AlterDomainStmt", level=Level.ERROR, category=Category.LOCK)
def check(at: At) -> Iterator[Problem]:
    kind = tree.word(at.node, "subtype")
    is_late = tree.child(tree.child(at.node, "def"), "Constraint").get("skip_validation")
    if kind not in (_SET_NOT_NULL, _VALIDATE) and (kind != _ADD or is_late):
        return
    domain = tree.qualified(tree.strings(at.node, "typeName"))
    is_known = at.schema.domain(domain) is not None
    if is_known and not _is_used(at, domain):
        return
    problem = at.problem(
        "every table with a column of it is read under SHARE, which blocks writes",
        about=shown(domain, "domain"),
        hint=_HINTS.get(kind, _HINT),
        settle="" if is_known else "Where no table has a column of it, it is safe.",
    )
    yield problem.at_most(Level.WARNING if kind == _VALIDATE else None)


def _is_used(at: At, domain: Name) -> bool:
    names = _above(at, domain)
    return any(
        column.type.removesuffix("[]").rpartition(".")[2] in names
        for table in at.schema.tables.values()
        if at.is_at_stake(table.name)
        for column in table.columns.values()
    )


def _above(at: At, domain: Name) -> set[str]:
    """Return the bare names of a domain and of those that are made of it."""
    names = {domain[1]}
    for name, one in at.schema.domains.items():  # in the order in which they were made
        if one.over[1] in names:
            names.add(name[1])
    return names
