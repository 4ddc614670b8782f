"""What the words beside a verb say of it: its modals, its negation, its "if", the question it asks."""

from spacy.tokens import Token

from dragoman.reading.auxiliary_climb import DEPTH
from dragoman.reading.auxiliary_standing import ACTUAL, FUTURE, OPEN, Standing
from dragoman.reading.grammar import SUBJECTS, has_subject, is_yet_to

__all__ = ["IF_MARKS", "has_open_modal", "is_negator", "of_verb"]

IF_MARKS = frozenset({"if", "unless", "whether", "lest", "provided", "providing", "assuming", "supposing"})
_FUTURE_MODALS = frozenset({"will", "shall", "'ll", "\u2019ll", "wo", "sha"})
_OPEN_MODALS = frozenset(
    {"may", "might", "could", "should", "must", "ought", "can", "ca", "would", "'d", "\u2019d", "need"}
)
_NEGATORS = frozenset({"not", "n't", "n\u2019t", "never", "hardly", "scarcely", "nowhere", "neither", "nor", "barely"})
_NOBODY = frozenset({"nobody", "none", "nothing", "neither"})
_OFTEN = frozenset({"often", "usually", "regularly", "frequently", "sometimes", "always", "routinely", "occasionally"})
_MAYBE = frozenset({"perhaps", "maybe", "possibly", "probably"})
_WISHES = frozenset({"welcome", "like", "prefer", "consider", "love", "be"})
_WH = frozenset({"WDT", "WP", "WP$", "WRB"})


def is_negator(word: Token) -> bool:
    """Tell whether a word denies the one it hangs on."""
    return word.dep_ == "neg" or word.lower_ in _NEGATORS


def has_open_modal(verb: Token) -> bool:
    """Tell whether a verb has a modal that leaves it open ("may", "would")."""
    return any(child.lower_ in _OPEN_MODALS for child in verb.children)


def of_verb(verb: Token) -> Standing:
    """Say how an act stands by the words beside its verb."""
    world, denied = ACTUAL, False
    for child in verb.children:
        word = child.lower_
        if child.dep_ in {"aux", "auxpass"}:
            world = max(world, _world_of_modal(child, verb))
            denied |= word == "to" and is_yet_to(verb)
        elif is_negator(child):
            denied = True
        elif child.dep_ in SUBJECTS or child.dep_ in {"dobj", "attr"}:
            denied |= (
                word in _NOBODY
                or _is_not_one(child)
                or any(c.lower_ in {"no", "neither"} and c.dep_ in {"det", "preconj", "cc"} for c in child.children)
            )
        elif word in (IF_MARKS if child.dep_ == "mark" else _MAYBE):
            world = OPEN
    if world == OPEN and denied and any(child.lower_ in {"could", "can", "ca"} for child in verb.children):
        world = ACTUAL  # "could not agree": they did not
    return Standing(max(world, _world_of_question(verb)), denied)


def _is_not_one(subject: Token) -> bool:
    """Tell whether a subject is "not one of", "not a single"."""
    nots = [child for child in subject.children if child.lower_ == "not"]
    return bool(nots) and (subject.lower_ == "one" or any(c.lower_ in {"one", "single"} for c in subject.children))


def _world_of_modal(modal: Token, verb: Token) -> int:
    word = modal.lower_
    if word in _FUTURE_MODALS:
        return FUTURE
    if word in {"would", "'d", "\u2019d"} and modal.tag_ == "MD":
        if _is_habit(verb):
            return ACTUAL
        reported = verb.lemma_ not in _WISHES and _is_told_in_the_past(verb)
        return FUTURE if reported and not any(c.lower_ == "have" for c in verb.children) else OPEN
    return OPEN if word in _OPEN_MODALS and modal.tag_ == "MD" else ACTUAL


def _is_habit(verb: Token) -> bool:
    """Tell whether an act is repeated: "every spring the rebels would attack"."""
    return any(
        child.lower_ in _OFTEN
        or (child.dep_ == "npadvmod" and any(c.lower_ in {"every", "each"} for c in child.children))
        for child in verb.children
    )


def _is_told_in_the_past(verb: Token) -> bool:
    """Future in the past: "said Seoul would assist"; also "he would assist, Cho said"."""
    for _ in range(DEPTH):
        if any(
            c.dep_ in {"ccomp", "parataxis"} and c.tag_ in {"VBD", "VBN"} and _is_aside(c, verb) for c in verb.children
        ):
            return True
        head = verb.head
        if head == verb:
            return False
        if verb.dep_ == "ccomp":
            return head.tag_ in {"VBD", "VBN"} or any(c.tag_ == "VBD" for c in head.children if c.dep_ == "aux")
        if verb.dep_ == "acl":
            return True  # "a promise that it would"
        verb = head
    return False


def _is_aside(said: Token, verb: Token) -> bool:
    """Tell whether a clause says who speaks: "he would help, Cho said", "the summit, she said, would help"."""
    if said.i > verb.i:
        return True
    end = said.right_edge.i
    return has_subject(said) and "," in {token.text for token in said.doc[end : end + 2]}


def _world_of_question(verb: Token) -> int:
    if verb.dep_ != "ROOT" or verb.sent[-1].text != "?":
        return ACTUAL
    return ACTUAL if any(token.tag_ in _WH for token in verb.sent[:4]) else OPEN
