"""What each page shows of the sample, and that nothing on it leads nowhere."""

import csv
import datetime as dt
import hashlib
import io
import itertools
import json
import re
import zipfile
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import lxml.etree
import lxml.html
import pytest

from dragoman.accounts.roles import Role
from tests.desk.conftest import Desk, parse, text_of

MOST_PAGES = 130  # of some 350; the first that one comes upon
ATOM = "{http://www.w3.org/2005/Atom}"


def test_the_front_page_has_the_newest_of_all_and_of_each_category(desk: Desk) -> None:
    page = desk.open("/")
    newest = page.cssselect(".newest .headline")
    assert [one.text_content().strip() for one in newest[:2]] == [
        "Latvian bank chief on euro rates",
        "Slovakia's defence minister resigns",
    ]
    assert "Politics 22" in text_of(page, ".categories a")
    assert text_of(page, ".shelves h2") == "Politics | Economy | World | History | Security | Aid"
    assert "The Record keeps 55 articles" in text_of(page, ".figures")


def test_copies_are_folded_into_what_they_copy(desk: Desk) -> None:
    titles = text_of(desk.open("/categories/world/"), ".headline")
    assert "Kenya and Ethiopia open talks on Omo River" in titles
    assert "Ministers talk about the Omo" not in titles
    card = next(
        card for card in desk.open("/categories/world/").cssselect(".card") if "open talks" in card.text_content()
    )
    assert "1 copy in other outlets" in card.text_content()


def test_older_articles_follow_page_by_page_until_all_were_there(desk: Desk) -> None:
    seen: list[str] = []
    address = "/"
    for _ in range(10):
        page = desk.open(address)
        seen += [link.get("href", "") for link in page.cssselect(".newest .headline a")]
        onward = page.cssselect("a[rel=next]")
        if not onward:
            break
        address = urljoin("/", onward[0].get("href", ""))
    assert len(seen) == len(set(seen))
    copies = sum(
        int(found[1])
        for one in ("politics", "economy", "world", "history", "security", "aid")
        for found in re.finditer(r"(\d+) cop", text_of(desk.open(f"/categories/{one}/"), ".card .note"))
    )
    assert len(seen) + copies == 55


@pytest.mark.parametrize("address", ["/feed.atom", "/categories/economy/feed.atom", "/search.atom?q=source:unnamed"])
def test_feeds_are_atom_and_lead_into_the_site(desk: Desk, address: str) -> None:
    answer = desk.client.get(address)
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    feed = lxml.etree.fromstring(answer.content)
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) > 5
    for entry in entries[:3]:
        link = entry.find(f"{ATOM}link")
        assert link is not None
        desk.open(urlsplit(link.get("href", "")).path)
        assert entry.findtext(f"{ATOM}title")


@pytest.mark.parametrize("address", ["/feed.json", "/categories/economy/feed.json", "/search.json?q=source:unnamed"])
def test_feeds_are_json_feeds_too(desk: Desk, address: str) -> None:
    answer = desk.client.get(address)
    assert answer.headers["Content-Type"].startswith("application/feed+json")
    feed = answer.json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == f"http://testserver{address}"
    assert len(feed["items"]) > 5
    for item in feed["items"][:3]:
        desk.open(urlsplit(item["url"]).path)
        assert item["id"] == item["url"]
        assert item["title"]
        assert item["content_text"]
        assert dt.datetime.fromisoformat(item["date_published"])
    assert desk.open("/").cssselect("link[type='application/feed+json'][href='/feed.json']")


