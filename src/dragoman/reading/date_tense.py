"""Tell whether the words around a time expression look back or ahead."""

import re

from spacy.tokens import Token

from dragoman.reading.date_context import Tense

__all__ = ["tense_of"]

_FUTURE = frozenset({"will", "shall", "’ll", "'ll", "wo", "would"})
_PAST = frozenset({"was", "were", "did", "had", "has", "have", "'d", "’d"})
_PLANNED = frozenset(
    {
        "set",
        "due",
        "scheduled",
        "planned",
        "expected",
        "slated",
        "supposed",
        "plan",
        "plans",
        "intend",
        "intends",
        "expect",
        "expects",
    }
)
# Words right before a date that make it an end still ahead: "postponed until Tuesday", "as early as Tuesday".
_UNTIL = re.compile(
    r"\b(?:until|till|through|by|effective|as\s+(?:early|soon|late)\s+as|no\s+later\s+than)\s*$", re.IGNORECASE
)
# Words before a date that put it behind: "since shortly after the Oct. 23 raid".
_SINCE = re.compile(r"\b(?:since\s+(?:\w+\s+){0,3}|back\s+in\s+|judging\s+by\s+)$", re.IGNORECASE)
_PARTS_OF_DAY = frozenset({"morning", "afternoon", "evening", "night", "noon", "midnight"})
# Conjunctions whose clause in the present tense tells of what is ahead: "when the case is heard in May".
_AHEAD = frozenset({"when", "if", "until", "once", "after", "before"})
# What is told only once it has been done, and how many words above its date it is looked for.
_DEEDS = frozenset({
    "attack", "assault", "massacre", "killing", "bombing", "raid", "shooting", "assassination", "kidnapping",
    "abduction", "murder", "explosion", "blast", "coup", "invasion", "crash", "earthquake",
})  # fmt: skip
_NEAR = 5
_AT_DEED = 4  # words above a date that a deed may be and the date is certainly its own ("the attack on 7 October")
# What a plan is told of in the present tense: "the minister arrives Wednesday", "talks open on Monday".
_TIMETABLE = frozenset(
    {"arrive", "travel", "begin", "start", "open", "resume", "depart", "leave", "fly", "convene", "reopen"}
)


def tense_of(token: Token, match: re.Match[str]) -> Tense:
    """Return the tense of what an expression hangs on; "present" where it hangs on a noun, or nothing tells.

    token: the first of the expression.
    """
    if _is_of_deed(token, _AT_DEED):
        return "past"
    verb, told = _verb_above(token), _UNTIL.search(match.string, max(0, match.start() - 24), match.start())
    over = verb is not None and (_is_perfect_past(verb) or _has_not_until(verb))
    if _SINCE.search(match.string, max(0, match.start() - 40), match.start()):
        return "past"
    if told is not None and not over:
        return "future"
    if verb is None or verb.pos_ not in {"VERB", "AUX"}:
        return "past" if _is_of_deed(token, _NEAR) else "present"
    return _tense_of_verb(verb)


def _verb_above(token: Token) -> Token | None:
    """Return the verb that a token hangs on, None where a noun stands between."""
    verb = token
    for _ in range(6):
        if verb.head == verb or verb.pos_ in {"VERB", "AUX"}:
            break
        is_noun = verb.i != token.i and verb.pos_ in {"NOUN", "ADJ"} and verb.ent_type_ != "DATE"
        if is_noun and verb.dep_ not in {"npadvmod", "pobj"}:
            return None
        part_of_day = verb.head.lower_ in _PARTS_OF_DAY  # "Wednesday evening" is one expression
        if verb.dep_ in {"compound", "amod", "nmod", "poss"} and verb.head.pos_ == "NOUN" and not part_of_day:
            return None
        verb = verb.head
    return verb


def _is_of_deed(token: Token, reach: int) -> bool:
    """Tell whether a date hangs on a deed that nobody announces: "in response to the attack on Oslo on 7 October"."""
    near = [token, *token.ancestors][:reach]
    return any(word.pos_ == "NOUN" and (word.lemma_ or word.text).lower() in _DEEDS for word in near)


def _helpers(verb: Token) -> list[Token]:
    return [child for child in verb.children if child.dep_ in {"aux", "auxpass"}]


def _is_perfect_past(verb: Token) -> bool:
    return any(child.lower_ == "had" for child in _helpers(verb))


def _has_not_until(verb: Token) -> bool:
    """Tell whether something did not come about until a time: so it did then ("did not agree until Friday")."""
    past = any(child.lower_ in {"did", "was", "were"} for child in _helpers(verb))
    return past and any(child.dep_ == "neg" for child in verb.children)


def _tense_of_verb(verb: Token) -> Tense:
    helpers = _helpers(verb)
    words = {child.lower_ for child in helpers}
    if words & _FUTURE:
        return "future"
    if "to" in words or verb.lower_ in _PLANNED:
        return _tense_of_plan(verb, words)
    if verb.tag_ == "VBD" or words & _PAST:
        return "past"
    if verb.tag_ == "VBN" and not words & {"is", "are", "be", "being"}:
        return "past"
    if verb.tag_ == "VBG" and helpers:
        return "future"
    if verb.tag_ in {"VBZ", "VBP"} and verb.dep_ == "ROOT" and verb.lemma_ in _TIMETABLE:
        return "future"
    return "future" if _is_clause_ahead(verb) else "present"


def _tense_of_plan(verb: Token, words: set[str]) -> Tense:
    """An infinitive looks ahead, unless it tells the purpose of a past act ("came to visit on Monday") or an old plan."""
    head = verb.head
    if head != verb and head.tag_ == "VBD" and verb.dep_ == "advcl":
        return "past"
    if verb.dep_ == "relcl" and head.head.tag_ == "VBD":
        return "past"  # "the first states to join on Friday were"
    above = (head, head.head) if head != verb else ()  # "had planned to", "had been due to"
    if "had" in words or any(child.lower_ == "had" for up in above for child in _helpers(up)):
        return "past"
    return "future"


def _is_clause_ahead(verb: Token) -> bool:
    if verb.dep_ not in {"advcl", "relcl"}:
        return False
    return any(child.lower_ in _AHEAD and child.i < verb.i for child in verb.children)
