"""Put unnamed actors into the cast: "the Syrian regime", "one US official", "the prime minister's office"."""

import functools
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from spacy.tokens import Doc, Token

from dragoman.reading.attribution_words import load_words
from dragoman.reading.cast import Cast, Part
from dragoman.reading.names import Name, is_helped, is_leaned_on
from dragoman.reading.office_holders import find_holder, find_known_holder, find_named_later, find_sole_person
from dragoman.reading.offices import is_office_word, status_of
from dragoman.reading.people_nouns import kind_of_noun, noun_rows, nouns_of
from dragoman.reading.phrases import DEFINITE, INDEFINITE, Owner, Phrase
from dragoman.reading.rules import load_rules
from dragoman.reading.sectors import sectors_afterwards, sectors_of

__all__ = ["cast_nominals", "cast_owned_governments"]

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
_MODIFIERS = frozenset({"det", "amod", "compound", "nmod", "poss", "nummod", "advmod", "quantmod", "predet"})
_PRENOMINAL = frozenset({"amod", "compound", "nmod", "poss"})
_BODIES = frozenset({"organization", "outlet", "body"})
_WESTERN = frozenset({"western"})
# Nouns for whoever does something; with "said" behind them they are people ("shipper", "consultant").
_AGENT_NOUN = re.compile(r"(?:er|or|ist|ian|ee|man|woman|ant)\Z")
_SPEAKING = frozenset({"say", "tell", "add", "argue", "insist", "complain", "claim", "warn", "recall"})
_SOMEBODY = {"kind": "unnamed", "words": []}
_SOME_PEOPLE = {"kind": "group", "words": []}
# What makes a channel one that people watch; others are ways to talk ("a secret channel").
_ON_AIR = frozenset({"television", "tv", "news", "media", "satellite", "cable", "state-run", "state", "propaganda"})
_OF_AIRCRAFT = frozenset({"nuclear-capable", "strategic", "stealth", "heavy", "long-range", "supersonic", "fighter"})
# Verbs and nouns behind which "for" names a post, and nobody who holds it.
_FOR_OFFICE = frozenset({
    "run", "running", "nominate", "pick", "choose", "tap", "select", "nominee", "nomination", "candidate", "choice",
})  # fmt: skip
# A number that is no more than a guess or a limit is no part of what people are called.
_ABOUT = re.compile(
    r"^(?:as many as|more than|fewer than|at least|at most|up to|about|around|nearly|almost|over|some) [\d,.]+ ",
    re.IGNORECASE,
)
_BOTH = "men and women"  # who are one group
_TAKEN_UP_REACH = 120  # tokens, some four sentences: the name that "the group" takes up is not far
_QUOTATION_MARKS = dict.fromkeys(map(ord, '"“”'))
_LONGEST_TAIL = 9  # tokens behind a bare noun that belong to its name ("people familiar with the talks")


@functools.cache
def _taken_up() -> dict[str, frozenset[str]]:
    """Map a noun to the sectors and kinds of the organisations that "the …" takes up."""
    return {
        word: frozenset(row["kinds"]) for row in load_rules("people_nouns")["taken_up"]["by"] for word in row["words"]
    }


def cast_nominals(cast: Cast, names: list[Name]) -> None:
    """Cast the phrases of an article, governments of named states first, then all in order.

    A phrase is, in this order: the name beside it ("the militant group Hamas"); the state whose government it is; the
    person who holds the office; the actor of the same noun before ("the coalition"); else, where it takes part, a new one.
    """
    named = {token: name for name in names for token in range(name.start, name.end)}
    heads = [token for token in cast.doc if _row_of(token) is not None]
    for token in heads:
        stands = noun_rows().get(token.lower_, {}).get("stands") == "state"
        phrase = _read_phrase(cast, token, named) if stands else None
        if phrase is not None and phrase.owner is not None:
            _mention(cast, phrase, _state_of(cast, phrase))
    for token in heads:
        phrase = _read_phrase(cast, token, named)
        if phrase is not None:
            _mention(cast, phrase, _find(cast, phrase, named) or _new_part(cast, phrase))


