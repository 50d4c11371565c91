"""What the pages of the browser say, and where they lead."""

from pathlib import Path

import psycopg
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from tests.documentation.browser import Page, made

# How many lines lead to the right, and how many of their points lie under a box.
_HIDDEN = """
    const within = (x, y) => ({left, right, top, bottom}) =>
        left + 1 < x && x < right - 1 && top + 1 < y && y < bottom - 1;
    const boxes = [...document.querySelectorAll('figure rect')].map(
        (one) => one.getBoundingClientRect());
    const lines = [...document.querySelectorAll('figure path.link')].filter(
        (line) => line.getPointAtLength(0).x < line.getPointAtLength(1e6).x);
    const points = lines.flatMap((line) => {
        const at = (part) => line.getPointAtLength(part * line.getTotalLength());
        const all = [...Array(60).keys()].map((step) => at(step / 60));
        return all.map((point) => point.matrixTransform(line.getScreenCTM()));
    });
    return [lines.length, points.filter(({x, y}) => boxes.some(within(x, y))).length];
"""


def test_lines_to_far_tables_pass_under_no_box(opened: Page) -> None:
    opened.go("#area/Ships%20and%20fittings")
    opened.wait("Ships and fittings")
    lines, hidden = opened.driver.execute_script(_HIDDEN)
    assert (lines >= 5, hidden) == (True, 0)


def test_empty_database_says_so(
    driver: webdriver.Chrome, tmp_path: Path, empty: psycopg.Connection
) -> None:
    page = opened_anew(driver, tmp_path, empty)
    assert "There is no table and no view in it." in page.texts("main p")
    assert page.texts("main h2, nav h2") == []


def test_too_many_tables_are_counted_and_the_first_are_drawn(
    driver: webdriver.Chrome, tmp_path: Path, empty: psycopg.Connection
) -> None:
    empty.execute(b"""
        CREATE TABLE hub (id int PRIMARY KEY);
        DO $$ BEGIN FOR n IN 1..210 LOOP
            EXECUTE format('CREATE TABLE spoke_%s (hub int REFERENCES hub)', n);
        END LOOP; END $$
    """)
    page = opened_anew(driver, tmp_path, empty)
    assert page.texts("main section > p.none")[0].startswith("211 tables are too many")
    page.go("#table/hub")
    page.wait("hub")
    assert len(page.rows("Referenced by")) == 210
    assert len(page.texts("figure a")) == 101
    assert "Of 210 tables that refer to it, the first 100 are drawn." in page.texts("figcaption")[0]
    assert driver.execute_script(_HIDDEN) == [100, 0]


def test_search_finds_a_column_of_partitions_once(
    driver: webdriver.Chrome, tmp_path: Path, empty: psycopg.Connection
) -> None:
    empty.execute(b"""
        CREATE TABLE events (at_what_time date) PARTITION BY RANGE (at_what_time);
        CREATE TABLE events_rest PARTITION OF events DEFAULT;
    """)
    page = opened_anew(driver, tmp_path, empty)
    page.press("/", "what_time")
    assert page.texts("#results .mono") == ["events.at_what_time"]


def test_search_knows_the_schema_public(opened: Page) -> None:
    opened.press("/", "public.users")
    assert opened.texts("#results .mono")[0] == "users"
    assert opened.texts("#results mark")[0] == "users"


def test_definition_of_a_view_leads_to_what_it_reads_and_back(opened: Page) -> None:
    opened.go("#table/ship_total_mass")
    opened.wait("ship_total_mass")
    opened.click('pre a[href="#table/ship_instances"]')
    opened.wait("ship_instances")
    assert ["ship_total_mass", "view"] in [row[:2] for row in opened.rows("Read by")]


def test_foreign_key_leads_to_its_parent(opened: Page) -> None:
    opened.go("#table/stations")
    opened.wait("stations")
    (key,) = opened.driver.find_elements(By.CSS_SELECTOR, "tbody th a.badge")
    assert key.accessible_name == "FK, refers to systems"
    key.click()
    opened.wait("systems")


def test_children_tell_how_many_and_whether_they_need_their_parent(opened: Page) -> None:
    opened.go("#table/module_types")
    opened.wait("module_types")
    needy = {row[0]: row[2] for row in opened.rows("Referenced by")}
    assert needy["market_orders"] == "any number"
    assert "Without a parent" not in opened.texts("main thead th")
    opened.go("#table/ship_types")
    opened.wait("ship_types")
    ties = {row[0]: row[2:4] for row in opened.rows("Referenced by")}
    assert ties["module_types"] == ["at most one", "allowed"]


def test_trigger_leads_to_the_function_that_it_calls(opened: Page) -> None:
    opened.go("#table/market_orders")
    opened.wait("market_orders")
    (trigger,) = opened.rows("Triggers")
    assert trigger[1].endswith(", execute set_updated_at()")
    opened.click('main a[href^="#function/"]')
    opened.wait("set_updated_at()")


