"""What these tests share: one Chromium for each worker, and the browser of our schema in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver

from tests.documentation import chromium
from tests.documentation.browser import Page, logged, once


@pytest.fixture(scope="session")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """Yield the driver of a headless Chromium; skip the test where there is none."""
    with chromium.started(tmp_path_factory.mktemp("chromium")) as found:
        yield found


@pytest.fixture(scope="session")
def browsers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the files of these tests are kept, to be made once."""
    return tmp_path_factory.mktemp("site")


@pytest.fixture
def opened(
    driver: webdriver.Chrome, browsers: Path, request: pytest.FixtureRequest
) -> Iterator[Page]:
    """Yield the browser of our schema; afterwards nothing was logged and nothing requested."""
    address = once(browsers / "ours.html", lambda: request.getfixturevalue("seeded"), b"ANALYZE")
    chromium.requested(driver)
    logged(driver)
    page = Page(driver, address)
    page.go()
    yield page
    assert logged(driver) == []
    assert {one.partition("#")[0] for one in chromium.requested(driver)} - {"about:blank"} == {
        page.address
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return an empty folder for pages."""
    found = tmp_path / "docs"
    found.mkdir()
    return found
