"""The search page: one language in box, form and address; hits with what matched; errors where they are."""

import pytest

from dragoman.desk.filters import FIELDS, read_asked
from dragoman.record.ask import ask
from tests.desk.conftest import Desk, text_of


def test_a_search_shows_what_the_query_language_finds(desk: Desk) -> None:
    answer = ask(desk.record, "actor:kenya event:CONSULT")
    page = desk.open("/search?q=actor:kenya+event:CONSULT")
    assert len(page.cssselect(".hit")) == len(answer.hits)
    assert page.cssselect("#q")[0].get("value") == "actor:kenya event:CONSULT"
    assert "actor Kenya" in text_of(page, ".matched")
    assert "type CONSULT" in text_of(page, ".matched")
    assert "Kenya" in text_of(page, ".snippet mark")
    (counted,) = [count.count for count in answer.counts if count.show == "events"]
    assert counted == len(answer.hits) > 1
    assert f"Events {counted}" in text_of(page, ".tabs a[aria-current]")


def test_the_form_is_kept_in_the_address_and_asks_the_same(desk: Desk) -> None:
    page = desk.open(
        "/search?q=troops&country=bolivia&event=MOBILIZE&auxiliary=negation&outlet=northern-wire&show=events"
    )
    assert len(page.cssselect(".hit")) == 1
    assert page.cssselect("#f-country")[0].get("value") == "bolivia"
    assert page.cssselect("#f-event option[selected]")[0].get("value") == "MOBILIZE"
    assert page.cssselect("details.filters[open]")
    tab = page.cssselect(".tabs a")[0].get("href", "")
    assert "country=bolivia" in tab
    assert "show=articles" in tab


def test_pages_follow_each_other_without_gap_or_double(desk: Desk) -> None:
    whole = [hit.article.id for hit in ask(desk.record, "date:2024", limit=100).hits]
    seen: list[str] = []
    address = "/search?q=date:2024"
    while address:
        page = desk.open(address)
        seen += [link.get("href", "").split("/")[2] for link in page.cssselect(".hit .headline a")]
        onward = page.cssselect("a[rel=next]")
        address = onward[0].get("href", "") if onward else ""
    assert seen == whole
    assert len(seen) > 20


@pytest.mark.parametrize(
    ("asked", "field", "at", "near"),
    [
        ("q=talks+acter:kenya", "q", "acter:", "talks actor:kenya"),
        ("q=actor:kenia", "q", "kenia", None),
        ("q=talks&country=kenia", "country", "kenia", "Kenya"),
        ("q=talks&date=someday", "date", "someday", None),
        ("q=%22open", "q", '"open', None),
        ("q=talks&outlet=nothern-wire", "outlet", "nothern-wire", "northern wire"),
    ],
)
def test_what_is_wrong_is_said_at_its_place(desk: Desk, asked: str, field: str, at: str, near: str | None) -> None:
    page = desk.open(f"/search?{asked}", 400)
    wrong = page.cssselect(f"#wrong-{field} .wrong")
    assert len(wrong) == 1
    assert text_of(page, ".wrong mark") == at
    assert [one.get("name") for one in page.cssselect("[aria-invalid]")] == [field]
    if near:
        mended = desk.open(page.cssselect(".wrong a")[0].get("href", ""))
        box = mended.cssselect("#q" if field == "q" else f"#f-{field}")[0]
        assert box.get("value") == near


def test_a_kind_of_hit_that_the_query_cannot_have_is_not_insisted_on() -> None:
    asked = read_asked({"q": "event:CONSULT", "show": "statements"})
    assert asked.query is not None
    assert asked.query.show == "events"


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_is_a_value_and_no_query(field: str) -> None:
    asked = read_asked({field: 'x" OR actor:kenya'})
    terms = asked.query.terms if asked.query else ()
    assert [term.operator for term in terms] in ([], [field])


def test_nothing_asked_shows_how_to_ask(desk: Desk) -> None:
    page = desk.open("/search")
    examples = [link.get("href", "") for link in page.cssselect(".help dt a")]
    assert len(examples) > 4
    for example in examples:
        desk.open(f"/search{example}")


def test_words_in_a_title_and_a_text_are_marked(desk: Desk) -> None:
    page = desk.open('/search?q="defence+minister"')
    # One database marks each word, the other what stands side by side.
    assert "defence minister" in text_of(page, ".snippet mark").replace(" | ", " ")
    assert "title" in text_of(page, ".matched b")
    hit = page.cssselect(".hit .headline a")[0].get("href", "")
    assert "#c" in hit or hit.endswith("/")
