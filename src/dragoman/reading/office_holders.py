"""Find who holds the office that a phrase names: "the Danish premier", "the senator", "the US's top diplomat"."""

import functools
from dataclasses import replace

from spacy.tokens import Token

from dragoman.model import Span
from dragoman.reading.cast import Cast, Part, ReportedOffice
from dragoman.reading.name_kinds import spelling_of
from dragoman.reading.offices import is_description, office_key, status_of
from dragoman.reading.phrases import INDEFINITE, Phrase
from dragoman.reading.rules import load_rules

__all__ = ["find_holder", "find_known_holder", "find_named_later", "find_sole_person", "is_out_of_office"]

_VICE = frozenset({"vice", "deputy"})
_FIRST = frozenset({"president", "premier", "chancellor", "king", "queen", "emir", "sultan", "taoiseach", "leader"})
# Whoever "the country's top diplomat" is.
_TOP_DIPLOMATS = frozenset({
    "foreign minister", "secretary of state", "foreign secretary", "external affairs minister",
    "minister of foreign affairs", "foreign affairs minister", "foreign policy chief",
})  # fmt: skip
_MET = frozenset({"with", "to"})
_GOVERNORS = frozenset({"leader", "ruler", "dictator"})
_NEAR = 80  # tokens, some three sentences
_LEAD = 40  # tokens of an article's beginning, a headline with its first sentence
_LEAD_REACH = 120  # tokens in which whoever a lead leaves nameless is named


def find_holder(cast: Cast, phrase: Phrase, *, alone: bool = False) -> str | None:
    """Find the person who holds the office that a definite phrase names ("the Russian president").

    alone: only where nobody else of the article could be meant.
    """
    former = any(status_of(word) == "former" for word in phrase.modifiers)
    holders = [part for part in cast.parts.values() if part.kind == "person" and _holds(part, phrase, former=former)]
    beside = _beside(cast, phrase.head)
    earlier = [part for part in holders if part.first < phrase.head.i and part.key not in beside]
    earlier = [part for part in earlier if _is_of(part, phrase)] or earlier
    if not any(_is_of(part, phrase) for part in earlier):
        earlier = _rulers(cast, phrase) or earlier
    if alone:
        return earlier[0].key if len(holders) == len(earlier) == 1 else None
    if len(earlier) == 1:
        return earlier[0].key
    if earlier:
        acted = {part.key: at for part in earlier if (at := _last_acting(cast, part, phrase.head.i)) >= 0}
        if acted:
            return max(acted, key=lambda key: acted[key])  # whom a sentence is about, before who is only named in it
        return max(earlier, key=lambda part: part.last_before(phrase.head.i)).key
    owned = phrase.owner is not None and phrase.owner.country is not None
    return holders[0].key if len(holders) == 1 and owned else None


def _last_acting(cast: Cast, part: Part, before: int) -> int:
    """Return the last token near by at which somebody is a subject, or -1."""
    heads = (cast.doc[start:end].root for start, end in part.mentions if before - _NEAR <= start < before)
    return max((head.i for head in heads if head.dep_ in {"nsubj", "nsubjpass"}), default=-1)


def _beside(cast: Cast, subject: Token) -> set[str]:
    """Find who is named as object of the verb whose subject is read: "the president thanked Sarkozy" is about two."""
    if subject.dep_ != "nsubj":
        return set()
    verb = subject.head
    objects = [child for child in verb.children if child.dep_ in {"dobj", "dative"}]
    objects += [
        noun for child in verb.children if child.dep_ == "prep" and child.lower_ in _MET for noun in child.children
    ]
    return {part.key for noun in objects if (part := cast.at(noun.i)) is not None}


def _rulers(cast: Cast, phrase: Phrase) -> list[Part]:
    """Find whom "the Chinese leader" means: whoever has been told to hold the first office of that state."""
    if phrase.word not in _GOVERNORS:
        return []
    return [
        part
        for part in cast.parts.values()
        if part.kind == "person"
        and part.first < phrase.head.i
        and _is_of(part, phrase)
        and any(
            office.head in _FIRST and office.status == "current" and not _is_vice(office) for office in part.offices
        )
    ]


def _is_vice(office: ReportedOffice) -> bool:
    return not _VICE.isdisjoint(office.title.lower().split())


def _is_of(part: Part, phrase: Phrase) -> bool:
    return phrase.owner is not None and phrase.owner.country is not None and part.country == phrase.owner.country


