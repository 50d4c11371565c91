"""axe looks for what would keep people out of the browser."""

import os
from pathlib import Path

import pytest

from tests.documentation import chromium
from tests.documentation.browser import Page

# The file axe.min.js of the npm package axe-core.
VARIABLE = "AXE_JS"
_RUN = """
    const done = arguments[0];
    const told = ({violations}) => violations.map(one => one.id + ': ' + one.nodes[0].html);
    axe.run(document, {resultTypes: ['violations']}).then(found => done(told(found)));
"""
PLACES = (
    "",
    "#table/characters",
    "#table/character_total_wealth",
    "#area/Market",
    "#kind/function",
    "#remark/foreign%20keys%20without%20an%20index",
    "#function/set_updated_at()",
    "#table/no_such",
)


def violations(page: Page) -> list[str]:
    """Return the rules that a page breaks, each with an element that does."""
    file = os.environ.get(VARIABLE, "")
    chromium.require(Path(file).is_file(), f"{VARIABLE} names no axe.min.js")
    # The page itself forbids every script but its own.
    script = {"expression": Path(file).read_text("utf-8")}
    page.driver.execute_cdp_cmd("Runtime.evaluate", script)
    return list(page.driver.execute_async_script(_RUN))


def test_axe_finds_a_fault(opened: Page) -> None:
    opened.driver.execute_script("document.querySelector('html').removeAttribute('lang')")
    assert [one.partition(":")[0] for one in violations(opened)] == ["html-has-lang"]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("place", PLACES)
def test_axe_finds_nothing(opened: Page, place: str, theme: str) -> None:
    wanted = {"features": [{"name": "prefers-color-scheme", "value": theme}]}
    opened.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", wanted)
    try:
        opened.go(place)
        assert (
            opened.driver.execute_script("return document.documentElement.dataset.theme") == theme
        )
        assert violations(opened) == []
    finally:
        opened.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_axe_finds_nothing_in_the_results_of_a_search(opened: Page) -> None:
    opened.press("/", "wallet")
    assert violations(opened) == []
