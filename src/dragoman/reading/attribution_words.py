"""The words of attribution as lookup sets."""

import functools
from dataclasses import dataclass

from spacy.tokens import Token

from dragoman.model import Sourcing
from dragoman.reading.rules import load_rules

__all__ = ["Words", "load_words", "sourcing_of"]


@dataclass(frozen=True, slots=True)
class Words:
    """Lemmas by what they take, and nouns by what source they are."""

    speech: frozenset[str]
    thought: frozenset[str]
    intention: frozenset[str]
    judgement: frozenset[str]
    adjectives: frozenset[str]
    nouns: frozenset[str]
    opaque: frozenset[str]
    sourcing: dict[str, Sourcing]
    venues: frozenset[str]
    measures: frozenset[str]
    bare_measures: frozenset[str]

    @property
    def clausal(self) -> frozenset[str]:
        """Verbs known to take a reported clause."""
        return self.speech | self.thought


def sourcing_of(noun: Token) -> Sourcing | None:
    """Return what the table says a noun is as a source: by its lemma, or as printed ("statistics"), or None."""
    kinds = load_words().sourcing
    return kinds.get(noun.lemma_.lower()) or kinds.get(noun.lower_)


@functools.cache
def load_words() -> Words:
    """Load the tables once."""
    cues, kinds = load_rules("reporting"), load_rules("sourcing")["kind"]
    return Words(
        speech=frozenset(cues["speech"]),
        thought=frozenset(cues["thought"]),
        intention=frozenset(cues["intention"]),
        judgement=frozenset(cues["judgement"]),
        adjectives=frozenset(cues["adjectives"]),
        nouns=frozenset(cues["nouns"]),
        opaque=frozenset(cues["opaque"]["words"]),
        sourcing={word: kind["sourcing"] for kind in kinds for word in kind["words"]},
        venues=frozenset(word for venue in load_rules("venues")["venue"] for word in venue["words"]),
        measures=frozenset(cues["measures"]["words"]),
        bare_measures=frozenset(cues["measures"]["bare"]),
    )
