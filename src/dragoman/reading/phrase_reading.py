"""Read phrases for people and bodies without a name: their nouns, how far they reach, and whose they are."""

import re
from dataclasses import replace
from typing import Any

from spacy.tokens import Doc, Token

from dragoman.reading.attribution_words import load_words
from dragoman.reading.cast import Cast
from dragoman.reading.grammar import word_after
from dragoman.reading.name_words import is_helped, is_leaned_on
from dragoman.reading.names import Name
from dragoman.reading.offices import is_office_word
from dragoman.reading.people_nouns import kind_of_noun, noun_rows, nouns_of
from dragoman.reading.phrases import DEFINITE, Owner, Phrase
from dragoman.reading.rules import load_rules

__all__ = ["read_phrase", "row_of"]

_MODIFIERS = frozenset({"det", "amod", "compound", "nmod", "poss", "nummod", "advmod", "quantmod", "predet"})
_PRENOMINAL = frozenset({"amod", "compound", "nmod", "poss"})
# Nouns for whoever does something; with "said" behind them they are people ("shipper", "consultant").
_AGENT_NOUN = re.compile(r"(?:er|or|ist|ian|ee|man|woman|ant)\Z")
_NO_AGENTS = frozenset({"quarter"})  # formed so, and nobody: "a quarter of Republicans"
_SPEAKING = frozenset({"say", "tell", "add", "argue", "insist", "complain", "claim", "warn", "recall"})
_SOMEBODY = {"kind": "unnamed", "words": []}
_SOME_PEOPLE = {"kind": "group", "words": []}
_BOTH = "men and women"  # who are one group
_LONGEST_TAIL = 9  # tokens behind a bare noun that belong to its name ("people familiar with the talks")


def row_of(token: Token) -> dict[str, Any] | None:
    """Look a noun up; one that the table lacks is a person's where it is formed so and says something ("an exporter said")."""
    known = noun_rows().get(_noun_of(token))
    if known is not None or token.tag_ not in {"NN", "NNS"}:
        return known
    if token.tag_ == "NN" and _is_one_of_several(token.lower_ + "s"):
        return _SOMEBODY
    speaks = token.dep_ == "nsubj" and token.head.lemma_ in _SPEAKING and token.head.tag_ in {"VBD", "VBZ", "VBP"}
    if (
        not speaks
        or token.lemma_ in _NO_AGENTS
        or not _AGENT_NOUN.search(token.lemma_.lower())
        or token.lemma_.lower() in load_words().sourcing
    ):
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


def read_phrase(cast: Cast, token: Token, named: dict[int, Name]) -> Phrase | None:
    """Read the phrase whose head is a token; None where it is none, or speaks of somebody already.

    named: the name that covers each token of one.
    """
    row = row_of(token)
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
    before = _owner_before(cast, token, start, named)
    related = token.lower_ in nouns_of("related")
    owner = before if before is not None or related else _owner_behind(cast, token, named)
    end = token.i + 3 if cast.doc[token.i : token.i + 3].text.lower() == _BOTH else token.i + 1
    bare = not modifiers and (owner is None or (before is None and word_after(token) == "of"))
    if token.lower_ in nouns_of("tailed") or (bare and token.lower_ in nouns_of("tailed_alone")):
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


def _owner_before(cast: Cast, token: Token, start: int, named: dict[int, Name]) -> Owner | None:
    """Find whose a noun is, from possessives, adjectives of nationality and names before it."""
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
    return None


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
