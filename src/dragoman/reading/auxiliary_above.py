"""What stands above an act: a headline, the act it is coordinated with, or whatever its noun or clause hangs on."""

from spacy.tokens import Token

from dragoman.reading.auxiliary_clauses import above_clause
from dragoman.reading.auxiliary_climb import Climb
from dragoman.reading.auxiliary_nouns import above_noun
from dragoman.reading.auxiliary_standing import FUTURE, OPEN, TRUE, Standing
from dragoman.reading.auxiliary_verbs import IF_MARKS
from dragoman.reading.grammar import SUBJECTS, has_subject, has_to

__all__ = ["from_above"]

_HEADLINE = 4  # words from a name to "to" in a headline


def from_above(token: Token, climb: Climb) -> Standing:
    """Say how an act stands by what is above it, whatever the words beside it say."""
    head, dep = token.head, token.dep_
    if dep == "ROOT" or head == token:
        return _of_headline(token)
    if _is_headline_future(token):
        return Standing(FUTURE)
    if dep == "conj":
        return _from_conjunct(token, head, climb)
    if token.pos_ in {"NOUN", "PROPN"}:
        return above_noun(token, head, climb)
    return above_clause(token, head, climb)


def _of_headline(token: Token) -> Standing:
    """Give "US to send envoys" its future."""
    if token.tag_ == "VB" and has_to(token):
        return Standing(FUTURE)
    return TRUE


def _is_headline_future(token: Token) -> bool:
    """Tell whether a name without a verb of its own has an infinitive behind it: "Mayor to visit Oslo"."""
    head = token.head
    nominal = head.dep_ == "ROOT" and head.pos_ in {"NOUN", "PROPN"} and token.dep_ in {"acl", "relcl"}
    if not nominal or token.tag_ != "VB" or not has_to(token) or has_subject(token):
        return False
    return head.ent_type_ != "" and token.i < head.i + _HEADLINE


def _from_conjunct(token: Token, first: Token, climb: Climb) -> Standing:
    shares = token.tag_ == first.tag_ and token.tag_ in {"VB", "VBN", "VBG"}
    if shares and not any(child.dep_ in {"aux", "auxpass"} or child.dep_ in SUBJECTS for child in token.children):
        return climb.standing_of(first)
    if token.tag_ == "VB" and has_to(token) and not has_to(first):
        return Standing(FUTURE)
    if token.tag_ == "VBD" and first.tag_ in {"VB", "VBG"} and climb.depth > 0:
        finite = next((up for up in first.ancestors if up.tag_ == "VBD" and up.sent == token.sent), None)
        if finite is not None:  # "took steps to spare lives and accused the rebels"
            return from_above(finite, climb.shorter())
    if any(child.dep_ == "mark" and child.lower_ in IF_MARKS for child in first.children) and not has_subject(token):
        return Standing(OPEN)  # "if they followed him and threatened a veto"
    governor = _infinitive_before(token) if token.tag_ == "VB" and first.tag_ in {"VBD", "VBG"} else None
    if governor is not None and climb.depth > 0:
        return climb.shorter().standing_of(governor)
    return from_above(first, climb.shorter()) if climb.depth > 0 else TRUE


def _infinitive_before(bare: Token) -> Token | None:
    """Find what a bare verb is coordinated with where the parse lost it: "to punish firms that left, and slap tariffs"."""
    if any(child.dep_ in {"aux", "auxpass"} or child.dep_ in SUBJECTS for child in bare.children):
        return None
    before = bare.doc[bare.sent.start : bare.i]
    return next(
        (verb for verb in reversed(before) if verb.tag_ == "VB" and any(c.dep_ == "aux" for c in verb.children)), None
    )
