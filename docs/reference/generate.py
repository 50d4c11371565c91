"""Prints the reference page of the command line, made from the commands themselves."""

import click

from echoes_schema.cli import main

HEAD = """\
# Command line

This page is made from the program: `make docs` writes it anew, and a test compares them.

Exit codes of every command: 0 good; 1 findings, or something pending where `--exit-code` asked;
2 it could not be done, and the last line on stderr says what to do. Results go to stdout, talk to
stderr.
"""


def page() -> str:
    """Return the page: every command with its usage, description and options."""
    return HEAD + "".join(_sections(main, "echoes-schema"))


def _sections(command: click.Command, name: str) -> list[str]:
    context = click.Context(
        command, info_name=name, terminal_width=90, help_option_names=["-h", "--help"]
    )
    sections = [f"\n## {name}\n\n```text\n{command.get_help(context)}\n```\n"]
    if isinstance(command, click.Group):
        for child in sorted(command.commands):
            sections += _sections(command.commands[child], f"{name} {child}")
    return sections


if __name__ == "__main__":
    print(page(), end="")