def test_an_article_says_where_it_is_from_to_people_and_programs(desk: Desk) -> None:
    address = desk.article("Nairobi hosts first meeting on shared river")
    article = next(one.article for one in desk.record.readings() if one.article.id == address.split("/")[2])
    page = desk.open(address)
    assert article.url is not None
    assert page.cssselect("#provenance a[href^='http']")[0].get("href") == article.url
    assert hashlib.sha256(article.text.encode()).hexdigest() in text_of(page, "#provenance code")
    news = page.cssselect("main[itemtype='https://schema.org/NewsArticle']")[0]
    said = {one.get("itemprop"): one.get("content") or one.get("href") for one in news.cssselect("meta, link")}
    assert said["headline"] == article.title
    assert said["datePublished"] == article.published
    assert said["isBasedOn"] == article.url
    whose = {one.get("itemprop"): one.cssselect("meta")[0].get("content") for one in news.cssselect("span[itemprop]")}
    assert whose == {"author": article.byline, "publisher": article.publisher}


def test_what_a_search_finds_is_saved_whole(desk: Desk) -> None:
    asked = "/search.zip?q=country:kenya&event=CONSULT&form=csv"
    assert "/login?" in desk.client.get(asked).headers["Location"]
    assert "Log in" in text_of(desk.open("/search?q=country:kenya&event=CONSULT"), "#results .note")
    reader = desk.as_role(Role.READER)
    page = parse(reader.get("/search?q=country:kenya&event=CONSULT").content.decode())
    assert asked.replace("country:kenya", "country%3Akenya") in [
        link.get("href") for link in page.cssselect("#results a")
    ]

    def save() -> bytes:
        answer: Any = reader.get(asked)
        assert answer.headers["Content-Type"] == "application/zip"
        return b"".join(answer.streaming_content)

    packed = save()
    with zipfile.ZipFile(io.BytesIO(packed)) as zipped:
        assert zipped.testzip() is None
        manifest = json.loads(zipped.read("manifest.json"))
        articles = list(csv.DictReader(io.StringIO(zipped.read("articles.csv").decode())))
        assert "codebook.csv" in zipped.namelist()
    found = page.cssselect(".tabs a[aria-current] .count-of")[0].text_content()
    assert manifest["selection"] == "country:KEN event:CONSULT"
    assert 0 < len(articles) <= int(found)
    assert save() == packed  # the same search, the same file
    assert reader.get("/search.zip?q=kenya&form=exe").status_code == 404
    assert reader.get("/search.zip").status_code == 404
    assert reader.get("/search.zip?q=acter:kenya").status_code == 400


def test_nobody_meets_a_dead_end(desk: Desk) -> None:
    """Where nothing is found, or nothing is open, a link leads on."""
    assert desk.open("/search?q=zebra").cssselect("#results .onward a")
    assert desk.open("/nowhere", 404).cssselect("main a[href='/search']")
    for address in ("/join", "/reset"):
        assert desk.open(address).cssselect("main a[href='/login']"), address
    reader = parse(desk.as_role(Role.READER).get(desk.article("Malta denies ransom")).content.decode())
    assert "an admin can make you a commenter" in text_of(reader, "#comments .note")
    refused = desk.client.post("/searches/")
    assert refused.status_code == 403
    assert parse(refused.content.decode()).cssselect("main a[href='/login']")


def test_an_article_has_its_words_marked_and_the_record_beside_them(desk: Desk) -> None:
    page = desk.open(desk.article("Bolivia denies sending troops to border"))
    assert text_of(page, "h1") == "Bolivia denies sending troops to border"
    assert "Northern Wire" in text_of(page, ".about")
    assert "Security" in text_of(page, ".about")
    assert page.cssselect(".text .event.denied")
    lines = page.cssselect("#record [data-line]")
    assert lines
    words = {key for mark in page.cssselect("[data-lines]") for key in mark.get("data-lines", "").split()}
    assert {line.get("data-line") for line in lines} <= words


def test_words_have_an_address_by_their_place(desk: Desk) -> None:
    reading = next(one for one in desk.record.readings() if one.article.title == "Malta denies ransom")
    page = desk.open(f"/articles/{reading.article.id}/")
    cue = reading.statements[-1].cue
    assert cue is not None
    assert len(page.cssselect(f"#c{cue.start}-{cue.end}")) == 1
    starts = [int(block.get("data-start", "")) for block in page.cssselect("[data-start]")]
    parts = reading.article.parts
    assert parts.title is not None
    assert starts == [parts.title.start, *(paragraph.start for paragraph in parts.paragraphs)]


