"""The browser of a schema, clicked through in a real Chromium: from a file, without a network."""

import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from tests.documentation.browser import Page, logged, made, once

# Comments and names that would like to be more than text.
HOSTILE = r"""
    CREATE TABLE "<img src=x onerror=alert(1)>" (id int PRIMARY KEY, "</script><b>" text);
    COMMENT ON TABLE "<img src=x onerror=alert(1)>" IS '</script><script>x="out"</script>
<!-- <script> [[script]] [[data]] & &lt; ';
    COMMENT ON COLUMN "<img src=x onerror=alert(1)>".id IS 'javascript:alert(1) </script x / # ?';
    CREATE TABLE "a/b %2F#?é" (id int PRIMARY KEY, up int REFERENCES "a/b %2F#?é");
    CREATE TYPE mood AS ENUM ('sad', 'glad');
    CREATE TABLE moods (mood mood, moods mood[]) PARTITION BY LIST (mood);
    CREATE TABLE sad PARTITION OF moods FOR VALUES IN ('sad');
    ALTER TABLE moods ENABLE ROW LEVEL SECURITY;
    CREATE POLICY own ON moods USING (mood = 'sad');
    GRANT SELECT ON moods TO PUBLIC;
    CREATE VIEW glad AS SELECT * FROM moods WHERE mood = 'glad';
"""


@pytest.fixture
def hostile(
    driver: webdriver.Chrome, browsers: Path, request: pytest.FixtureRequest
) -> Iterator[Page]:
    """Yield the browser of a schema that means harm; afterwards none was done."""
    address = once(
        browsers / "hostile.html", lambda: request.getfixturevalue("empty"), HOSTILE.encode()
    )
    page = Page(driver, address)
    logged(driver)
    page.go()
    yield page
    assert logged(driver) == []
    assert driver.find_elements(By.CSS_SELECTOR, "main img, main script, main b") == []


def test_search_finds_by_name_and_comment(opened: Page) -> None:
    opened.press("/", "wallet")
    assert opened.texts("#results .mono")[0] == "characters.wallet_balance"
    field = opened.driver.find_element(By.ID, "query")
    field.clear()
    field.send_keys("pieces stack")
    assert "inventory_items.quantity" in opened.texts("#results .mono")
    assert opened.texts("#found")[0].endswith("found.")


def test_arrows_and_enter_go_to_what_was_found(opened: Page) -> None:
    opened.press("/", "characters")
    names = opened.texts("#results .mono")
    assert names[0] == "characters"
    opened.press(Keys.ARROW_DOWN)
    chosen = opened.texts("#results [aria-selected=true] .mono")
    assert chosen == names[1:2]
    opened.press(Keys.ARROW_UP, Keys.ENTER)
    opened.wait("characters")
    assert opened.place == "#table/characters"


def test_escape_leaves_the_search(opened: Page) -> None:
    opened.press("/", "users")
    assert opened.driver.find_element(By.ID, "results").is_displayed()
    opened.press(Keys.ESCAPE)
    assert not opened.driver.find_element(By.ID, "results").is_displayed()
    assert opened.driver.execute_script("return document.activeElement.id") != "query"


def test_nothing_found_is_said(opened: Page) -> None:
    opened.press("/", "no such thing")
    assert opened.texts("#found") == ["Nothing found."]


def test_clicks_lead_from_table_to_table_and_back(opened: Page) -> None:
    opened.go("#table/market_orders")
    opened.wait("market_orders")
    opened.click('main a[href="#table/stations"]')
    opened.wait("stations")
    assert ["market_orders", "(station_id) → (id)"] in [
        row[:2] for row in opened.rows("Referenced by")
    ]
    opened.driver.back()
    opened.wait("market_orders")


def test_deep_link_shows_the_column(opened: Page) -> None:
    opened.go("#table/characters/column/wallet_balance")
    opened.wait("characters")
    assert opened.texts("tr.here th") == ["wallet_balance"]
    assert opened.driver.find_element(By.CSS_SELECTOR, "tr.here").is_displayed()


