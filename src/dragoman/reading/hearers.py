"""Whoever is told something, or is thought of, says nothing: "Weber was told", "with the envoys expected to meet"."""

from dataclasses import replace

from spacy.tokens import Token

from dragoman.reading.attribution import Attribution
from dragoman.reading.grammar import subject_of

__all__ = ["TOLD", "is_told", "without_hearer"]

TOLD = frozenset({
    "tell", "inform", "notify", "advise", "warn", "assure", "remind", "brief", "ask", "urge", "order", "instruct",
})  # fmt: skip
_THOUGHT = frozenset({"expect", "think", "believe", "suppose", "know", "see", "presume", "assume", "reckon", "deem"})


def without_hearer(one: Attribution) -> Attribution:
    """Return an attribution without a source that only undergoes its verb."""
    if one.source is None or not _undergoes(one.source, one.anchor):
        return one
    return replace(one, source=None, source_words=None)


def _undergoes(source: Token, verb: Token) -> bool:
    if verb.lemma_ not in TOLD and verb.lemma_ not in _THOUGHT:
        return False
    if any(child.dep_ == "auxpass" for child in verb.children):
        return is_told(source, verb)
    absolute = verb.dep_ == "pcomp" and verb.head.lower_ == "with" and verb.tag_ != "VBG"
    reduced = (
        verb.tag_ == "VBN"
        and verb.dep_ not in {"ROOT", "conj"}
        and not any(child.dep_ in {"aux", "agent"} for child in verb.children)
    )
    thought = verb.lemma_ in _THOUGHT and any(child.dep_ == "xcomp" for child in verb.children)
    return thought and (absolute or reduced) and subject_of(verb) == source


def is_told(subject: Token, verb: Token) -> bool:
    """Tell whether a verb's subject undergoes it; not where only its form could be a passive's: "he's told reporters"."""
    short = any(child.dep_ == "auxpass" and child.text[0] in "'’" for child in verb.children)
    telling = short and any(child.dep_ in {"dobj", "dative"} for child in verb.rights)
    return subject.dep_ == "nsubjpass" and subject.head == verb and not telling
