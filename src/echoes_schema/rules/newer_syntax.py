"""The oldest server that the migrations run on refuses this: it is of a later version.

`target-version = "15..18"` in pyproject.toml says which versions are meant; the oldest decides.
The parser here is of the newest, so that what it takes may be an error there. Write it the older
way, or raise target-version. `GENERATED ALWAYS AS (…)` without STORED is VIRTUAL, which came with
18.

```sql schema
CREATE TABLE ships (id bigint PRIMARY KEY, mass int);
```

```sql bad
ALTER TABLE ships ADD COLUMN tons int GENERATED ALWAYS AS (mass / 1000) VIRTUAL;
```

```sql bad
ALTER TABLE ships ADD CONSTRAINT ships_mass_not_null NOT NULL mass NOT VALID;
```

```sql bad
ALTER TABLE ships ADD CONSTRAINT ships_mass_check CHECK (mass > 0) NOT ENFORCED;
```

```sql bad
ALTER TABLE ships ALTER COLUMN mass SET DEFAULT 1_000;
```

```sql good
CREATE TABLE modules (
    id bigint PRIMARY KEY,
    mass int NOT NULL,
    tons int GENERATED ALWAYS AS (mass / 1000) STORED
);
ALTER TABLE ships ADD CONSTRAINT ships_mass_check CHECK (mass > 0) NOT VALID;
```
"""

from collections.abc import Iterator

from echoes_schema.model import Level
from echoes_schema.parser import tree, versions
from echoes_schema.parser.versions import Novelty
from echoes_schema.rulebook import At, Category, Problem, on_statement


@on_statement(level=Level.ERROR, category=Category.FILE)
def check(at: At) -> Iterator[Problem]:
    found = list(_of_partitioned(at))
    if versions.may_have_any(at.script.text):
        found += [one for one in versions.novelties(at.statement) if not _is_own(at, one)]
    newest = max(found, key=lambda one: one.version, default=None)
    if newest and newest.version > at.settings.oldest:
        yield at.problem(
            f"{newest.what} came with version {newest.version}; {at.settings.oldest} refuses it",
            hint=f'Write it the older way, or target-version = "{newest.version}..".',
        )


def _is_own(at: At, novelty: Novelty) -> bool:
    """Return whether it is a function that the project has made under the same name."""
    return bool(at.schema.volatility(("", novelty.what.removesuffix("()"))))


def _of_partitioned(at: At) -> Iterator[Novelty]:
    if at.kind != "AlterTableStmt" or at.table is None or at.table.kind != "partitioned":
        return
    for _, node in at.constraints("CONSTR_FOREIGN"):
        if node.get("skip_validation"):
            yield Novelty(18, "a foreign key NOT VALID on a partitioned table")
    for command in at.commands("AT_SetAccessMethod"):
        if tree.word(command.node, "name"):
            yield Novelty(17, "SET ACCESS METHOD on a partitioned table")