def test_unknown_place_is_told(opened: Page) -> None:
    opened.go("#table/no_such")
    assert opened.heading == "Not here"
    opened.go("#%")
    assert opened.heading == "Not here"


def test_table_tells_everything_about_itself(opened: Page) -> None:
    opened.go("#table/ship_instance_modules")
    opened.wait("ship_instance_modules")
    assert ["id PK", "uuid", "no", "gen_random_uuid()"] in [
        row[:4] for row in opened.rows("Columns")
    ]
    kinds = [row[1] for row in opened.rows("Keys and constraints")]
    assert kinds[0] == "primary key"
    assert {"foreign key", "unique", "check"} <= set(kinds)
    assert opened.rows("Indexes")
    assert opened.texts(".facts dt") == ["rows", "with indexes"]


def test_rows_are_the_servers_estimate(opened: Page) -> None:
    opened.go("#table/module_types")
    opened.wait("module_types")
    rows, size = opened.texts(".facts dd")
    assert re.fullmatch(r"≈ \d+", rows)
    assert re.fullmatch(r"\d+ kB", size)


def test_areas_are_the_pages_of_the_documentation(opened: Page) -> None:
    assert opened.texts("main section:first-of-type .cards a") == [
        "Accounts and characters",
        "Items and inventory",
        "Market",
        "Ships and fittings",
        "Universe",
    ]
    opened.click('main a[href="#area/Universe"]')
    opened.wait("Universe")
    assert [row[0] for row in opened.rows("Tables and views")] == ["regions", "stations", "systems"]


def test_diagram_leads_to_its_tables(opened: Page) -> None:
    opened.go("#area/Universe")
    opened.wait("Universe")
    opened.click('figure a[data-table="stations"] text.name')
    opened.wait("stations")


def test_neighbourhood_shows_both_directions(opened: Page) -> None:
    opened.go("#table/stations")
    opened.wait("stations")
    boxes = opened.driver.execute_script(
        "return Object.fromEntries([...document.querySelectorAll('figure a')].map("
        "one => [one.dataset.table, one.getBoundingClientRect().left]))"
    )
    assert boxes["systems"] < boxes["stations"] < boxes["market_orders"]


def test_dragging_moves_the_diagram_and_clicks_nothing(opened: Page) -> None:
    opened.go("#area/Universe")
    opened.wait("Universe")
    drawing = opened.driver.find_element(By.CSS_SELECTOR, "figure svg")
    before = drawing.get_dom_attribute("viewBox")
    box = opened.driver.find_element(By.CSS_SELECTOR, 'figure a[data-table="stations"] .name')
    actions = webdriver.ActionChains(opened.driver)
    actions.click_and_hold(box).move_by_offset(40, 20).move_by_offset(40, 20).release().perform()
    assert drawing.get_dom_attribute("viewBox") != before
    assert opened.heading == "Universe"
    opened.click('.tools [aria-label^="Fit"]')
    assert drawing.get_dom_attribute("viewBox") == before


def test_diagram_zooms_by_button_and_key(opened: Page) -> None:
    opened.go("#area/Universe")
    opened.wait("Universe")

    def width() -> float:
        drawing = opened.driver.find_element(By.CSS_SELECTOR, "figure svg")
        return float(str(drawing.get_dom_attribute("viewBox")).split()[2])

    whole = width()
    opened.click('.tools [aria-label="Zoom in"]')
    assert width() == pytest.approx(whole * 0.75, rel=0.01)
    opened.driver.execute_script("document.querySelector('figure svg').focus()")
    opened.press("0")
    assert width() == whole


def test_theme_follows_the_system_until_it_is_chosen(opened: Page) -> None:
    def paper() -> str:
        script = "return getComputedStyle(document.body).backgroundColor"
        return str(opened.driver.execute_script(script))

    def is_bright_again(_: webdriver.Chrome) -> bool:
        # Chromium may show a page anew before it has stored what the last one told it.
        opened.go()
        return paper() == bright

    dark = {"features": [{"name": "prefers-color-scheme", "value": "dark"}]}
    light = {"features": [{"name": "prefers-color-scheme", "value": "light"}]}
    try:
        opened.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", light)
        bright = paper()
        opened.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", dark)
        WebDriverWait(opened.driver, 10).until(lambda _: paper() != bright)
        opened.click("#theme")
        assert paper() == bright
        WebDriverWait(opened.driver, 10).until(is_bright_again)
    finally:
        opened.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
        opened.driver.execute_script("localStorage.clear()")


