"""What a hostile article or request can do: nothing."""

import dataclasses
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.urls import URLPattern, get_resolver

from dragoman.model import Actor, Article, Event, Mention, Office, Parts, Place, Reader, Reading, Span, Statement
from dragoman.record.databases import url_of_folder
from tests.desk.conftest import Desk, make_desk, parse

ATTACK = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}}{%now%}"
PLACES = [
    *("/", "/search", "/search?q=talks", "/graph/", "/actors/kenya/", "/nowhere", "/search?q=foo:bar", "/feed.atom"),
    *("/graph/meetings.svg", "/graph/meetings.csv", "/static/desk.css", "/healthz", "/api/status", "/actors/nobody/"),
]


def hostile() -> Reading:
    text = f"{ATTACK} met {ATTACK}'s envoy in Oslo, said {ATTACK}."
    whole = Span(0, len(text))
    name = Span(0, len(ATTACK))
    return Reading(
        reader=Reader("dragoman", "0", "rules", (ATTACK,)),
        article=Article(
            id=ATTACK.replace("/", "|"),
            text=text,
            parts=Parts(paragraphs=(whole,)),
            url=f"javascript:alert('{ATTACK}')",
            title=ATTACK,
            publisher=ATTACK,
            byline=ATTACK,
            category=ATTACK,
            published="2030-01-01",
        ),
        actors=(
            Actor("one", ATTACK, "person", "KEN", offices=(Office(ATTACK, ATTACK, "current", name),), mentions=(Mention(*name, "name"),)),
            Actor("two", f"{ATTACK} two", "person", "ETH", mentions=(Mention(*name, "name"),)),
        ),
        statements=(Statement("s1", name, "one", "named", None, (whole,), "indirect", to=("two",)),),
        events=(
            Event("e1", "CONSULT", None, (), ("one",), ("two",), "2029-12-31", Place(name, ATTACK, "NOR"), (), name, ("s1",), name, whole),
        ),
    )  # fmt: skip


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    for desk in make_desk(url_of_folder(tmp_path_factory.mktemp("attacked"))):
        assert [kept.article_id for kept in desk.record.add([hostile()]) if not isinstance(kept, Exception)]
        yield desk


def test_what_an_article_says_is_shown_and_never_run(attacked: Desk) -> None:
    waiting = ["/", "/search?q=alert", "/search?country=ethiopia&show=events", "/graph/?level=people"]
    waiting.append("/graph/meetings.svg?level=people")
    seen: set[str] = set()
    while waiting:
        address = waiting.pop()
        if address in seen or len(seen) > 80:
            continue
        seen.add(address)
        answer = attacked.client.get(address)
        assert answer.status_code == 200, address
        kind = answer.headers["Content-Type"]
        if kind == "image/png":  # words in it are drawn
            continue
        body = answer.content.decode()
        assert ("<script>alert" not in body and "<img" not in body) or not kind.startswith(
            ("text/html", "image/svg")
        ), address
        if kind.startswith("text/html"):
            page = parse(body)
            assert "{{7*7}}" in page.text_content() or not address.startswith("/articles/"), address
            links = [link.get("href", "") for link in page.iter("a")]
            assert not [link for link in links if link.startswith("javascript:")], address
            waiting += [
                link
                for link in links
                if link.startswith(("/articles/", "/actors/", "/events/")) and ("alert" in link or "/events/" in link)
            ]
    assert [address for address in seen if address.startswith("/articles/")]
    assert [address for address in seen if address.startswith("/actors/")]


def test_a_cell_that_a_spreadsheet_would_run_is_text(attacked: Desk) -> None:
    reading = hostile()
    cast = (
        dataclasses.replace(reading.actors[0], name="=cmd()"),
        dataclasses.replace(reading.actors[1], name="@SUM(1)"),
    )
    other = dataclasses.replace(
        reading,
        actors=cast,
        article=dataclasses.replace(
            reading.article, id="cells", url="https://a.example/cells", text=reading.article.text + "."
        ),
    )
    list(attacked.record.add([other]))
    body = attacked.client.get("/graph/meetings.csv?level=people").content.decode()
    assert "'=cmd()" in body
    assert "\n=cmd()" not in body
    assert ",=cmd()" not in body


@pytest.mark.parametrize("address", PLACES)
def test_every_answer_says_what_browsers_may_do_with_it(attacked: Desk, address: str) -> None:
    headers = attacked.client.get(address).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/articles/none/", 404),
        (f"/articles/{quote(chr(0))}/", 404),
        (f"/articles/{'x' * 300}/", 404),
        ("/articles/../../etc/passwd/", 404),
        ("/events/abc/", 404),
        (f"/events/{'0' * 32}/", 404),
        (f"/actors/{quote(chr(0))}/", 404),
        (f"/actors/{quote('name:' + chr(0))}/timeline.svg", 404),
        ("/categories/none/", 404),
        (f"/categories/{quote(chr(0))}/", 404),
        ("/static/../pyproject.toml", 404),
        ("/static/desk.css", 404),
        ("/?cursor=nonsense", 400),
        ("/search?q=talks&cursor=nonsense", 400),
        ("/search.atom?q=foo:bar", 400),
        ("/search.atom", 404),
        (f"/search?q={quote(chr(0))}", 400),
        (f"/search?q={'x' * 3000}", 400),
        (f"/search?actor={quote(chr(0) + 'x')}", 400),
        (f"/graph/?who={quote(chr(0) + 'x')}", 400),
        ("/graph/?date=%00", 400),
        ("/graph/meetings.svg?who=nobody-at-all", 400),
        (f"/articles/{quote(chr(0))}/compare", 404),
        (f"/timeline?actor={quote(chr(0) + 'x')}", 400),
        (f"/topics/region/{quote(chr(0))}/", 404),
    ],
)
def test_a_request_for_nothing_is_answered_in_the_site_s_own_words(desk: Desk, address: str, status: int) -> None:
    page = desk.open(address, status)
    assert page.cssselect(".masthead")
    assert "Traceback" not in page.text_content()


def test_nothing_is_changed_by_any_method(desk: Desk) -> None:
    """Every address of the desk takes GET and HEAD alone."""
    included = [
        one
        for one in get_resolver().url_patterns
        if getattr(one, "urlconf_name", None) and not isinstance(one, URLPattern)
    ]
    names = [
        pattern.name
        for part in included
        for pattern in part.url_patterns
        if isinstance(pattern, URLPattern) and pattern.name
    ]
    assert "article" in names
    article = desk.article("Malta denies ransom")
    for address in (
        "/",
        "/search",
        "/categories/world/",
        article,
        f"{article}cite.bib",
        "/actors/malta/",
        "/graph/",
        "/feed.atom",
    ):
        for method in ("post", "put", "delete", "patch"):
            assert getattr(desk.client, method)(address).status_code == 405, (method, address)


def test_an_asset_is_kept_for_good_under_its_own_name(desk: Desk) -> None:
    page = desk.open("/")
    style = page.cssselect("link[rel=stylesheet]")[0].get("href", "")
    answer = desk.client.get(style)
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    text = answer.content.decode()
    assert "url(" not in text
    assert "@import" not in text
    weight = sum(
        len(desk.client.get(one).content)
        for one in (style, *(script.get("src", "") for script in page.cssselect("script")))
    )
    assert weight + len(desk.client.get("/").content) < 300_000
