"""The desk's own taxonomy, on both databases."""

import pytest

from dragoman.accounts.roles import Role
from dragoman.export.countries import find_country
from dragoman.record.backup import back_up, restore
from dragoman.record.facets import _REGION_OF
from dragoman.record.shelves import find_filed
from dragoman.record.store import open_record
from tests.desk.conftest import Desk, parse, text_of

BOLIVIA = "Bolivia denies sending troops to border"


def test_every_region_has_codes_that_exist_and_none_twice() -> None:
    assert [code for code in _REGION_OF if find_country(code) != code] == []
    assert len(_REGION_OF) > 230


def test_articles_are_filed_by_what_they_tell(desk: Desk) -> None:
    page = desk.open("/topics/")
    assert [head.text_content() for head in page.cssselect("main h2")] == ["Class", "Region", "Issue"]
    for link in page.cssselect("main .line a"):
        value = str(link.get("href"))
        shown = desk.open(value)
        assert shown.cssselect(".cards .headline")
        assert desk.client.get(f"{value}feed.atom").headers["Content-Type"].startswith("application/atom+xml")
    assert "Latin America and the Caribbean" in text_of(desk.open(desk.article(BOLIVIA)), "#filed")
    desk.open("/topics/region/atlantis/", 404)
    desk.open("/topics/colour/red/", 404)


def test_an_editor_files_an_article_otherwise_and_back(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> None:
    address = desk.article(BOLIVIA)
    article = address.split("/")[2]
    editor = desk.as_role(Role.EDITOR)
    derived = find_filed(desk.record, article)[0]["issue"]
    assert editor.post(f"{address}file", {"facet": "issue", "value": ["health", "asylum"]}).status_code == 302
    assert find_filed(desk.record, article)[0]["issue"] == ("health", "asylum")
    assert BOLIVIA in text_of(desk.open("/topics/issue/health/"), ".cards")
    desk.record.rebuild()
    assert find_filed(desk.record, article)[0]["issue"] == ("health", "asylum")
    folder = tmp_path_factory.mktemp("filed")
    back_up(desk.record, folder / "backup.gz")
    other = open_record(f"sqlite:///{folder / 'other.sqlite3'}")
    restore(other, folder / "backup.gz")
    assert find_filed(other, article)[0]["issue"] == ("health", "asylum")
    assert "issue: health, asylum, editor" in text_of(desk.open(address), "#filed")
    assert editor.post(f"{address}file", {"facet": "issue", "derived": "1"}).status_code == 302
    now, said = find_filed(desk.record, article)
    assert now["issue"] == derived
    assert len(said) == 2  # the history stays
    assert editor.post(f"{address}file", {"facet": "issue", "value": ["weather"]}).status_code == 400
    assert desk.as_role(Role.REVIEWER).post(f"{address}file", {"facet": "issue"}).status_code == 403
    page = parse(editor.get(address).content.decode())
    assert page.cssselect("#filed form")
    assert not desk.open(address).cssselect("#filed form")
