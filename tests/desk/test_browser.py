"""The site in a real browser over the real server: with scripts and without, at every width and in both lights."""

import pathlib
import re
from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from dragoman.record.databases import url_of_folder
from dragoman.record.store import open_record
from tests.api.conftest import serving
from tests.desk.looks import LOOKS, find_faults
from tests.export.test_html_browser import ARGUMENTS, CHROMIUM
from tests.record.samples import readings

pytestmark = pytest.mark.browser

TITLE = "Bolivia denies sending troops to border"
PAGES = {
    "front": "",
    "search": "search?q=actor:bolivia",
    "wrong": "search?q=acter:bolivia",
    "filters": "search?country=bolivia&show=events",
    "actor": "actors/bolivia/?issue=troops",
    "graph": "graph/?level=people",
    "nothing": "nowhere",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server over the sample."""
    folder: pathlib.Path = tmp_path_factory.mktemp("site")
    record = open_record(url_of_folder(folder))
    list(record.add(readings()))
    record.close()
    with serving("--data", str(folder)) as address:
        yield address


@pytest.fixture(scope="module")
def browser(site: str) -> Iterator[Browser]:  # noqa: ARG001  (the Record is made first: Django refuses to once this loop runs)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """A page; the test fails where it complains (a broken policy does) or asks anybody else."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(30_000)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if "status of 40" not in message.text else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: complaints.append(request.url) if not request.url.startswith(site) else None)
    yield page
    page.close()
    assert complaints == []


def lit(page: Page) -> list[str]:
    return page.locator(".lit").all_text_contents()


def test_somebody_finds_an_article_and_follows_a_line_to_the_other_telling(page: Page, site: str) -> None:
    page.goto(site)
    page.get_by_label("Search the Record").fill("actor:bolivia auxiliary:negation")
    page.keyboard.press("Enter")
    page.locator(".hit .headline a").first.click()
    expect(page).to_have_url(re.compile(r"/articles/.*#at-event-"))
    assert lit(page)  # the words of the event that was found
    page.locator("#statements .go").first.click()
    assert lit(page)
    page.locator(".elsewhere.contradicts").first.click()
    expect(page.locator(".contradictions")).to_be_visible()
    page.locator(".contradictions a").first.click()
    expect(page).to_have_url(re.compile(r"/articles/.*#at-event-"))
    assert lit(page)


def test_the_record_stands_beside_the_text(page: Page, site: str) -> None:
    page.goto(site)
    page.locator("main h2 a, main h3 a").first.click()
    text, record = (page.locator(name).bounding_box() for name in ("#article", "#record"))
    assert text is not None
    assert record is not None
    assert text["x"] + text["width"] <= record["x"]
    assert abs(text["y"] - record["y"]) < 60


def test_words_of_a_line_lead_back_to_it(page: Page, site: str) -> None:
    page.goto(f"{site}search?q={TITLE.replace(' ', '+')}")
    page.locator(".hit .headline a").first.click()
    page.locator(".text a.event").first.click()
    assert page.locator(".line.current").count() == 1


def test_words_that_were_found_are_shown_by_their_place(page: Page, site: str) -> None:
    page.goto(f"{site}search?q=policemen")
    page.locator(".hit .headline a").first.click()
    expect(page).to_have_url(re.compile(r"#c\d+-\d+$"))
    expect(page.locator("#status")).to_have_text("Shown: policemen")


def test_results_come_as_one_types_and_the_address_keeps_them(page: Page, site: str) -> None:
    page.goto(f"{site}search")
    box = page.locator("#q")
    box.press_sequentially("bolivia troops", delay=20)
    expect(page.locator(".hit")).to_have_count(5)
    assert page.url.endswith("?q=bolivia+troops")
    assert page.evaluate("document.activeElement.id") == "q"
    expect(page.locator("#status")).to_contain_text("articles")
    page.locator("#f-outlet").fill("coast times")
    expect(page.locator(".hit")).to_have_count(1)
    assert "outlet=coast+times" in page.url
    box.fill("bolivia acter:x")
    expect(page.locator("#wrong-q .wrong")).to_contain_text("no operator")
    assert box.get_attribute("aria-invalid") == "true"
    page.reload()
    assert box.input_value() == "bolivia acter:x"


def test_a_slow_answer_is_announced(page: Page, site: str) -> None:
    page.goto(f"{site}search")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/search?**", hold)
    page.locator("#q").fill("talks")
    expect(page.locator("#waiting")).to_be_visible()
    assert page.locator("#results").get_attribute("aria-busy") == "true"
    assert page.locator("#status").text_content() == "Searching"
    held[-1].continue_()
    expect(page.locator(".hit").first).to_be_visible()
    expect(page.locator("#waiting")).to_be_hidden()
    assert page.locator("#results").get_attribute("aria-busy") == "false"


def test_the_keyboard_reaches_everything(page: Page, site: str) -> None:
    page.goto(site)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.goto(f"{site}graph/")
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.closest('svg') ? 'dot' : document.activeElement.tagName"))
    assert {"dot", "A", "INPUT", "SELECT", "BUTTON"} <= reached
    page.goto(f"{site}search?q=talks")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"


def test_everything_works_without_scripts(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site)
    page.get_by_label("Search the Record").fill("actor:bolivia auxiliary:negation")
    page.get_by_role("button", name="Search").click()
    page.locator(".hit .headline a").first.click()
    expect(page.locator("h1")).to_contain_text(re.compile("Bolivia|La Paz"))
    anchor = page.url.partition("#")[2]
    assert page.locator(f"#{anchor}").count() == 1
    page.locator(".elsewhere.contradicts").first.click()
    expect(page.locator(".origin").first).to_be_visible()
    page.go_back()
    page.goto(f"{site}search")
    page.locator("#f-country").fill("bolivia")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator(".hit").first).to_be_visible()
    context.close()


@pytest.mark.parametrize(("width", "light"), LOOKS)
def test_axe_finds_nothing_and_nothing_runs_over(browser: Browser, site: str, width: int, light: str) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark" if light == "dark" else "light"
    )
    page = context.new_page()
    addresses = {name: f"{site}{path}" for name, path in PAGES.items()}
    page.goto(f"{site}search?q={TITLE.replace(' ', '+')}")
    addresses["article"] = page.locator(".hit .headline a").first.evaluate("link => link.href")
    page.goto(addresses["article"])
    addresses["event"] = page.locator(".elsewhere.contradicts").first.evaluate("link => link.href")
    found = []
    for address in addresses.values():
        page.goto(address)
        found += find_faults(page)
    context.close()
    assert found == []


@pytest.mark.parametrize("light", ["light", "dark"])
def test_it_prints_black_on_white_in_either_light(page: Page, site: str, light: Literal["light", "dark"]) -> None:
    page.goto(f"{site}search?q=actor:bolivia")
    page.locator(".hit .headline a").first.click()
    article = page.url.partition("#")[0]
    page.locator(".elsewhere.contradicts").first.click()
    for address in (article, page.url, f"{site}actors/bolivia/"):
        page.emulate_media(media="screen", color_scheme=light)
        page.goto(address)
        page.emulate_media(media="print", color_scheme=light)
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        for hidden in (".masthead nav", ".box", ".account", "footer"):
            expect(page.locator(hidden).first).to_be_hidden()
        assert find_faults(page) == [], address  # what cannot be read on white is a fault
