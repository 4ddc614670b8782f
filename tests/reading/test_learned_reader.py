"""The learned reader: the trained network that comes with the package, behind it the steps that the rules have too."""

from collections.abc import Callable

import pytest
from spacy.language import Language

from dragoman.errors import Unusable
from dragoman.model import Article, Event, Parts, Reading, Span, Statement
from dragoman.reading.reader import load_language, read_article

TEXT = (
    "“We are ready for talks with all sides,” Anna Weber, Germany’s foreign minister, said on Monday.\n\n"
    "France condemned the attack. According to two officials, the ministers will meet in Geneva next week.\n\n"
    "The embassy declined to comment."
)


@pytest.fixture(scope="module")
def learned() -> Language:
    return load_language(reader="learned")


@pytest.fixture(scope="module")
def read_learned(learned: Language) -> Callable[[str], Reading]:
    def _read(text: str) -> Reading:
        spans, at = [], 0
        for block in text.split("\n\n"):
            spans.append(Span(at, at + len(block)))
            at += len(block) + 2
        return read_article(Article(id="test", text=text, parts=Parts(paragraphs=tuple(spans))), learned)

    return _read


def test_a_reading_says_which_reader_made_it(read_learned: Callable[[str], Reading], nlp: Language) -> None:
    reading = read_learned(TEXT)
    assert reading.reader.reader == "learned"
    assert [name.split()[0] for name in reading.reader.models[1:]] == [
        "dragoman-reader",
        "dragoman-events",
        "dragoman-sides",
    ]
    assert read_article(reading.article, nlp).reader.reader == "rules"


def test_statements_have_source_cue_and_content(read_learned: Callable[[str], Reading]) -> None:
    reading = read_learned(TEXT)
    found = {
        said.cue.of(TEXT): (said.source.of(TEXT), said.content[0].of(TEXT).strip("“,”"))
        for said in reading.statements
        if said.cue and said.source and said.content
    }
    assert found["said"][0].startswith("Anna Weber")
    assert found["said"][1].startswith("We are ready for talks")
    assert found["According to"][0] == "two officials"
    assert found["According to"][1].startswith("the ministers will meet")


def test_everything_found_has_a_confidence(read_learned: Callable[[str], Reading]) -> None:
    reading = read_learned(TEXT)
    rows: list[Statement | Event] = [*reading.statements, *reading.events]
    assert len(rows) >= 4
    assert all(row.confidence is not None and 0 <= row.confidence <= 1 for row in rows)


@pytest.mark.parametrize("text", ["Talks.", "…", "“", "a" * 5000, "word " * 2000, "\n\n \n\nTalks"])
def test_odd_texts_are_read(read_learned: Callable[[str], Reading], text: str) -> None:
    assert read_learned(text).article.text == text


def test_long_texts_are_read_the_same_wherever_windows_end(read_learned: Callable[[str], Reading]) -> None:
    filling = "The harbour was quiet, and ships lay at anchor.\n\n" * 40
    reading = read_learned(filling + TEXT)
    cues = [said.cue.of(reading.article.text) for said in reading.statements if said.cue]
    assert "said" in cues
    assert "According to" in cues


def test_no_other_reader_is_known() -> None:
    with pytest.raises(Unusable):
        load_language(reader="oracle")
