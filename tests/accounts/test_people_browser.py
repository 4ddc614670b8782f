"""People in a real browser over the real server: with scripts and without, at every width."""

import pathlib
import re
import time
from collections.abc import Iterator

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from dragoman.record.databases import url_of_folder
from dragoman.record.store import open_record
from tests.accounts.conftest import PASSWORD
from tests.accounts.test_commands import people
from tests.api.conftest import serving
from tests.desk.looks import LOOKS, find_faults
from tests.export.test_html_browser import ARGUMENTS, CHROMIUM

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server over a Record with an admin."""
    folder: pathlib.Path = tmp_path_factory.mktemp("people")
    open_record(url_of_folder(folder)).close()
    assert people(folder, "add", "chief@desk.example", "--role", "admin", given=f"{PASSWORD}\n")[0] == 0
    with serving("--data", str(folder)) as address:
        yield address.rstrip("/")


@pytest.fixture(scope="module")
def browser(site: str) -> Iterator[Browser]:  # noqa: ARG001  (the Record is made first: Django refuses to once this loop runs)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


def enter(page: Page, site: str, email: str = "chief@desk.example") -> None:
    page.goto(f"{site}/login")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("h1").first).not_to_have_text("Log in", timeout=30_000)


def last_code(secret: str) -> str:
    """Return the code of the half minute before, which is taken for as long as this one lasts: some time of it must be left."""
    if time.time() % 30 > 15:
        time.sleep(30 - time.time() % 30)
    return pyotp.TOTP(secret).at(int(time.time()) - 30)


def test_an_admin_invites_somebody_who_sets_a_second_factor_without_scripts(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    enter(page, site)
    page.get_by_role("link", name="People").click()
    page.get_by_label("E-mail address").fill("guest@desk.example")
    page.locator("#id_role").select_option(label="reviewer")
    page.get_by_role("button", name="Invite").click()
    link = page.locator("code.once").text_content() or ""
    other = browser.new_context(java_script_enabled=False)
    guest = other.new_page()
    guest.goto(link)
    guest.get_by_label("Name").fill("Guest")
    guest.get_by_label("Password").fill("password")
    guest.get_by_role("button", name="Make the account").click()
    expect(guest.get_by_role("alert")).to_contain_text("too common")
    assert guest.get_by_label("Password").get_attribute("aria-invalid") == "true"
    guest.get_by_label("Password").fill(PASSWORD)
    guest.get_by_role("button", name="Make the account").click()
    expect(guest.locator(".about")).to_contain_text("guest@desk.example · reviewer")
    guest.get_by_role("link", name="Set a second factor").click()
    secret = guest.locator("code.once").text_content() or ""
    guest.get_by_role("textbox", name="Code").fill(last_code(secret))
    guest.get_by_label("Your password, again").fill(PASSWORD)
    guest.get_by_role("button", name="Set it").click()
    expect(guest.locator("code.once")).to_have_count(10)
    code = guest.locator("code.once").first.text_content() or ""
    guest.get_by_role("button", name="Log out").click()
    enter(guest, site, "guest@desk.example")
    guest.get_by_role("textbox", name="Code").fill(code)
    guest.keyboard.press("Enter")
    expect(guest.locator(".me")).to_have_text("Guest")
    guest.goto(f"{site}/account")
    expect(guest.get_by_text("9 recovery codes are left.")).to_be_visible()
    page.goto(f"{site}/people")
    page.get_by_label("Role of Guest").select_option(label="editor")
    page.get_by_role("button", name="Set Guest").click()
    expect(page.get_by_role("status").first).to_contain_text("Guest is changed.")
    guest.reload()
    expect(guest.locator(".about")).to_contain_text("editor")
    other.close()
    context.close()


def test_djangos_admin_keeps_our_policy(browser: Browser, site: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: complaints.append(request.url) if not request.url.startswith(site) else None)
    enter(page, site)
    for path in ("/admin/", "/admin/accounts/user/", "/admin/accounts/entry/", "/admin/accounts/session/"):
        page.goto(f"{site}{path}")
    page.goto(f"{site}/admin/accounts/user/")
    page.get_by_role("link", name="chief@desk.example").first.click()
    page.get_by_label("Name").fill("Chief of Desk")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    page.get_by_role("button", name="Log out").click()
    expect(page).to_have_url(re.compile(rf"{site}/$"))
    context.close()
    assert complaints == []


@pytest.mark.parametrize(("width", "light"), LOOKS)
def test_axe_finds_nothing_and_nothing_runs_over(browser: Browser, site: str, width: int, light: str) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark" if light == "dark" else "light"
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    found: list[tuple[object, ...]] = []

    def look(path: str) -> None:
        page.goto(f"{site}{path}")
        found.extend(find_faults(page))

    for path in ("/login", "/join", "/reset"):
        look(path)
    enter(page, site)
    for path in ("/account", "/account/password", "/account/factor", "/account/tokens", "/people", "/people/log"):
        look(path)
    context.close()
    assert found == []
    assert complaints == []