def test_an_article_names_those_who_contradict_it_and_folds_its_copies(desk: Desk) -> None:
    page = desk.open(desk.article("Bolivia denies sending troops to border"))
    assert "≠ contradicts" in text_of(page, ".relations .contradicts")
    assert "how it stands: here denied, there happened" in text_of(page, ".differences")
    assert "La Paz rejects claim" in text_of(page, ".copies")
    assert "La Paz rejects claim" not in text_of(page, ".others")
    assert "told differently" in text_of(page, "#record .elsewhere.contradicts")


def test_an_article_can_be_cited(desk: Desk) -> None:
    address = desk.article("Nairobi hosts first meeting on shared river")
    item = json.loads(desk.client.get(f"{address}cite.json").content)[0]
    assert item["container-title"] == "The Sample Courier"
    assert item["author"] == [{"literal": "Ana Prueba"}]
    assert item["issued"] == {"date-parts": [[2024, 3, 13]]}
    entry = desk.client.get(f"{address}cite.bib").content.decode()
    assert entry.startswith("@article{")
    assert "title = {Nairobi hosts first meeting on shared river}" in entry


def test_an_event_has_its_tellings_by_origin(desk: Desk) -> None:
    page = desk.open(desk.event("Bolivia denies sending troops to border"))
    assert "disputed" in text_of(page, ".about")
    assert "3 independent tellers" in text_of(page, ".summary")
    assert len(page.cssselect(".origin")) == 3
    assert "Northern Wire (denied) contradicts Harbour Press (happened)" in text_of(page, ".contradictions")
    assert "La Paz rejects claim" in text_of(page, ".origin .copies")
    assert "told differently" in text_of(page, ".different")


def test_an_actor_has_offices_words_acts_and_a_timeline(desk: Desk) -> None:
    page = desk.open(desk.client.get("/actors/marina-prado/").headers["Location"])
    assert text_of(page, "h1") == "Marina Prado"
    assert "Defence Minister, Brazil" in text_of(page, ".offices")
    assert "Brazil" in text_of(page, ".about")
    assert page.cssselect("#said .quotation")
    state = desk.open("/actors/bolivia/")
    assert "deployment" in text_of(state, "#did")
    assert len(state.cssselect(".chart li")) >= 1
    assert "disputed" in text_of(state, ".chart")


def test_a_name_of_several_is_a_choice_and_other_writings_lead_to_the_one(desk: Desk) -> None:
    choices = desk.open("/actors/peter-novak/").cssselect(".choices a")
    assert len(choices) == 2
    for choice in choices:
        assert text_of(desk.open(choice.get("href", "")), "h1") == "Peter Novak"
    assert desk.client.get("/actors/BOL/").headers["Location"] == "/actors/bolivia/"
    desk.open("/actors/nobody-at-all/", 404)


def test_a_stand_shows_what_was_said_and_done_on_an_issue(desk: Desk) -> None:
    page = desk.open("/actors/bolivia/?issue=troops")
    assert "Bolivia on “troops”" in text_of(page, "#stands h3")
    assert "denies" in text_of(page, ".positions")
    assert len(desk.open('/actors/bolivia/?issue="').cssselect("#issue-wrong")) == 1


def test_a_timeline_saves_as_a_picture_and_as_data(desk: Desk) -> None:
    picture = lxml.etree.fromstring(desk.client.get("/actors/bolivia/timeline.svg").content)
    assert picture.tag == "{http://www.w3.org/2000/svg}svg"
    rows = list(csv.DictReader(io.StringIO(desk.client.get("/actors/bolivia/timeline.csv").content.decode())))
    assert ("disputed", "2024-08-04", "deploy") in {(row["outcome"], row["date"], row["act"]) for row in rows}
    desk.open("/actors/bolivia/timeline.gif", 404)


