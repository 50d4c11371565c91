"""A constraint that is checked at once reads the whole table under its lock.

A CHECK is checked under ACCESS EXCLUSIVE, a foreign key under SHARE ROW EXCLUSIVE on both tables,
which stops writes to both. Add it NOT VALID, which takes the lock for a moment and holds for new
rows at once; then, in another transaction, VALIDATE CONSTRAINT, which lets readers and writers go
on.

The same holds for a CHECK inside ADD COLUMN, and for a named NOT NULL, which version 18 brought. A
foreign key inside ADD COLUMN reads nothing unless the column has a default.

A foreign key on a partitioned table cannot be NOT VALID before version 18: there is no other way
than to add it in a quiet hour.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY, mass int, owner_id bigint);
CREATE TABLE owners (id bigint PRIMARY KEY);
```

```sql bad
ALTER TABLE ships ADD CONSTRAINT ships_mass_check CHECK (mass > 0);
```

```sql bad
ALTER TABLE ships
ADD CONSTRAINT ships_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES owners (id);
```

```sql bad
ALTER TABLE ships ADD COLUMN volume int CHECK (volume > 0);
```

```sql good
ALTER TABLE ships ADD CONSTRAINT ships_mass_check CHECK (mass > 0) NOT VALID;
ALTER TABLE ships
ADD CONSTRAINT ships_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES owners (id) NOT VALID;
```

```sql good
CREATE TABLE modules (id bigint, ship_id bigint REFERENCES ships (id));
ALTER TABLE modules ADD CONSTRAINT modules_id_check CHECK (id > 0);
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.parser.tree import Node
from echoes_schema.rulebook import At, Category, Command, Problem, on_statement

_KINDS = {
    "CONSTR_CHECK": "a CHECK",
    "CONSTR_FOREIGN": "a foreign key",
    "CONSTR_NOTNULL": "a NOT NULL",
}
_HINT = "Add it NOT VALID, and VALIDATE CONSTRAINT in another transaction."
_QUIET = "Before version 18 it cannot be NOT VALID on a partitioned table: choose a quiet hour."
_ON_PARTITIONED_SINCE = 18


@on_statement("AlterTableStmt", level=Level.ERROR, category=Category.LOCK)
def check(at: At) -> Iterator[Problem]:
    if at.is_unshared(at.relation):
        return
    for command in at.commands("AT_AddConstraint"):
        node = command.definition
        is_checked = not _is_unchecked(node) and not _is_proved(at, node)
        if tree.word(node, "contype") in _KINDS and is_checked:
            yield _problem(at, command, node)
    for command in at.commands("AT_AddColumn"):
        inline = tree.nodes(command.definition, "constraints", "Constraint")
        kinds = {tree.word(one, "contype") for one in inline}
        for node in inline:
            if _is_checked_inline(tree.word(node, "contype"), kinds):
                yield _problem(at, command, node)


def _is_unchecked(node: Node) -> bool:
    return bool(node.get("skip_validation")) or not node.get("is_enforced", True)


def _is_proved(at: At, node: Node) -> bool:
    """Return whether a NOT NULL is so already, or a validated CHECK says the same."""
    column = "".join(tree.strings(node, "keys"))
    known = at.table.columns.get(column) if at.table else None
    is_proved = at.table is not None and at.table.is_proved_not_null(column)
    return tree.word(node, "contype") == "CONSTR_NOTNULL" and (
        is_proved or (known is not None and not known.is_nullable)
    )


def _is_checked_inline(kind: str, kinds: set[str]) -> bool:
    return kind == "CONSTR_CHECK" or (kind == "CONSTR_FOREIGN" and "CONSTR_DEFAULT" in kinds)


def _problem(at: At, command: Command, node: Node) -> Problem:
    what = _KINDS[tree.word(node, "contype")]
    name = tree.word(node, "conname") or command.column
    return at.problem(
        f"{what} is checked on every row under {at.lock(at.relation)}",
        about=f"constraint {name} of {at.relation[1]}" if name else "",
        hint=_QUIET if _has_no_not_valid(at, node) else _HINT,
        where=command,
    )


def _has_no_not_valid(at: At, node: Node) -> bool:
    is_key = tree.word(node, "contype") == "CONSTR_FOREIGN"
    is_partitioned = at.table is not None and at.table.kind == "partitioned"
    return is_key and is_partitioned and at.settings.oldest < _ON_PARTITIONED_SINCE
