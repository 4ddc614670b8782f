"""Files, folders, tables, feeds and addresses."""

import gzip
import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from dragoman.errors import Unreachable, UnreadableInput
from dragoman.model import Article
from dragoman.page import Limits, iter_inputs
from dragoman.page.rows import read_row
from dragoman.page.web import fetch_page

_SENTENCE = "The two envoys met on a ferry on Monday and agreed on nothing, people on board said."


def test_rows_are_taken_byte_for_byte(tmp_path: Path) -> None:
    text = "  Envoys meet \n\nThey met.\u00a0Twice.Once more.\n\n-0-\n"
    row = {"id": 7, "headline": "Envoys meet", "body": text, "pub_date": "2031-03-12T09:00:00Z", "source": "HPA"}
    path = tmp_path / "rows.jsonl.gz"
    path.write_bytes(gzip.compress((json.dumps(row) + "\n{broken\n[1]\n{}\n").encode()))
    first, *rest = iter_inputs([str(path)])
    assert isinstance(first, Article)
    assert (first.text, first.source_id, first.published, first.publisher) == (text, "7", "2031-03-12", "HPA")
    assert first.parts.title is not None
    assert [span.of(text) for span in first.parts.paragraphs] == ["They met.\u00a0Twice.Once more."]  # "-0-" ends it
    assert [type(item) is Article for item in rest] == [False, False, False]


def test_csv(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(f'id,title,text,date\n1,Envoys meet,"{_SENTENCE}",12 March 2031\n2,,,\n', "utf-8")
    first, second = iter_inputs([str(path)])
    assert isinstance(first, Article)
    assert (first.source_id, first.title, first.parts.title, first.published) == (
        "1",
        "Envoys meet",
        None,
        "2031-03-12",
    )
    assert isinstance(second, UnreadableInput)


def test_feed(tmp_path: Path) -> None:
    path = tmp_path / "news.rss"
    path.write_text(
        "<rss version='2.0'><channel><title>Harbour Post</title><item><title>Envoys meet</title><guid>g1</guid>"
        f"<pubDate>Wed, 12 Mar 2031 09:00:00 GMT</pubDate><description>&lt;p&gt;{_SENTENCE}&lt;/p&gt;"
        "&lt;script&gt;alert(1)&lt;/script&gt;</description></item></channel></rss>",
        "utf-8",
    )
    (article,) = iter_inputs([str(path)])
    assert isinstance(article, Article)
    assert article.text == f"Envoys meet\n\n{_SENTENCE}"
    assert (article.published, article.publisher, article.source_id) == ("2031-03-12", "Harbour Post", "g1")


def test_json_feed(tmp_path: Path) -> None:
    first = {
        "id": 12,
        "url": "https://harbour.example/1",
        "title": "Envoys & others meet",
        "content_html": f"<p>{_SENTENCE}</p><script>alert(1)</script>",
        "date_published": "2031-03-12T09:00:00Z",
        "authors": [{"name": "Ada Stone"}],
        "tags": ["Diplomacy"],
    }
    second = {
        "id": "b",
        "content_text": f"{_SENTENCE}\n\nOne < two, they said on the ferry.",
        "author": {"name": "Bo Lee"},
    }
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Harbour Post", "items": [first, second, 3, {}]}
    (tmp_path / "feed.json").write_text(json.dumps(feed), "utf-8")
    one, other, empty = iter_inputs([str(tmp_path / "feed.json")])
    assert isinstance(one, Article)
    assert one.text == f"Envoys & others meet\n\n{_SENTENCE}"
    assert (one.published, one.publisher, one.source_id) == ("2031-03-12", "Harbour Post", "12")
    assert (one.byline, one.category, one.url) == ("Ada Stone", "Diplomacy", "https://harbour.example/1")
    assert isinstance(other, Article)
    assert other.text == f"{_SENTENCE}\n\nOne < two, they said on the ferry."
    assert other.byline == "Bo Lee"
    assert isinstance(empty, UnreadableInput)
    (tmp_path / "feed.json").write_text(json.dumps(feed)[:-5], "utf-8")
    (damaged,) = iter_inputs([str(tmp_path / "feed.json")])
    assert str(damaged).endswith("feed.json: is a damaged JSON Feed")


def test_folder_goes_on_after_failures(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(_SENTENCE, "utf-8")
    (tmp_path / "b.txt").write_bytes(b"%PDF-1.4")
    (tmp_path / "c.png").write_bytes(b"no matter")
    found = list(iter_inputs([str(tmp_path), str(tmp_path / "absent.txt")], published="2031-01-01"))
    assert [type(item) is Article for item in found] == [True, False, False]
    assert isinstance(found[0], Article)
    assert found[0].published == "2031-01-01"


class _Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        answers = {"/robots.txt": (200, b"User-agent: *\nDisallow: /private*\n"), "/a": (200, _SENTENCE.encode()),
                   "/big": (200, b"a" * 200_000), "/private/a": (200, b"secret")}  # fmt: skip
        status, body = answers.get(self.path, (404, b""))
        self.send_response(302 if self.path in {"/loop", "/out"} else status)
        if self.path in {"/loop", "/out"}:
            self.send_header("Location", "/loop" if self.path == "/loop" else "file:///etc/hostname")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_fetch(site: str) -> None:
    (article,) = iter_inputs([f"{site}/a"], private=True)
    assert isinstance(article, Article)
    assert (article.text, article.url) == (_SENTENCE, f"{site}/a")


@pytest.mark.parametrize(("path", "message"), [("/private/a", "robots"), ("/none", "404"), ("/loop", "leads on"), ("/out", "http")])  # fmt: skip
def test_refused_fetches(site: str, path: str, message: str) -> None:
    with pytest.raises(Unreachable, match=message):
        fetch_page(site + path, private=True)


def test_fetch_stops_at_the_limit(site: str) -> None:
    with pytest.raises(Unreachable, match="more than"):
        fetch_page(f"{site}/big", Limits(document=100_000), private=True)


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://10.0.0.1/", "http://169.254.169.254/latest",
     "http://0.0.0.0/", "http://[::ffff:127.0.0.1]/", "http://2130706433/", "http://u:p@example.org/", "ftp://example.org/",
     "http://example.org:22/", "http://[bad/"],
)  # fmt: skip
def test_private_addresses_are_never_fetched(url: str) -> None:
    with pytest.raises(Unreachable):
        fetch_page(url)


def test_lines_of_the_site_are_in_the_text_of_a_row_and_no_paragraph() -> None:
    first = f"{_SENTENCE} Nobody had expected it, and nobody was asked."
    notice = "Sign up for our morning newsletter"
    article = read_row(
        {"text": f"{first}\n\n{notice}\n\n{_SENTENCE}\n\n© 2031 Harbour Post. All rights reserved.\n\nTags: sea"}
    )
    assert notice in article.text
    assert [span.of(article.text) for span in article.parts.paragraphs] == [first, _SENTENCE]
    assert [span.of(notice) for span in read_row({"text": notice}).parts.paragraphs] == [notice]
