"""Find whom a phrase without a name speaks of among those there are: "the militant group", "the CEO", "the regime"."""

import functools

from spacy.tokens import Token

from dragoman.reading.cast import Cast, Part
from dragoman.reading.grammar import says_behind
from dragoman.reading.names import Name
from dragoman.reading.office_holders import find_holder, find_known_holder, find_named_later, find_sole_person
from dragoman.reading.offices import is_office_word
from dragoman.reading.people_nouns import nouns_alike, nouns_of
from dragoman.reading.phrases import Phrase
from dragoman.reading.rules import load_rules

__all__ = ["find_bearer", "is_news_agency"]

_BODIES = frozenset({"organization", "outlet", "body"})
_TAKEN_UP_REACH = 120  # tokens, some four sentences: the name that "the group" takes up is not far


@functools.cache
def _taken_up() -> dict[str, frozenset[str]]:
    """Map a noun to the sectors and kinds of the organisations that "the …" takes up."""
    return {
        word: frozenset(row["kinds"]) for row in load_rules("people_nouns")["taken_up"]["by"] for word in row["words"]
    }


def find_bearer(cast: Cast, phrase: Phrase, named: dict[int, Name]) -> str | None:
    """Find the part that a phrase speaks of, among those there are."""
    beside = _name_beside(cast, phrase, named)
    if beside is not None:
        return beside
    if phrase.row.get("stands") == "state":
        return _last_government(cast, phrase)
    if is_office_word(phrase.word) and not phrase.plural:
        named_later = find_named_later(cast, phrase)
        if named_later is not None:
            return named_later
        if not phrase.definite:
            return find_holder(cast, phrase, alone=True) if not phrase.determiners and not phrase.modifiers else None
        found = find_holder(cast, phrase) or find_sole_person(cast, phrase)
        return found or find_known_holder(cast, phrase) or _seen_before(cast, phrase)
    if phrase.word == "people" and phrase.owner is not None and f"people:{phrase.owner.country}" in cast.parts:
        return f"people:{phrase.owner.country}"  # "the American people", after "Americans"
    if not phrase.definite:
        return None
    if not phrase.plural and phrase.owner is None and (described := _described_so(cast, phrase)) is not None:
        return described
    seen, last = _seen_before(cast, phrase), _last_named(cast, phrase, named)
    if phrase.word == "group" and seen is not None and seen.startswith("org:") and last is not None:
        # "Group" in a name says little of who "the group" is.
        seen = max(seen, last, key=lambda key: cast.parts[key].last_before(phrase.head.i))
    return seen or last or _body_named_later(cast, phrase)


def _described_so(cast: Cast, phrase: Phrase) -> str | None:
    """Find the only person whom the same noun stood before: "pilot Ana Ruiz … The pilot"."""
    found = [
        part.key
        for part in cast.parts.values()
        if part.kind == "person" and part.first < phrase.head.i and phrase.word in part.ranks
    ]
    return found[0] if len(found) == 1 else None


def _last_named(cast: Cast, phrase: Phrase, named: dict[int, Name]) -> str | None:
    """Find whom "the group", "the militant group", "the alliance" takes up: the last such organisation named, near by."""
    kinds = _taken_up().get(phrase.word)
    if kinds is None or phrase.owner is not None or not phrase.modifiers <= nouns_of("taken_up", "modifiers"):
        return None
    if not phrase.determiners & {"the", "this"}:
        return None
    nearest: str | None = None
    for at in range(phrase.head.i - 1, max(-1, phrase.head.i - _TAKEN_UP_REACH), -1):
        part = cast.at(at) if at in named else None
        if part is None or part.kind not in _BODIES:
            continue
        if kinds & set(part.sectors) or part.kind in kinds or (not part.sectors and "other" in kinds):
            nearest = nearest or part.key
            if cast.doc[at].dep_ == "nsubj":
                return part.key  # who acts is taken up before who is only named
    return nearest


def _body_named_later(cast: Cast, phrase: Phrase) -> str | None:
    """Find the only body whose name says the same: "Seoul's defence ministry" before "the South Korean Defence Ministry"."""
    country = phrase.owner.country if phrase.owner is not None else None
    if country is None or phrase.row["kind"] != "body":
        return None
    told = ({word for word in phrase.modifiers if word.islower()} | {phrase.word}) - phrase.owner_words
    bodies = [
        part.key
        for part in cast.parts.values()
        if part.kind == "body"
        and part.country == country
        and part.key.startswith("org:")
        and part.name.lower().split()[-1] == phrase.word
        and told <= set(part.name.lower().split())
    ]
    return bodies[0] if len(bodies) == 1 and len(told) > 1 else None


