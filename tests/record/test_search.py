"""Search says the same on both databases."""

import pytest

from dragoman.errors import Unusable
from dragoman.record.search import search
from dragoman.record.store import Record
from tests.record.conftest import make_reading

TEXTS = {
    "a": "Ministers held talks on the border in Oslo.",
    "b": "The border talks broke down, the minister said.",
    "c": "Wheat prices fell; the minister of trade was pleased.",
    "d": "A talk on “café” culture; O'Brien's sea-border (1978) exhibition.",
}


@pytest.fixture
def filled(record: Record) -> Record:
    list(record.add(make_reading(text, id_=id_, title=f"Title {id_}") for id_, text in TEXTS.items()))
    return record


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("talks", "abd"),
        ("border talk", "abd"),
        ('"border talks"', "b"),
        ("minister -wheat", "ab"),
        ("wheat OR oslo", "ac"),
        ("OR wheat OR", "c"),
        ("café", "d"),
        ("O'Brien's", "d"),
        ("sea-border", "d"),
        ('"(1978)', "d"),
        ("nothing", ""),
        ("text:border* NEAR(x)", ""),
        ("title", "abcd"),
    ],
)
def test_words_are_found(filled: Record, query: str, found: str) -> None:
    assert "".join(sorted(hit.article_id for hit in search(filled.alias, query))) == found


@pytest.mark.parametrize("query", ["", "  ", '""', "-wheat", "OR", "* ( '"])
def test_a_query_without_words_is_refused(filled: Record, query: str) -> None:
    with pytest.raises(Unusable, match="no word"):
        list(search(filled.alias, query))


def test_a_hit_shows_its_words(filled: Record) -> None:
    (hit,) = search(filled.alias, "wheat")
    assert hit.snippet.startswith("[Wheat] prices")


def test_only_the_current_text_is_found(record: Record) -> None:
    first = make_reading("Varga met the envoy.", id_="a1", url="https://courier.example/1")
    later = make_reading("Varga met the ambassador.", id_="a2", url="https://courier.example/1")
    list(record.add([first, later]))
    assert list(search(record.alias, "envoy")) == []
    assert [hit.article_id for hit in search(record.alias, "ambassador")] == ["a2"]
