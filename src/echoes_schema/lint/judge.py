"""One script after the other: what the rules say of it, and what it makes of the schema."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from echoes_schema.lint.catalogue import AnyRule, Rules
from echoes_schema.migrations.script import LOCK_TIMEOUT
from echoes_schema.replay import Replayed, Session
from echoes_schema.replay.effects import apply
from echoes_schema.rulebook import At, Direction, Migration, Problem, Script
from echoes_schema.settings.linting import Linting

if TYPE_CHECKING:
    from echoes_schema.rehearsal.stage import Stage


@dataclass(frozen=True, slots=True)
class Verdict:
    """A problem with the rule that found it and the script that it is in."""

    rule: AnyRule
    script: Script
    problem: Problem


@dataclass(slots=True)
class Judge:
    """Replays scripts in turn. `number` counts them, so that a table knows where it was born.

    With a `stage` they run there too. `coming` returns the indexes of all of them, see At.
    """

    rules: Rules
    settings: Linting
    schema: Replayed = field(default_factory=Replayed)
    number: int = 0
    stage: Stage | None = None
    coming: Callable[[], Mapping[str, tuple[tuple[str, ...], ...]]] = dict

    def migration(self, migration: Migration) -> Iterator[Verdict]:
        """Yield what is wrong with a migration and its way back, and go on past it.

        The way back runs on what the migration made, and is forgotten.
        """
        for rule in self.rules.migrations:
            yield from _verdicts(rule, migration.scripts[0], rule.check(migration))
        if migration.up:
            yield from self._script(migration.up, self.schema)
        if migration.down:
            yield from self._script(migration.down, self.schema.copy())
        for done in self.stage.migration(migration) if self.stage else ():
            for seen in self.rules.rehearsals:
                yield from _verdicts(seen, done.script, seen.check(done))

    def skip(self, migration: Migration) -> None:
        """Go on past a migration that nobody asks about."""
        if migration.up:
            for _ in self._run(migration.up, self.schema):
                pass
        if self.stage:
            self.stage.skip(migration)

    def _script(self, script: Script, schema: Replayed) -> Iterator[Verdict]:
        for rule in self.rules.scripts:
            yield from _verdicts(rule, script, rule.check(script))
        rules = self.rules.downs if script.direction is Direction.DOWN else self.rules.ups
        for at in self._run(script, schema):
            for one in rules.of(at.kind):
                # Nearly always nothing is found, and this runs for each rule and statement.
                if found := list(one.check(at)):
                    yield from _verdicts(one, script, found)

    def _run(self, script: Script, schema: Replayed) -> Iterator[At]:
        """Yield each statement with the state before it, which the next one is not given."""
        self.number += 1
        session = Session()
        schema.search_path = session.search_path
        if script.has_runner:
            session.set("lock_timeout", f"{LOCK_TIMEOUT:g}s")
        if script.is_transactional:
            session.begin()
        called: set[int] = set()
        for statement in script.statements:
            at = At(statement, script, self.number, schema, session, self.settings, self.coming)
            yield at
            yield from self._inside(at, called)
            apply(schema, statement, session, self.number)
            session.take(statement)
            schema.search_path = session.search_path

    def _inside(self, outer: At, called: set[int]) -> Iterator[At]:
        """Yield the statements that run inside of one; which of them run nobody knows before.

        A function is looked at where it is first called: `called` are the places of those.
        """
        for holder, body in outer.runs:
            if holder.offset in called:
                continue
            called.add(holder.offset)
            schema, session = outer.schema.copy(), outer.session.inside()
            schema.search_path = session.search_path
            for statement in body.statements:
                is_repeated = outer.is_repeated or statement.offset in body.repeated
                at = replace(
                    outer,
                    statement=statement,
                    schema=schema,
                    session=session,
                    is_repeated=is_repeated,
                )
                yield at
                yield from self._inside(at, called)
                apply(schema, statement, session, self.number)
                session.take(statement)
                schema.search_path = session.search_path
            outer.schema.fill_like(schema)


def _verdicts(rule: AnyRule, script: Script, problems: Iterable[Problem]) -> list[Verdict]:
    """Return one verdict for an object and a place, however often the rule says it."""
    first: dict[tuple[str, int], Problem] = {}
    for problem in problems:
        first.setdefault((problem.object, problem.offset), problem)
    return [Verdict(rule, script, problem) for problem in first.values()]
