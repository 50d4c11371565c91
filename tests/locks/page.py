"""Prints docs/reference/locks.md, made from the cases that the servers confirm."""

from itertools import groupby

from echoes_schema.locks import Mode
from tests.locks import cases
from tests.locks.cases import Case

HEAD = """\
# Locks

What each statement locks, seen on PostgreSQL 15, 16 and 18. This page is made from
`tests/locks/cases/`: `make docs` writes it anew, and the tests run every statement on a server and
compare. The tables in it are those of `tests/locks/schema.sql`: `p`, `r`, `held` and `whole` are
partitioned, `pd` is a default partition, `f` references `u`, others inherit from `i_parent`.

`scan`: every row is read under the lock. `rewrite`: the table gets a new file and every index is
built anew. `build`: an index is built. A question mark: the statement's text does not decide it,
the schema does; the word tells what happened here. An exclamation mark: the text alone misleads
(`+` a lock that it does not tell, `-` one that is not taken). Only relations that were there before
are listed, and an index only where its lock is stronger than its table's.

| lock | conflicts with | blocks |
|---|---|---|
"""
TITLES = {
    "attached": "Triggers, rules, policies, views, sequences and more",
    "columns": "Columns",
    "constraints": "Constraints",
    "data": "Reading and writing rows",
    "indexes": "Indexes",
    "partitions": "Partitions",
    "tables": "Tables",
    "types": "Types and domains",
}


def page() -> str:
    """Return the page: the locks, and a table for each family of statements."""
    modes = "".join(_mode(mode) for mode in Mode)
    families = groupby(cases.read(), key=lambda case: case.family)
    return HEAD + modes + "".join(_family(name, list(group)) for name, group in families)


def _mode(mode: Mode) -> str:
    others = ", ".join(str(other) for other in Mode if mode.conflicts(other))
    return f"| {mode} | {others} | {mode.blocks} |\n"


def _family(name: str, group: list[Case]) -> str:
    head = f"\n## {TITLES[name]}\n\n| statement | for example | what it takes |\n|---|---|---|\n"
    return head + "".join(_row(case) for case in group)


def _row(case: Case) -> str:
    example = " ".join(case.sql.split()).replace("|", "\\|")
    return f"| {case.title}{_versions(case)} | `{example}` | {'<br>'.join(case.lines)} |\n"


def _versions(case: Case) -> str:
    if case.least > 15:
        return f" (from PostgreSQL {case.least})"
    return f" (to PostgreSQL {case.most})" if case.most < 99 else ""


if __name__ == "__main__":
    print(page(), end="")