def test_narrow_screen_hides_the_contents_behind_a_button(opened: Page) -> None:
    opened.driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": 400, "height": 800, "deviceScaleFactor": 1, "mobile": False},
    )
    try:
        nav = opened.driver.find_element(By.ID, "nav")
        assert not nav.is_displayed()
        opened.click("#menu")
        assert nav.is_displayed()
        opened.click('nav a[href="#table/users"]')
        opened.wait("users")
        assert not nav.is_displayed()
        script = "return document.documentElement.scrollWidth"
        assert opened.driver.execute_script(script) <= 400
    finally:
        opened.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_no_address_is_too_new_for_browsers_of_three_years(opened: Page) -> None:
    forget = {"source": "delete Map.groupBy; delete Object.groupBy; delete Promise.withResolvers"}
    script = opened.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", forget)
    try:
        for place in ("", "#table/characters", "#area/Market", "#kind/function"):
            opened.go(place)
            assert opened.heading != "Not here"
    finally:
        opened.driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", script)


def test_every_control_has_a_name(opened: Page) -> None:
    opened.go("#table/characters")
    opened.wait("characters")
    controls = opened.driver.find_elements(By.CSS_SELECTOR, "button, input, main a, nav a, svg")
    assert len(controls) > 30
    seen = [one for one in controls if one.is_displayed()]
    assert [one.get_attribute("outerHTML") for one in seen if not one.accessible_name] == []
    assert {"header", "nav", "main"} <= {
        one.tag_name for one in opened.driver.find_elements(By.CSS_SELECTOR, "body > *")
    }


def test_hostile_names_and_comments_stay_text(hostile: Page) -> None:
    name = "<img src=x onerror=alert(1)>"
    hostile.press("/", "onerror", Keys.ENTER)
    hostile.wait(f'"{name}"')
    assert hostile.texts(".lead")[0].startswith('</script><script>x="out"</script>\n')
    assert hostile.driver.title == f'"{name}" · Echoes'
    assert hostile.rows("Columns")[0][-1] == "javascript:alert(1) </script x / # ?"


def test_any_name_can_be_an_address(hostile: Page) -> None:
    hostile.press("/", "a/b", Keys.ENTER)
    hostile.wait('"a/b %2F#?é"')
    hostile.driver.refresh()
    hostile.wait('"a/b %2F#?é"')
    assert [row[0] for row in hostile.rows("Referenced by")] == ['"a/b %2F#?é"']


def test_rarer_objects_stand_with_what_they_belong_to(hostile: Page) -> None:
    hostile.go("#table/moods")
    hostile.wait("moods")
    assert hostile.rows("Policies")[0][0] == "own on table moods"
    assert hostile.rows("Privileges")[0][0] == "of PUBLIC on table moods"
    assert hostile.rows("Partitions")[0][:2] == ["sad", "FOR VALUES IN ('sad')"]
    hostile.click('main a[href="#other/enum/mood"]')
    hostile.wait("mood")
    assert [row[1] for row in hostile.rows("Columns of this type")][:2] == ["mood", "moods"]


def test_view_tells_its_query(hostile: Page) -> None:
    hostile.go("#table/glad")
    hostile.wait("glad")
    assert "FROM public.moods" in hostile.texts("pre")[0]


def test_same_schema_gives_the_same_bytes(migrated: psycopg.Connection) -> None:
    assert made(migrated) == made(migrated)


def test_policy_forbids_every_request(migrated: psycopg.Connection) -> None:
    text = made(migrated)
    policy = re.findall(r'http-equiv="Content-Security-Policy" content="(.*?)"', text)
    assert policy[0].startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy[0]
    assert not re.search(r'(src|href)="(?!#)', text.partition("<body>")[0])
