"""The page in a real browser: what a click lights, the way by keyboard, and that it asks for nothing."""

import os
import pathlib
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from dragoman.export.html import render_page
from tests.export.sample import make_reading

pytestmark = pytest.mark.browser

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
# Relative luminance and contrast as WCAG 2.2 defines them, over every visible text of the page.
CONTRASTS = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgb = (colour) => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const part = (value) => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  const paper = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = rgb(getComputedStyle(at).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return [255, 255, 255, 255];
  };
  const low = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility() || element.closest("script,style")) continue;
    const style = getComputedStyle(element);
    const ink = rgb(element.closest("svg") ? style.fill : style.color);
    const [a, b] = [light(ink), light(paper(element))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) low.push([walker.currentNode.data.trim().slice(0, 30), ratio.toFixed(2)]);
  }
  return low;
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    path: pathlib.Path = tmp_path_factory.mktemp("page") / "page.html"
    path.write_text(render_page(make_reading()), encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page at 1280 pixels; the test fails where it complains or asks for anything but itself."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: complaints.append(request.url) if request.url != address else None)
    page.goto(address)
    yield page
    page.close()
    assert complaints == []


def lit(page: Page) -> str:
    return " | ".join(page.locator(".lit").all_text_contents())


def test_clicking_a_statement_lights_its_words(page: Page) -> None:
    page.locator("#statement-s3 .go").click()
    assert lit(page) == "He | said | that  | Peru |  would study the offer and reply by the end of June"
    box = page.locator(".lit").first.bounding_box()
    assert box
    assert 0 < box["y"] < 900
    assert page.locator("#statement-s3.current").count() == 1


def test_clicking_words_finds_their_line(page: Page) -> None:
    page.get_by_text("offered to release", exact=True).first.click()
    assert page.locator(".line.current").get_attribute("id") == "event-e2"
    assert page.locator("#event-e2").is_visible()


def test_words_of_several_lines_lead_to_each_in_turn(page: Page) -> None:
    words = page.locator(".text .figure", has_text="14 fishing boats")
    words.click()
    first = page.locator(".line.current").get_attribute("id")
    words.click()
    second = page.locator(".line.current").get_attribute("id")
    assert (first, second) == ("figure-f1", "statement-s1")


def test_a_long_quotation_answers_a_click_too(page: Page) -> None:
    page.get_by_text("We came to listen").first.click()
    assert page.locator(".line.current").get_attribute("id") == "statement-s2"


def test_clicking_an_actor_lights_every_mention(page: Page) -> None:
    page.locator("#actor-julio-quispe-salas .go").click()
    assert lit(page) == "Julio Quispe Salas | Quispe Salas | He"


def test_the_keyboard_goes_there_and_back(page: Page) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the article"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("#statement-s3 .go").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "said"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('.line').id") == "statement-s3"
    page.keyboard.press("ArrowDown")
    assert page.locator(".line.current").get_attribute("id") == "statement-s4"
    page.keyboard.press("ArrowUp")
    assert page.locator(".line.current").get_attribute("id") == "statement-s3"
    page.keyboard.press("Escape")
    assert page.locator(".lit, .current").count() == 0


def test_the_tabulator_stops_at_marks_not_at_their_pieces(page: Page) -> None:
    stops = page.locator(".text a.seg:not([tabindex])").all_text_contents()
    assert "told" in stops
    assert all(len(stop) < 40 for stop in stops)


def test_what_is_lit_is_told_to_screen_readers(page: Page) -> None:
    page.locator("#event-e4 .go").click()
    assert page.locator("#status").text_content() == "“seized”: 1 passage lit"


def test_the_way_back_is_the_browsers_own(page: Page) -> None:
    page.locator("#statement-s3 .go").click()
    page.locator("#statement-s4 .go").click()
    page.go_back()
    assert page.locator(".line.current").get_attribute("id") == "statement-s3"


def test_a_kind_of_mark_can_be_put_out(page: Page) -> None:
    mark = page.locator(".text .event.denied")
    assert "line-through" in mark.evaluate("element => getComputedStyle(element).textDecorationLine")
    page.locator("#show-events").uncheck()
    assert mark.evaluate("element => getComputedStyle(element).textDecorationLine") == "none"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 800, 375, 320])
def test_it_fits_and_can_be_read(browser: Browser, address: str, width: int, scheme: str) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(CONTRASTS) == []
    page.locator("#statement-s2 .go").click()
    page.wait_for_timeout(250)
    assert page.evaluate(CONTRASTS) == []
    page.close()


def test_without_scripts_the_links_lead_there_and_back(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 375, "height": 700})
    page = context.new_page()
    page.goto(address)
    page.get_by_role("link", name="denied").first.click()
    assert page.url.endswith("#statement-s4")
    page.locator("#statement-s4 .go").click()
    assert page.url.endswith("#at-statement-s4")
    context.close()


def test_it_can_be_printed(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 800, "height": 1000})
    page.goto(address)
    page.emulate_media(media="print")
    assert page.locator("nav").is_hidden()
    assert page.locator("#record").evaluate("element => getComputedStyle(element).position") == "static"
    page.close()
