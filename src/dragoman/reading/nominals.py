"""Put unnamed actors into the cast: "the Syrian regime", "one US official", "the prime minister's office"."""

import re
from collections.abc import Callable

from spacy.tokens import Token

from dragoman.reading.cast import Cast, Part
from dragoman.reading.grammar import says_behind
from dragoman.reading.names import Name
from dragoman.reading.offices import status_of
from dragoman.reading.people_nouns import noun_rows, nouns_alike, nouns_of
from dragoman.reading.phrase_bearers import find_bearer, is_news_agency
from dragoman.reading.phrase_reading import read_phrase, row_of
from dragoman.reading.phrases import DEFINITE, INDEFINITE, Owner, Phrase
from dragoman.reading.sectors import sectors_afterwards, sectors_of

__all__ = ["cast_nominals", "cast_owned_governments"]

_ROLES = frozenset({"nsubj", "nsubjpass", "dobj", "dative", "agent", "poss"})
_ACTING = frozenset({"nsubj", "nsubjpass"})
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
_WESTERN = frozenset({"western"})
# What makes a channel one that people watch; others are ways to talk ("a secret channel").
_ON_AIR = frozenset({"television", "tv", "news", "media", "satellite", "cable", "state-run", "state", "propaganda"})
_OF_AIRCRAFT = frozenset({"capable", "strategic", "stealth", "heavy", "range", "supersonic", "fighter"})
_OF_POWER = frozenset(
    {"power", "energy", "food", "water", "light", "heat", "income", "funding"}
)  # sources that say nothing
_NOBODYS = frozenset({"no", "any", "every", "each", "both", "what", "which"})  # determiners
_OF_SUBSTANCES = frozenset({"chemical", "nerve", "weapons", "biological", "toxic", "blister", "warfare", "cleaning"})
# Verbs whose object is whom somebody is, would be or should be.
_WISHING = frozenset({"make", "need", "want", "lack", "require", "deserve"})
# Verbs and nouns behind which "for" names a post, and nobody who holds it.
_FOR_OFFICE = frozenset({
    "run", "running", "nominate", "pick", "choose", "tap", "select", "nominee", "nomination", "candidate", "choice",
})  # fmt: skip
# A number that is no more than a guess or a limit is no part of what people are called.
_ABOUT = re.compile(
    r"^(?:as many as|more than|fewer than|at least|at most|up to|about|around|nearly|almost|over|some) [\d,.]+ ",
    re.IGNORECASE,
)
_QUOTATION_MARKS = dict.fromkeys(map(ord, '"“”'))


def cast_nominals(cast: Cast, names: list[Name]) -> None:
    """Cast the phrases of an article, governments of named states first, then all in order.

    A phrase is, in this order: the name beside it ("the militant group Hamas"); the state whose government it is; the
    person who holds the office; the actor of the same noun before ("the coalition"); else, where it takes part, a new one.
    """
    named = {token: name for name in names for token in range(name.start, name.end)}
    heads = [token for token in cast.doc if row_of(token) is not None]
    for token in heads:
        stands = noun_rows().get(token.lower_, {}).get("stands") == "state"
        phrase = read_phrase(cast, token, named) if stands else None
        if phrase is not None and phrase.owner is not None:
            _mention(cast, phrase, _state_of(cast, phrase))
    for token in heads:
        phrase = read_phrase(cast, token, named)
        if phrase is not None:
            _mention(cast, phrase, find_bearer(cast, phrase, named) or _new_part(cast, phrase))


def cast_owned_governments(cast: Cast) -> None:
    """Give "his government", once it is known who he is, to his state, where the article names it."""
    for token in cast.doc:
        if noun_rows().get(token.lower_, {}).get("stands") != "state":
            continue
        phrase = read_phrase(cast, token, {})
        country = phrase.owner.country if phrase is not None and phrase.owner is not None else None
        if phrase is not None and f"state:{country}" in cast.parts:
            _mention(cast, phrase, _state_of(cast, phrase))


def _mention(cast: Cast, phrase: Phrase, key: str | None) -> None:
    if key is not None:
        cast.mention(key, phrase.start, phrase.end, "nominal", head=phrase.head.i)


def _state_of(cast: Cast, phrase: Phrase) -> str | None:
    """Find the state that "the Syrian government" or "Assad's regime" stands for."""
    owner = phrase.owner
    if owner is None or owner.country is None or (phrase.word == "leadership" and _is_led(phrase)):
        return None
    if owner.key is not None and cast.parts[owner.key].kind not in {"state", "person"}:
        return None
    part = cast.add(Part(f"state:{owner.country}", "state", "", owner.country))
    part.call(_bare_name(cast.doc[phrase.start : phrase.end].text), 1)
    return part.key


