"""What the network says of a whole sentence, and how likely an event is that it finds there."""

import math
from collections.abc import Sequence

import numpy as np

from dragoman.reading.event_labels import TYPES
from dragoman.reading.network import Array, States
from dragoman.reading.network_words import Window

__all__ = ["event_features", "judge", "label_of", "probability", "type_chances"]

_YIELD = frozenset({"CONCEDE", "RETREAT"})


def judge(states: States, window: Window) -> Array:
    """Return the scores [types] of one sentence, in the order of `event_labels.TYPES`: the mean over its words."""
    return np.asarray(states.types[window.start : window.end].mean(axis=0), dtype=np.float32)


def type_chances(scores: Array) -> Array:
    """Return the chances that scores [..., labels] stand for."""
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=-1, keepdims=True), dtype=np.float32)


def label_of(kind: str) -> str:
    """Return the network's label of a sentence that tells an event of a PLOVER type: it has CONCEDE and RETREAT as one."""
    return "YIELD" if kind in _YIELD else kind


def event_features(kind: str, sureness: float, whole: Array, sides: float, standing: float) -> tuple[float, ...]:
    """Return what the confidence of an event is reckoned from: five log-odds, each from -6 to 6.

    They are of its trigger (`sureness`), of its type in the whole sentence, of NONE there, of the word that is least surely
    in a side or in none (`sides`), and of how it stands (`standing`).
    """
    own, none = (float(whole[TYPES.index(label)]) for label in (label_of(kind), "NONE"))
    return tuple(map(_log_odds, (sureness, own, none, sides, standing)))


def probability(features: Sequence[float], weights: Sequence[float]) -> float:
    """Return how likely there is an event of this type, 0 to 1: a logistic regression."""
    score = weights[0] + sum(weight * value for weight, value in zip(weights[1:], features, strict=True))
    return round(1 / (1 + math.exp(-score)), 3)


def _log_odds(chance: float) -> float:
    return math.log(max(chance, 0.0025) / max(1 - chance, 0.0025))
