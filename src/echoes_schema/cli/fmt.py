"""`fmt`: bring SQL files into shape."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from echoes_schema.cli.meter import Count
from echoes_schema.settings import Settings


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 where a file would change.")
@click.option("--diff", is_flag=True, help="Show what would change, and write nothing. As --check.")
@click.option("--no-cache", is_flag=True, help="Look at unchanged files once more.")
@click.pass_obj
def fmt(
    settings: Settings, *, paths: tuple[Path, ...], check: bool, diff: bool, no_cache: bool
) -> None:
    """Bring SQL files into shape, with sqlfluff.

    What a file does never changes: one that would do anything else afterwards is left alone, with
    an error. PATHS are files, folders with all .sql files below, or - for standard input; else the
    project's folder.
    """
    from echoes_schema import cache
    from echoes_schema.errors import place
    from echoes_schema.lint import folder
    from echoes_schema.render.shaping import shaped_to_diff, shaped_to_text
    from echoes_schema.style import shape

    files = folder.to_shape(paths, settings)
    remembered = cache.Cache() if no_cache else cache.opened("style")
    shaped = shape.shape(files, remembered, Count("fmt"))
    changed = [one for one in shaped if one.is_changed]
    is_piped = files == [shape.STANDARD_INPUT]
    is_written = not (check or diff or is_piped)
    for one in changed if is_written else ():
        shape.write(one)
    if diff:
        click.echo(shaped_to_diff(shaped), nl=False)
    elif is_piped and not check:
        click.echo(shaped[0].after, nl=False)
    if not is_piped:
        click.echo(shaped_to_text(shaped, is_written=is_written), err=diff)
    refused = [one for one in shaped if one.refusal]
    for one in refused:
        click.echo(f"error: {place(one.path)} is left as it is: {one.refusal}", err=True)
    sys.exit(2 if refused else int(bool(changed) and (check or diff)))
