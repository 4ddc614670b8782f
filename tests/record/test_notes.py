"""What hangs on an article goes with its words, or is listed as an orphan."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import Unusable
from dragoman.model import Span
from dragoman.record.anchors import find_quotation, quote
from dragoman.record.keeping import Kept
from dragoman.record.models import Anchor
from dragoman.record.notes import add_note, iter_notes
from dragoman.record.store import Record
from tests.record.conftest import make_reading

URL = "https://courier.example/1"
TEXT = "Varga met the envoy in Oslo. She said that 12 trucks were free. The envoy said nothing."


def change(record: Record, text: str, id_: str) -> Kept:
    (kept,) = record.add([make_reading(text, id_=id_, url=URL)])
    assert isinstance(kept, Kept)
    return kept


def test_a_note_goes_with_its_words_and_is_orphaned_without_them(record: Record) -> None:
    change(record, TEXT, "a1")
    add_note(record.alias, "a1", "12 trucks", "13 according to the ministry", author="desk")
    add_note(record.alias, "a1", "envoy in Oslo", "he was in Bergen")
    later = "On Monday " + TEXT.replace("envoy in Oslo", "envoy in Bergen")
    assert change(record, later, "a2").orphaned == 1
    held, orphan = iter_notes(record.alias)
    assert (held.article_id, held.author) == ("a2", "desk")
    assert held.span
    assert held.span.of(later) == "12 trucks"
    assert orphan.span is None
    assert [note.quote for note in iter_notes(record.alias, orphaned=True)] == ["envoy in Oslo"]
    assert record.status().orphaned == 1
    # On the old version both stand where they stood.
    assert Anchor.objects.using(record.alias).filter(version__article_id="a1", start__isnull=False).count() == 2
    # Words that come back take their note again.
    assert change(record, TEXT + " End.", "a3").orphaned == 0


def test_words_must_stand_there_once(record: Record) -> None:
    change(record, TEXT, "a1")
    with pytest.raises(Unusable, match="2 times"):
        add_note(record.alias, "a1", "envoy", "which one?")
    with pytest.raises(Unusable, match="no such words"):
        add_note(record.alias, "a1", "ambassador", "none")
    with pytest.raises(Unusable, match="no such article"):
        add_note(record.alias, "a9", "envoy", "none")
    assert add_note(record.alias, "a1", Span(14, 19), "which one?").quote == "envoy"


@given(st.text("ab .", max_size=30), st.text("ab .", min_size=1, max_size=12), st.text("ab .", max_size=30))
def test_a_quotation_is_found_where_it_was_taken(before: str, words: str, after: str) -> None:
    text = before + words + after
    found = find_quotation(quote(text, Span(len(before), len(before) + len(words))), text)
    # Where its words and all that stands around them stand twice, no place is better than the other.
    assert found is None or found.of(text) == words
    if text.count(words) == 1 and all(text.find(words, at + 1) < 0 for at in [text.find(words)]):
        assert found == Span(len(before), len(before) + len(words))


def test_of_equal_quotations_the_one_in_the_same_surroundings_is_meant() -> None:
    text = "The first envoy left. The second envoy stayed."
    second = Span(text.rindex("envoy"), text.rindex("envoy") + 5)
    changed = "Early on, the first envoy left. Later the second envoy stayed."
    found = find_quotation(quote(text, second), changed)
    assert found
    assert changed[found.start :] == "envoy stayed."
