"""Where an event happens: a place that hangs on its trigger, with the state it lies in."""

import functools
from collections.abc import Iterator

from spacy.tokens import Token

from dragoman.model import Place
from dragoman.reading.annotations import chars_of
from dragoman.reading.countries import country_words
from dragoman.reading.event_matching import Match, phrase_objects
from dragoman.reading.grammar import noun_phrase
from dragoman.reading.rules import load_rules

__all__ = ["country_of", "find_destination", "find_place", "is_gathering"]

_PLACES = frozenset({"GPE", "LOC", "FAC"})
_AT = ("in", "at", "inside", "near", "outside")
_TO = ("to", "in", "into", "for")


def find_place(match: Match) -> Place | None:
    """Find the place that "in" or "at" hangs on a trigger, its objects or the light verb that carries it."""
    heads = list(_heads(match))
    for preposition in _AT:
        for head in heads:
            for noun in phrase_objects(head, preposition):
                if _is_place(noun):
                    return _place(noun)
    return next((_place(place) for head in heads for noun in _gatherings(head) if (place := _venue(noun))), None)


def is_gathering(noun: Token) -> bool:
    """Tell whether a noun names what is called after the place where it is held or made: "the Tokyo summit"."""
    return noun.lemma_.lower() in _gathering_words("held") | _gathering_words("made")


@functools.cache
def _gathering_words(which: str) -> frozenset[str]:
    return frozenset(load_rules("event_places")["gathering"][which])


def _gatherings(head: Token) -> Iterator[Token]:
    """Give a gathering that an event is, or that hangs on it, and is held: "met at the Tokyo summit"."""
    for noun in (head, *(noun for preposition in _AT for noun in phrase_objects(head, preposition))):
        if noun.lemma_.lower() in _gathering_words("held"):
            yield noun


def _venue(noun: Token) -> Token | None:
    """Find the city that a gathering is called after; a state in its place ("the Iran talks") takes part in it."""
    for child in noun.children:
        known = country_words().get(child.text) if child.dep_ in {"compound", "nmod"} else None
        city = (
            known.kind in {"seat", "place"} if known is not None else child.text in load_rules("event_places")["place"]
        )
        if city and child.dep_ in {"compound", "nmod"}:
            return child
    return None


def find_destination(match: Match) -> Place | None:
    """Find where a visitor goes: "visited Pyongyang", "flew to Washington"."""
    nouns = [*match.objects, *(noun for to in _TO for noun in phrase_objects(match.token, to))]
    return next((_place(noun) for noun in nouns if _is_place(noun)), None)


def country_of(noun: Token) -> str | None:
    """Name the state (ISO 3166-1 alpha-3) that a place lies in, as the tables know it."""
    words = country_words()
    phrase = noun_phrase(noun).text
    for form in (phrase, phrase.removeprefix("the "), noun.text):
        if form in words:
            return words[form].code
        if form in load_rules("event_places")["place"]:
            return str(load_rules("event_places")["place"][form])
    inside = (words.get(child.text) for child in noun.children if child.dep_ in {"amod", "compound", "poss"})
    return next((word.code for word in inside if word is not None), None)


def _heads(match: Match) -> Iterator[Token]:
    token = match.token
    yield token
    yield from match.objects
    for preposition in ("with", "between", "for"):
        yield from phrase_objects(token, preposition)
    if match.clause is not None:
        yield match.clause
    if match.cue.kind == "noun" and token.dep_ in {"dobj", "nsubj", "nsubjpass", "pobj"}:
        verb = token.head.head if token.dep_ == "pobj" else token.head
        if verb.pos_ == "VERB":
            yield verb


def _is_place(noun: Token) -> bool:
    return noun.ent_type_ in _PLACES or (noun.pos_ == "PROPN" and not noun.ent_type_ and country_of(noun) is not None)


def _place(noun: Token) -> Place:
    span = noun_phrase(noun)
    if span[0].pos_ == "DET" and len(span) > 1:
        span = span[1:]
    return Place(chars_of(span), span.text, country_of(noun))
