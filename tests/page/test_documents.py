"""Whole pages and pasted texts of our own."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import NotAnArticle
from dragoman.model import Article
from dragoman.page import read_page

_SAMPLES = Path(__file__).parent / "samples"
_TITLE = "Island states agree to reopen the northern ferry"
_STANDFIRST = "Ministers say boats could sail again before winter"


def check_spans(article: Article) -> None:
    """Every part of an article lies in its text and equals its words."""
    parts = article.parts
    if parts.title is not None:
        assert parts.title.of(article.text) == article.title
    if parts.standfirst is not None:
        assert parts.standfirst.of(article.text) == article.standfirst
    for span in parts.paragraphs:
        assert 0 <= span.start < span.end <= len(article.text)
        assert span.of(article.text).strip() == span.of(article.text)


@pytest.mark.parametrize("name", ["page.html", "copied.txt"])
def test_page_and_copy_agree(name: str) -> None:
    article = read_page((_SAMPLES / name).read_bytes())
    check_spans(article)
    assert (article.title, article.standfirst, article.byline) == (_TITLE, _STANDFIRST, "Ada Quill")
    assert article.published == "2031-03-12"
    assert len(article.parts.paragraphs) == 4
    assert article.text.startswith(f"{_TITLE}\n\n{_STANDFIRST}\n\nThe two island states")
    assert "bridge" not in article.text
    assert "READ MORE" not in article.text


def test_page_fields() -> None:
    article = read_page((_SAMPLES / "page.html").read_bytes())
    assert (article.publisher, article.category, article.language) == ("Harbour Post", "World", "en-GB")


@pytest.mark.parametrize(
    "text",
    [
        "The two envoys met on a ferry and agreed on nothing, people on board said.",
        "Envoys meet again\n\nThe two envoys met on a ferry on Monday and agreed on nothing.\n\nThey will meet again in May.",
    ],
)
def test_clean_text_is_untouched(text: str) -> None:
    assert read_page(text.encode()).text == text


def test_no_title_is_invented() -> None:
    assert read_page(b"The two envoys met on a ferry and agreed on nothing, people on board said.").title is None


def test_comments_and_trackbacks_are_fields() -> None:
    text = (_SAMPLES / "copied.txt").read_text("utf-8").partition("Tags:")[0]
    article = read_page(
        f"{text}\nComment(s) Write comment\nAbout time they sailed.\nTrackback (You need to login.)\n".encode()
    )
    assert [comment.text for comment in article.comments] == ["About time they sailed."]
    assert article.trackbacks == ()
    assert "Trackback" not in article.text


def test_date_is_never_taken_from_the_body() -> None:
    page = b"<html><body><h1>Old treaty found again</h1><p>The treaty of 12 May 2002 was found in a drawer, the archive said on Monday morning.</p></body></html>"
    assert read_page(page).published is None
    assert read_page(page, published="2031-01-02").published == "2031-01-02"


def test_double_encoding_is_undone() -> None:
    assert "Venn’s" in read_page("Minister Vennâ€™s boat left the harbour before dawn on Monday.".encode()).text


def test_dateline() -> None:
    article = read_page(b"PORT ELL, Oct. 12, 2031 (HPA) -- The envoys met on a ferry and agreed on nothing.")
    assert article.parts.dateline is not None
    assert article.parts.dateline.of(article.text) == "PORT ELL, Oct. 12, 2031 (HPA) --"
    assert article.published == "2031-10-12"


def test_id_is_stable() -> None:
    assert read_page(b"The envoys met on a ferry.").id == "5c12d479768166bc"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_gives_an_article_or_one_line(text: str) -> None:
    try:
        article = read_page(text.encode())
    except NotAnArticle:
        with pytest.raises(NotAnArticle, match=r"\A.+\Z"):
            read_page(text.encode())
        return
    check_spans(article)
    assert article == read_page(text.encode())
