"""A migration begins or ends a transaction that is the runner's.

The runner makes one transaction of the file and of its own bookkeeping. COMMIT inside it would tear
them apart: half a migration stays, and nobody remembers which half. Our runner refuses the file.

A file by itself, that no runner sends, may say BEGIN and COMMIT, each with the other: a BEGIN that
nothing ends is rolled back when psql leaves, and one that is PREPAREd keeps its locks.

```sql bad
BEGIN;
CREATE TABLE ships (id bigint PRIMARY KEY);
COMMIT;
```

```sql good
CREATE TABLE ships (id bigint PRIMARY KEY);
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.rulebook import At, Category, Problem, on_statement

_BEGINS = {"TRANS_STMT_BEGIN", "TRANS_STMT_START"}
_ENDS = {"TRANS_STMT_COMMIT", "TRANS_STMT_ROLLBACK", "TRANS_STMT_PREPARE"}


@on_statement("TransactionStmt", level=Level.ERROR, category=Category.TRANSACTION)
def check(at: At) -> Iterator[Problem]:
    if at.script.has_runner:
        yield at.problem(
            f"{at.statement.sql.split()[0].upper()} inside a migration",
            hint="Remove it: the runner begins and ends the transaction.",
        )
    elif trouble := _trouble(at):
        yield at.problem(trouble, hint="Write BEGIN and COMMIT in pairs.")


def _trouble(at: At) -> str:
    """Return what is wrong with it in a file by itself, or ""."""
    kind, is_open = tree.word(at.node, "kind"), at.session.is_in_transaction
    if kind in _BEGINS:
        kinds = {tree.word(node, "kind") for node in at.nodes_below("TransactionStmt")}
        if is_open:
            return "BEGIN inside a transaction: PostgreSQL only warns"
        return "" if kinds & _ENDS else "nothing ends this transaction: it is rolled back"
    if kind in (_ENDS | {"TRANS_STMT_SAVEPOINT"}) and not is_open:
        return f"{at.statement.sql.split()[0].upper()} without a transaction"
    if kind == "TRANS_STMT_PREPARE":
        return "every lock is held until somebody says COMMIT PREPARED"
    return ""
