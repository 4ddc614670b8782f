"""Tell whether an event happened: PLOVER's auxiliary modes of a trigger, and the condition put on it.

The words around a trigger are walked upwards, from the act to the words that embed it: each adds its own modality and
negation, and its kind (`auxiliary.toml`) says how much of what stands above reaches the act.
"""

from dataclasses import replace

from spacy.tokens import Token

from dragoman.model import Auxiliary
from dragoman.reading.auxiliary_above import from_above
from dragoman.reading.auxiliary_climb import DEPTH, Climb
from dragoman.reading.auxiliary_cues import load_auxiliary_cues
from dragoman.reading.auxiliary_nouns import noun_under, of_noun
from dragoman.reading.auxiliary_standing import FUTURE, OPEN, TRUE, Standing
from dragoman.reading.auxiliary_times import is_ahead, is_history, is_over
from dragoman.reading.auxiliary_verbs import of_verb
from dragoman.reading.conditions import find_condition

__all__ = ["auxiliary_modes", "find_condition"]


def auxiliary_modes(trigger: Token, published: str | None, date: str | None) -> tuple[Auxiliary, ...]:
    """Return the auxiliary modes of the event that `trigger` (a verb or a noun) names.

    published, date: EDTF of publication and of the event, or None. Empty: it happened, or is happening.
    """
    cues = load_auxiliary_cues()
    standing = _judge(trigger, Climb(cues, DEPTH, _judge))
    if standing == Standing(FUTURE) and _is_settled(trigger) and is_over(published, date):
        standing = TRUE  # "ahead of Monday's summit" in Tuesday's paper, "its decision to leave last year"
    if standing.world == FUTURE and find_condition(trigger) is not None:
        standing = replace(standing, world=OPEN)
    if standing == TRUE and is_ahead(trigger, published, date):
        standing = Standing(FUTURE)
    modes: list[Auxiliary] = []
    if standing == TRUE and is_history(trigger, published, date, cues):
        modes.append("historical")
    if standing.world:
        modes.append("future" if standing.world == FUTURE else "hypothetical")
    if standing.denied:
        modes.append("negation")
    return tuple(modes)


def _is_settled(word: Token) -> bool:
    """Tell whether a noun stands after "ahead of", or a verb under a decision."""
    if word.dep_ in {"acl", "relcl"}:
        return word.head.lemma_.lower() == "decision"
    return word.dep_ == "pobj" and word.head.lower_ == "of" and word.head.head.lower_ == "ahead"


def _judge(token: Token, climb: Climb) -> Standing:
    """Say how an act stands, by the words beside it and by what stands above it."""
    own = of_noun(token, climb) if token.pos_ in {"NOUN", "PROPN"} else of_verb(token)
    if climb.depth == 0:
        return own
    if token.dep_ == "ccomp" and any(child.lower_ == "whether" and child.dep_ == "mark" for child in token.children):
        return own  # "declined to confirm whether Oslo had agreed" denies nothing
    above = from_above(token, climb.shorter())
    if token.pos_ in {"NOUN", "PROPN"}:
        return noun_under(own, above, token)
    return own.under(above)
