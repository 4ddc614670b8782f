"""What a verb says of the act that its subject or its object names."""

from spacy.tokens import Token

from dragoman.reading.auxiliary_climb import Climb
from dragoman.reading.auxiliary_cues import AuxiliaryCues
from dragoman.reading.auxiliary_embedders import key_of
from dragoman.reading.auxiliary_standing import FUTURE, OPEN, TRUE, Standing, apply_effect
from dragoman.reading.auxiliary_verbs import has_open_modal, of_verb
from dragoman.reading.grammar import has_to

__all__ = ["is_bargained", "under_verb", "with_predicate"]

_LIKELIHOOD = frozenset(
    {"likely", "unlikely", "possible", "impossible", "probable", "due", "ready", "bound", "conceivable"}
)
_INDEFINITE = frozenset({"a", "an", "another", "further", "any"})


def under_verb(noun: Token, verb: Token, climb: Climb) -> Standing:
    """Say how an act stands that is the object of `verb`."""
    effect = climb.cues.nouns.get(key_of(verb))
    if effect is not None:
        return apply_effect(effect, climb.standing_of(verb))
    if _is_only_wished(noun, verb, climb.cues):
        return Standing(OPEN)  # "did not support a strike"
    if verb.lemma_.lower() in climb.cues.carriers:
        return climb.standing_of(verb)
    return TRUE


def _is_only_wished(noun: Token, verb: Token, cues: AuxiliaryCues) -> bool:
    """Tell whether somebody is for or against one more act of a kind: "backs a ceasefire", but "backs the talks"."""
    new = any(child.dep_ == "det" and child.lower_ in {"a", "an"} for child in noun.children)
    return new and noun.dep_ == "dobj" and verb.lemma_.lower() in cues.attitudes


def with_predicate(noun: Token, verb: Token, climb: Climb) -> Standing:
    """Follow a subject to what is said of it: "talks are due to begin", "the visit failed to take place"."""
    for _ in range(3):
        inner = next(
            (c for c in verb.children if c.dep_ in {"xcomp", "acomp"} and (c.pos_ == "ADJ" or has_to(c))), None
        )
        if inner is None:
            break
        verb = inner
    if verb.pos_ == "ADJ":
        effect = climb.cues.clauses.get(verb.lemma_.lower())
        return apply_effect(effect, climb.standing_of(verb.head)) if effect and verb.lower_ in _LIKELIHOOD else TRUE
    if verb.lemma_.lower() in climb.cues.carriers:
        return climb.standing_of(verb)
    if any(c.lower_ in _INDEFINITE for c in noun.children) and has_open_modal(verb):
        return Standing(OPEN)  # "an attack would need approval"
    gathers = noun.lemma_.lower() in climb.cues.gatherings and of_verb(verb).world == FUTURE
    return Standing(FUTURE) if gathers else TRUE  # "the summit will give him a chance": it is still to come


def is_bargained(noun: Token, head: Token, cues: AuxiliaryCues) -> bool:
    """Tell whether something turns on an act or is said about it: "tied to the release of", "talks on a withdrawal"."""
    return noun.lemma_.lower() in cues.bargained and head.lemma_.lower() in cues.bargaining
