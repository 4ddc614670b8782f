"""Whom the words around an event name that are no side of it: a topic, whom it is done for, who tells of it, whom it moves."""

from spacy.tokens import Span as TokenSpan

from dragoman.model import Span
from dragoman.reading.event_roles import GOODS
from dragoman.reading.grammar import subject_of
from dragoman.reading.statement_index import around_of

__all__ = ["is_bystander", "is_moved"]

# Deeds, as against what one does by saying so: whoever speaks of them has not done them.
_DEEDS = frozenset({"ASSAULT", "SANCTION", "COERCE", "MOBILIZE", "RETREAT", "AID", "PROTEST"})
_ABOUT = frozenset({"about", "over", "regarding", "concerning", "on"})
_DISCUSSING = frozenset({"discuss", "review", "address", "debate"})


def is_bystander(phrase: TokenSpan, kind: str, trigger: TokenSpan) -> bool:
    """Tell whether a phrase names no side: what is talked about, for whose sake it is asked, or who judges what others did."""
    word = phrase.root
    while word.dep_ == "conj" and word.head != word:
        word = word.head
    above = word.head
    if kind == "CONSULT":
        return (word.dep_ == "pobj" and above.lower_ in _ABOUT) or (
            word.dep_ == "dobj" and above in trigger and above.lemma_ in _DISCUSSING
        )
    if kind == "REQUEST":
        behind = word.dep_ == "pobj" and above.lower_ == "of"
        good = above.head if behind else above
        return (behind or word.dep_ == "poss") and good.lemma_ in GOODS
    return kind in _DEEDS and _is_judging(phrase, trigger)


def is_moved(phrase: TokenSpan, trigger: TokenSpan) -> bool:
    """Tell whether a phrase names whom an event does something to, and not who does it: "the killing of X shocked Russia"."""
    deed, word = trigger.root, phrase.root
    return deed.pos_ == "NOUN" and deed.dep_ == "nsubj" and word.dep_ == "dobj" and word.head == deed.head


def _is_judging(phrase: TokenSpan, trigger: TokenSpan) -> bool:
    """Tell whether a phrase only says who tells of the deed: "The sentence is harsh, Weber said"."""
    doc = phrase.doc
    around = around_of(doc._.statements, trigger.start_char, trigger.end_char)
    said = around[-1] if around else None
    place = Span(phrase.start_char, phrase.end_char)
    if (
        said is None
        or said.source is None
        or not said.source.overlaps(place)
        or said.content[0].of(doc.text)[:3] == "to "
    ):
        return False
    if any(span.overlaps(place) for span in said.content):
        return False
    if trigger.root.pos_ == "VERB":
        subject = subject_of(trigger.root)
        return subject is not None and subject.pos_ != "PRON" and subject not in phrase
    return not any(child.tag_ == "PRP$" for child in trigger.root.lefts)
