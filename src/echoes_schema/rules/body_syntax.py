"""The body of a function or DO block has a slip that only its first call would show.

PostgreSQL takes the body as a string. PL/pgSQL looks at it when the function is created, and at
the SQL in it when that line runs; with check_function_bodies off at nothing. A body is judged as
PL/pgSQL and SQL only: it is read, not run.

```sql bad
CREATE FUNCTION count_ships() RETURNS bigint LANGUAGE plpgsql
AS $$ BEGIN RETURN count(*) FORM ships; END $$;
```

```sql bad
CREATE FUNCTION one() RETURNS int LANGUAGE sql AS $$ SELEC 1 $$;
```

```sql bad
DO $$ BEGIN IF true THEN NULL; END $$;
```

```sql good
CREATE FUNCTION two() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 2; END $$;
CREATE FUNCTION one() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import reading, statements, tree
from echoes_schema.rulebook import At, Category, Problem, on_statement
from echoes_schema.rulebook.context import shown


@on_statement("CreateFunctionStmt", "DoStmt", level=Level.ERROR, category=Category.FILE)
def check(at: At) -> Iterator[Problem]:
    said = at.body.refusal or _refused_sql(at)
    # It knows no type of the project, and says so in other words.
    if "syntax error" in said or "missing" in said:
        name = tree.qualified(tree.strings(at.node, "funcname"))
        yield at.problem(
            f"its body: {said}",
            about=shown(name, "function") or "DO block",
            hint="Correct the body.",
        )


def _refused_sql(at: At) -> str:
    options = tree.nodes(at.node, "options", "DefElem")
    given = {tree.word(one, "defname"): tree.child(one, "arg") for one in options}
    if tree.word(tree.child(given.get("language", {}), "String"), "sval").lower() != "sql":
        return ""
    body = tree.strings(tree.child(given.get("as", {}), "List"), "items")
    if not body or statements.is_taken(body[0]):
        return ""
    return reading.read(body[0]).refusals[0].message