def _holds(part: Part, phrase: Phrase, *, former: bool) -> bool:
    owner = phrase.owner
    if owner is not None and owner.country is not None and part.country not in {owner.country, None}:
        return False
    own = {word for word in phrase.modifiers if status_of(word) is None and word.islower()} - phrase.owner_words
    title = " ".join([*sorted(own, reverse=True), phrase.word])
    wanted = office_key(title, phrase.word)
    if phrase.word in part.ranks and not former and (owner is None or owner.country is not None):
        return True
    top = phrase.word == "diplomat" and bool(own & {"top", "chief"}) and owner is not None
    for office in part.offices:
        if _is_vice(office) and not _VICE & phrase.modifiers:
            continue  # "the president" is no vice president
        if top and office.title.lower() in _TOP_DIPLOMATS and (office.status == "former") == former:
            return owner is None or owner.country is not None or office.owner == owner.key
        fits = not own or bool(own & set(office.title.lower().split())) or office.head == wanted != phrase.word
        if office.head in {wanted, phrase.head.lower_} and fits and (office.status == "former") == former:
            return owner is None or owner.country is not None or office.owner == owner.key
    return False


def find_sole_person(cast: Cast, phrase: Phrase) -> str | None:
    """Find the only person of a country, of no office yet, whom "the North Korean leader" can mean."""
    owner = phrase.owner
    title = " ".join(word for word in cast.doc[phrase.start : phrase.head.i + 1].text.lower().split()[-2:])
    key = office_key(title, phrase.word)
    if (
        owner is None
        or owner.country is None
        or key not in _GOVERNORS
        or any(status_of(word) == "former" for word in phrase.modifiers)
    ):
        return None
    people = [
        part
        for part in cast.parts.values()
        if part.kind == "person" and part.country == owner.country and part.first < phrase.head.i
    ]
    if len(people) != 1 or people[0].offices:
        return None
    first = phrase.head.i - (1 if key == "premier" and phrase.word == "minister" else 0)
    start, end = cast.doc[first].idx, phrase.head.idx + len(phrase.head)
    office = ReportedOffice(
        cast.text[start:end], owner.key, None if owner.key else owner.text, "current", Span(start, end), key
    )
    people[0].offices.append(office)
    return people[0].key


def find_named_later(cast: Cast, phrase: Phrase) -> str | None:
    """Find whom a lead speaks of that names nobody: "A Danish minister has resigned. Foreign Minister Lise Holm …"."""
    opening = (
        phrase.head.i < _LEAD and phrase.head.dep_ in {"nsubj", "nsubjpass"} and not phrase.head.sent.start > _LEAD
    )
    others = phrase.determiners & (INDEFINITE - {"a", "an"})
    if not opening or others or phrase.owner is None or phrase.owner.country is None:
        return None
    former = any(status_of(word) == "former" for word in phrase.modifiers)
    plain = replace(phrase, modifiers=frozenset(word for word in phrase.modifiers if not is_description(word)))
    holders = [
        part
        for part in cast.parts.values()
        if part.kind == "person" and _is_of(part, phrase) and _holds(part, plain, former=former)
    ]
    near = [part for part in holders if phrase.head.i < part.first < phrase.head.i + _LEAD_REACH]
    return near[0].key if len(holders) == len(near) == 1 else None


@functools.cache
def _terms() -> tuple[tuple[str, str, tuple[str, ...], str, str], ...]:
    """Return (title, country, words of the name, first day, last day or "") of those whom the tables know in office."""
    return tuple(
        (row["title"], row["country"], spelling_of(name), first, last)
        for row in load_rules("terms")["office"]
        for name, first, last in row["holders"]
    )


def is_out_of_office(title: str, country: str | None, name: str, day: str) -> bool:
    """Tell whether somebody is known to have left an office for good before a day, or on it.

    title: lower case; country: ISO 3166-1 alpha-3; day: EDTF, of which less than a whole day tells nothing.
    """
    mine = spelling_of(name)
    terms = [
        last
        for known, state, words, _, last in _terms()
        if state == country and known == title and (words in {mine, mine[: len(words)]} or words[-1:] == mine)
    ]
    return len(day) >= 10 and bool(terms) and all(last and last <= day for last in terms)


def find_known_holder(cast: Cast, phrase: Phrase) -> str | None:
    """Find who is known to have held an office on the day of publication, where the article names them without it."""
    day = cast.doc._.published or ""
    own = {word for word in phrase.modifiers if word.islower() and status_of(word) is None} - phrase.owner_words
    title = " ".join([*sorted(own, reverse=True), phrase.word])
    if len(day) < 10 or any(status_of(word) is not None for word in phrase.modifiers):
        return None
    country = phrase.owner.country if phrase.owner is not None else "USA"
    named = [
        part
        for part in cast.parts.values()
        if part.kind == "person" and part.country == country and not part.offices and part.first < phrase.head.i
    ]
    for known, state, words, first, last in _terms():
        if known == title and state == country and first <= day and (not last or day < last):
            return next((part.key for part in named if spelling_of(part.name)[-1:] == words[-1:]), None)
    return None