def _new_part(cast: Cast, phrase: Phrase) -> str | None:
    """Cast a phrase as a new actor, where it takes part in what the article tells."""
    if phrase.word in {"source", "sources"} and any(child.lower_ == "of" for child in phrase.head.rights):
        return None
    if phrase.row.get("acting") and phrase.head.dep_ not in _ACTING:
        return None
    # The parser hangs who speaks behind a name on the name.
    speaks = phrase.head.dep_ == "appos" and says_behind(cast.doc, phrase.end)
    if not (speaks or _takes_part(phrase.head)) or phrase.determiners & _NOBODYS:
        return None
    named = is_news_agency(phrase) and any(token.text[0].isupper() for token in cast.doc[phrase.start + 1 : phrase.end])
    told = _tells_who(phrase)
    if phrase.owner is None and (
        (phrase.word in nouns_of("needs_owner") and not (named or told)) or phrase.row.get("stands") == "state"
    ):
        return None
    if _is_nobody(phrase) or _is_wished(phrase):
        return None
    bare = not phrase.modifiers and phrase.owner is None and not told
    if bare and phrase.word in nouns_of("vague"):
        return None
    if (
        bare
        and phrase.determiners & DEFINITE
        and phrase.row["kind"] in {"organization", "outlet"}
        and phrase.end == phrase.head.i + 1
    ):
        return None
    text = " ".join(cast.doc[phrase.start : phrase.end].text.split())
    part = Part(
        _key_of(cast, phrase),
        "outlet" if is_news_agency(phrase) else phrase.row["kind"],
        _bare_name(text),
        phrase.owner.country if phrase.owner else None,
        _sectors(cast, text, phrase.owner),
    )
    if any(status_of(word) == "former" for word in phrase.modifiers):
        part.sectors = sectors_afterwards(part.sectors)
    part.plural = phrase.plural
    if phrase.word.endswith("man"):
        part.gender = "she" if phrase.word.endswith("woman") else "he"
    part.definite = phrase.definite
    part.head_word = phrase.word
    return cast.add(part).key


def _tells_who(phrase: Phrase) -> bool:
    """Tell whether the tail of a vague noun says who is meant: "people familiar with the talks", "a person briefed on them"."""
    return phrase.end > phrase.head.i + 1 and phrase.head.nbor().tag_ in {"JJ", "VBN", "VBD"}


def _is_nobody(phrase: Phrase) -> bool:
    """Tell whether words name nobody: "social media", "opposition to it", "took them hostage", "on paper"."""
    test = _NOBODY.get(phrase.word)
    return test(phrase) if test is not None else _is_post(phrase)


def _is_post(phrase: Phrase) -> bool:
    """Tell whether a noun names a post and nobody in it: "run for president", "nominated X for ambassador"."""
    above = phrase.head.head
    if phrase.head.dep_ != "pobj" or above.lower_ != "for" or phrase.determiners or phrase.plural:
        return False
    return not _FOR_OFFICE.isdisjoint({above.head.lemma_, above.head.head.lemma_})  # the verb, or who is nominated


def _is_wished(phrase: Phrase) -> bool:
    """Tell whether a phrase is of nobody there is, but of what somebody is or should be: "made a good envoy", "need a leader"."""
    if phrase.plural or phrase.row["kind"] != "unnamed" or not phrase.determiners & {"a", "an"}:
        return False
    return phrase.head.dep_ == "dobj" and phrase.head.head.lemma_.lower() in _WISHING


def _is_led(phrase: Phrase) -> bool:
    """Tell whether "leadership" is how one person leads: "Biden's leadership"."""
    owner = phrase.owner
    return owner is not None and owner.key is not None and owner.key.startswith("person:")


def _is_substance(phrase: Phrase) -> bool:
    return not _OF_SUBSTANCES.isdisjoint(phrase.modifiers)


def _is_origin(phrase: Phrase) -> bool:
    """Tell whether "source" is what knowledge, power or an attack comes from: "sources and methods", "at its source"."""
    if not _OF_POWER.isdisjoint(phrase.modifiers):
        return True
    owned = any(child.tag_ == "PRP$" and child.lower_ in {"its", "their"} for child in phrase.head.lefts)
    methods = any(child.dep_ == "conj" and child.lower_ == "methods" for child in phrase.head.rights)
    alone = phrase.word == "source" and phrase.head.dep_ == "pobj" and phrase.head.head.lower_ in {"from", "at", "to"}
    return methods or (owned and alone)


def _is_stance(phrase: Phrase) -> bool:
    """Tell whether "opposition" is what somebody feels."""
    owned = any(child.dep_ == "poss" for child in phrase.head.lefts)
    return owned or any(child.dep_ == "prep" and child.lower_ in {"from", "to"} for child in phrase.head.rights)


