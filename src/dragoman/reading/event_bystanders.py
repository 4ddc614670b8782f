"""Whom the words around an event name that are no side of it: a topic, who tells of it, whom it moves."""

from spacy.tokens import Doc
from spacy.tokens import Span as TokenSpan

from dragoman.model import Span
from dragoman.reading.grammar import subject_of
from dragoman.reading.statement_index import around_of

__all__ = ["is_bystander", "is_moved"]

# Deeds, as against what one does by saying so: whoever speaks of them has not done them.
_DEEDS = frozenset({"ASSAULT", "SANCTION", "COERCE", "MOBILIZE", "RETREAT", "AID", "PROTEST"})
_ABOUT = frozenset({"about", "over", "regarding", "concerning", "on"})
_DISCUSSING = frozenset({"discuss", "review", "debate"})
_CALLING = frozenset({"call", "drop"})
# What a deed does to those whom it moves, and who have not done it.
_MOVING = frozenset({
    "shock", "anger", "stun", "please", "outrage", "alarm", "worry", "enrage", "infuriate", "horrify", "upset",
    "embarrass", "unsettle", "surprise", "dismay", "delight", "prompt", "provoke", "frighten", "rattle", "irk", "force",
})  # fmt: skip
# What is done before a court, not by it.
_SUITS = frozenset(
    {"challenge", "battle", "fight", "case", "action", "dispute", "filing", "appeal", "suit", "complaint"}
)


def is_bystander(phrase: TokenSpan, kind: str, trigger: TokenSpan) -> bool:
    """Tell whether a phrase names no side: what is talked about, who judges what others did, where a suit is brought."""
    word = phrase.root
    if word.text == "court" and word.dep_ == "compound" and word.head.lemma_ in _SUITS:
        return True
    return (kind == "CONSULT" and _is_topic(phrase, trigger)) or (kind in _DEEDS and _is_judging(phrase, trigger))


def _is_topic(phrase: TokenSpan, trigger: TokenSpan) -> bool:
    """Tell whether a phrase names what is talked about: "talks on Syria", "discussed North Korea"; not "called on Peru"."""
    word = phrase.root
    while word.dep_ == "conj" and word.head != word:
        word = word.head
    above = word.head
    if word.dep_ == "dobj":
        return above in trigger and above.lemma_ in _DISCUSSING
    hangs = above.head in trigger or above.head.head in trigger
    return word.dep_ == "pobj" and above.lower_ in _ABOUT and hangs and above.head.lemma_ not in _CALLING


def is_moved(phrase: TokenSpan, trigger: TokenSpan) -> bool:
    """Tell whether a phrase names whom an event does something to, and not who does it: "the killing of X shocked Russia"."""
    deed, word = trigger.root, phrase.root
    moved = word.dep_ == "dobj" and word.head == deed.head and deed.head.lemma_ in _MOVING
    return moved and deed.pos_ == "NOUN" and deed.dep_ == "nsubj"


def _is_judging(phrase: TokenSpan, trigger: TokenSpan) -> bool:
    """Tell whether a phrase only says who tells of the deed: "The sentence is harsh, Weber said"."""
    doc = phrase.doc
    around = around_of(doc._.statements, trigger.start_char, trigger.end_char)
    said = around[-1] if around else None
    place = Span(phrase.start_char, phrase.end_char)
    if said is None or said.source is None or not said.source.overlaps(place):
        return False
    if any(span.overlaps(place) for span in said.content):
        return False
    if trigger.root.pos_ == "VERB":
        subject = subject_of(trigger.root)
        return subject is not None and subject.pos_ != "PRON" and subject not in phrase
    own = any(child.tag_ == "PRP$" for child in trigger.root.lefts)
    return not own and any(_has_verb(doc, span) for span in said.content)


def _has_verb(doc: Doc, content: Span) -> bool:
    """Tell whether a content is a clause: who "announced sanctions" has imposed them."""
    words = doc.char_span(content.start, content.end, alignment_mode="expand")
    return words is not None and any(word.tag_ in {"VBD", "VBZ", "VBP", "MD"} for word in words)
