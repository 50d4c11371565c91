"""What a statement really locked, read and wrote on a table that was there before its file.

Found by `lint --trace`, which runs it on a throw-away database: locks that somebody's DDL or rows
wait for, reads of all rows, rewrites, and builds of indexes, whoever caused them: cascades, foreign
keys, partitions, triggers and functions too. How long it takes depends on the rows, of which there
are none here. What cannot run in a transaction is run, and not measured.

Do: nothing; it is a measurement. The rules about locks say which of them hurt.

```sql schema
CREATE TABLE ships (id int);
```

```sql bad
ALTER TABLE ships ALTER COLUMN id TYPE bigint;
```

```sql good
CREATE TABLE stations (id int);
```
"""

from collections.abc import Iterator

from echoes_schema.locks import Answer, Mode, Touch
from echoes_schema.model import Level
from echoes_schema.rulebook import Category, Measured, Problem, Rehearsed, on_rehearsal

_WORK = {
    "scan": "it read every row",
    "rewrite": "it wrote the table anew",
    "build": "it built an index",
}


@on_rehearsal(level=Level.INFO, category=Category.LOCK)
def check(done: Rehearsed) -> Iterator[Problem]:
    for one in done.measured:
        begin, end = one.statement.offset, one.statement.offset + len(one.statement.sql)
        if not one.is_seen:
            said = "not measured: it cannot run in a transaction"
            yield Problem(said, offset=begin, end=end)
        for touch in one.seen:
            work = [text for kind, text in _WORK.items() if getattr(touch, kind) is Answer.YES]
            if touch.mode >= Mode.SHARE_UPDATE_EXCLUSIVE or work:
                said = "; ".join([_lock(one, touch), *work])
                yield Problem(said, f"table {'.'.join(touch.relation)}", offset=begin, end=end)


def _lock(one: Measured, touch: Touch) -> str:
    verb = "had" if (touch.relation, touch.mode) in one.held else "took"
    return f"it {verb} {touch.mode}, which blocks {touch.mode.blocks}"
