"""Code the words for an actor by themselves, as a table of actors gives them: "Chile's defence ministry", "two Russians".

A Reading codes an actor by all that its article says; this is for words that come with nothing else, or with a few words
of what stood around them. Nobody is known by name alone beyond the tables, and an office is never assumed.
"""

import functools
from dataclasses import dataclass

import spacy
from spacy.tokens import Doc

from dragoman.reading.gazetteer import Known, match_known
from dragoman.reading.name_kinds import country_of_leader
from dragoman.reading.offices import is_office_word, office_sectors, status_of
from dragoman.reading.sectors import organization_heads, sectors_afterwards, sectors_of

__all__ = ["MentionCodes", "code_mention"]

_BODIES = frozenset({"body", "organization", "outlet"})
# Prepositions behind which a name says whom the actor deals with, not whose it is ("envoy to Syria", "troops near Kyiv").
_TOWARDS = frozenset({"to", "for", "against", "with", "on", "about", "near", "into", "toward", "towards", "between"})


@dataclass(frozen=True, slots=True)
class MentionCodes:
    """What words tell of the actor they stand for."""

    country: str | None  # ISO 3166-1 alpha-3
    sectors: tuple[str, ...]  # PLOVER codes, best first


def code_mention(words: str, around: str = "") -> MentionCodes:
    """Code the words for an actor.

    words: as printed; around: words of its article that say whose it is, where the words do not ("German").
    """
    doc = _tokenizer()(" ".join(words.split()).removesuffix("’s").removesuffix("'s"))
    names = match_known(doc)
    country = _country(doc, names) or (_country_around(around) if not _is_international(names) else None)
    return MentionCodes(country, _sectors(doc, names))


@functools.cache
def _tokenizer() -> spacy.language.Language:
    return spacy.blank("en")


def _country(doc: Doc, names: dict[int, tuple[int, Known]]) -> str | None:
    """Take the first country that is named and that the actor is of; an international body has none."""
    for at in sorted(names):
        known = names[at][1]
        if known.kind in _BODIES and known.country is None and "IGO" in known.sectors:
            return None
        if known.country is not None and not _is_towards(doc, at):
            return known.country
    return _country_of_person(doc)


def _is_towards(doc: Doc, at: int) -> bool:
    before = doc[at - 1].lower_ if at else ""
    if before == "the" and at > 1:
        before = doc[at - 2].lower_
    return before in _TOWARDS


def _country_of_person(doc: Doc) -> str | None:
    """Look up the longest run of words that is a politician's name in the table."""
    for start in range(len(doc)):
        for end in range(len(doc), start, -1):
            if doc[start].text[:1].isupper() and (code := country_of_leader(doc[start:end].text)) is not None:
                return code
    return None


def _country_around(around: str) -> str | None:
    if not around:
        return None
    doc = _tokenizer()(around)
    return _country(doc, match_known(doc))


def _is_international(names: dict[int, tuple[int, Known]]) -> bool:
    return any(known.kind in _BODIES and "IGO" in known.sectors for _, known in names.values())


def _sectors(doc: Doc, names: dict[int, tuple[int, Known]]) -> tuple[str, ...]:
    """Take the sectors of the words that are no name; else of a body that is named; else of a seat that stands alone."""
    told = _without_names(doc, names)
    by_words = _sectors_of_words(told)
    bodies = [known for _, known in names.values() if known.kind in _BODIES]
    told_of = next((known.sectors for known in bodies if known.sectors), ()) or by_words
    if told_of:
        over = any(status_of(token.lower_) == "former" for token in doc)
        return sectors_afterwards(told_of) if over else told_of
    whole = len(names) == 1 and next(iter(names.values()))[0] == len(doc)
    known = next(iter(names.values()))[1] if whole else None
    return ("GOV",) if known is not None and known.kind == "seat" and not told else ()


def _without_names(doc: Doc, names: dict[int, tuple[int, Known]]) -> str:
    hidden = {token for start, (end, _) in names.items() for token in range(start, end)}
    return " ".join(token.text for token in doc if token.i not in hidden and token.lower_ not in {"the", "'s", "’s"})


def _sectors_of_words(words: str) -> tuple[str, ...]:
    found = sectors_of(words)
    if found:
        return found
    for word in reversed(words.split()):
        if is_office_word(word.lower()):
            return office_sectors(word.lower())
        if organization_heads().get(word):
            return organization_heads()[word]
    return ()
