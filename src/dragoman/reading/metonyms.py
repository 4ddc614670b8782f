"""Tell whether a capital or seat stands for its government or is a place."""

import functools

from spacy.tokens import Token

from dragoman.reading.rules import load_rules

__all__ = ["is_government"]

_PLACE_PREPOSITIONS = frozenset(
    {"in", "at", "near", "outside", "around", "through", "into", "across", "via", "inside", "beyond", "over"}
)
_ACTIVE_SUBJECT_NOT = frozenset({"lie", "lay"})


@functools.cache
def _words(table: str, key: str = "words") -> frozenset[str]:
    return frozenset(load_rules("metonyms")[table].get(key, ()))


def is_government(token: Token) -> bool:
    """Tell whether `token`, head of a capital's name, is used as the government that sits there.

    "Tokyo fears", "ties with Pyongyang", "Seoul's stance", "lobbied Brussels"; not "in Pyongyang", "officials in Tokyo",
    "flew to Washington", "Lisbon's streets".
    """
    token = _first_conjunct(token)
    test = _TESTS.get(token.dep_)
    return test(token) if test is not None else False


def _first_conjunct(token: Token) -> Token:
    while token.dep_ == "conj" and token.head != token:
        token = token.head
    return token


def _as_subject(token: Token) -> bool:
    if token.head.pos_ == "NOUN" and token.head.dep_ in {"ROOT", "pobj"}:
        return False
    return token.head.lemma_ not in _ACTIVE_SUBJECT_NOT


def _as_passive_subject(token: Token) -> bool:
    return token.head.lemma_.lower() in _words("passive_verbs")


def _as_object(token: Token) -> bool:
    if token.head.lemma_.lower() == "leave":  # "left Lisbon with no choice", not "left Lisbon"
        return any(child.dep_ in {"oprd", "xcomp", "acomp"} or child.lower_ == "with" for child in token.head.rights)
    return token.head.lemma_.lower() in _words("object_verbs")


def _as_possessor(token: Token) -> bool:
    return token.head.lemma_.lower() not in _words("place_nouns")


def _as_prepositional(token: Token) -> bool:
    preposition = token.head
    word = preposition.lower_
    if word in _PLACE_PREPOSITIONS:
        return False
    if word in _words("prepositions"):
        return True
    governor = preposition.head
    return governor.lemma_.lower() in _words("with_nouns", word) or governor.lower_ in _words("with_nouns", word)


_TESTS = {
    "nsubj": _as_subject,
    "nsubjpass": _as_passive_subject,
    "dobj": _as_object,
    "dative": _as_object,
    "poss": _as_possessor,
    "pobj": _as_prepositional,
    "agent": _as_prepositional,
}
