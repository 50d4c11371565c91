"""What these tests share: one Chromium for each worker."""

from collections.abc import Iterator

import pytest
from selenium import webdriver

from tests.documentation import chromium


@pytest.fixture(scope="session")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """Yield the driver of a headless Chromium; skip the test where there is none."""
    with chromium.started(tmp_path_factory.mktemp("chromium")) as found:
        yield found
