"""The climb from an act to the words above it, and what each step of it takes along."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from spacy.tokens import Token

from dragoman.reading.auxiliary_cues import AuxiliaryCues
from dragoman.reading.auxiliary_standing import Standing

__all__ = ["DEPTH", "Climb"]

DEPTH = 12  # words climbed at most: deeper embeddings are misparses


@dataclass(frozen=True, slots=True)
class Climb:
    """What a climb takes along: the words to look up, how far it may go, and the judge of each word on the way.

    The judge is a field because every step may ask it about the next word up, and it asks every step.
    """

    cues: AuxiliaryCues
    depth: int  # words it may still climb
    judge: Callable[[Token, "Climb"], Standing]

    def standing_of(self, word: Token) -> Standing:
        """Say how the act stands that `word` names."""
        return self.judge(word, self)

    def shorter(self) -> "Climb":
        """Return the climb with one word fewer to go."""
        return replace(self, depth=self.depth - 1)
