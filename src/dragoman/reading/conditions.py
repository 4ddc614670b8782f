"""Find the words that put a condition on an event."""

from spacy.tokens import Span, Token

from dragoman.reading.grammar import SUBJECTS, word_after

__all__ = ["find_condition"]

_ALWAYS = frozenset({"if", "unless", "provided", "providing", "assuming"})
_WHEN_AHEAD = frozenset({"once", "when", "until", "till", "after"})
_AHEAD = frozenset(
    {
        "will",
        "wo",
        "'ll",
        "\u2019ll",
        "would",
        "'d",
        "\u2019d",
        "can",
        "ca",
        "may",
        "could",
        "might",
        "must",
        "should",
        "to",
    }
)
_CLIMBED = frozenset({"xcomp", "conj", "pcomp", "dobj", "pobj", "prep", "nsubjpass", "ccomp"})
_STEPS = 4


def find_condition(trigger: Token) -> Span | None:
    """Find the words that put a condition on the event ("on condition that …", "once …", "unless …").

    The marker is the first word of the span; a time word ("once", "when", "until") counts only where the act is ahead.
    """
    token = trigger
    ahead = _is_ahead(trigger)
    for _ in range(_STEPS):
        ahead = ahead or _is_ahead(token)
        for child in token.children:
            marker = _marker_of(child, ahead=ahead)
            if marker is not None and trigger.i not in range(child.left_edge.i, child.right_edge.i + 1):
                return _trimmed(trigger, marker.i, child.right_edge.i)
        if not _may_climb(token):
            return None
        token = token.head
    return None


def _is_ahead(token: Token) -> bool:
    return any(child.dep_ == "aux" and child.lower_ in _AHEAD for child in token.children)


def _may_climb(token: Token) -> bool:
    if token.dep_ not in _CLIMBED:
        return False
    if token.dep_ == "ccomp" and token.head.pos_ == "VERB":
        return False
    own_subject = any(child.dep_ in SUBJECTS for child in token.children)
    return not (token.dep_ == "conj" and own_subject)


def _marker_of(child: Token, *, ahead: bool) -> Token | None:
    if child.dep_ == "prep":
        return _prepositional_marker(child, ahead=ahead)
    if child.dep_ == "advmod" and child.lower_ in {"long", "longer"}:
        return _as_long_as(child)
    if child.dep_ != "advcl":
        return None
    marks = (c for c in child.children if c.dep_ in {"mark", "advmod", "prep", "advcl"})
    return next((found for mark in marks if (found := _clausal_marker(mark, ahead=ahead)) is not None), None)


def _clausal_marker(mark: Token, *, ahead: bool) -> Token | None:
    word, before = mark.lower_, mark.nbor(-1).lower_ if mark.i else ""
    if word == "as" and before == "long" and mark.i > 1:
        return mark.doc[mark.i - 2]
    after = word_after(mark)
    # "tens of thousands if not more", "even if", "as if", "what if" bind nothing
    always = word in _ALWAYS and before not in {"even", "as", "what"} and after != "not"
    timed = ahead and word in _WHEN_AHEAD and (word != "after" or before == "only")
    return mark if always or timed else None


def _as_long_as(long: Token) -> Token | None:
    """Find the first "as" of "as long as Oslo pays" where "long" hangs on the act itself."""
    clause = any(child.dep_ == "advcl" and child.i > long.i for child in long.children)
    first = next((child for child in long.children if child.lower_ in {"as", "so"} and child.i < long.i), None)
    return first if clause else None


def _prepositional_marker(prep: Token, *, ahead: bool) -> Token | None:
    noun = next((c for c in prep.children if c.dep_ in {"pobj", "pcomp"}), None)
    if noun is None:
        return None
    if prep.lower_ in {"on", "under"} and noun.lower_ in {"condition", "proviso"} and prep.right_edge.i > noun.i:
        # "spoke on condition of anonymity" hides a source; it binds no act
        return None if any(c.lower_ == "of" for c in noun.children) else prep
    if prep.lower_ == "in" and noun.lower_ in {"exchange", "return"}:
        return prep if ahead and any(c.lower_ == "for" for c in noun.children) else None
    if prep.lower_ == "without" and ahead and any(c.dep_ == "neg" for c in prep.head.children):
        return prep
    return None


def _trimmed(trigger: Token, start: int, end: int) -> Span:
    doc = trigger.doc
    while end > start and (doc[end].is_punct or doc[end].is_space):
        end -= 1
    return doc[start : end + 1]
