"""How an act stands that a gerund names: behind a preposition ("instead of leaving"), or merely spoken of."""

from spacy.tokens import Token

from dragoman.reading.auxiliary_climb import Climb
from dragoman.reading.auxiliary_cues import AuxiliaryCues, Effect
from dragoman.reading.auxiliary_embedders import EMBEDDING, effect_of, is_rebutted
from dragoman.reading.auxiliary_standing import OPEN, TRUE, Standing, apply_effect

__all__ = ["is_spoken_of", "under_preposition"]

_DECIDING = frozenset({"decide", "vote", "opt", "choose"})


def is_spoken_of(gerund: Token, head: Token, cues: AuxiliaryCues) -> bool:
    """Tell whether a gerund names an act thought of: "arming Oslo will help", "one option is cancelling visas"."""
    if gerund.dep_ == "csubj":
        return head.tag_ != "VBD"
    if gerund.dep_ not in {"attr", "xcomp", "ccomp"} or head.lemma_ != "be" or head.tag_ == "VBD":
        return False
    subject = next((child for child in head.children if child.dep_ == "nsubj"), None)
    return subject is not None and cues.nouns.get(subject.lemma_.lower()) == "hypothetical"


def under_preposition(preposition: Token, climb: Climb) -> Standing:
    """Say how an act stands whose gerund stands behind `preposition`."""
    word, head = preposition.lower_, preposition.head
    if word in {"without", "instead", "rather"} or (word == "of" and head.lower_ in {"instead", "short"}):
        return Standing(denied=True)
    if word == "of" and head.lemma_.lower() in climb.cues.phases and head.dep_ in {"dobj", "nsubj", "nsubjpass"}:
        return climb.standing_of(head)
    known = effect_of(head, climb.cues)
    apart = _kept_apart(word, head, known, climb)
    if apart is not None:
        return apart
    if word == "in" and head.pos_ == "VERB" and head.lemma_.lower() in climb.cues.carriers:
        return climb.standing_of(head)  # "has yet to take steps in asking for help"
    if word in {"by", "before", "in"} or head.dep_ == "prep":
        return Standing(climb.standing_of(head).world) if head.pos_ in {"VERB", "AUX"} else TRUE
    if known is None or word not in EMBEDDING:
        aim = word == "for" and head.pos_ == "NOUN" and head.lemma_ not in climb.cues.repaid
        return Standing(OPEN) if aim else TRUE
    return apply_effect(known, climb.standing_of(head))


def _kept_apart(word: str, head: Token, known: Effect | None, climb: Climb) -> Standing | None:
    """Judge a gerund behind "from", "against", "except" or "into"; None behind another preposition."""
    if word in {"except", "save"} or (word == "at" and head.lemma_.lower() == "look"):
        return Standing(OPEN)  # "could do nothing except scrap the law"
    if word == "into":  # "hopes to press them into leaving"; "forced them into leaving"
        return apply_effect(known or "inherit", climb.standing_of(head))
    if word == "from" and head.lemma_.lower() == "keep":
        return apply_effect("past_reverse", climb.standing_of(head))  # "kept Oslo from leaving"
    if word == "of" and is_rebutted(head, climb.cues):
        return apply_effect("past_reverse", climb.standing_of(head.head))  # "denied reports of leaving"
    against = word == "against" and head.lemma_.lower() in _DECIDING  # "decided against leaving"
    if against or (word == "from" and known in {"past_reverse", "reverse"}):
        return apply_effect("past_reverse", climb.standing_of(head))
    if word == "from" and known == "hypothetical":
        return Standing(OPEN)  # "discouraged Oslo from leaving"
    return TRUE if word == "from" else None
