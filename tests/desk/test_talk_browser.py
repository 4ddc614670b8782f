"""People talk in a real browser over the real server, and another site on this machine that it hears from and tells."""

import json
import pathlib
import re
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

import pytest
from django.db import connections
from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from dragoman.accounts.models import User
from dragoman.accounts.roles import Role
from dragoman.record.databases import url_of_folder
from dragoman.record.store import open_record
from tests.api.conftest import serving
from tests.desk.looks import LOOKS, find_faults
from tests.export.test_html_browser import ARGUMENTS, CHROMIUM
from tests.record.samples import readings
from tests.talk.conftest import Site, other_site

pytestmark = pytest.mark.browser

TITLE = "Bolivia denies sending troops to border"
PASSWORD = "correct horse battery"  # noqa: S105  (of people who live as long as the tests)
PEOPLE = {"ada": Role.COMMENTER, "rita": Role.REVIEWER, "eve": Role.EDITOR}


@dataclass
class Desk:
    address: str  # with a slash at its end
    article: str  # of its page
    other: Site


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder: pathlib.Path = tmp_path_factory.mktemp("talk")
    url = url_of_folder(folder)
    record = open_record(url)
    list(record.add(readings()))
    (article,) = [one.article.id for one in record.readings() if one.article.title == TITLE]
    with override_settings(DRAGOMAN_RECORD=url):
        for name, role in PEOPLE.items():
            User.objects.create_user(f"{name}@desk.example", PASSWORD, role=role, name=name.title())
    connections.close_all()
    with (
        other_site() as other,
        serving("--data", str(folder), environment={"DRAGOMAN_OUTSIDE_ALLOWED": other.host}) as address,
    ):
        yield Desk(address, f"{address}articles/{article}/", other)


@pytest.fixture(scope="module")
def browser(desk: Desk) -> Iterator[Browser]:  # noqa: ARG001  (the Record is made first)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


