"""Every column of a domain with a constraint has its table written anew when it is added.

A column of such a domain costs a rewrite under ACCESS EXCLUSIVE, even without a default, and a
change of the constraint reads every table that uses the domain. A CHECK on the column itself can
be added NOT VALID, and changed for one table alone. For the columns of new tables a domain is
fine: where the same file makes one with it, this is a note.

```sql bad
CREATE DOMAIN positive AS int CHECK (value > 0);
```

```sql good
CREATE DOMAIN label AS text;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.rulebook import At, Category, Problem, on_statement
from echoes_schema.rulebook.context import shown


@on_statement("CreateDomainStmt", level=Level.WARNING, category=Category.DESIGN)
def check(at: At) -> Iterator[Problem]:
    kinds = {tree.word(one, "contype") for one in tree.nodes(at.node, "constraints", "Constraint")}
    name = tree.qualified(tree.strings(at.node, "domainname"))
    if kinds & {"CONSTR_CHECK", "CONSTR_NOTNULL"}:
        problem = at.problem(
            "a column of it can be added to a table with rows only by writing the table anew",
            about=shown(name, "domain"),
            hint="Put the CHECK on the column, where it can be NOT VALID at first.",
        )
        yield problem.at_most(Level.INFO if _has_new_table(at, name[1]) else None)


def _has_new_table(at: At, domain: str) -> bool:
    return any(
        tree.strings(tree.child(column, "typeName"), "names")[-1:] == (domain,)
        for node in at.nodes_below("CreateStmt")
        for column in tree.nodes(node, "tableElts", "ColumnDef")
    )
