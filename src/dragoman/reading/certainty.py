"""How certain it is that what a word names happened, as the network says, beside the auxiliary modes that the grammar gives."""

import bisect
from collections.abc import Sequence

from spacy.tokens import Token

from dragoman.model import Auxiliary
from dragoman.reading.auxiliary import auxiliary_modes
from dragoman.reading.network import States

__all__ = ["UNIT", "VALUES", "certainty_of", "modes_of", "weighed"]

UNIT = 1.5  # the network says a number from -2 to 2, the scale of whoever labelled goes from -3 to 3
# This share and the cuts below were chosen in view of UW's dev half, where shares of .15 to .5 do alike (docs/model-card.md).
RULED = 0.35  # share of the grammar's word in what is weighed
# On that scale, how certain what has a mode is taken to be; without any it happened.
VALUES: dict[Auxiliary, float] = {"negation": -3.0, "hypothetical": 0.9, "future": 2.0, "historical": 3.0}
# From where on it is denied, and from where on it happened, or surely will.
DENIED, HAPPENED = -0.7, 1.5


def modes_of(token: Token, published: str | None, date: str | None) -> tuple[Auxiliary, ...]:
    """Return the auxiliary modes of what a word names: those of the grammar, weighed by what the network says, where it read.

    published, date: EDTF of publication and of what it names, or None.
    """
    ruled = auxiliary_modes(token, published, date)
    states: States | None = token.doc._.network
    return ruled if states is None else weighed(ruled, certainty_of(states, token))


def certainty_of(states: States, token: Token) -> float:
    """Return how certain it is that what a word names happened, from -3, it did not, to 3, it did (Lee et al., 2015)."""
    word = bisect.bisect_left(states.words.tokens, token.i)
    return UNIT * float(states.certain[min(word, len(states.certain) - 1), 3])


def weighed(ruled: Sequence[Auxiliary], certainty: float) -> tuple[Auxiliary, ...]:
    """Return the modes of the grammar where they fit what grammar and network say together, else those that do."""
    by_rule = next((value for mode, value in VALUES.items() if mode in ruled), 3.0)
    value = (1 - RULED) * certainty + RULED * by_rule
    if value <= DENIED:
        return tuple(ruled) if "negation" in ruled else (*(mode for mode in ruled if mode == "future"), "negation")
    rest = tuple(mode for mode in ruled if mode != "negation")
    if value < HAPPENED:
        return rest if "hypothetical" in rest else ("hypothetical",)
    return tuple(mode for mode in rest if mode != "hypothetical")