def test_who_meets_whom_is_drawn_and_told_alike(desk: Desk) -> None:
    page = desk.open("/graph/")
    pairs = text_of(page, ".data tbody th")
    assert "Ethiopia, Kenya" in pairs
    assert len(page.cssselect(".graph line.tie")) == len(page.cssselect(".data tbody tr"))
    rows = list(csv.DictReader(io.StringIO(desk.client.get("/graph/meetings.csv").content.decode())))
    assert len(rows) == len(page.cssselect(".data tbody tr"))
    assert all(row["events"].startswith("http://testserver/events/") for row in rows)
    for form in ("graphml", "gexf"):
        graph = lxml.etree.fromstring(desk.client.get(f"/graph/meetings.{form}").content)
        assert len(graph.findall(".//{*}edge")) == len(rows)
    plain = json.loads(desk.client.get("/graph/meetings.json").content)
    assert len(plain["links"]) == len(rows)
    assert {link["source"] for link in plain["links"]} <= {node["id"] for node in plain["nodes"]}
    assert plain["links"][0]["events"][0].startswith("http://testserver/events/")
    assert "Wanjiru Kamau" in text_of(desk.open("/graph/?level=people&who=kenya"), ".data tbody th")
    desk.open("/graph/?date=never", 400)
    assert "No meeting" in text_of(desk.open("/graph/?date=1815"), ".empty")


def test_every_link_leads_somewhere_and_every_page_is_well_made(desk: Desk) -> None:
    """Follow every link of the site from its front page, each to the place on the page that it names."""
    waiting = ["/"]
    seen: dict[str, lxml.html.HtmlElement | None] = {}
    fragments: list[tuple[str, str, str]] = []
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop(0)
        if address in seen or address.startswith(("/api/", "/static/")):
            continue
        answer = desk.client.get(address)
        assert answer.status_code == 200, address
        if not answer.headers["Content-Type"].startswith("text/html"):
            seen[address] = None
            continue
        page = seen[address] = parse(answer.content.decode())
        check_page(address, page)
        for link in page.iter("a"):
            there, fragment = urldefrag(urljoin(f"http://testserver{address}", link.get("href", "")))
            path = there.removeprefix("http://testserver")
            if path.startswith("/"):
                waiting += [path] if "?" not in path or len(seen) < 60 else []
                fragments += [(address, path, fragment)] if fragment else []
    assert len(seen) == MOST_PAGES
    for address, path, fragment in fragments:
        target = seen.get(path)
        if target is not None and not re.fullmatch(
            r"c\d+-\d+", fragment
        ):  # those may name any words: the script shows them
            assert target.cssselect(f"[id='{fragment}']"), (address, path, fragment)


def check_page(address: str, page: lxml.html.HtmlElement) -> None:
    assert len(page.cssselect("h1")) == 1, address
    assert page.findtext(".//title"), address
    assert page.get("lang") == "en"
    assert len(page.cssselect("main")) == 1
    ids = [one.get("id") for one in page.cssselect("[id]")]
    assert len(ids) == len(set(ids)), address
    assert page.cssselect("style, script:not([src]), [style]") == [], address
    assert not [name for one in page.iter(lxml.etree.Element) for name in one.attrib if str(name).startswith("on")], (
        address
    )
    for form in page.iter("form"):
        assert form.get("method", "get") == "get" or form.cssselect("[name=csrfmiddlewaretoken]"), address
    for field in page.cssselect("input:not([type=hidden]), select"):
        assert page.cssselect(f"label[for='{field.get('id')}']") or field.getparent().tag == "label", (
            address,
            field.get("id"),
        )
    levels = [int(one.tag[1]) for one in page.iter("h1", "h2", "h3", "h4")]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), (address, levels)
