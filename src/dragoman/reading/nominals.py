"""Put unnamed actors into the cast: "the Syrian regime", "Western diplomats", "one US official", "the prime minister's office"."""

import functools
from dataclasses import dataclass
from typing import Any

from spacy.tokens import Doc, Token

from dragoman.reading.cast import Cast, Part
from dragoman.reading.grammar import noun_phrase
from dragoman.reading.names import Name
from dragoman.reading.offices import is_office_word, status_of
from dragoman.reading.rules import load_rules
from dragoman.reading.sectors import sectors_of

__all__ = ["cast_nominals"]

_ROLES = frozenset({"nsubj", "nsubjpass", "dobj", "dative", "agent", "poss"})
_PREPOSITIONS = frozenset(
    {
        "by",
        "with",
        "to",
        "from",
        "against",
        "between",
        "among",
        "for",
        "towards",
        "of",
        "on",
        "under",
        "like",
        "including",
    }
)
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "its", "their", "his", "her", "’s", "'s"})
_GOVERNMENT = frozenset({"government", "regime", "administration", "junta", "authorities", "leadership", "side"})


@dataclass(frozen=True, slots=True)
class _Owner:
    """Whose the noun is: "Syrian", "Assad's", "SNC", "in Tokyo"."""

    key: str | None  # of a Part
    country: str | None
    text: str


@functools.cache
def _nouns() -> dict[str, dict[str, Any]]:
    rows = load_rules("people_nouns")["noun"]
    return {word: row for row in reversed(rows) for word in row["words"]}


@functools.cache
def _needs_owner() -> frozenset[str]:
    return frozenset(load_rules("people_nouns")["needs_owner"]["words"])


def cast_nominals(cast: Cast, names: list[Name]) -> None:
    """Cast the nominals of an article in order, each as one seen before or as a new part.

    1. a government of a state is the state; 2. an office that a person holds is the person; 3. "the coalition" is the
    organisation of that noun; 4. a phrase seen before is the same actor; 5. else a new one, where it takes part.
    """
    named = {token: name for name in names for token in range(name.start, name.end)}
    for token in cast.doc:
        if (
            token.lower_ in _nouns()
            and token.pos_ in {"NOUN", "PROPN", "ADJ"}
            and token.i not in named
            and token.i not in cast.heads
        ):
            _cast_one(cast, token, named)


def _cast_one(cast: Cast, token: Token, named: dict[int, Name]) -> None:
    if token.dep_ in {"compound", "nmod", "npadvmod"} or any(
        child.lower_ in {"no", "any", "every", "what"} for child in token.children if child.dep_ == "det"
    ):
        return
    if token.i + 1 < len(cast.doc) and token.nbor().text == "-":
        return
    owner = _owner_of(cast, token, named)
    key = _known_part(cast, token, owner)
    if key is None:
        key = _new_part(cast, token, owner, named)
    if key is not None:
        phrase = noun_phrase(token)
        cast.mention(key, phrase.start, phrase.end, "nominal", head=token.i)


def _known_part(cast: Cast, token: Token, owner: _Owner | None) -> str | None:
    word = token.lower_
    if word in _GOVERNMENT:
        state = _state_of(cast, token, owner)
        if state is not None or word != "authorities":
            return state
    definite = owner is not None or any(child.lower_ in _DEFINITE for child in token.children)
    if is_office_word(word):
        return _holder(cast, token, owner) if definite else None
    return _seen_before(cast, token, owner) if definite and owner is None else None


def _state_of(cast: Cast, token: Token, owner: _Owner | None) -> str | None:
    """Find the state that "the Syrian government", "Assad's regime" or a later "the regime" stands for."""
    if owner is not None:
        if owner.country is None or (owner.key is not None and cast.parts[owner.key].kind not in {"state", "person"}):
            return None
        part = cast.add(Part(f"state:{owner.country}", "state", "", owner.country))
        if not part.name:
            part.name = owner.text
        return part.key
    if not any(child.lower_ in {"the", "this"} for child in token.children):
        return None
    # The last phrase with the same noun that had an owner, else nobody.
    for (start, end), key in reversed(
        sorted((span, part.key) for part in cast.parts.values() if part.kind == "state" for span in part.mentions)
    ):
        if start < token.i and cast.doc[start:end].root.lower_ == token.lower_:
            return key
    return None


def _holder(cast: Cast, token: Token, owner: _Owner | None) -> str | None:
    """Find the person who holds the office that a definite phrase names ("the Russian president")."""
    former = any(status_of(child.lower_) == "former" for child in token.children)
    holders = []
    for part in cast.parts.values():
        if part.kind != "person":
            continue
        for office in part.offices:
            if office.head != token.lower_ and not {office.head, token.lower_} <= {"minister", "premier", "pm"}:
                continue
            if (office.status == "former") != former or not _modifiers_fit(token, office.title):
                continue
            if owner is not None and owner.country is not None and part.country not in {owner.country, None}:
                continue
            holders.append(part)
    earlier = [part for part in dict.fromkeys(p.key for p in holders) if cast.parts[part].first < token.i]
    if len(earlier) == 1:
        return earlier[0]
    if earlier and owner is None:
        return max(earlier, key=lambda key: max(start for start, _ in cast.parts[key].mentions if start < token.i))
    later = list(dict.fromkeys(p.key for p in holders))
    return later[0] if len(later) == 1 and owner is not None and owner.country is not None else None