def log_in(browser: Browser, desk: Desk, name: str, **options: object) -> Page:
    """Open a page of somebody's own, logged in."""
    context: BrowserContext = browser.new_context(viewport={"width": 1280, "height": 900}, **options)  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.goto(f"{desk.address}login")
    page.get_by_label("E-mail address").fill(f"{name}@desk.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.locator(".account")).to_contain_text(name.title())
    return page


def send(address: str, **fields: str) -> tuple[int, str, str]:
    """Send a form as another site does; return status, where it leads and what was said."""
    request = urllib.request.Request(address, urlencode(fields).encode(), method="POST")
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.status, answer.headers.get("Location", ""), answer.read().decode()


def wait_for(what: Callable[[], bool]) -> None:
    """Wait for what threads of the server do."""
    for _ in range(300):
        if what():
            return
        time.sleep(0.1)
    raise AssertionError("it did not come about")


def test_people_talk_and_other_sites_with_them(browser: Browser, desk: Desk) -> None:
    ada, eve = log_in(browser, desk, "ada"), log_in(browser, desk, "eve")
    ada_comments_on_chosen_words(ada, desk)
    eve_approves_and_answers(eve, desk)
    ada.goto(f"{desk.address}notices/")
    expect(ada.locator(".notices")).to_contain_text("Eve replied to your comment")
    expect(ada.locator(".notices")).to_contain_text("Your comment was approved")
    another_site_links_here(ada, desk)
    eve_judges_the_links(eve, desk)
    eve_tells_another_site(eve, desk)
    ada.goto(desk.article)
    expect(ada.locator("#write")).to_be_visible()
    ada.get_by_role("button", name="Log out").click()
    ada.goto(desk.article)
    expect(ada.locator("#write")).to_have_count(0)
    expect(ada.locator("a[rel~=trackback]")).to_have_count(0)
    expect(ada.locator("#elsewhere")).to_contain_text("You need to log in")
    expect(ada.locator(".remark")).to_have_count(3)
    assert "/trackback/" not in ada.content()
    ada.context.close()
    eve.context.close()


def ada_comments_on_chosen_words(page: Page, desk: Desk) -> None:
    page.goto(desk.article)
    page.evaluate(
        """() => {
          const walker = document.createTreeWalker(document.querySelector(".text"), NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const at = node.data.indexOf("policemen");
            if (at >= 0) getSelection().setBaseAndExtent(node, at, node, at + "policemen".length);
          }
        }"""
    )
    page.get_by_role("button", name="Comment on the chosen words").click()
    expect(page.locator("#chosen blockquote")).to_have_text("policemen")
    page.keyboard.type("Are they *armed*?")  # the focus is where one writes
    page.get_by_role("button", name="Send comment").click()
    expect(page).to_have_url(re.compile(r"#comment-\d+$"))
    expect(page.locator(".remark .notice")).to_contain_text("waits for a moderator")
    page.locator(".remark .about-words a").click()
    expect(page.locator("#status")).to_have_text("Shown: policemen")


def eve_approves_and_answers(page: Page, desk: Desk) -> None:
    page.goto(f"{desk.address}moderation/")
    page.locator(".queue input[type=checkbox]").check()
    page.get_by_role("button", name="Approve").click()
    expect(page.locator(".empty")).to_be_visible()
    page.goto(desk.article)
    expect(page.locator(".remark em")).to_have_text("armed")
    page.get_by_role("link", name="Reply").click()
    page.get_by_label("Comment", exact=True).fill("The article does not say, @ada.")
    page.get_by_role("button", name="Send comment").click()
    expect(page.locator(".remark.depth-1")).to_contain_text("does not say")


def another_site_links_here(page: Page, desk: Desk) -> None:
    page.goto(desk.article)
    page.get_by_text("Address for trackbacks").click()
    ping = page.locator("a[rel~=trackback]").inner_text()
    tracked = desk.other.put("/tracked", f'<title>Casino</title><p>Win: <a href="{desk.article}">here</a></p>')
    _, _, said = send(ping, url=tracked, title="Casino", excerpt="Win", blog_name="Casino blog")
    assert "<error>0</error>" in said
    endpoint = page.locator("link[rel=webmention]").evaluate("link => link.href")
    mentioned = desk.other.put(
        "/mentioned",
        f'<div class="h-entry"><b class="p-author h-card">Grace</b> <a class="u-in-reply-to" href="{desk.article}">on</a>'
        '<p class="e-content">It was denied before.</p></div>',
    )
    status, where, _ = send(endpoint, source=mentioned, target=desk.article)
    assert status == 202

    def held() -> bool:
        with urllib.request.urlopen(where, timeout=30) as answer:
            return bool(json.load(answer)["status"] == "held for a moderator")

    wait_for(held)


def eve_judges_the_links(page: Page, desk: Desk) -> None:
    page.goto(f"{desk.address}moderation/")
    expect(page.locator(".queue > li")).to_have_count(2)
    page.locator(".queue > li", has_text="It was denied before").locator("input").check()
    page.get_by_role("button", name="Approve").click()
    page.locator(".queue > li", has_text="Casino").locator("input").check()
    page.get_by_label("Reason").fill("It advertises something.")
    page.get_by_role("button", name="Reject").click()
    expect(page.locator(".empty")).to_be_visible()
    page.goto(desk.article)
    expect(page.locator(".backlinks li")).to_have_count(1)
    expect(page.locator(".backlinks")).to_contain_text("Grace")
    expect(page.locator(".backlinks")).to_contain_text("It was denied before.")


def eve_tells_another_site(page: Page, desk: Desk) -> None:
    linked = desk.other.put("/linked", '<a rel="webmention" href="/take">tell me</a>')
    desk.other.put("/take", "", status=202)
    page.goto(desk.article)
    page.get_by_label("Comment", exact=True).fill(f"See also {linked}")
    page.get_by_role("button", name="Send comment").click()
    page.get_by_role("link", name="Send mentions").click()
    for box in page.locator(".picks input").all():
        box.uncheck()
    page.get_by_label(linked).check()
    page.get_by_role("button", name="Send", exact=True).click()
    wait_for(lambda: ("/take", {"source": desk.article, "target": linked}) in desk.other.sent)

    def noted() -> bool:
        page.reload()
        return page.locator(".picks", has_text="202").count() == 1

    wait_for(noted)


def test_one_comments_without_scripts(browser: Browser, desk: Desk) -> None:
    page = log_in(browser, desk, "rita", java_script_enabled=False)
    page.goto(desk.article)
    page.locator("#events .elsewhere.quiet").first.click()
    expect(page.locator(".chosen blockquote")).to_contain_text("Bolivia")
    page.get_by_label("it is wrong").check()
    page.get_by_label("Comment", exact=True).fill("Who says so?")
    page.get_by_role("button", name="Send comment").click()
    expect(page.locator(".remark", has_text="Who says so?")).to_contain_text("disputes the line")
    page.get_by_role("link", name="Comment on words that you copy").click()
    page.get_by_label("Words of the article").fill("There are only policemen")
    page.get_by_label("Comment", exact=True).fill("Since when?")
    page.get_by_role("button", name="Send comment").click()
    mine = page.locator(".remark", has_text="Since when?")
    expect(mine.locator(".about-words")).to_have_text("There are only policemen")
    mine.get_by_role("link", name="Edit").click()
    page.get_by_label("Comment", exact=True).fill("Since when, then?")
    page.get_by_role("button", name="Save").click()
    mine = page.locator(".remark", has_text="Since when, then?")
    mine.get_by_role("link", name="Delete").click()
    page.get_by_role("button", name="Delete").click()
    expect(page.locator(".remark", has_text="Since when, then?")).to_have_count(0)
    page.context.close()


@pytest.mark.parametrize(("width", "light"), LOOKS)
def test_axe_finds_nothing_and_nothing_runs_over(browser: Browser, desk: Desk, width: int, light: str) -> None:
    page = log_in(browser, desk, "eve", color_scheme=light)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(desk.article)
    page.get_by_label("Comment", exact=True).fill(
        "Long: https://a.example/" + "x" * 200 + "\n\n> quoted\n\n- one\n- `two`"
    )
    page.get_by_role("button", name="Send comment").click()
    own = page.url.rpartition("-")[2]
    rita = log_in(browser, desk, "rita")
    rita.goto(f"{desk.address}comments/{own}/flag")
    rita.get_by_label("Why should it not stand here").fill("too long")
    rita.get_by_role("button", name="Flag").click()
    rita.context.close()
    paths = ["moderation/", "moderation/?shelf=shown", "notices/", f"comments/{own}/edit", f"comments/{own}/delete"]
    paths += [f"comments/{own}/flag", f"comments/{own}/history", "webmention"]
    addresses = [
        desk.article,
        *(
            f"{desk.article}{path}"
            for path in ("comments/", "comments/write", f"comments/write?parent={own}", "mentions")
        ),
    ]
    found = []
    for address in [*addresses, *(f"{desk.address}{path}" for path in paths)]:
        page.goto(address)
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        found += find_faults(page)
    page.context.close()
    assert found == []
