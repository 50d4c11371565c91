"""Everybody may call a SECURITY DEFINER function until it is revoked.

A new function is executable by PUBLIC, and this one does what its owner may do. In the same
migration write `REVOKE EXECUTE ON FUNCTION … FROM PUBLIC`, and grant it to those who need it.
A function that only a trigger can call is not meant.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY);
```

```sql bad
CREATE FUNCTION scrap_ships() RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$ DELETE FROM ships $$;
```

```sql good
CREATE FUNCTION scrap_ships() RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$ DELETE FROM ships $$;
REVOKE EXECUTE ON FUNCTION scrap_ships() FROM PUBLIC;
```

```sql good
CREATE FUNCTION note_ship() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$ BEGIN RETURN NEW; END $$;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.parser.tree import Node
from echoes_schema.rulebook import At, Category, Problem, on_statement
from echoes_schema.rulebook.context import shown

_CALLED_BY_NOBODY = {"trigger", "event_trigger"}


@on_statement("CreateFunctionStmt", level=Level.INFO, category=Category.SECURITY)
def check(at: At) -> Iterator[Problem]:
    name = tree.qualified(tree.strings(at.node, "funcname"))
    returned = tree.strings(tree.child(at.node, "returnType"), "names")[-1:]
    if "security" not in tree.options(at.node, "options") or set(returned) & _CALLED_BY_NOBODY:
        return
    is_replaced = at.node.get("replace") and at.schema.volatility(name)
    if not is_replaced and not any(_revokes(node, name[1]) for node in at.nodes_below("GrantStmt")):
        yield at.problem(
            "SECURITY DEFINER, and everybody may call it",
            about=shown(name, "function"),
            hint="REVOKE EXECUTE ON FUNCTION … FROM PUBLIC below it.",
        )


def _revokes(node: Node, function: str) -> bool:
    if node.get("is_grant") or not any(
        one.get("roletype") == "ROLESPEC_PUBLIC" for one in tree.nodes(node, "grantees", "RoleSpec")
    ):
        return False
    if node.get("targtype") == "ACL_TARGET_ALL_IN_SCHEMA":
        return True
    named = tree.nodes(node, "objects", "ObjectWithArgs")
    return any(tree.strings(one, "objname")[-1:] == (function,) for one in named)
