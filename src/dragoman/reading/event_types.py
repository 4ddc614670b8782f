"""What an event's type and mode become once it is known whether it happened: PLOVER's rules on plans and refusals."""

from spacy.tokens import Token

from dragoman.model import Auxiliary
from dragoman.reading.event_matching import Match, phrase_objects
from dragoman.reading.grammar import is_yet_to

__all__ = ["CONFLICT", "PLANNED", "attempt_of", "inner_mode", "inner_of", "settle_type"]

CONFLICT = frozenset({"ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"})
PLANNED = {"CONSULT": "AGREE", "SUPPORT": "AGREE", "COOPERATE": "AGREE", "AID": "AGREE", "RETREAT": "CONCEDE"}
_REFUSED = {
    "CONSULT": "meet",
    "AGREE": "meet",
    "SUPPORT": "assist",
    "COOPERATE": "assist",
    "AID": "assist",
    "RETREAT": "yield",
    "CONCEDE": "yield",
}
# Modes of PLOVER's REQUEST and REJECT by the type of what is asked or refused.
_ASKED = _REFUSED | {"AGREE": "change", "SUPPORT": "assist"}
_THREATENED = {
    "ASSAULT": "violence",
    "MOBILIZE": "violence",
    "SANCTION": "relations",
    "COERCE": "restrict",
    "REJECT": "relations",
}
_PROMISES = frozenset({"offer", "promise", "pledge", "vow"})
_ATTEMPTS = frozenset({"seek", "try", "attempt"})
_WILL = frozenset({"will", "would", "wo", "'d", "’d", "shall", "'ll", "’ll"})


def settle_type(
    match: Match, mode: str | None, auxiliary: tuple[Auxiliary, ...], inner: Match | None
) -> tuple[str, str | None, tuple[Auxiliary, ...]]:
    """Return type, mode and auxiliary modes of an event.

    A future CONSULT, SUPPORT, COOPERATE or AID is AGREE, a promised or offered RETREAT is CONCEDE, and one that somebody will not
    do is a REJECT that happened.
    """
    kind = match.cue.type
    if kind == "RETREAT" and mode == "disarm" and match.cue.lemma in {"destroy", "dismantle"} and _is_of_others(match):
        return "ASSAULT", "destroy", auxiliary
    if match.cue.lemma in _PROMISES and inner is not None and inner.cue.type == "RETREAT":
        return "CONCEDE", None, auxiliary  # "offered to release the boats"; who agrees to a demand for it agrees
    if "negation" in auxiliary and kind in _REFUSED and _is_willed(match.token):
        return "REJECT", _REFUSED[kind], ()
    if "future" in auxiliary and kind in PLANNED and "negation" not in auxiliary:
        return PLANNED[kind], None, auxiliary
    return kind, mode, auxiliary


def _is_of_others(match: Match) -> bool:
    """Tell whether arms that are destroyed are somebody else's: "destroyed the group's arsenal"."""
    owners = (child for noun in match.objects for child in noun.children if child.dep_ == "poss")
    return any(owner.pos_ in {"NOUN", "PROPN"} for owner in owners)


def _is_willed(token: Token) -> bool:
    """Tell whether a negated verb is a refusal: "will not attend", "voted not to attend"."""
    for child in token.children:
        if child.dep_ == "aux" and (child.lower_ in _WILL or child.lower_ == "to"):
            return not is_yet_to(token)
    return (
        token.dep_ in {"xcomp", "conj"} and token.head.pos_ == "VERB" and token.head != token and _is_willed(token.head)
    )


def attempt_of(token: Token) -> Token:
    """Return the verb of an attempt that has been made at a speech act ("has sought to blame"), else the word itself."""
    head = token.head
    tried = token.dep_ == "xcomp" and head.lemma_.lower() in _ATTEMPTS and head.tag_ in {"VBD", "VBN", "VBG"}
    return head if tried else token


def inner_of(match: Match, matches: dict[int, Match]) -> Match | None:
    """Return the trigger of what an act asks for, promises, refuses or threatens."""
    verb = match.clause
    while verb is not None:
        if verb.i in matches:
            return matches[verb.i]
        verb = next((child for child in verb.children if child.dep_ == "xcomp"), None)
    return None


def inner_mode(match: Match, inner: Match | None) -> str | None:
    """Name the mode of a request, a refusal or a threat by what is asked, refused or threatened."""
    kind = match.cue.type
    if kind == "THREATEN":
        return _threat(inner)
    if inner is not None:
        return _ASKED.get(inner.cue.type, "change")
    lemmas = {noun.lemma_.lower() for noun in (*match.objects, *phrase_objects(match.token, "for"))}
    if lemmas & {
        "talk",
        "talks",
        "meeting",
        "summit",
        "negotiation",
        "visit",
        "invitation",
        "conference",
        "dialogue",
        "contact",
    }:
        return "meet"
    if lemmas & {"aid", "help", "assistance", "support", "loan", "money", "fund", "weapon", "arm", "relief", "backing"}:
        return "assist"
    if lemmas & {"release", "withdrawal", "ceasefire", "truce", "concession", "access", "surrender", "resignation"}:
        return "yield"
    return "change"


def _threat(inner: Match | None) -> str | None:
    if inner is None:
        return None
    if inner.cue.type == "SANCTION" and inner.cue.mode == "expel":
        return "expel"
    if inner.cue.type == "COERCE" and inner.cue.mode == "arrest":
        return "arrest"
    return _THREATENED.get(inner.cue.type)
