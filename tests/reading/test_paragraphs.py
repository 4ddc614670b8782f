"""Where sentences begin: behind datelines, titles, abbreviated lands and quotations that a page has glued on."""

import pytest
from spacy.language import Language

from dragoman.model import Article, Parts, Span
from dragoman.reading.glued_links import without_links
from dragoman.reading.reader import read_article
from dragoman.reading.rules import load_rules


def sentences_of(nlp: Language, text: str) -> list[str]:
    return [sentence.text for sentence in nlp(text).sents]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (load_rules("sentences")["titles"]["example"], 1),
        (load_rules("sentences")["openers"]["example"], 2),
        ("Receipts rose in U.K. Treasury accounts, and the U.S. Trade Office met Sen. Ruiz.", 1),
        ('He was “tired of the war."However, she stayed.', 2),
        ("“We go,” he said.“They stay.”Nobody left.", 3),
        ("The Post said “no,”Weber wrote.", 1),
    ],
)
def test_sentences_end_where_they_do(nlp: Language, text: str, sentences: int) -> None:
    assert len(sentences_of(nlp, text)) == sentences


def test_a_dateline_is_no_part_of_the_first_sentence(nlp: Language) -> None:
    text = "PORT ELL, March 26 - The envoys met on a ferry."
    doc = nlp.make_doc(text)
    doc._.article = Article("a", text, Parts(dateline=Span(0, 20), paragraphs=(Span(0, len(text)),)))
    for _, step in nlp.pipeline:
        doc = step(doc)
    assert [sentence.text.strip() for sentence in doc.sents][-1] == "The envoys met on a ferry."


def test_words_that_a_page_glued_are_cut(nlp: Language) -> None:
    assert [token.text for token in nlp('the war."She left')] == ["the", "war", ".", '"', "She", "left"]


def test_a_monstrous_word_is_read_in_pieces(nlp: Language) -> None:
    assert nlp("é" * 3000 + " met").text == "é" * 3000 + " met"


def test_lines_of_the_site_are_not_read(nlp: Language) -> None:
    notice = "By signing up, you agree to the terms of the Harbour Post. Peru condemned Chile."
    text = f"Norway condemned Denmark.\n\n{notice}"
    article = Article(id="row", text=text, parts=Parts(paragraphs=(Span(0, 25),)))
    reading = read_article(article, nlp)
    assert [actor.id for actor in reading.actors] == ["norway", "denmark"]
    assert [event.evidence.of(text) for event in reading.events] == ["Norway condemned Denmark."]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (
            "President Ruiz Ana Maria RuizTwo ships are lost off Peru Envoys wait in Chile MORE said on Friday that it failed.",
            "President Ruiz said on Friday that it failed.",
        ),
        (
            "Sen. Lise Holm Elisabeth (Lise) HolmThe Memo: Peru waits MORE (D-Ore.) left.",
            "Sen. Lise Holm (D-Ore.) left.",
        ),
        ("Sen. Ana McRuiz Ana Maria McRuizTwo ships are lost MORE left.", "Sen. Ana McRuiz left."),
        ("( PHOTOS: Ruiz slams Holm)\n\nPeru waits. (Also on COURIER TIMES: Ruiz’s war)", "Peru waits."),
        (
            "(VIDEO: Ruiz at sea) (RELATED: ‘Go’ — Ruiz) (SEE ALSO: Chile) (READ MORE: Chile attacks) It fell.",
            "It fell.",
        ),
        ("(WATCH: Ruiz) CLICK HERE TO GET THE COURIER APPHolm went. CLICK FOR MORE COVERAGE", "Holm went."),
    ],
)
def test_links_are_blank(text: str, kept: str) -> None:
    blank = without_links(text)
    assert len(blank) == len(text)
    assert " ".join(blank.split()) == kept


@pytest.mark.parametrize(
    "text",
    [
        "Lise Holm left McDonald in Peru. She wants MORE ships.",
        "Gov. Ron DeLund met the envoy of Peru. He said that it wants MORE ships.",
        "Weber told CBS NewsHour that Chile had agreed. We need MORE.",
        "The order (see also: the treaty with Peru) and a film (photos: Ana Ruiz) named Chile (RELATED TO: trade).",
        "“CLICK HERE,” the message to the ministry said. CLICK HERE TO SIGN THE APPEAL OF PERU",
        "They vote. (Also on Friday: talks in Lima with Peru)",
    ],
)
def test_what_only_looks_like_a_link_stays(text: str) -> None:
    assert without_links(text) == text
