"""The query language: what is read, what is written again, and what is refused, with the column and the nearest word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import WrongQuery
from dragoman.model import CONTEXTS, EVENT_TYPES
from dragoman.record.query import Query, Term, parse

_names = st.text(min_size=1, max_size=12).filter(lambda text: '"' not in text)
_terms = st.one_of(
    st.text(max_size=10).filter(lambda text: '"' not in text).map(lambda text: f'"{text}"'),
    st.from_regex(r"\w{1,8}", fullmatch=True),
    st.sampled_from(["OR", "-", "and", "-OR", "sea-border", "O'Brien"]),
    _names.map(lambda name: f'actor:"{name}"'),
    st.sampled_from(
        ["outlet:lantern", "ABOUT:x", "source:unnamed", 'category:"World news"', "country:kenya", "country:US"]
    ),
    st.sampled_from([*EVENT_TYPES, "visit", "consult"]).map(lambda code: f"event:{code}"),
    st.sampled_from(CONTEXTS).map(lambda code: f"-context:{code}"),
    st.sampled_from(["2024", "2023/2024", "2024-03-12", "../2024", "199X"]).map(lambda date: f"date:{date}"),
    st.sampled_from(["show:events", "show:articles", "standing:denied", "auxiliary:none", "-auxiliary:future"]),
)


@given(st.lists(_terms, max_size=8).map(" ".join))
def test_what_is_written_again_is_read_as_the_same(text: str) -> None:
    try:
        query = parse(text)
    except WrongQuery:
        return
    assert parse(str(query)) == query
    assert str(parse(str(query))) == str(query)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_with_a_column(text: str) -> None:
    column = None
    try:
        query = parse(text)
    except WrongQuery as trouble:
        column = trouble.column
    assert query.terms if column is None else 1 <= column <= len(text) + 1


def test_terms_are_read() -> None:
    query = parse('actor:kim-jong-un event:consult -auxiliary:negation date:2023/2024 "two words" wheat OR beef')
    assert query.clauses == (
        (Term("actor", "kim-jong-un"),),
        (Term("event", "CONSULT"),),
        (Term("auxiliary", "negation", negated=True),),
        (Term("date", "2023/2024"),),
        (Term("words", "two words"),),
        (Term("words", "wheat"), Term("words", "beef")),
    )


@pytest.mark.parametrize(
    ("text", "show"),
    [
        ("wheat", "articles"),
        ("actor:x date:2024", "articles"),
        ("source:unnamed", "statements"),
        ("about:x", "statements"),
        ("source:unnamed event:CONSULT", "events"),
        ("standing:denied", "events"),
        ("event:visit show:articles", "articles"),
    ],
)
def test_what_is_shown_follows_from_what_is_asked(text: str, show: str) -> None:
    assert parse(text).show == show


@pytest.mark.parametrize(
    ("text", "column", "near", "words"),
    [
        ("actr:x", 1, "actor:", "no operator"),
        ("wheat evnt:x", 7, "event:", "no operator"),
        ("event:CONSLUT", 7, "CONSULT", "no event type or mode"),
        ("-auxiliary:negated", 12, "negation", "no auxiliary mode"),
        ("country:Kenia", 9, "Kenya", "no country"),
        ("context:teritory", 9, "territory", "no context"),
        ("date:2024-13", 6, None, "no date"),
        ("show:event", 6, "events", "show: takes"),
        ('talks "on the', 7, None, "not closed"),
        ("OR x", 1, None, "OR stands between"),
        ("x OR", 3, None, "OR stands between"),
        ("actor:", 7, None, "wants a value"),
        ("", 1, None, "nothing to look for"),
        ("* - ()", 1, None, "nothing to look for"),
        ("about:x event:CONSULT", 1, None, "does not go with"),
        ("https://example.org", 1, None, "quotation marks"),
        ("x " * 41, 81, None, "more than 40"),
        ("x" * 1001, 1001, None, "longer than"),
    ],
)
def test_what_is_wrong_is_said_with_its_column_and_what_is_near(
    text: str, column: int, near: str | None, words: str
) -> None:
    with pytest.raises(WrongQuery, match=words) as raised:
        parse(text)
    assert (raised.value.column, raised.value.near) == (column, near)
    assert "\n" not in str(raised.value)


def test_a_query_is_a_value() -> None:
    assert (
        parse("  wheat   beef ") == parse("wheat beef") == Query(((Term("words", "wheat"),), (Term("words", "beef"),)))
    )