def cast_owned_governments(cast: Cast) -> None:
    """Give "his government", once it is known who he is, to his state, where the article names it."""
    for token in cast.doc:
        if noun_rows().get(token.lower_, {}).get("stands") != "state":
            continue
        phrase = _read_phrase(cast, token, {})
        country = phrase.owner.country if phrase is not None and phrase.owner is not None else None
        if phrase is not None and f"state:{country}" in cast.parts:
            _mention(cast, phrase, _state_of(cast, phrase))


def _row_of(token: Token) -> dict[str, Any] | None:
    """Look a noun up; one that the table lacks is a person's where it is formed so and says something ("an exporter said")."""
    known = noun_rows().get(_noun_of(token))
    if known is not None or token.tag_ not in {"NN", "NNS"}:
        return known
    if token.tag_ == "NN" and _is_one_of_several(token.lower_ + "s"):
        return _SOMEBODY
    speaks = token.dep_ == "nsubj" and token.head.lemma_ in _SPEAKING and token.head.tag_ in {"VBD", "VBZ", "VBP"}
    if not speaks or not _AGENT_NOUN.search(token.lemma_.lower()) or token.lemma_.lower() in load_words().sourcing:
        return None
    return _SOMEBODY if token.tag_ == "NN" else _SOME_PEOPLE


def _noun_of(token: Token) -> str:
    """Return a noun in lower case; of an office that "general" closes the noun before it: "the secretary-general"."""
    if token.lower_ == "general":
        before = [child for child in token.lefts if child.dep_ == "compound" and is_office_word(child.lower_)]
        return before[-1].lower_ if before else token.lower_
    return token.lower_


def _is_one_of_several(plural: str) -> bool:
    """Tell whether one of a group is a person: a demonstrator is, a nation or a company is not."""
    people = kind_of_noun(plural) in {"group", "unnamed"} and plural not in nouns_of("vague")
    return (
        people
        and load_words().sourcing.get(plural[:-1], "unnamed") == "unnamed"
        and plural not in nouns_of("of_bodies")
    )


def _mention(cast: Cast, phrase: Phrase, key: str | None) -> None:
    if key is not None:
        cast.mention(key, phrase.start, phrase.end, "nominal", head=phrase.head.i)


def _read_phrase(cast: Cast, token: Token, named: dict[int, Name]) -> Phrase | None:
    row = _row_of(token)
    if row is None or token.pos_ not in {"NOUN", "PROPN", "ADJ"} or token.i in named or token.i in cast.heads:
        return None
    if token.text[0].isupper() and not (token.is_sent_start or _noun_of(token) in nouns_of("proper")):
        return None
    if token.dep_ in {"compound", "nmod", "npadvmod"} or (
        token.i + 1 < len(cast.doc) and token.nbor().text in {"-", "/"}
    ):
        return None
    if token.i > 1 and cast.doc[token.i - 2 : token.i + 1].text.lower() == _BOTH:
        return None
    left = [child for child in token.lefts if child.dep_ in _MODIFIERS and not _is_day(child)]
    start = _first_of(cast.doc, min((child.left_edge.i for child in left), default=token.i), token.i)
    modifiers = frozenset(
        child.lower_
        for child in left
        if child.dep_ in _PRENOMINAL and child.lower_ not in DEFINITE and child.lower_ not in nouns_of("evaluative")
    )
    owner = _owner_of(cast, token, start, named)
    end = token.i + 3 if cast.doc[token.i : token.i + 3].text.lower() == _BOTH else token.i + 1
    if token.lower_ in nouns_of("tailed") or (
        not modifiers and owner is None and token.lower_ in nouns_of("tailed_alone")
    ):
        end = _tail_end(cast.doc, token)
    return Phrase(token, start, end, _noun_of(token), modifiers, owner, row)


