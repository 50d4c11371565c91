"""The browser of a schema as a person uses it."""

from collections.abc import Callable
from pathlib import Path

import psycopg
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from echoes_schema import database, sides, site
from tests.conformance.conftest import DOCS
from tests.harness.server import url as url_of


class Page:
    """One file, opened in Chromium."""

    def __init__(self, driver: webdriver.Chrome, address: str) -> None:
        self.driver = driver
        self.address = address

    def go(self, hash_: str = "") -> None:
        """Open the file anew at a place in it."""
        self.driver.get("about:blank")
        self.driver.get(self.address + hash_)

    def wait(self, heading: str) -> None:
        WebDriverWait(self.driver, 10).until(lambda _: self.heading == heading)

    @property
    def heading(self) -> str:
        return self.driver.find_element(By.CSS_SELECTOR, "main h1").text

    @property
    def place(self) -> str:
        return str(self.driver.execute_script("return decodeURIComponent(location.hash)"))

    def texts(self, selector: str) -> list[str]:
        script = "return [...document.querySelectorAll(arguments[0])].map(one => one.innerText)"
        return list(self.driver.execute_script(script, selector))

    def rows(self, section: str) -> list[list[str]]:
        """Return the cells of the table below a heading."""
        script = """
            const all = [...document.querySelectorAll('main section')];
            const one = all.find(s => s.querySelector('h2').firstChild.data === arguments[0]);
            const rows = one ? [...one.querySelectorAll('tbody tr')] : [];
            return rows.map(row => [...row.children].map(cell => cell.innerText))
        """
        return list(self.driver.execute_script(script, section))

    def press(self, *keys: str) -> None:
        webdriver.ActionChains(self.driver).send_keys(*keys).perform()

    def click(self, selector: str) -> None:
        self.driver.find_element(By.CSS_SELECTOR, selector).click()


def once(file: Path, database: Callable[[], psycopg.Connection], statements: bytes) -> str:
    """Return the address of a file, made of a database with the statements run if it is missing."""
    if not file.exists():
        connection = database()
        connection.execute(statements)
        file.write_text(made(connection), "utf-8")
    return file.as_uri()


def made(connection: psycopg.Connection) -> str:
    with database.connect(url_of(connection)) as own:
        return site.page(sides.live(own, is_measured=True), DOCS, "Echoes")


def logged(driver: webdriver.Chrome) -> list[str]:
    entries = driver.get_log("browser")  # type: ignore[no-untyped-call]
    return [entry["message"] for entry in entries]
