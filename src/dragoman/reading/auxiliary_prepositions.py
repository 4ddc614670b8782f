"""How an act stands that a noun behind a preposition names: "a threat of war", "without talks", "a rise in aid"."""

from dataclasses import replace

from spacy.tokens import Token

from dragoman.reading.auxiliary_climb import Climb
from dragoman.reading.auxiliary_embedders import EMBEDDING, key_of, predicate_of
from dragoman.reading.auxiliary_predicates import is_bargained, under_verb
from dragoman.reading.auxiliary_standing import FUTURE, OPEN, TRUE, Standing, apply_effect

__all__ = ["noun_under_preposition"]

_INTO = frozenset({"in", "to", "on", "with", "into", "at"})
_OVER = frozenset({"on", "to", "with", "about", "over", "of", "upon"})  # as "talks on", "tied to", "the issue of"
_TOWARDS = frozenset({"invitation", "threat", "close", "closer"})
_EXCHANGES = frozenset({"exchange", "return"})
_MAKING_ROOM = frozenset({"allow", "pave", "provide"})
_CHANGES = frozenset(
    {"increase", "decrease", "rise", "cut", "boost", "reduction", "surge", "change", "expansion", "pause"}
)


def noun_under_preposition(noun: Token, preposition: Token, climb: Climb) -> Standing:
    """Say how an act stands whose noun stands behind `preposition`."""
    word, head = preposition.lower_, preposition.head
    if word == "without" or (word == "of" and head.lower_ == "instead"):
        return Standing(denied=True)
    if word == "of" and head.lower_ == "ahead":
        return Standing(FUTURE)
    if word == "of" and head.lower_ in {"none", "neither"}:
        return Standing(denied=True)
    if head.pos_ == "VERB" and word in _INTO and head.lemma_.lower() in climb.cues.carriers:
        return replace(climb.standing_of(head), denied=False)  # "not involved in the talks": there are talks
    if word in _OVER and is_bargained(noun, predicate_of(head), climb.cues):
        return Standing(OPEN)
    if head.lower_ in _EXCHANGES and word == "for" and head.head.dep_ == "prep" and climb.depth > 0:
        # "freed them in exchange for the release", "offered aid in return for"
        return under_verb(noun, head.head.head, climb.shorter())
    if word == "of" and head.lower_ in {"event", "case"} and head.head.lower_ == "in":
        return Standing(OPEN)  # "in the event of an attack"
    effect = climb.cues.nouns.get(key_of(head)) or climb.cues.nouns.get(f"{head.lemma_.lower()}_{word}")
    if effect is None or word not in EMBEDDING:
        return _inside_noun(noun, preposition, climb)
    if word in {"on", "to"}:
        effect = effect if head.lemma_ in _TOWARDS else "fact"
    return apply_effect(effect, climb.standing_of(head))


def _inside_noun(noun: Token, preposition: Token, climb: Climb) -> Standing:
    """Follow "an increase in aid", "a round of talks", "any form of cooperation" to the first noun's standing."""
    word, head = preposition.lower_, preposition.head
    if word == "with" and head.lower_ == "along":
        head = head.head  # "the return of hostages along with the release of prisoners"
        return noun_under_preposition(noun, head, climb) if head.dep_ == "prep" and climb.depth else TRUE
    if head.pos_ == "VERB":
        return _beside_verb(word, head, climb)
    if head.pos_ != "NOUN" or climb.depth == 0:
        return TRUE
    if word == "including":
        return apply_effect(climb.cues.nouns.get(head.lemma_.lower(), "inherit"), climb.standing_of(head))
    same = word == "of" and (head.dep_ == "dobj" or head.lemma_.lower() in climb.cues.phases)
    return climb.standing_of(head) if same or (word == "in" and head.lemma_ in _CHANGES) else TRUE


def _beside_verb(preposition: str, verb: Token, climb: Climb) -> Standing:
    """Read "would allow for talks", and "is expected to ask for it during her visit"."""
    if climb.depth == 0:
        return TRUE
    if preposition == "for" and verb.lemma_ in _MAKING_ROOM:
        return climb.standing_of(verb)
    ahead = preposition == "during" and climb.standing_of(verb).world == FUTURE
    return Standing(FUTURE) if ahead else TRUE
