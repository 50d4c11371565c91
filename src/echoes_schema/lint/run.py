"""The whole of a lint run: from paths to a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from echoes_schema.errors import FileError
from echoes_schema.lint import (
    baseline,
    catalogue,
    checkpoint,
    folder,
    shares,
    styling,
)
from echoes_schema.lint.allowed import Allowed
from echoes_schema.lint.catalogue import Rules
from echoes_schema.lint.finding import Writer
from echoes_schema.lint.groups import Choice, grouped
from echoes_schema.lint.judge import Judge, Verdict
from echoes_schema.lint.styling import Styled
from echoes_schema.model import Finding, Report
from echoes_schema.rulebook import Migration, Script, allowance
from echoes_schema.settings import Settings

if TYPE_CHECKING:
    from echoes_schema.rehearsal import Stage


def lint(paths: tuple[Path, ...], settings: Settings, choice: Choice | None = None) -> Report:
    """Return what was judged and what is wrong.

    Without paths it is what the project names, else its folder of migrations. Raises FileError
    for a path that is not there, and where no file is left to judge; SettingsError for a rule
    that there is not.
    """
    wanted = paths or settings.linting.paths or (settings.sql,)
    rules = catalogue.chosen(settings.linting)
    writer = Writer(settings.linting, baseline.read(settings.linting.baseline))
    groups = grouped(wanted, settings)
    todos = [(group.todo(settings, choice), group.migrations) for group in groups]
    judged = [script for todo, _ in todos for _, scripts in todo for script in scripts]
    if not judged and not (choice and (choice.changed is not None or choice.since)):
        raise FileError(
            f"no file to judge in {', '.join(map(str, wanted))}", "Name a folder or a file of SQL."
        )
    styled = _styled(judged, wanted, settings, choice)
    findings: list[Finding] = []
    counts = Counter(files=len(judged), statements=0)
    for todo, migrations in todos:
        with _staged(choice if todo else None) as stage:
            judge = Judge(rules, settings.linting, stage=stage)
            first = next((place for place, (_, scripts) in enumerate(todo) if scripts), 0)
            remembers = choice is not None and choice.remembers
            checkpoint.go_to(judge, migrations, first, remembers=remembers)
            left = todo[first:]
            work = _work(judge, left, writer, styled)
            sizes = [len(scripts) for _, scripts in left]
            # One database is for one process.
            for done in [work(0, len(left))] if stage else shares.judged(work, sizes):
                findings += done.findings
                counts["statements"] += done.statements
            counts.update(stage.counts if stage else {})
    for script in styled.beside:
        findings += _of_script(rules, script, styled.of(script), writer, styled)
    if styled.is_judged:
        counts["styled"] = len(styled.by_path)
    return Report(counts, tuple(sorted(findings, key=lambda one: (one.path, one.line, one.column))))


def _staged(choice: Choice | None) -> AbstractContextManager[Stage | None]:
    if choice is None or choice.rehearsal is None:
        return nullcontext()
    from echoes_schema import rehearsal

    return rehearsal.opened(choice.rehearsal)


def _styled(
    judged: list[Script], paths: tuple[Path, ...], settings: Settings, choice: Choice | None
) -> Styled:
    """Return how the judged files look, and those of the folders that no layout reads."""
    if choice is None or choice.style is None:
        return Styled()
    more: list[Path] = []
    if not choice.since:
        for path in paths:
            more += folder.sql_files(path) if path.is_dir() else []
    if choice.changed is not None:
        more = [path for path in more if path.absolute() in choice.changed]
    more = [path for path in more if not settings.linting.excludes(path.absolute())]
    return styling.styled(judged, more, settings.linting.levels, choice.style, choice.heard)


def _work(
    judge: Judge,
    todo: list[tuple[Migration, list[Script]]],
    writer: Writer,
    styled: Styled,
) -> shares.Work:
    def work(begin: int, end: int) -> shares.Judged:
        for migration, _ in todo[:begin]:
            judge.skip(migration)
        findings = [
            finding
            for migration, scripts in todo[begin:end]
            for finding in _judged(judge, migration, scripts, writer, styled)
        ]
        mine = (script for _, scripts in todo[begin:end] for script in scripts)
        return shares.Judged(findings, sum(len(script.statements) for script in mine))

    return work


def _judged(
    judge: Judge, migration: Migration, scripts: list[Script], writer: Writer, styled: Styled
) -> Iterable[Finding]:
    if not scripts:
        judge.skip(migration)
        return []
    verdicts = list(judge.migration(migration))
    return [
        finding
        for script in scripts
        for finding in _of_script(
            judge.rules,
            script,
            [one for one in verdicts if one.script is script] + styled.of(script),
            writer,
            styled,
        )
    ]


def _of_script(
    rules: Rules, script: Script, own: list[Verdict], writer: Writer, styled: Styled
) -> Iterator[Finding]:
    allowed = Allowed(allowance.read(script, catalogue.is_rule))
    yield from writer.findings(own, allowed)
    seen = [replace(one, used=one.used.union(styled.unasked(one.names))) for one in allowed.seen()]
    for rule in rules.allowances:
        for one in seen:
            found = [Verdict(rule, script, problem) for problem in rule.check(one)]
            yield from writer.findings(found, allowed)
