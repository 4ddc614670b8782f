"""Who is meant by words for two at once: "the two leaders", "both sides", "the Danish and Swedish delegations"."""

import functools
from collections.abc import Iterable

from spacy.tokens import Token

from dragoman.model import Actor
from dragoman.reading.rules import load_rules

__all__ = ["nations_before", "two_meant"]

_TWO = frozenset({"two", "both"})
_BACK = 3  # sentences before that are searched


def nations_before(noun: Token) -> list[Token]:
    """Return the coordinated words before a plural that may each name a state: "the Danish and Swedish delegations"."""
    if noun.tag_ not in {"NNS", "NNPS"}:
        return []
    first = next((word for word in noun.lefts if word.dep_ in {"amod", "nmod", "compound"} and word.conjuncts), None)
    if first is None:
        return []
    return [word for word in (first, *first.conjuncts) if word.i < noun.i and word.text[:1].isupper()]


def two_meant(noun: Token, actors: Iterable[Actor]) -> tuple[str, ...]:
    """Return the two actors that a noun speaks of: the only two of their kind in the nearest sentence that names two."""
    kinds = _kinds_meant(noun)
    if not kinds or any(_is_of_others(word) for word in noun.doc[: noun.i] if word.lower_ == noun.lower_):
        return ()
    named = [actor for actor in actors if actor.kind in {kind for group in kinds for kind in group}]
    places = [(actor, mention.start) for actor in named for mention in actor.mentions if mention.kind != "pronoun"]
    sentences = [sent for sent in noun.doc.sents if sent.start <= noun.i][-1 - _BACK :]
    for sentence in reversed(sentences):
        end = min(sentence.end_char, noun.idx)
        here = [actor for actor, start in places if sentence.start_char <= start < end]
        for group in kinds:
            found = dict.fromkeys(actor.id for actor in here if actor.kind in group)
            if len(found) > 1:
                return tuple(found) if len(found) == 2 else ()
    return ()


def _is_of_others(word: Token) -> bool:
    """Tell whether a plural before speaks of others who may be meant: "Two men fled. … The two men"."""
    return not any(child.lower_ in {"the", "both", "these", "those"} for child in word.lefts)


def _kinds_meant(noun: Token) -> tuple[frozenset[str], ...]:
    """Return the kinds of actors that may be meant, the likelier first; nothing where the words speak of no two."""
    kinds = _rows().get(noun.lower_, ())
    if not kinds:
        return ()
    determiners = {child.lower_ for child in noun.lefts if child.dep_ in {"det", "nummod", "predet", "amod"}}
    counted = bool(determiners & _TWO) or noun.lower_ == "pair"
    described = any(child.dep_ in {"amod", "compound", "poss"} and child.lower_ not in _TWO for child in noun.lefts)
    known = not determiners.isdisjoint({"the", "both", "these", "those"})
    behind = any(child.dep_ in {"prep", "relcl", "acl"} for child in noun.rights)
    return kinds if counted and known and not described and not behind else ()


@functools.cache
def _rows() -> dict[str, tuple[frozenset[str], ...]]:
    """Map each noun to the kinds of actors that it may mean, those of people first."""
    found: dict[str, tuple[frozenset[str], ...]] = {}
    for row in sorted(load_rules("pairs")["noun"], key=lambda row: row["means"] != ["person"]):
        for word in row["words"]:
            found[word] = (*found.get(word, ()), frozenset(row["means"]))
    return found
