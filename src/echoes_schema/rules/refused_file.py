"""The file cannot be read, or the runner would refuse it.

It is not UTF-8, holds a NUL character, is larger than any file that a person writes, or the folder
or the header says something that `up` refuses before it runs anything: an unknown directive, two
files of one number, a rollback without its migration. What Flyway runs and `up` does not is an
`info`: repeatable migrations and callbacks.

```sql bad
-- Ships have names.
-- transactionnal: false

ALTER TABLE ships ADD COLUMN name text;
```

```sql good
-- Ships have names.

ALTER TABLE ships ADD COLUMN name text;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.rulebook import Category, Problem, Script, on_script


@on_script(Level.ERROR, Category.FILE)
def check(script: Script) -> Iterator[Problem]:
    if script.refusal:
        begin = sum(len(line) + 1 for line in script.text.split("\n")[: script.refused_line - 1])
        end = script.text.find("\n", begin)
        problem = Problem(
            script.refusal,
            hint=script.remedy or "Mend the file: nothing of it runs.",
            offset=min(begin, len(script.text)) if script.refused_line else -1,
            end=end if end >= 0 else len(script.text),
        )
        yield problem.at_most(Level.INFO if script.is_besides else None)