def _name_beside(cast: Cast, phrase: Phrase, named: dict[int, Name]) -> str | None:
    """Read "the militant group Hamas", "the Daily Courier newspaper", "Hamas, a militant group"."""
    head = phrase.head
    before = cast.at(head.i - 1) if head.i - 1 in named else None
    if (
        before is not None
        and before.kind in {"organization", "outlet"}
        and phrase.row["kind"] in {"organization", "outlet"}
    ):
        return before.key
    if (described := _name_within(cast, phrase, named)) is not None:
        return described
    if is_news_agency(phrase):
        outlets = (cast.at(at) for at in range(phrase.start, head.i) if at in named)
        outlet = next((part.key for part in outlets if part is not None and part.kind in _BODIES), None)
        if outlet is not None:
            return outlet
    if not phrase.plural and not phrase.determiners and (person := _described_with(cast, head, named)) is not None:
        return person
    for child in head.rights:
        part = cast.at(child.i)
        if child.dep_ == "appos" and part is not None and child.i in named and part.kind in _BODIES | {"person"}:
            return part.key if phrase.row["kind"] != "group" or phrase.word == "group" else None
    if head.dep_ == "appos" and not phrase.plural and not says_behind(cast.doc, phrase.end):
        part = cast.at(head.head.i)
        if part is not None and part.kind == "person" and head.head.i in named and is_office_word(phrase.word):
            return part.key
        if part is not None and head.head.i in named and part.kind in {"organization", "outlet", "body"}:
            return part.key
    return None


def _name_within(cast: Cast, phrase: Phrase, named: dict[int, Name]) -> str | None:
    """Find the organisation whose name stands before a noun for what it is: "the TBS cable network", "Taliban insurgents"."""
    wanted = nouns_of("what_it_is", "of_one") | (
        nouns_of("what_it_is", "of_fighters") if phrase.plural else frozenset()
    )
    if phrase.word not in wanted or any(child.tag_ == "CD" for child in phrase.head.lefts):
        return None
    at = phrase.head.i - 1
    while at > phrase.start and at not in named and cast.doc[at].text.islower():
        at -= 1
    part = cast.at(at) if at in named else None
    if part is None or part.kind not in {"organization", "outlet"} or not named[at].form[0].isupper():
        return None
    fits = not {"REB", "UAF"}.isdisjoint(part.sectors) if phrase.plural else "IGO" not in part.sectors
    return part.key if fits else None


def _described_with(cast: Cast, head: Token, named: dict[int, Name]) -> str | None:
    """Find the person of whom a bare noun is the first of two descriptions: "veteran and campaigner Ana Ruiz"."""
    for other in head.conjuncts:
        part = cast.at(other.i) if other.i > head.i and other.i in named else None
        described = any(word.i > head.i and word.text.islower() and word.pos_ == "NOUN" for word in other.lefts)
        if part is not None and part.kind == "person" and described:
            return part.key
    return None


def is_news_agency(phrase: Phrase) -> bool:
    """Tell whether a phrase names an outlet: "the RIA state news agency"."""
    return phrase.word in {"agency", "service"} and "news" in phrase.modifiers


def _last_government(cast: Cast, phrase: Phrase) -> str | None:
    """Find the state of the last "… regime" before "the regime", else the only one of the article."""
    if not phrase.determiners & {"the", "this", "that"} or phrase.modifiers - {
        "brutal",
        "current",
        "new",
        "whole",
        "entire",
    }:
        return None
    told = sorted(
        (start, part.key)
        for part in cast.parts.values()
        if part.kind == "state"
        for (start, end), kind in part.mentions.items()
        if kind == "nominal" and cast.doc[end - 1].lower_ == phrase.word
    )
    earlier = [key for start, key in told if start < phrase.head.i]
    if earlier:
        return earlier[-1]
    if phrase.word == "administration" and "state:USA" in cast.parts:
        return "state:USA"  # what nobody else's government is called without a name before it
    keys = {key for _, key in told}
    return keys.pop() if len(keys) == 1 else None


def _seen_before(cast: Cast, phrase: Phrase) -> str | None:
    """Find the last actor whose name or phrase has the same head noun ("the coalition", "the ministry")."""
    best: tuple[int, str] | None = None
    for part in cast.parts.values():
        if part.kind in {"person", "state"} or not part.mentions or not _has_head(part, phrase):
            continue
        last = part.last_before(phrase.head.i)
        if last >= 0 and (best is None or last > best[0]):
            best = (last, part.key)
    return best[1] if best is not None else None


def _has_head(part: Part, phrase: Phrase) -> bool:
    if phrase.plural != part.plural or (phrase.plural and not part.key.startswith("nominal:")):
        return False
    words = part.name.lower().replace("’s", "").replace("'s", "").split()
    ends = {words[-1]} if part.kind == "unnamed" else {words[-1], words[0]}
    alike = part.key.startswith(f"nominal:{nouns_alike().get(phrase.word, phrase.word)}:")
    if phrase.word != part.head_word and phrase.word not in ends and not alike:
        return False
    if phrase.owner is not None and phrase.owner.country != part.country:
        return False
    own = phrase.modifiers - phrase.owner_words  # "the Ukrainian military" is Ukraine's
    return own <= set(words) or (phrase.plural and part.definite and len(words) == 1)
