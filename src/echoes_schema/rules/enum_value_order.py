"""A value comes at the end of an enum, because nobody said where.

The order of an enum is that of ORDER BY and of `<`. Without BEFORE or AFTER the value is the
last, and the order cannot be changed later. A matter of taste, and off until a project asks for
it.

```sql schema
CREATE TYPE size AS ENUM ('small', 'large');
```

```sql bad
ALTER TYPE size ADD VALUE 'medium';
```

```sql good
ALTER TYPE size ADD VALUE 'medium' BEFORE 'large';
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.rulebook import At, Category, Problem, on_statement


@on_statement("AlterEnumStmt", level=Level.INFO, category=Category.DESIGN, is_opt_in=True)
def check(at: At) -> Iterator[Problem]:
    is_new = bool(tree.word(at.node, "newVal")) and not tree.word(at.node, "oldVal")
    if is_new and not tree.word(at.node, "newValNeighbor"):
        yield at.problem(
            f"'{tree.word(at.node, 'newVal')}' comes last, because nothing says where",
            about=f"type {'.'.join(tree.strings(at.node, 'typeName'))}",
            hint="Say BEFORE or AFTER which value.",
        )
