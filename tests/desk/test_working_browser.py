"""What people do with the Record, in a real browser over the real server."""

import os
import pathlib
import re
from collections.abc import Iterator

import pytest
from django.db import connections
from django.test import Client, override_settings
from playwright.sync_api import Browser, Page, expect, sync_playwright

from dragoman.accounts.models import User
from dragoman.accounts.roles import Role
from dragoman.record.databases import url_of_folder
from dragoman.record.store import open_record
from tests.api.conftest import serving
from tests.desk.conftest import Desk
from tests.desk.looks import find_faults
from tests.desk.test_review import code_all, make_coders
from tests.export.test_html_browser import ARGUMENTS, CHROMIUM
from tests.record.samples import readings

pytestmark = pytest.mark.browser

ARTICLE = next(reading for reading in readings() if reading.article.title == "Bolivia denies sending troops to border")
LINE = f"review/line?article={ARTICLE.article.id}&table=events&line=e1&only=1"
TEXT = """Envoys of Gabon and Benin meet in Lomé

The foreign ministers of Gabon and Benin met in Lomé on Monday, an official said.

"We will sign the fishing agreement in March," the minister of Benin told reporters after the meeting.
"""
SHOTS = os.environ.get("DRAGOMAN_SHOTS")  # a folder: screenshots of every page are left there, for somebody to look at


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server over the sample, on which an editor can log in."""
    folder: pathlib.Path = tmp_path_factory.mktemp("working")
    url = url_of_folder(folder)
    record = open_record(url)
    list(record.add(readings()))
    with override_settings(DRAGOMAN_RECORD=url):
        for name in ("ada", "bo"):
            User.objects.create_user(f"{name}@desk.example", "correct horse", role=Role.EDITOR, name=name.title())
        with override_settings(ALLOWED_HOSTS=["testserver"]):
            _give_work(Desk(record, Client()))
    connections.close_all()
    with serving("--data", str(folder)) as address:
        yield address


def _give_work(desk: Desk) -> None:
    """Have two articles coded, one of them to its end, with two lines on which the coders differ; and give one to read."""
    _, (one, two), where = make_coders(desk)
    code_all(one, where, {("events", "e1"): {"type": "THREATEN", "mode": "", "verdict": "correct"}})
    code_all(two, where, {("statements", "s1"): {"verdict": "reject"}})
    for coder in (one, two):
        assert coder.post(f"{where}done").status_code == 302
    editor, _, _ = make_coders(desk, "Kenya and Ethiopia open talks on Omo River")
    given = {"kind": "paste", "text": TEXT.replace("Gabon", "Togo"), "published": "2031-03-04"}
    assert editor.post("/add", given).headers["Location"] == "/add/1/"


@pytest.fixture(scope="module")
def browser(site: str) -> Iterator[Browser]:  # noqa: ARG001  (the Record is made first: Django refuses to once this loop runs)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """A page of somebody who is logged in; the test fails where it complains or asks anybody else."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(60_000)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if "status of 40" not in message.text else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: complaints.append(request.url) if not request.url.startswith(site) else None)
    log_in(page, site)
    yield page
    page.close()
    assert complaints == []


def log_in(page: Page, site: str) -> None:
    page.goto(f"{site}login")
    page.get_by_label("E-mail address").fill("ada@desk.example")
    page.get_by_label("Password").fill("correct horse")
    page.get_by_role("button", name="Log in").click()
    expect(page.locator(".account")).to_contain_text("Ada")


def heading(page: Page) -> str:
    return page.locator("#line-head").inner_text()


def test_lines_are_judged_by_keyboard(page: Page, site: str) -> None:
    page.goto(f"{site}review/")
    page.get_by_label("Only what this query finds").fill("event:CONSULT")
    page.get_by_role("button", name="Begin").click()
    shown = [heading(page)]
    waits = []
    for key in ("c", "x", "s", "j"):
        before = page.url
        page.wait_for_timeout(400)  # as long as nobody needs to read a line
        page.keyboard.press(key)
        expect(page).not_to_have_url(before)
        page.wait_for_function("document.documentElement.dataset.shown")
        waits.append(page.evaluate("Number(document.documentElement.dataset.shown)"))
        page.evaluate("delete document.documentElement.dataset.shown")
        shown.append(heading(page))
        assert page.locator("#text mark.lit").count()
    print("milliseconds from the key to the next line:", [round(wait, 1) for wait in waits])  # noqa: T201
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_hidden()
    page.keyboard.press("u")
    expect(page.locator("#line-head")).to_have_text(shown[1])  # the rejection is taken back
    assert page.locator(".verdict").count() == 0


