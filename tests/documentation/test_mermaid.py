"""Mermaid itself reads and draws the diagrams, in a real browser."""

import os
from pathlib import Path

import psycopg
import pytest
from selenium import webdriver

from echoes_schema import catalog, diagrams
from echoes_schema.diagrams import Attribute, Detail, Diagram, Entity, Link, mermaid
from echoes_schema.dictionary.markdown import blocks
from tests.documentation import chromium
from tests.harness.schema import ROOT

# The file dist/mermaid.min.js of the npm package.
VARIABLE = "MERMAID_JS"
# What Mermaid takes for something else, or ends a name with.
NAMES = (
    "erDiagram",
    "direction TB",
    "style",
    "class",
    "end",
    "one",
    "u",
    "title",
    "pk",
    "FK",
    "uk.x",
    'a "quoted" name',
    "back\\slash",
    "100%",
    "50 %% comment",
    "x\ny",
    "<b>bold</b>",
    "#35; and ; more",
    "{curly}",
    "~generic~",
    "`tick`",
    "таблица",
    "表",
    "*",
    "1st",
    "-",
    " ",
    "a--b",
    "app.status",
    "numeric(20,2)",
    "timestamp(3) without time zone[]",
)


@pytest.fixture(scope="session")
def page(driver: webdriver.Chrome, tmp_path_factory: pytest.TempPathFactory) -> webdriver.Chrome:
    """Return the browser with Mermaid in it."""
    script = os.environ.get(VARIABLE, "")
    chromium.require(Path(script).is_file(), f"{VARIABLE} names no mermaid.min.js")
    file = tmp_path_factory.mktemp("mermaid") / "page.html"
    file.write_text(f'<meta charset="utf-8"><script src="{Path(script).as_uri()}"></script>')
    driver.get(file.as_uri())
    driver.execute_script("mermaid.initialize({startOnLoad: false})")
    return driver


def draw(page: webdriver.Chrome, text: str) -> str:
    """Return the drawing that Mermaid makes of a text, or what it says against it."""
    drawing: str = page.execute_async_script(
        "const done = arguments[1];"
        "mermaid.render('drawing', arguments[0]).then(r => done(r.svg), e => done('' + e))",
        text,
    )
    return drawing


def test_browser_tells_a_mistake(page: webdriver.Chrome) -> None:
    assert draw(page, 'erDiagram\n "a" ||--o{').startswith("Error: Parse error")


@pytest.mark.parametrize("name", NAMES)
def test_any_name_can_be_drawn(page: webdriver.Chrome, name: str) -> None:
    link = Link(name, name, (name,), "other", (name,), True, False, False)
    entities = (Entity(name, (Attribute(name, name, ("PK", "FK")),)), Entity("other"))
    drawing = draw(page, mermaid.write(Diagram(entities, (link,))))
    assert drawing.startswith("<svg")
    assert drawing.count("entity-") >= 2


def test_names_that_look_the_same_stay_two_tables() -> None:
    text = mermaid.write(Diagram((Entity("a%b"), Entity("a\\b"), Entity("a_b")), ()))
    assert text.split() == ["erDiagram", '"a_b"', '"a_b', '2"', '"a_b', '3"']


@pytest.mark.parametrize("detail", Detail)
def test_our_schema_is_drawn(
    page: webdriver.Chrome, migrated: psycopg.Connection, detail: Detail
) -> None:
    shown = diagrams.whole(catalog.read(migrated))
    drawing = diagrams.drawn(shown, mermaid.write, wanted=detail, limit=mermaid.LIMIT)
    assert drawing
    assert draw(page, drawing.text).startswith("<svg")


@pytest.mark.parametrize("path", sorted((ROOT / "docs/schema").glob("*.md")), ids=lambda p: p.stem)
def test_diagrams_of_our_pages_are_drawn(page: webdriver.Chrome, path: Path) -> None:
    for block in blocks(path.read_text("utf-8")):
        if block.mark == "mermaid":
            assert draw(page, block.text).startswith("<svg")


def test_largest_diagram_is_not_too_large_for_mermaid(page: webdriver.Chrome) -> None:
    attributes = tuple(Attribute(f"{'long_' * 11}{number:04}", "integer") for number in range(60))
    entities: tuple[Entity, ...] = ()
    while len(text := mermaid.write(Diagram(entities, ()))) < mermaid.LIMIT - 4600:
        entities = (*entities, Entity(f"table_{len(entities)}", attributes))
    text += " " * (mermaid.LIMIT - len(text))
    assert "Maximum text size" not in draw(page, text)
    assert "Maximum text size" in draw(page, text + " " * 6000)
