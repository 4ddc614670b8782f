"""Following feeds and sitemaps of a real server, into Records in both databases."""

import http.server
import threading
from collections.abc import Callable, Iterator

import pytest
from django.utils import timezone

from dragoman.errors import NotAnArticle, Unusable
from dragoman.model import Article, Reader, Reading
from dragoman.record.databases import url_of_folder
from dragoman.record.store import Record, open_record
from dragoman.sources.checking import Looked, iter_due, look_at
from dragoman.sources.following import addresses_of, find_source, follow, list_health, set_paused
from dragoman.sources.models import Item, Source
from tests.record.conftest import server  # noqa: F401  (a fixture)
from tests.record.servers import Server

WORDS = "The envoys of Norland and Sudland met in the port of Akel on Monday, and agreed to meet again, people on board said."


class Outlet:
    """A small news site."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, bytes]] = {}
        self.etag: str | None = None
        self.asked: list[str] = []
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def _handler(self) -> type[http.server.BaseHTTPRequestHandler]:
        outlet = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                status, body = outlet.answers.get(self.path, (404, b""))
                tagged = outlet.etag is not None and self.path.startswith("/feed")
                if tagged and self.headers.get("If-None-Match") == outlet.etag:
                    status, body = 304, b""
                outlet.asked.append(f"{self.path} {status}")
                self.send_response(status)
                if tagged:
                    self.send_header("ETag", outlet.etag or "")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                pass

        return Handler

    def page(self, number: int, words: str = WORDS) -> None:
        title = f"Envoys meet a {number}th time"
        self.answers[f"/{number}"] = (
            200,
            f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{words}</p></article></body></html>".encode(),
        )

    def feed(self, *numbers: int, words: str = "The envoys met again, and said so.") -> None:
        items = "".join(
            f"<item><title>Envoys meet a {number}th time</title><link>{self.address}/{number}</link>"
            f"<pubDate>Wed, 12 Mar 2031 09:00:00 GMT</pubDate><description>{words}</description></item>"
            for number in numbers
        )
        self.answers["/feed"] = (
            200,
            f"<rss version='2.0'><channel><title>Post</title>{items}</channel></rss>".encode(),
        )
        self.etag = f'"{hash((numbers, words))}"'

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def outlet(monkeypatch: pytest.MonkeyPatch) -> Iterator[Outlet]:
    made = Outlet()
    monkeypatch.setenv("DRAGOMAN_OUTSIDE_ALLOWED", made.address.removeprefix("http://"))
    yield made
    made.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def record(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    if request.param == "postgresql":
        running: Server = request.getfixturevalue("server")
        url = running.fresh()
    else:
        url = url_of_folder(tmp_path_factory.mktemp("followed"))
    opened = open_record(url)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def reading() -> Callable[[Article], Reading]:
    """Reads nothing in an article: what is read is tested elsewhere."""

    def read(article: Article) -> Reading:
        if "unreadable" in article.text:
            raise NotAnArticle("is not English", article.url)
        return Reading(Reader("dragoman", "0", "rules", ()), article)

    return read


Look = Callable[[Source], Looked]


@pytest.fixture
def look(record: Record, reading: Callable[[Article], Reading]) -> Look:
    return lambda source: look_at(record, source, reading, pause=0)


def test_a_feed_is_followed(record: Record, outlet: Outlet, look: Look) -> None:
    outlet.feed(2, 1)
    outlet.page(1)
    outlet.page(2)
    source, new = follow(record, f"{outlet.address}/feed")
    assert new
    assert list(iter_due(record)) == [source]
    assert list(iter_due(record)) == []  # it is somebody's now
    assert look(source).counts == {"added": 2}
    kept = [one.article for one in record.readings()]
    assert [(one.title, one.published) for one in kept] == [
        ("Envoys meet a 1th time", "2031-03-12"),
        ("Envoys meet a 2th time", "2031-03-12"),
    ]
    assert WORDS in kept[0].text
    assert list(iter_due(record)) == []
    again = look(find_source(record, source.url))
    assert (again.unchanged, again.counts) == (True, {})
    assert outlet.asked[-1] == "/feed 304"
    outlet.feed(3, 2, 1)
    outlet.page(3)
    asked = len(outlet.asked)
    assert look(find_source(record, source.url)).counts == {"added": 1}
    assert [one for one in outlet.asked[asked:] if "robots" not in one] == ["/feed 200", "/3 200"]


def test_a_changed_entry_is_a_new_version(record: Record, outlet: Outlet, look: Look) -> None:
    outlet.feed(1)
    outlet.page(1)
    source, _ = follow(record, f"{outlet.address}/feed")
    look(source)
    outlet.feed(1, words="The envoys met again, and now deny it.")
    outlet.page(1, WORDS + " A spokeswoman for Norland denied it on Tuesday.")
    assert look(source).counts == {"changed": 1}
    (article,) = [one.article for one in record.readings()]
    assert "denied it on Tuesday" in article.text
    assert record.status().versions == 2


def test_the_text_of_the_feed_is_taken_where_that_is_wanted(record: Record, outlet: Outlet, look: Look) -> None:
    outlet.feed(1)
    source, _ = follow(record, f"{outlet.address}/feed", whole=False)
    assert look(source).counts == {"added": 1}
    assert [one.article.text for one in record.readings()] == [
        "Envoys meet a 1th time\n\nThe envoys met again, and said so."
    ]


def test_what_fails_is_tried_again_some_times_and_then_left(record: Record, outlet: Outlet, look: Look) -> None:
    outlet.feed(2, 1)
    outlet.page(1)
    source, _ = follow(record, f"{outlet.address}/feed")
    first = look(source)
    assert first.counts == {"added": 1, "failed": 1}
    assert first.failed == [f"{outlet.address}/2: the server answered 404"]
    assert [look(source).counts for _ in range(3)] == [{"failed": 1}, {"failed": 1}, {}]
    outlet.page(2, "unreadable " + WORDS)
    outlet.feed(2, 1, words="Another word of it.")
    assert look(source).failed == [f"{outlet.address}/2: is not English"]
    (health,) = list_health(record)
    assert (health.state, health.said) == ("well", "1 kept, 1 failed")


def test_a_source_that_fails_is_looked_at_less_and_less(record: Record, outlet: Outlet, look: Look) -> None:
    source, _ = follow(record, f"{outlet.address}/feed", minutes=60)
    waits = []
    for _ in range(7):
        look(source)
        waits.append((source.due - timezone.now()).total_seconds() / 3600)
    assert [round(wait) for wait in waits] == [1, 2, 4, 8, 16, 24, 24]
    (health,) = list_health(record)
    assert (health.state, health.said) == ("failing", "failed 7 times in a row: the server answered 404")
    assert health.as_dict()["failures_in_a_row"] == 7
    outlet.feed(1)
    outlet.page(1)
    look(source)
    assert list_health(record)[0].state == "well"


def test_a_sitemap_gives_its_newest_pages_first(record: Record, outlet: Outlet, look: Look) -> None:
    entries = "".join(
        f"<url><loc>{outlet.address}/{number}</loc><lastmod>2031-01-{number:02}</lastmod></url>"
        for number in range(1, 32)
    )
    space = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"
    outlet.answers["/map.xml"] = (200, f"<urlset {space}>{entries}</urlset>".encode())
    outlet.answers["/index.xml"] = (
        200,
        f"<sitemapindex {space}><sitemap><loc>{outlet.address}/map.xml</loc></sitemap></sitemapindex>".encode(),
    )
    for number in range(1, 32):
        outlet.page(number, f"{WORDS} It was day {number}.")
    source, _ = follow(record, f"{outlet.address}/index.xml")
    assert look(source).counts == {"skipped": 1, "added": 30}
    assert Item.objects.using(record.alias).get(outcome="skipped").url == f"{outlet.address}/1"
    assert look(source).counts == {}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<html><body><p>No feed, a page.</p></body></html>", "is no OPML list or sitemap"),
        (b"<rss version='2.0'><channel><title>Post</title></channel></rss>", "lists nothing that can be read"),
        (
            b"<opml><body><outline xmlUrl='https://a.example/feed'/></body></opml>",
            "is a list of feeds; save it, and give ",
        ),
    ],
)
def test_what_is_no_feed_is_said(record: Record, outlet: Outlet, look: Look, body: bytes, said: str) -> None:
    outlet.answers["/feed"] = (200, body)
    source, _ = follow(record, f"{outlet.address}/feed")
    look(source)
    assert source.trouble.startswith(said)


def test_pausing_and_addresses(record: Record, tmp_path_factory: pytest.TempPathFactory) -> None:
    source, _ = follow(record, "https://harbour.example/feed", title="Harbour")
    set_paused(record, source, paused=True)
    assert list(iter_due(record)) == []
    assert follow(record, "https://harbour.example/feed", minutes=5)[1] is False
    assert [one.said for one in list_health(record)] == ["0 kept"]
    set_paused(record, source, paused=False)
    assert [one.title for one in iter_due(record)] == ["Harbour"]
    path = tmp_path_factory.mktemp("list") / "feeds.opml"
    path.write_text("<opml><body><outline text='B' xmlUrl='https://b.example/feed'/></body></opml>", "utf-8")
    assert [one.url for one in addresses_of(["https://a.example/", str(path)])] == [
        "https://a.example/",
        "https://b.example/feed",
    ]
    with pytest.raises(Unusable, match="neither an address"):
        list(addresses_of(["absent.opml"]))
    with pytest.raises(Unusable, match="only http and https"):
        follow(record, "ftp://a.example/feed")
    with pytest.raises(Unusable, match="is not followed"):
        find_source(record, "https://nobody.example/")


def test_a_private_address_is_never_asked(
    record: Record, outlet: Outlet, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DRAGOMAN_OUTSIDE_ALLOWED")
    monkeypatch.setenv("DRAGOMAN_OUTSIDE_PORTS", outlet.address.rpartition(":")[2])
    source, _ = follow(record, f"{outlet.address}/feed")
    look(source)
    assert source.trouble == "leads to a private address, which is never fetched"
    assert outlet.asked == []


def test_an_interrupted_look_is_gone_on_with(
    record: Record, outlet: Outlet, reading: Callable[[Article], Reading]
) -> None:
    outlet.feed(2, 1)
    outlet.page(1)
    outlet.page(2)
    source, _ = follow(record, f"{outlet.address}/feed")

    def read(article: Article) -> Reading:
        if "/2" in (article.url or ""):
            raise KeyboardInterrupt
        return reading(article)

    with pytest.raises(KeyboardInterrupt):
        look_at(record, source, read, pause=0)
    again = find_source(record, source.url)
    assert look_at(record, again, reading, pause=0).counts == {"added": 1}
    assert record.status().articles == 2