def test_an_event_is_corrected_with_words_chosen_in_the_text(page: Page, site: str) -> None:
    page.goto(site + LINE)
    page.keyboard.press("e")
    page.locator("[name=type]").select_option("THREATEN")
    page.locator("[name=mode]").select_option("phone")
    page.get_by_role("button", name="Keep the correction").click()
    expect(page.locator("#problem")).to_contain_text("is not a PLOVER mode of THREATEN")
    page.locator("[name=mode]").select_option("violence")
    page.locator("[name=date]").fill("2031-05")
    # The last paragraph's first word, chosen as with a mouse.
    page.evaluate("""() => {
        const node = [...document.querySelectorAll("#text p")].at(-1).firstChild;
        const range = document.createRange();
        range.setStart(node, 0);
        range.setEnd(node, node.data.indexOf(" "));
        getSelection().removeAllRanges();
        getSelection().addRange(range);
    }""")
    words = page.locator("fieldset.words", has=page.locator("[name=condition]"))
    words.get_by_role("button").click()
    taken = words.locator("textarea").input_value()
    assert taken
    expect(page.locator("#status")).to_have_text(f"Taken: {taken}")
    page.get_by_role("button", name="Keep the correction").click()
    expect(page).not_to_have_url(site + LINE)
    page.goto(f"{site}articles/{ARTICLE.article.id}/")
    judged = page.locator("#judged-event-e1")
    expect(judged).to_contain_text("corrected by Ada")
    expect(judged).to_contain_text(f"Condition: –, now {taken}")
    expect(page.locator("#event-e1")).to_contain_text("corrected by Ada")


def test_an_event_is_added_and_taken_back_by_keyboard(page: Page, site: str) -> None:
    page.goto(site + LINE)
    first = heading(page)
    page.locator(".additions").get_by_role("link", name="event").click()
    expect(page.locator("#line-head")).to_have_text("Add: event")
    words = page.locator("fieldset.words", has=page.locator("[name=trigger]")).locator("textarea")
    words.fill(ARTICLE.article.title or "")
    page.get_by_role("button", name="Add it").click()
    expect(page.locator("#line-head")).to_have_text(first)
    page.locator("#line-head").click()  # out of the form
    page.keyboard.press("u")
    expect(page.locator("#work .notice")).to_have_text("The line that you added is taken back.")
    expect(page.locator("#line-head")).to_have_text(first)
    page.goto(f"{site}articles/{ARTICLE.article.id}/")
    expect(page.locator("#judged .added")).to_have_count(0)


def test_a_text_is_pasted_and_its_reading_watched(page: Page, site: str) -> None:
    page.goto(f"{site}add")
    page.get_by_label("Text, or what you copied").fill(TEXT)
    page.locator("#published-3").fill("2031-03-04")
    page.locator("section", has=page.locator("#text")).get_by_role("button").click()
    expect(page.locator(".outcomes")).to_contain_text("added", timeout=120_000)
    expect(page.locator("#progress")).to_have_attribute("aria-busy", "false")
    page.locator(".outcomes a").click()
    expect(page.locator("h1")).to_contain_text("Envoys of Gabon")


def test_a_file_is_read_without_scripts(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(60_000)
    log_in(page, site)
    page.goto(f"{site}add")
    page.locator("#file").set_input_files(
        {"name": "news.txt", "mimeType": "text/plain", "buffer": TEXT.replace("Gabon", "Mali").encode()}
    )
    page.get_by_role("button", name="Read them").click()
    expect(page.locator(".outcomes")).to_contain_text("added", timeout=120_000)  # the page asks for itself again
    context.close()


def test_a_line_is_judged_without_scripts(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(60_000)
    log_in(page, site)
    page.goto(f"{site}review/line?q=event:AID")
    before = page.url
    page.get_by_role("button", name="Confirm").click()
    expect(page).not_to_have_url(before)
    page.get_by_role("button", name="Take back").click()
    expect(page).to_have_url(re.compile(re.escape(before.partition("&q=")[0])))
    page.locator("summary", has_text="Correct").click()
    page.locator("[name=date]").fill("2031")
    page.get_by_role("button", name="Keep the correction").click()
    expect(page).not_to_have_url(before)
    context.close()


def test_a_search_is_saved_under_a_name(page: Page, site: str) -> None:
    page.goto(f"{site}search?q=country:bolivia+event:MOBILIZE")
    page.get_by_role("link", name="Save this search").click()
    expect(page.get_by_label("Query")).to_have_value("country:BOL event:MOBILIZE")
    page.get_by_label("Name").fill("Bolivia moves")
    page.get_by_label("Mail what is new").select_option("weekly")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Bolivia moves", exact=True).click()
    expect(page.locator(".hit").first).to_be_visible()
    page.goto(f"{site}searches/")
    page.get_by_role("button", name="Delete Bolivia moves").click()
    expect(page.locator(".saved")).to_have_count(0)


PAGES = {
    "searches": "searches/?query=event:AID",
    "topics": "topics/",
    "topic": "topics/region/latin-america-and-the-caribbean/",
    "lanes": "timeline?actor=bolivia&actor=kenya",
    "compare": f"articles/{ARTICLE.article.id}/compare",
}
PAGES |= {
    "review": "review/",
    "line": LINE,
    "new": f"{LINE}&new=events",
    "orphans": "review/orphans",
    "add": "add",
    "added": "add/1/",
    "coded": "review/coding/1/",
    "adjudicate": "review/coding/1/adjudicate",
    "coding": "review/coding/2/",
    "article": f"articles/{ARTICLE.article.id}/",
}


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(page: Page, site: str, name: str) -> None:
    for light in ("light", "dark"):
        page.emulate_media(color_scheme=light)
        for width in (320, 390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(site + PAGES[name])
            if name == "line":
                page.locator("#correct").evaluate("details => { details.open = true; }")
            assert find_faults(page) == [], (light, width)
            if SHOTS:
                page.screenshot(path=f"{SHOTS}/{name}-{light}-{width}.png", full_page=width < 1000)
