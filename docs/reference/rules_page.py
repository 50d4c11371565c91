"""Prints the reference page of the lint rules, made from their docstrings."""

import re
from itertools import groupby

from echoes_schema.lint import catalogue
from echoes_schema.rulebook.page import title

HEAD = """\
# Lint rules

This page is made from the rules: `make docs` writes it anew, and a test compares them. Every
example on it is a test: a bad one is found, a good one is not. `echoes-schema explain RULE`
prints one.
[How the linter judges](lint.md) says how to turn a rule off, or to allow one place.
"""


def page() -> str:
    """Return the page: a list of the rules, then each by category and name."""
    rules = sorted(catalogue.every(), key=lambda one: (one.category, one.name))
    rows = [f"| [{one.name}](#{one.name}) | {_level(one)} | {title(one.page)} |" for one in rules]
    table = "\n".join(["| rule | level | what happens |", "|---|---|---|", *rows])
    sections = [
        f"\n## {category.capitalize()}\n" + "".join(_section(rule) for rule in found)
        for category, found in groupby(rules, lambda rule: rule.category)
    ]
    return f"{HEAD}\n{table}\n{''.join(sections)}"


def _level(rule: catalogue.OurRule) -> str:
    return f"{rule.level}, where asked for" if rule.is_opt_in else f"{rule.level}"


def _section(rule: catalogue.OurRule) -> str:
    # The second word of a fence is for the tests.
    text = re.sub(r"^```sql ([a-z ]+)$", _heading, rule.page, flags=re.MULTILINE)
    return f"\n### {rule.name}\n\nLevel: {_level(rule)}.\n\n{text}\n"


def _heading(match: re.Match[str]) -> str:
    words = {"schema": "Given:", "bad": "Found:", "good": "Not found:", "down": "Its way back:"}
    first, *rest = match[1].split()
    return f"{words[first]}{' (a way back)' if rest else ''}\n\n```sql"


if __name__ == "__main__":
    print(page(), end="")
