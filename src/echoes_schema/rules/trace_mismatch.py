"""The server did something else than the text of the statement tells.

Found by `lint --trace`, which runs it on a throw-away database. `plan` and every rule about locks
go by the text. Where that is wrong an event trigger or an extension has a hand in it, or our table
of locks is wrong: then please report it. Only what was there before the file counts, and of
statements on rows nothing does: what views, triggers and functions reach is beyond the text.
`IF EXISTS` may find nothing to do.

Do: go by the measurement. Look for an event trigger that locks or writes tables.

```sql schema
CREATE TABLE ships (id int);
CREATE TABLE log (id int);
CREATE FUNCTION note() RETURNS event_trigger LANGUAGE plpgsql
AS $$ BEGIN LOCK TABLE log; END; $$;
CREATE EVENT TRIGGER note ON ddl_command_end WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION note();
```

```sql bad
ALTER TABLE ships ADD COLUMN name text;
```

```sql good
COMMENT ON TABLE ships IS 'Ships.';
```
"""

from collections.abc import Iterator

from echoes_schema.locks import Answer, Mode, Touch
from echoes_schema.model import Level
from echoes_schema.parser import tree
from echoes_schema.parser.tree import Name
from echoes_schema.rulebook import Category, Measured, Problem, Rehearsed, on_rehearsal

_ON_ROWS = frozenset(
    {
        "CallStmt",
        "CopyStmt",
        "CreateTableAsStmt",
        "DeclareCursorStmt",
        "DeleteStmt",
        "DoStmt",
        "ExecuteStmt",
        "ExplainStmt",
        "InsertStmt",
        "MergeStmt",
        "RefreshMatViewStmt",
        "SelectStmt",
        "UpdateStmt",
    }
)
_WORK = ("scan", "rewrite", "build")
# Nobody's reading or writing waits for less.
_LEAST = Mode.SHARE_UPDATE_EXCLUSIVE


@on_rehearsal(level=Level.ERROR, category=Category.LOCK)
def check(done: Rehearsed) -> Iterator[Problem]:
    for one in done.measured:
        if not one.is_seen or one.statement.kind in _ON_ROWS:
            continue
        for name, said in _disagreements(one):
            yield Problem(
                said,
                f"table {'.'.join(name)}",
                "Go by the measurement. If no event trigger does it, report it.",
                one.statement.offset,
                one.statement.offset + len(one.statement.sql),
            )


def _disagreements(one: Measured) -> Iterator[tuple[Name, str]]:
    told = {touch.relation: touch for touch in one.told}
    seen = {touch.relation: touch for touch in one.seen}
    for name in sorted({*told, *seen}):
        expected, real = told.get(name), seen.get(name)
        if not _is_same_lock(one, expected, real):
            wanted, taken = (touch.mode if touch else "no lock" for touch in (expected, real))
            yield name, f"its text tells {wanted}, and it took {taken}"
        if expected and real:
            yield from ((name, said) for said in _other_work(one, expected, real))


def _is_same_lock(one: Measured, expected: Touch | None, real: Touch | None) -> bool:
    wanted = expected.mode if expected else 0
    taken = real.mode if real else 0
    if wanted == taken or max(wanted, taken) < _LEAST:
        return True
    if real and (real.relation, real.mode) in one.held:
        return True
    is_held = expected is not None and (expected.relation, expected.mode) in one.held
    return taken < wanted and (is_held or _may_be_idle(one))


def _other_work(one: Measured, expected: Touch, real: Touch) -> Iterator[str]:
    for work in _WORK:
        wanted, happened = getattr(expected, work), getattr(real, work)
        if wanted is Answer.NO and happened is Answer.YES:
            # An empty table that is emptied looks like one that is rewritten.
            if one.statement.kind != "TruncateStmt":
                yield f"its text tells no {work}, and there was one"
        elif wanted is Answer.YES and happened is Answer.NO and _shows(one, expected, work):
            yield f"its text tells a {work}, and there was none"


def _shows(one: Measured, touch: Touch, work: str) -> bool:
    """Return whether work would show: a foreign key's check begins on the side that is altered.

    Where no row is there it reads no row of the other side.
    """
    is_altered = tree.relation(one.statement.node)[1] == touch.relation[1]
    return not _may_be_idle(one) and (work != "scan" or is_altered)


def _may_be_idle(one: Measured) -> bool:
    """Return whether IF EXISTS or IF NOT EXISTS may have found nothing to do."""
    node = one.statement.node
    commands = tree.nodes(node, "cmds", "AlterTableCmd")
    return any(
        part.get(key) for part in (node, *commands) for key in ("missing_ok", "if_not_exists")
    )