def _first_of(doc: Doc, start: int, head: int) -> int:
    """Leave out what only weighs a phrase: "possibly Israeli hostages", "how willing rebels were"."""
    while start < head and (doc[start].is_punct or doc[start].is_space or doc[start].lower_ in nouns_of("weighing")):
        start += 2 if doc[start].lower_ == "how" and start + 1 < head else 1
    return start


def _is_day(token: Token) -> bool:
    """Tell whether a word before a phrase says when: "On Friday rebels attacked"."""
    return token.text[0].isupper() and token.lower_ in load_rules("names")["dates"]["words"]


def _tail_end(doc: Doc, token: Token) -> int:
    """Return where a bare noun's own tail ends ("people familiar with the talks", "officials in Tokyo")."""
    end = token.i + 1
    for child in token.rights:
        if child.dep_ not in {"prep", "acl", "amod", "relcl"} or child.i != end:
            break
        edge = child.right_edge.i + 1
        stop = next((i for i in range(end, edge) if (doc[i].is_punct and doc[i].text != "-") or doc[i].is_space), edge)
        if stop - token.i > _LONGEST_TAIL or child.dep_ == "relcl":
            break
        end = stop
    return end


def _find(cast: Cast, phrase: Phrase, named: dict[int, Name]) -> str | None:
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
    return _seen_before(cast, phrase) or _last_named(cast, phrase, named) or _body_named_later(cast, phrase)


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
    if _is_news_agency(phrase):
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
    if head.dep_ == "appos" and not phrase.plural:
        part = cast.at(head.head.i)
        if part is not None and part.kind == "person" and head.head.i in named and is_office_word(phrase.word):
            return part.key
        if part is not None and head.head.i in named and part.kind in {"organization", "outlet", "body"}:
            return part.key
    return None


def _described_with(cast: Cast, head: Token, named: dict[int, Name]) -> str | None:
    """Find the person of whom a bare noun is the first of two descriptions: "veteran and campaigner Ana Ruiz"."""
    for other in head.conjuncts:
        part = cast.at(other.i) if other.i > head.i and other.i in named else None
        described = any(word.i > head.i and word.text.islower() and word.pos_ == "NOUN" for word in other.lefts)
        if part is not None and part.kind == "person" and described:
            return part.key
    return None


def _is_news_agency(phrase: Phrase) -> bool:
    """Tell whether a phrase names an outlet: "the RIA state news agency"."""
    return phrase.word in {"agency", "service"} and "news" in phrase.modifiers


def _state_of(cast: Cast, phrase: Phrase) -> str | None:
    """Find the state that "the Syrian government" or "Assad's regime" stands for."""
    owner = phrase.owner
    if owner is None or owner.country is None:
        return None
    if owner.key is not None and cast.parts[owner.key].kind not in {"state", "person"}:
        return None
    part = cast.add(Part(f"state:{owner.country}", "state", "", owner.country))
    part.call(_bare_name(cast.doc[phrase.start : phrase.end].text), 1)
    return part.key


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
    if phrase.word != part.head_word and phrase.word not in ends:
        return False
    if phrase.owner is not None and phrase.owner.country != part.country:
        return False
    own = phrase.modifiers - phrase.owner_words  # "the Ukrainian military" is Ukraine's
    return own <= set(words) or (phrase.plural and part.definite and len(words) == 1)


def _owner_of(cast: Cast, token: Token, start: int, named: dict[int, Name]) -> Owner | None:
    """Find whose a noun is, from possessives, adjectives of nationality, names before it, and "in Tokyo"."""
    if token.lower_ in nouns_of("related"):
        return _related_owner(cast, token, start, named)
    for at in range(start, token.i):
        if at in named and _is_shared(cast.doc[at], token):
            return Owner(None, None, cast.doc[at].text)  # "American and Russian experts" are nobody's alone
        if at in named and not _stands_behind(cast.doc[at]):
            owner = _owner_at(cast, at, named)
            if owner is not None:
                return owner
        elif at not in named and cast.doc[at].dep_ == "poss" and cast.at(at) is not None:
            return _owner_at(cast, at, named)
    return _owner_behind(cast, token, named)


