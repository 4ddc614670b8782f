"""Phrases for people without a name ("the Syrian regime", "one US official"), as they stand in the text."""

from dataclasses import dataclass
from typing import Any

from spacy.tokens import Token

__all__ = ["DEFINITE", "INDEFINITE", "Owner", "Phrase"]

DEFINITE = frozenset({"the", "this", "that", "these", "those", "its", "their", "his", "her"})
INDEFINITE = frozenset(
    {"a", "an", "one", "another", "some", "several", "two", "three", "many", "no", "any", "every", "each", "other"}
)


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose the noun is: "Syrian", "Assad's", "SNC", "in Tokyo"."""

    key: str | None  # of a Part
    country: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase that may speak of an actor."""

    head: Token
    start: int  # first token; the head is the last, but for a bare noun's tail
    end: int
    word: str
    modifiers: frozenset[str]  # lower case, without determiners and numbers
    owner: Owner | None
    row: dict[str, Any]

    @property
    def determiners(self) -> frozenset[str]:
        """Articles and the like before the noun, lower case; those that hang on a part of it too ("the secretary-general")."""
        parts = [self.head, *(child for child in self.head.lefts if child.lower_ == self.word)]
        return frozenset(
            child.lower_
            for part in parts
            for child in part.lefts
            if child.dep_ in {"det", "nummod", "poss"} or child.tag_ == "CD"
        )

    @property
    def owner_words(self) -> set[str]:
        """The words for whose it is, lower case."""
        return set(self.owner.text.lower().split()) if self.owner is not None else set()

    @property
    def plural(self) -> bool:
        """Tell whether it names several."""
        return self.head.tag_ in {"NNS", "NNPS"} or self.word in {"police", "people", "opposition", "staff", "media"}

    @property
    def definite(self) -> bool:
        """Tell whether it points at somebody who is known: by an article, a possessor or a nationality and no "a"."""
        if self.determiners & INDEFINITE:
            return False
        return bool(self.determiners & DEFINITE) or self.owner is not None
