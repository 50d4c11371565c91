"""What the migrations before make of the schema, remembered from one run to the next.

Nothing that a rule says is remembered: that depends on settings, and on all that stands before.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from echoes_schema import parser, replay
from echoes_schema.cache import Cache, opened
from echoes_schema.lint import judge as judging
from echoes_schema.lint.judge import Judge
from echoes_schema.parser import statements, tree
from echoes_schema.release import VERSION
from echoes_schema.replay import Replayed, stored
from echoes_schema.replay.definitions import index_of
from echoes_schema.rulebook import Migration

# The columns of indexes, by the table's name.
Indexes = dict[str, tuple[tuple[str, ...], ...]]
# One is kept after as many migrations: the rest is replayed sooner than another is written.
STRIDE = 20


@dataclass(slots=True)
class Checkpoint:
    """What the first `place` migrations have made, and the indexes that they create."""

    place: int = 0
    schema: Replayed = field(default_factory=Replayed)
    indexes: Indexes = field(default_factory=dict)


def go_to(
    judge: Judge, migrations: Sequence[Migration], first: int, *, remembers: bool = False
) -> None:
    """Take a judge past all migrations before the first that is judged.

    With `remembers` it begins where an earlier run has come to; a rehearsal has to run them all.
    """
    last = first // STRIDE * STRIDE
    cache = opened("lint") if remembers and last and not judge.stage else Cache()
    made = nearest(migrations[:last], cache)
    judge.schema, judge.number = made.schema, sum(bool(one.up) for one in migrations[: made.place])
    for one in migrations[made.place : last]:
        judge.skip(one)
    add_indexes(made.indexes, migrations[made.place : last])
    if last > made.place:
        keep(migrations[:last], made, cache)
    for one in migrations[last:first]:
        judge.skip(one)

    @lru_cache(maxsize=1)
    def coming() -> Indexes:
        # All migrations are parsed for it, so not before somebody asks: then in each process.
        return add_indexes(made.indexes, migrations[last:])

    judge.coming = coming


def nearest(migrations: Sequence[Migration], cache: Cache) -> Checkpoint:
    """Return the last one that an earlier run has kept of these very migrations, or an empty one.

    It is found by the text and the mode of each of them and by this program itself.
    """
    for place, key in reversed(keys(migrations)) if cache.folder else ():
        if answer := cache.get(key):
            indexes, _, schema = answer.partition("\n")
            found = {
                table: tuple([tuple(columns) for columns in known])
                for table, known in json.loads(indexes).items()
            }
            return Checkpoint(place, stored.loads(schema), found)
    return Checkpoint()


def keep(migrations: Sequence[Migration], made: Checkpoint, cache: Cache) -> None:
    """Keep what all of the migrations have made; they are a multiple of STRIDE."""
    if cache.folder is None:
        return
    _, key = keys(migrations)[-1]
    cache.put(key, f"{json.dumps(made.indexes)}\n{stored.dumps(made.schema)}")
    cache.prune()


def add_indexes(indexes: Indexes, migrations: Iterable[Migration]) -> Indexes:
    """Return `indexes` with the columns of every one that one of the migrations creates."""
    for one in migrations:
        for statement in one.up.statements if one.up else ():
            if statement.kind == "IndexStmt":
                _, table = tree.relation(statement.node)
                indexes[table] = (*indexes.get(table, ()), index_of(statement.node).columns)
    return indexes


def keys(migrations: Sequence[Migration]) -> list[tuple[int, str]]:
    """Return each place where one may be kept, and its key."""
    digest = hashlib.sha256(_program())
    found = []
    for place, one in enumerate(migrations, start=1):
        if one.up:
            mode = f"{one.up.is_transactional} {one.up.has_runner} {len(one.up.text)}\n"
            digest.update(f"{mode}{one.up.text}".encode())
        if place % STRIDE == 0:
            found.append((place, digest.hexdigest()))
    return found


@lru_cache(maxsize=1)
def _program() -> bytes:
    """Return what reads and replays, byte by byte: who works on it does not change its version."""
    folders = [Path(place) for package in (parser, replay) for place in package.__path__]
    files = [file for folder in folders for file in sorted(folder.glob("*.py"))]
    code = [file.read_bytes() for file in (*files, Path(judging.__file__))]
    return b"\0".join([f"{VERSION} {statements.parser_version()}".encode(), *code])
