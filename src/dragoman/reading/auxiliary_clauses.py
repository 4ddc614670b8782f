"""How an act stands in a clause: under the word that embeds it, or beside the verb whose circumstance or aim it is."""

from spacy.tokens import Token

from dragoman.reading.auxiliary_climb import Climb
from dragoman.reading.auxiliary_embedders import effect_on_clause, is_rebutted, key_of, predicate_of
from dragoman.reading.auxiliary_gerunds import is_spoken_of, under_preposition
from dragoman.reading.auxiliary_standing import FUTURE, OPEN, TRUE, Standing, apply_effect
from dragoman.reading.auxiliary_verbs import IF_MARKS
from dragoman.reading.grammar import has_subject, has_to

__all__ = ["above_clause"]

_WRONGLY = frozenset({"wrongly", "incorrectly", "falsely", "mistakenly", "erroneously"})
_TIME_MARKS = frozenset({"when", "once", "until", "till", "before"})
_CARRYING = frozenset({"fly", "return"})


def above_clause(token: Token, head: Token, climb: Climb) -> Standing:
    """Say how an act stands whose clause hangs on `head`."""
    dep = token.dep_
    if token.tag_ == "VBG" and not has_subject(token) and is_spoken_of(token, head, climb.cues):
        return Standing(OPEN)
    if dep == "relcl" and has_to(token) and not has_subject(token):
        return _under_embedder(token, head, climb)  # "the means to impose sanctions"
    if dep in {"xcomp", "ccomp", "csubj", "csubjpass", "acl", "acomp", "oprd", "dep"}:
        return _under_embedder(token, head, climb)
    if dep == "advcl":
        return _under_adverbial(token, head, climb)
    if dep == "pcomp":
        return under_preposition(head, climb)
    if dep in {"attr", "amod"} and head.pos_ in {"AUX", "VERB"}:
        return climb.standing_of(head)
    return TRUE


def _under_embedder(token: Token, head: Token, climb: Climb) -> Standing:
    predicate = predicate_of(head) if token.dep_ in {"ccomp", "xcomp"} and head.pos_ == "AUX" else head
    effect = effect_on_clause(token, predicate, climb.cues)
    if token.dep_ == "ccomp" and any(child.lower_ in _WRONGLY for child in head.children):
        effect = "past_reverse"  # "wrongly stated that she opposed it"
    if effect == "fact":
        return TRUE
    adjective = (
        head.pos_ == "ADJ"
        and head.dep_ in {"acomp", "attr", "oprd", "xcomp"}
        and head.head.lemma_ in {"be", "seem", "become"}
    )
    above = climb.standing_of(head.head if adjective else head)
    untold = adjective or predicate != head or head.lemma_.lower() in climb.cues.untold
    if effect == "transparent" and above.denied and untold:
        return Standing(OPEN)  # "it is not clear that", "they are not sure what", "has not confirmed that"
    if effect == "transparent" and head.pos_ == "NOUN" and is_rebutted(head, climb.cues):
        return apply_effect("past_reverse", climb.standing_of(head.head))
    if effect == "future" and token.tag_ in {"VBD", "VBZ", "VBP"}:
        effect = "transparent"  # "agreed that it was wrong"
    return apply_effect(effect, above)


def _under_adverbial(token: Token, head: Token, climb: Climb) -> Standing:
    marks = {child.lower_ for child in token.children if child.dep_ in {"mark", "advmod", "prep"}}
    if marks & IF_MARKS and not marks & {"even"}:
        return Standing(OPEN)
    if has_to(token):
        key = key_of(head)
        known = climb.cues.clauses.get(key) if "_" in key else None  # "signed up to", parsed as a purpose
        if known is not None:
            return apply_effect(known, climb.standing_of(head))
        return TRUE if marks & {"only"} else _of_purpose(token, head, climb)
    if marks & {"until", "till", "once"} and token.tag_ in {"VBZ", "VBP"}:
        return Standing(OPEN)
    if marks & _TIME_MARKS:
        return Standing(climb.standing_of(head).world)
    if token.tag_ == "VBG" and not marks and token.i > head.i:
        return Standing(climb.standing_of(head).world)
    return TRUE


def _of_purpose(act: Token, head: Token, climb: Climb) -> Standing:
    """Judge what something is done for: "flew in to sign it" signs it, "raised funds to help Oslo" plans to help."""
    above = climb.standing_of(head)
    if above.denied or above.world == OPEN or has_subject(act):
        return Standing(OPEN)  # "it will be hard for Oslo to leave"
    sent = head.lemma_ in _CARRYING and any(child.dep_ == "dobj" for child in head.children)  # "flew an envoy in to"
    done = head.pos_ == "VERB" and not sent and climb.cues.clauses.get(head.lemma_.lower()) == "inherit"
    return above if done or above.world == FUTURE else Standing(OPEN)
