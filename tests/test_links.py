"""Every page of the project can be reached from its README, and no link leads nowhere."""

import re
from functools import cache
from pathlib import Path

from tests.harness.schema import ROOT

README = ROOT / "README.md"
_LINK = re.compile(r"\]\((?!https?:)([^)\s#]*)(?:#([^)\s]+))?\)")
_FENCE = re.compile(r"^( *)(`{3,})[^`]*?^\1\2$", re.MULTILINE | re.DOTALL)


@cache
def prose(page: Path) -> str:
    return _FENCE.sub("", page.read_text("utf-8"))


def links(page: Path) -> list[tuple[Path, str]]:
    """Return the files that a page leads to, each with a place in it, empty for none."""
    return [
        ((page.parent / path).resolve() if path else page, place)
        for path, place in _LINK.findall(prose(page))
    ]


def places(page: Path) -> set[str]:
    """Return what can stand behind # for a page, as GitHub makes it of headings."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings)
    return set(plain)


def reached() -> set[Path]:
    found: set[Path] = set()
    waiting = [README]
    while waiting:
        page = waiting.pop()
        if page not in found and page.suffix == ".md" and page.exists():
            found.add(page)
            waiting += [target for target, _ in links(page)]
    return found


def test_every_page_is_reached_from_the_readme() -> None:
    pages = {page for folder in ("docs", "examples") for page in (ROOT / folder).rglob("*.md")}
    assert len(pages) > 20
    assert sorted(map(str, pages - reached())) == []


def test_no_link_leads_nowhere() -> None:
    dead = [
        f"{page.relative_to(ROOT)}: {target}#{place}"
        for page in reached()
        for target, place in links(page)
        if not target.exists() or (place and place not in places(target))
    ]
    assert dead == []