def _is_aircraft(phrase: Phrase) -> bool:
    return any(word in _OF_AIRCRAFT or any(map(str.isdigit, word)) for word in phrase.modifiers)


# By their nouns, phrases that name nobody.
_NOBODY: dict[str, Callable[[Phrase], bool]] = {
    "media": lambda phrase: "social" in phrase.modifiers,
    "channel": lambda phrase: phrase.owner is None and phrase.modifiers.isdisjoint(_ON_AIR),
    "opposition": _is_stance,
    "staff": lambda phrase: phrase.head.head.lower_ == "of" and phrase.head.head.head.lower_ in {"chief", "chiefs"},
    "intelligence": lambda phrase: phrase.owner is None and phrase.head.dep_ != "nsubj",  # what is known
    "powers": lambda phrase: "veto" in phrase.modifiers,
    "source": _is_origin,
    "sources": _is_origin,
    "agent": _is_substance,
    "agents": _is_substance,
    "leadership": _is_led,
    "hostage": lambda phrase: not phrase.determiners and phrase.head.head.lemma_ in {"take", "hold"},
    "alliance": lambda phrase: any(child.lower_ == "with" for child in phrase.head.rights),  # with somebody
    "pm": lambda phrase: not phrase.definite,  # "6 PM"
    "giant": lambda phrase: phrase.owner is None,  # of a company that was named before, or a man of his size
    "network": lambda phrase: phrase.owner is None and phrase.modifiers.isdisjoint(_ON_AIR),
    "mission": lambda phrase: any(child.tag_ == "PRP$" for child in phrase.head.lefts),  # a task
    "bomber": _is_aircraft,
    "bombers": _is_aircraft,
    "paper": lambda phrase: not phrase.determiners and phrase.owner is None and phrase.head.head.lower_ == "on",
}


def _key_of(cast: Cast, phrase: Phrase) -> str:
    """Tell phrases apart: "a US official" is somebody new each time, "US officials" are the same, the West is its states."""
    if phrase.word == "west" or (phrase.modifiers == _WESTERN and phrase.word in nouns_of("bloc_members")):
        return "nominal:west"
    if not phrase.plural and phrase.determiners & INDEFINITE:
        return f"nominal:{phrase.head.i}"
    holder = _holder_of_office(cast, phrase)
    if holder is not None:
        return f"nominal:office:{holder}"
    tail = cast.doc[phrase.head.i + 1 : phrase.end].text.lower()
    owner = phrase.owner.country or phrase.owner.key if phrase.owner is not None else ""
    word = phrase.word
    if phrase.owner is not None and phrase.modifiers <= phrase.owner_words:
        word = nouns_alike().get(word, word)  # "Russian soldiers" are "Russian troops"
    # So many people are others than so many more: "1,200 people died … 300 people are missing".
    numbers = "" if phrase.definite else " ".join(child.lower_ for child in phrase.head.lefts if child.tag_ == "CD")
    return f"nominal:{numbers}{word}:{' '.join(sorted(phrase.modifiers))}:{owner}:{tail}"


def _holder_of_office(cast: Cast, phrase: Phrase) -> str | None:
    """Find the person whose office it is: "the Danish premier's office" and "Lise Holm's office" are one."""
    if phrase.word != "office":
        return None
    owner = next((child for child in phrase.head.lefts if child.dep_ == "poss"), None)
    part = cast.at(owner.i) if owner is not None else None
    return part.key if part is not None and part.kind == "person" else None


def _sectors(cast: Cast, text: str, owner: Owner | None) -> tuple[str, ...]:
    if (
        owner is not None
        and owner.key is not None
        and cast.parts[owner.key].kind in {"organization", "body"}
        and cast.parts[owner.key].sectors
    ):
        return cast.parts[owner.key].sectors
    return sectors_of(text)


def _bare_name(text: str) -> str:
    text = text.removesuffix("’s").removesuffix("'s")
    if text.count('"') % 2 or text.count("“") != text.count("”"):
        text = text.translate(_QUOTATION_MARKS)  # of which one lies outside
    words = _ABOUT.sub("", text).split()
    while len(words) > 1 and words[0].lower() in DEFINITE | {"a", "an", "some"}:
        words = words[1:]
    return " ".join(words)


def _takes_part(token: Token) -> bool:
    if token.dep_ in _ROLES:
        return True
    if token.dep_ == "conj":
        return token.head != token and token.head.pos_ in {"NOUN", "PROPN", "PRON"} and _takes_part(token.head)
    return token.dep_ == "pobj" and token.head.lower_ in _PREPOSITIONS