def _modifiers_fit(token: Token, title: str) -> bool:
    """Tell whether the words before the noun are words of the title ("the foreign minister" is no prime minister)."""
    words = set(title.lower().split())
    own = {
        child.lower_
        for child in token.children
        if child.dep_ in {"amod", "compound"} and child.text.islower() and status_of(child.lower_) is None
    }
    return not own or bool(own & words)


def _seen_before(cast: Cast, token: Token, owner: _Owner | None) -> str | None:
    """Find the last actor whose name or phrase has the same head noun ("the coalition", "the ministry")."""
    del owner
    best: tuple[int, str] | None = None
    modifiers = _modifiers(token)
    for part in cast.parts.values():
        starts = [start for start, _ in part.mentions if start < token.i]
        if not starts or part.kind in {"person", "state"} or not _has_head(part, token, modifiers):
            continue
        best = max(best or (-1, ""), (max(starts), part.key))
    return best[1] if best is not None else None


def _has_head(part: Part, token: Token, modifiers: frozenset[str]) -> bool:
    words = part.name.lower().replace("’s", "").split()
    ends = token.lower_ in {words[-1], words[0]} or token.lemma_.lower() == words[-1] if words else False
    return ends and modifiers <= set(words)


def _modifiers(token: Token) -> frozenset[str]:
    return frozenset(
        child.lower_
        for child in token.children
        if child.dep_ in {"amod", "compound", "nmod"} and child.lower_ not in {"same", "new", "other"}
    )


def _owner_of(cast: Cast, token: Token, named: dict[int, Name]) -> _Owner | None:
    """Find whose a noun is, from possessives, adjectives of nationality, names before it, and "in Tokyo"."""
    for child in token.children:
        if child.dep_ in {"poss", "amod", "compound", "nmod"}:
            owner = _owner_at(cast, child, named)
            if owner is not None:
                return owner
    for at in range(token.i - 1, max(token.i - 5, -1), -1):
        if at in named and all(
            cast.doc[i].pos_ in {"ADJ", "NOUN", "PROPN", "PART", "PUNCT"} and cast.doc[i].text not in {",", "”", "“"}
            for i in range(at, token.i)
        ):
            owner = _owner_at(cast, cast.doc[at], named)
            if owner is not None:
                return owner
    return _owner_behind(cast, token, named)


def _owner_behind(cast: Cast, token: Token, named: dict[int, Name]) -> _Owner | None:
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ in {"of", "in", "from", "at", "inside"} and child.i > token.i:
            for noun in child.children:
                if noun.dep_ == "pobj":
                    owner = _owner_at(cast, noun, named)
                    if owner is not None and (
                        child.lower_ in {"of", "from"} or owner.key is None or cast.parts[owner.key].kind == "state"
                    ):
                        return owner
    return None


def _owner_at(cast: Cast, token: Token, named: dict[int, Name]) -> _Owner | None:
    name = named.get(token.i)
    part = cast.at(token.i)
    if part is not None and part.kind != "state":
        return _Owner(part.key, part.country, part.name)
    if name is not None and name.known is not None and name.known.country is not None:
        return _Owner(
            f"state:{name.known.country}" if f"state:{name.known.country}" in cast.parts else None,
            name.known.country,
            name.form,
        )
    return None


def _new_part(cast: Cast, token: Token, owner: _Owner | None, named: dict[int, Name]) -> str | None:
    """Cast a phrase as a new actor, where it takes part in what the article tells."""
    row = _nouns()[token.lower_]
    if not _takes_part(token) or (token.lower_ in _needs_owner() and owner is None):
        return None
    if is_office_word(token.lower_) and _is_predicate_of_person(cast, token):
        return None
    phrase = noun_phrase(token)
    name = _bare_name(phrase.text)
    plural = token.tag_ in {"NNS", "NNPS"} or token.lower_ in {"police", "people", "opposition"}
    definite = any(child.lower_ in {"the", "these", "those"} for child in token.children if child.dep_ == "det")
    if (
        definite
        and owner is None
        and len(_modifiers(token)) == 0
        and len(list(token.children)) == 1
        and row["kind"] in {"organization", "outlet"}
    ):
        return None
    country = owner.country if owner is not None else None
    part = Part(f"nominal:{name.lower()}", row["kind"], name, country, _sectors(cast, phrase.text, owner))
    part.plural = plural
    return cast.add(part).key


def _sectors(cast: Cast, text: str, owner: _Owner | None) -> tuple[str, ...]:
    own = sectors_of(text)
    if (
        owner is not None
        and owner.key is not None
        and cast.parts[owner.key].kind in {"organization", "body"}
        and cast.parts[owner.key].sectors
    ):
        return cast.parts[owner.key].sectors
    return own


def _bare_name(text: str) -> str:
    words = text.split()
    while len(words) > 1 and words[0].lower() in {
        "the",
        "a",
        "an",
        "these",
        "those",
        "this",
        "that",
        "some",
        "its",
        "their",
        "his",
        "her",
    }:
        words = words[1:]
    return " ".join(words)


def _takes_part(token: Token) -> bool:
    if token.dep_ in _ROLES:
        return True
    if token.dep_ == "conj":
        return token.head is not token and token.head.pos_ in {"NOUN", "PROPN", "PRON"} and _takes_part(token.head)
    if token.dep_ == "pobj":
        return token.head.lower_ in _PREPOSITIONS
    return False


def _is_predicate_of_person(cast: Cast, token: Token) -> bool:
    """Tell whether an office word only says what somebody is or was made ("elected him president")."""
    return token.dep_ in {"attr", "oprd", "appos"} and cast.at(token.head.i) is not None