def opened_anew(driver: webdriver.Chrome, folder: Path, connection: psycopg.Connection) -> Page:
    """Return the browser of a database as it is now."""
    file = folder / "schema.html"
    file.write_text(made(connection), "utf-8")
    page = Page(driver, file.as_uri())
    page.go()
    return page


def test_way_back_leads_to_where_one_was(opened: Page) -> None:
    def top() -> int:
        return int(opened.driver.execute_script("return window.scrollY"))

    def is_there(_: webdriver.Chrome) -> bool:
        return opened.heading == "characters" and top() == 400

    opened.go("#table/characters")
    opened.wait("characters")
    opened.driver.execute_script("window.scrollTo(0, 400)")
    kept = "return history.state && history.state.top === 400"
    WebDriverWait(opened.driver, 10).until(lambda driver: driver.execute_script(kept))
    opened.driver.execute_script("location.hash = '#table/users'")
    opened.wait("users")
    assert top() == 0
    opened.driver.back()
    WebDriverWait(opened.driver, 10).until(is_there)
    opened.driver.refresh()
    WebDriverWait(opened.driver, 10).until(is_there)


def test_parts_of_a_long_page_have_addresses(opened: Page) -> None:
    opened.go("#table/market_orders")
    opened.wait("market_orders")
    opened.click('.jumps a[href="#table/market_orders/section/Indexes"]')
    opened.driver.refresh()
    opened.wait("market_orders")
    assert opened.texts("section.here h2") == ["Indexes 5"]
    top = "return document.querySelector('section.here').getBoundingClientRect().top"
    assert 0 <= opened.driver.execute_script(top) < 200


def test_short_page_needs_no_list_of_its_parts(opened: Page) -> None:
    opened.go("#table/character_total_wealth")
    opened.wait("character_total_wealth")
    assert opened.driver.find_elements(By.CSS_SELECTOR, ".jumps") == []


def test_long_names_leave_room_and_lines_of_a_comment_stay(
    driver: webdriver.Chrome, tmp_path: Path, empty: psycopg.Connection
) -> None:
    long = "a_name_that_goes_on_" * 3
    empty.execute(f"CREATE TABLE t ({long} int)".encode())
    empty.execute(f"COMMENT ON COLUMN t.{long} IS E'One line,\nand another.'".encode())
    page = opened_anew(driver, tmp_path, empty)
    narrow = {"width": 400, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", narrow)
    try:
        page.go("#table/t")
        page.wait("t")
        width = driver.find_element(By.CSS_SELECTOR, "tbody th").size["width"]
        assert 100 < width < 200
        assert page.rows("Columns")[0][-1] == "One line,\nand another."
    finally:
        driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_what_is_worth_a_look_leads_to_its_tables(
    driver: webdriver.Chrome, tmp_path: Path, empty: psycopg.Connection
) -> None:
    empty.execute(b"CREATE TABLE lonely (n int)")
    page = opened_anew(driver, tmp_path, empty)
    page.click('main a[href^="#remark/tables%20without%20a%20primary"]')
    page.wait("Tables without a primary key")
    page.click('main a[href="#table/lonely"]')
    page.wait("lonely")


def test_tables_may_be_called_as_what_every_object_of_javascript_has(
    driver: webdriver.Chrome, tmp_path: Path, empty: psycopg.Connection
) -> None:
    empty.execute(b"""
        CREATE SCHEMA one;
        CREATE TABLE constructor (id int PRIMARY KEY);
        CREATE TABLE __proto__ (id int PRIMARY KEY, c int REFERENCES constructor);
        CREATE TABLE "toString" (id int PRIMARY KEY REFERENCES __proto__);
        CREATE TABLE one.a (id int PRIMARY KEY, b int REFERENCES one.a)
    """)
    page = opened_anew(driver, tmp_path, empty)
    assert len(page.texts("figure a")) == 4
    page.go("#area/one")
    page.wait("one")
    assert len(page.texts("figure a")) == 1
    page.go("#table/__proto__")
    page.wait("__proto__")
    assert len(page.texts("figure a")) == 3


def test_list_of_tables_tells_how_a_long_comment_begins(
    driver: webdriver.Chrome, tmp_path: Path, empty: psycopg.Connection
) -> None:
    empty.execute(b"CREATE TABLE one (); CREATE TABLE two ()")
    empty.execute(b"COMMENT ON TABLE one IS E'What it is,\\nin short.\\n\\nAnd at length.'")
    empty.execute(f"COMMENT ON TABLE two IS '{'much ' * 200}'".encode())
    page = opened_anew(driver, tmp_path, empty)
    page.go("#area/public")
    page.wait("public")
    first, second = (row[-1] for row in page.rows("Tables and views"))
    assert first == "What it is,\nin short."
    assert (len(second), second[-1]) == (300, "…")
    page.go("#table/one")
    page.wait("one")
    assert page.texts(".lead")[0].endswith("And at length.")
