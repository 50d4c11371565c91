"""A SECURITY DEFINER function that does not fix its search_path runs with the caller's.

It has the rights of its owner. Whoever calls it can set search_path to a schema of his own, and the
function takes tables, functions and operators from there, with those rights. Write `SET search_path
= pg_catalog, pg_temp` (or the schemas that it needs, pg_temp last) in the function.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY);
```

```sql bad
CREATE FUNCTION count_ships() RETURNS bigint LANGUAGE sql SECURITY DEFINER
AS $$ SELECT count(*) FROM ships $$;
```

```sql bad
CREATE FUNCTION count_ships() RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM ships $$;
ALTER FUNCTION count_ships() SECURITY DEFINER;
```

```sql good
CREATE FUNCTION count_ships() RETURNS bigint LANGUAGE sql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$ SELECT count(*) FROM ships $$;
```

```sql good
CREATE FUNCTION count_ships() RETURNS bigint LANGUAGE sql SECURITY DEFINER
AS $$ SELECT count(*) FROM ships $$;
ALTER FUNCTION count_ships() SET search_path = public, pg_temp;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.parser.tree import Name, Node
from echoes_schema.rulebook import At, Category, Problem, on_statement
from echoes_schema.rulebook.context import shown


@on_statement(
    "CreateFunctionStmt", "AlterFunctionStmt", level=Level.WARNING, category=Category.SECURITY
)
def check(at: At) -> Iterator[Problem]:
    if "security" not in tree.options(at.node, _options(at.node)) or _sets_path(at.node):
        return
    name = _name(at.node)
    others = (
        *at.nodes_above("AlterFunctionStmt", "CreateFunctionStmt"),
        *at.nodes_below("AlterFunctionStmt"),
    )
    if not any(_name(node) == name and _sets_path(node) for node in others):
        yield at.problem(
            "SECURITY DEFINER, and search_path is the caller's",
            about=shown(name, "function"),
            hint="Write SET search_path = … in the function, pg_temp last.",
        )


def _options(node: Node) -> str:
    return "options" if "options" in node else "actions"


def _name(node: Node) -> Name:
    call = tree.child(node, "func")
    return tree.qualified(tree.strings(node, "funcname") or tree.strings(call, "objname"))


def _sets_path(node: Node) -> bool:
    return any(
        one.get("name") == "search_path" and one.get("kind") != "VAR_RESET"
        for one in tree.below(tree.children(node, _options(node)), "VariableSetStmt")
    )
