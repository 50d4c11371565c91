"""A NOT NULL column without a default cannot be added to a table with rows.

The rows that are there would hold NULL, so PostgreSQL refuses (SQLSTATE 23502): the migration
passes on an empty test database and fails in production. Give the column a default, which costs
nothing where it is the same for all rows. Or add it without NOT NULL, fill it, and set NOT NULL
then.

The release that runs meanwhile does not know the column: a default serves its inserts too.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY);
```

```sql bad
ALTER TABLE ships ADD COLUMN name text NOT NULL;
```

```sql bad
ALTER TABLE ships ADD COLUMN name text NOT NULL DEFAULT NULL;
```

```sql good
ALTER TABLE ships ADD COLUMN name text NOT NULL DEFAULT '';
```

```sql good
CREATE TABLE modules (id bigint);
ALTER TABLE modules ADD COLUMN name text NOT NULL;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.parser.tree import Node
from echoes_schema.replay.definitions import is_serial, type_name
from echoes_schema.rulebook import At, Category, Problem, on_statement

_VALUES = {"CONSTR_IDENTITY", "CONSTR_GENERATED"}


@on_statement("AlterTableStmt", level=Level.ERROR, category=Category.DATA)
def check(at: At) -> Iterator[Problem]:
    for command in at.commands("AT_AddColumn"):
        if not _is_empty_and_required(command.definition):
            continue
        if not at.is_unshared(at.relation) and not _is_emptied(at):
            yield at.problem(
                "NOT NULL without a default: it fails where the table has rows",
                about=f"column {at.relation[1]}.{command.column}",
                hint="Give it a DEFAULT, or add it nullable, fill it, and SET NOT NULL then.",
                where=command,
            )


def _is_empty_and_required(column: Node) -> bool:
    given = tree.nodes(column, "constraints", "Constraint")
    kinds = {tree.word(one, "contype") for one in given}
    has_value = any(_has_value(one) for one in given)
    return (
        bool(kinds & {"CONSTR_NOTNULL", "CONSTR_PRIMARY"})
        and not has_value
        and not is_serial(type_name(tree.child(column, "typeName")))
    )


def _has_value(constraint: Node) -> bool:
    kind = tree.word(constraint, "contype")
    is_null = tree.child(tree.child(constraint, "raw_expr"), "A_Const").get("isnull")
    return kind in _VALUES or (kind == "CONSTR_DEFAULT" and not is_null)


def _is_emptied(at: At) -> bool:
    """Return whether this script has taken all rows out of the table before."""
    emptied = [
        tree.named(node)
        for one in at.nodes_above("TruncateStmt")
        for node in tree.nodes(one, "relations", "RangeVar")
    ]
    emptied += [
        tree.relation(one) for one in at.nodes_above("DeleteStmt") if "whereClause" not in one
    ]
    return any(name[1] == at.relation[1] for name in emptied)