def _owner_behind(cast: Cast, token: Token, named: dict[int, Name]) -> Owner | None:
    """Find whose a noun is by what follows it: "ministers of Peru", "officials in Lima"; "inspectors in Lima" are nobody's."""
    for child in token.rights:
        where = child.lower_ in {"in", "at", "inside"}
        if (
            child.dep_ != "prep"
            or not (where or child.lower_ in {"of", "from"})
            or (where and token.lower_ in nouns_of("visiting"))
        ):
            continue
        for noun in child.rights:
            if any(other.dep_ == "conj" and other.i in named for other in noun.rights):
                continue
            owner = _owner_at(cast, noun.i, named) if noun.dep_ == "pobj" else None
            if owner is not None and (not where or owner.key is None or cast.parts[owner.key].kind == "state"):
                return owner
    return None


def _related_owner(cast: Cast, token: Token, start: int, named: dict[int, Name]) -> Owner | None:
    """Find of whom somebody is an ally or a rival: it tells no country of theirs ("the UK's partners")."""
    owners = (_owner_at(cast, at, named) for at in range(start, token.i) if at in named or cast.doc[at].dep_ == "poss")
    owner = next((one for one in owners if one is not None), None)
    return replace(owner, country=None) if owner is not None else None


def _is_shared(name: Token, noun: Token) -> bool:
    """Tell whether a name before a noun is coordinated with another word before it."""
    return any(name.i < other.i < noun.i and other.head == name for other in name.conjuncts)


def _stands_behind(name: Token) -> bool:
    """Tell whether a name says who helps somebody, and not whose they are: "Iranian-backed", "pro-Iranian rebels"."""
    after = name.doc[name.i + 1 : name.i + 3]
    helped = len(after) == 2 and after[0].text == "-" and is_helped(after[1].lower_)
    return helped or is_leaned_on(name.doc, name.i)


def _owner_at(cast: Cast, at: int, named: dict[int, Name]) -> Owner | None:
    part, name = cast.at(at), named.get(at)
    if part is not None and part.kind != "state":
        return Owner(part.key, part.country, part.name)
    if name is not None and name.known is not None and name.known.country is not None:
        key = f"state:{name.known.country}"
        if cast.doc[at].head.lower_ in {"consulate", "embassy"} and name.known.kind in {"place", "seat"}:
            return None  # "the Benghazi consulate" is another state's
        return Owner(key if key in cast.parts else None, name.known.country, name.form)
    return Owner(part.key, part.country, part.name) if part is not None else None


def _new_part(cast: Cast, phrase: Phrase) -> str | None:
    """Cast a phrase as a new actor, where it takes part in what the article tells."""
    if phrase.word in {"source", "sources"} and any(child.lower_ == "of" for child in phrase.head.rights):
        return None
    if not _takes_part(phrase.head) or phrase.determiners & {"no", "any", "every", "each", "both", "what", "which"}:
        return None
    named = _is_news_agency(phrase) and any(
        token.text[0].isupper() for token in cast.doc[phrase.start + 1 : phrase.end]
    )
    told = _tells_who(phrase)
    if phrase.owner is None and (
        (phrase.word in nouns_of("needs_owner") and not (named or told)) or phrase.row.get("stands") == "state"
    ):
        return None
    if _is_nobody(phrase):
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
        "outlet" if _is_news_agency(phrase) else phrase.row["kind"],
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
    return f"nominal:{phrase.word}:{' '.join(sorted(phrase.modifiers))}:{owner}:{tail}"


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
