"""SELECT * in a view means the columns of that day.

A column that comes later is not in the view, and the first dump and restore does not change that; a
column that goes takes the view with it or is kept by it. Name the columns that the view promises.

Nothing is said of a view that takes the name of what the same file has renamed: it goes soon.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY, name text);
```

```sql bad
CREATE VIEW ship_list AS SELECT * FROM ships;
```

```sql good
CREATE VIEW ship_list AS SELECT id, name FROM ships;
CREATE VIEW ship_names AS WITH named AS (SELECT name FROM ships) SELECT * FROM named;
CREATE VIEW ship_count AS SELECT count(*) AS ships FROM ships;
```

```sql good
ALTER TABLE ships RENAME TO vessels;
CREATE VIEW ships AS SELECT * FROM vessels;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.parser.tree import Node
from echoes_schema.rulebook import At, Category, Problem, on_statement
from echoes_schema.rulebook.context import shown


@on_statement("ViewStmt", level=Level.WARNING, category=Category.DESIGN, is_for_ups=True)
def check(at: At) -> Iterator[Problem]:
    query = tree.child(tree.child(at.node, "query"), "SelectStmt")
    fields = [
        field
        for target in tree.nodes(query, "targetList", "ResTarget")
        for field in tree.children(tree.child(tree.child(target, "val"), "ColumnRef"), "fields")
    ]
    has_star = any(isinstance(field, dict) and "A_Star" in field for field in fields)
    if has_star and _reads_relation(query) and not _is_for_the_old_name(at):
        yield at.problem(
            "SELECT * is the columns of today: those that come later are not in the view",
            about=shown(tree.relation(at.node, "view"), "view"),
            hint="Name the columns.",
        )


def _is_for_the_old_name(at: At) -> bool:
    view = tree.relation(at.node, "view")[1]
    return any(tree.relation(node)[1] == view for node in at.nodes_above("RenameStmt"))


def _reads_relation(query: Node) -> bool:
    """Return whether it reads a relation itself; what WITH or a subquery makes has its columns."""
    made = tree.nodes(tree.child(query, "withClause"), "ctes", "CommonTableExpr")
    names = {tree.word(one, "ctename") for one in made}
    sources = [one for one in tree.children(query, "fromClause") if isinstance(one, dict)]
    joined = [
        side
        for join in tree.nodes(query, "fromClause", "JoinExpr")
        for side in (tree.child(join, "larg"), tree.child(join, "rarg"))
    ]
    ranges = [tree.child(one, "RangeVar") for one in (*sources, *joined)]
    return any(one and tree.named(one)[1] not in names for one in ranges)
