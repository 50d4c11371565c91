"""SQL that a DO block or function puts together while it runs can be judged by nobody before.

A function counts where the same file calls it. The other statements of the body are judged as if
each of them ran, and so is an EXECUTE whose text shows all but names and values: a constant string,
format(), strings that `||` puts together. Of this one only its author knows what it locks. Write
the statement out where that is possible; else try the migration on a copy and look at the locks. A
body with a variable that is an array of a type of the project cannot be read: it is not judged.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY);
CREATE DOMAIN numeric_list AS numeric;
```

```sql bad
DO $$
DECLARE
    action text := 'SET (fillfactor = 90)';
BEGIN
    EXECUTE format('ALTER TABLE ships %s', action);
END
$$;
```

```sql bad
CREATE FUNCTION alter_it(action text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE 'ALTER TABLE ships ' || action;
END
$$;
SELECT alter_it('SET (fillfactor = 90)');
```

```sql bad
DO $$
DECLARE
    numbers numeric_list[];
BEGIN
    DROP TABLE ships;
END
$$;
```

```sql good
DO $$
BEGIN
    EXECUTE format('COMMENT ON TABLE %I IS %L', 'ships', current_date);
END
$$;
```

```sql good
DO $$
BEGIN
    EXECUTE 'COMMENT ON TABLE ships IS ''all of them''';
END
$$;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.rulebook import At, Category, Problem, on_statement
from echoes_schema.rulebook.context import shown

_UNREAD = "Look yourself, or try it on a copy."
_HINT = "Write the statement out, or try it on a copy."


@on_statement("DoStmt", "CreateFunctionStmt", level=Level.WARNING, category=Category.LOCK)
def check(at: At) -> Iterator[Problem]:
    is_block = at.kind == "DoStmt"
    if not is_block and not ((at.body.dynamic or at.body.refusal) and at.is_called_later):
        return
    name = tree.qualified(tree.strings(at.node, "funcname"))
    about = "DO block" if is_block else shown(name, "function")
    for place in at.body.dynamic:
        end = at.script.text.find("\n", place)
        message = "dynamic SQL: what it locks and changes is not judged"
        yield Problem(message, about, _HINT, place, end if end >= 0 else len(at.script.text))
    if at.body.refusal and "syntax error" not in at.body.refusal:
        yield at.problem("the body cannot be read, and is not judged", about=about, hint=_UNREAD)
