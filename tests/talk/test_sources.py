"""What is read of pages that link here, and whether they do."""

import pytest
from urllib3 import HTTPHeaderDict

from dragoman.outside import Answer
from dragoman.talk.sources import Source, read_source

TARGET = "http://desk.example/articles/a1/"
OTHER = "http://other.example/posts/1"


def answer(body: str | bytes, kind: str | None = "text/html; charset=utf-8") -> Answer:
    data = body.encode() if isinstance(body, str) else body
    return Answer(OTHER, 200, HTTPHeaderDict({"Content-Type": kind} if kind else {}), data)


def test_an_entry_says_who_wrote_what() -> None:
    page = f"""<html><head><title>Ada's page</title><meta property="og:site_name" content="Ada writes"></head>
    <body><article class="h-entry"><h1 class="p-name">On ransoms</h1>
    <p class="p-author h-card"><a class="p-name u-url" href="/about">Ada <b>Lovelace</b></a></p>
    <p>In reply to <a class="u-in-reply-to" href="{TARGET}#c1-2">this</a></p>
    <div class="e-content">They were   never paid.<script>alert(1)</script></div></article></body></html>"""
    assert read_source(answer(page), f"{TARGET}#c1-2") == Source(
        "reply", "On ransoms", "They were never paid.", "Ada Lovelace", "http://other.example/about", "Ada writes"
    )


@pytest.mark.parametrize(
    ("name", "kind"), [("like-of", "like"), ("repost-of", "repost"), ("bookmark-of", "bookmark"), ("other", "mention")]
)
def test_what_an_entry_does(name: str, kind: str) -> None:
    page = f'<div class="h-entry"><div class="u-{name} h-cite"><a href="{TARGET}">x</a></div></div>'
    found = read_source(answer(page), TARGET)
    assert found is not None
    assert found.type == kind


def test_any_page_is_described_by_its_title_and_the_words_around_the_link() -> None:
    page = f'<title>News\n of the day</title><p>Before.</p><p>They <a href="{TARGET}">deny</a> it.</p>'
    assert read_source(answer(page), TARGET) == Source("mention", "News of the day", "They deny it.", "", "", "")
    relative = '<base href="http://desk.example/articles/"><a href="a1/">x</a>'
    assert read_source(answer(relative), TARGET) is not None


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (f"<p>{TARGET}</p>", "text/html"),
        (f"<!-- <a href='{TARGET}'>x</a> -->", "text/html"),
        (f"<a href='{TARGET}2'>x</a>", "text/html"),
        (f"<a data-href='{TARGET}'>x</a>", "text/html"),
        ("", "text/html"),
        (b"\xff\xfe\x00", "text/html; charset=nothing-known"),
        ("<a href='http://[broken'>x</a>", "text/html"),
        (f"see {TARGET}2", "text/plain"),
        (f'{{"a": "see {TARGET}"}}', "application/json"),
        ("<div>" * 5000 + f"<a href='{TARGET}'>x</a>", "text/html"),
        ("[" * 100_000, "application/json"),
        (TARGET, "application/pdf"),
        (TARGET, "image/png"),
    ],
)
def test_a_page_without_a_link(body: str | bytes, kind: str) -> None:
    assert read_source(answer(body, kind), TARGET) is None


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (f"<img src='{TARGET}'>", "text/html"),
        (f"<A HREF=' {TARGET} '>x", "text/html"),
        (f"<a href='{TARGET}'>x</a>".encode("utf-16"), "text/html; charset=utf-16"),
        (f"<a href='{TARGET}'>x</a>", "text/html; charset=nothing-known"),
        (
            f"<html xmlns='http://www.w3.org/1999/xhtml'><body><a href='{TARGET}'>x</a></body></html>",
            "application/xhtml+xml",
        ),
        (f"see {TARGET}.", "text/plain"),
        (f'[{{"a": ["{TARGET}"]}}]', "application/feed+json"),
        (f"<a href='{TARGET}'>x</a>", None),
        ("<div>" * 200 + f"<a href='{TARGET}'>x</a>", "text/html"),
    ],
)
def test_a_page_with_a_link(body: str | bytes, kind: str | None) -> None:
    assert read_source(answer(body, kind), TARGET) is not None


def test_what_a_page_says_is_one_plain_line() -> None:
    page = f"<title>\u202eeltit\x07 a</title><p>{'word ' * 100}<a href='{TARGET}'>x</a></p>"
    found = read_source(answer(page), TARGET)
    assert found is not None
    assert found.title == "eltit a"
    assert len(found.excerpt) <= 300
    assert found.excerpt.endswith("word…")
