"""A translation is made as docs/desk.md says, and the site speaks it once an admin chooses it."""

import pathlib
import subprocess
import sys
from collections.abc import Iterator

import pytest
from babel.messages.pofile import read_po, write_po
from django.db import connections
from django.test import override_settings
from django.utils import translation
from playwright.sync_api import Browser, Page, expect, sync_playwright

import dragoman.desk
from dragoman.accounts.models import User
from dragoman.accounts.roles import Role
from dragoman.export.account import quantity_words
from dragoman.export.countries import country_words
from dragoman.export.periods import words_of
from dragoman.record.databases import url_of_folder
from dragoman.record.store import open_record
from tests.api.conftest import serving
from tests.desk.looks import find_faults
from tests.export.test_html_browser import ARGUMENTS, CHROMIUM
from tests.record.samples import readings

pytestmark = pytest.mark.browser

LIST = pathlib.Path(dragoman.desk.__file__).parent / "locale" / "dragoman.pot"
PASSWORD = "correct horse"  # noqa: S105
WORDS: dict[str, str | tuple[str, str]] = {
    "Newest": "Neueste",
    "Log in": "Anmelden",
    "Published": "Erschienen",
    "happened": "geschehen",
    "%(start)s to %(end)s": "%(start)s bis %(end)s",
    "about %(date)s": "um %(date)s",
    "{{ counter }} copy": "",  # none: it stays English
    "%(count)d article": ("%(count)d Artikel", "%(count)d Artikel"),
}
ARTICLE = next(one for one in readings() if one.article.title == "Bolivia denies sending troops to border")
MONTHS = ["", "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober"]
MONTHS += ["November", "Dezember"]


def run_babel(*arguments: str) -> None:
    subprocess.run(
        [str(pathlib.Path(sys.executable).with_name("pybabel")), *arguments], check=True, capture_output=True
    )


@pytest.fixture(scope="module")
def translations(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """A folder with German words, few of them, made by the commands of the page."""
    folder = tmp_path_factory.mktemp("translations")
    run_babel("init", "--domain", "django", "--input-file", str(LIST), "--output-dir", str(folder), "--locale", "de")
    path = folder / "de" / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        catalogue = read_po(file, locale="de")
    for message in catalogue:
        one = message.id if isinstance(message.id, str) else message.id[0]
        message.string = WORDS.get(one) or message.string
    with path.open("wb") as file:
        write_po(file, catalogue)
    run_babel("compile", "--domain", "django", "--directory", str(folder))
    return folder


@pytest.fixture(scope="module")
def site(translations: pathlib.Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("speaking")
    url = url_of_folder(folder)
    list(open_record(url).add(readings()))
    with override_settings(DRAGOMAN_RECORD=url):
        User.objects.create_user("ada@desk.example", PASSWORD, role=Role.ADMIN, name="Ada")
    connections.close_all()
    with serving("--data", str(folder), environment={"DRAGOMAN_TRANSLATIONS": str(translations)}) as address:
        yield address


@pytest.fixture(scope="module")
def browser(site: str) -> Iterator[Browser]:  # noqa: ARG001  (the Record is made first)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(locale="en-GB")
    page.set_default_timeout(60_000)
    yield page
    page.close()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", ["13. Februar 2024", "Februar 2024", "2024", "2020s", "Bolivien", "1.200", "12,5"]),
        ("pt-br", ["13 de Fevereiro de 2024", "Fevereiro de 2024", "2024", "2020s", "Bolívia", "1.200", "12,5"]),
        ("en", ["13 February 2024", "February 2024", "2024", "2020s", "Bolivia", "1,200", "12.5"]),
        # No library knows it: English, as far as its own words go.
        ("xx", ["13 February 2024", "February 2024", "2024", "2020s", "Bolivia", "1200", "12.5"]),
    ],
)
def test_dates_countries_and_numbers_follow(language: str, said: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(translation, "_trans", type(vars(translation)["_trans"])())  # as tests/desk/test_words.py
    with override_settings(USE_I18N=True), translation.override(language):
        dates = [words_of(one) for one in ("2024-02-13", "2024-02", "2024", "202X")]
        assert [*dates, country_words("BOL"), quantity_words(1200), quantity_words(12.5)] == said
        assert words_of("2024-02-31") == "31 February 2024"  # no day of any calendar: as it was written


def set_language(page: Page, site: str, label: str, *, by_reader: bool = False) -> None:
    """Choose a language on the page of people, as an admin does."""
    page.goto(f"{site}login?next=/people")
    if page.locator("[name=username]").count():
        page.locator("[name=username]").fill("ada@desk.example")
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("main button").click()
    page.goto(f"{site}people")
    page.locator("[name=language]").select_option(label=label)
    page.locator("[name=by_reader]").set_checked(by_reader)
    page.locator("form[action$='people/settings'] button").click()
    expect(page.locator(".notice")).to_be_visible()


def test_the_site_speaks_the_language_that_is_set(page: Page, site: str) -> None:
    page.goto(site)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    set_language(page, site, "Deutsch")
    page.goto(site)
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.locator(".masthead nav a").first).to_have_text("Neueste")
    expect(page.locator(".masthead nav a").nth(3)).to_have_text(
        "Who meets whom"
    )  # what is not translated stays English
    expect(page.locator(".card .headline").first).to_have_attribute("lang", "en")
    page.goto(f"{site}articles/{ARTICLE.article.id}/")
    year, month, day = (ARTICLE.article.published or "").split("-")
    expect(page.locator("#article .about time")).to_have_text(f"{int(day)}. {MONTHS[int(month)]} {year}")
    assert find_faults(page) == []
    page.goto(f"{site}timeline?actor=kenya&actor=bolivia")
    # A decimal comma in a picture would draw nothing.
    assert page.locator("svg.bar circle, svg.bar line").count()
    assert page.evaluate("[...document.querySelectorAll('svg [cx], svg [x1]')].every(one => !/,/.test(one.outerHTML))")
    set_language(page, site, "English")
    page.goto(site)
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_each_reader_is_spoken_to_in_their_own_language(page: Page, browser: Browser, site: str) -> None:
    set_language(page, site, "English", by_reader=True)
    for locale, language in (("de-AT", "de"), ("en-GB", "en"), ("fr-FR", "en")):
        reader = browser.new_page(locale=locale)
        answer = reader.goto(site)
        assert answer is not None
        expect(reader.locator("html")).to_have_attribute("lang", language)
        assert answer.headers["content-language"] == language
        assert "Accept-Language" in answer.headers["vary"]
        reader.close()
    set_language(page, site, "English")
    answer = page.goto(site)
    assert answer is not None
    assert "Accept-Language" not in answer.headers.get("vary", "")
