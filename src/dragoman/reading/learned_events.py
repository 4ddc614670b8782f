"""Let the network have its say on the PLOVER type of events.

The rules find the events, who takes part, when, and whether they happened; the network corrects the type, which it reads
better. Its word on whether an event happened (`verdict_on`) is measured but not used: the rules are better at that.
"""

import bisect
import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from spacy.tokens import Doc, Token

from dragoman.model import MODES, Event, Span
from dragoman.reading.event_labels import TYPES
from dragoman.reading.network import Array, Network, States

__all__ = ["correct_types", "event_features", "label_of", "sentence_scores", "type_chances", "verdict_on"]

_YIELD = frozenset({"CONCEDE", "RETREAT"})
# A type that the rules gave is changed where the network is at least this sure of another. At 0.5 the PLOVER gold standard
# records gave the same type F1 (66.3), but events of whole articles were worse for it (72.5 F1, where 0.8 gives 78.7).
SURE = 0.8


def verdict_on(states: States, token: Token, network: Network) -> int | None:
    """Return 0 where the event of a word happened, 1 where that is open, 2 where it is denied; None for no word."""
    at = bisect.bisect_left(states.words.tokens, token.i)
    if at == len(states.words.tokens) or states.words.tokens[at] != token.i:
        return None
    return int((states.verdicts[at] + network.table("verdict_bias")).argmax())


def sentence_scores(states: States, doc: Doc, places: Sequence[Span]) -> Array:
    """Return the scores of types [S, types] of sentences, each the mean over its words."""
    starts = [doc[index].idx for index in states.words.tokens]
    rows = [(bisect.bisect_left(starts, place.start), bisect.bisect_left(starts, place.end)) for place in places]
    return np.stack([states.types[start : max(end, start + 1)].mean(axis=0) for start, end in rows])


def correct_types(doc: Doc, events: tuple[Event, ...], network: Network) -> tuple[Event, ...]:
    """Return the events with the types that the network is sure of, and how likely each type is right.

    Of a sentence that tells several events the network means the main one: that whose trigger stands highest in the parse.
    It is left as it is where another of them has the network's type already.
    """
    places = sorted({event.evidence for event in events})
    scores = dict(zip(places, sentence_scores(doc._.network, doc, places), strict=True)) if places else {}
    weights = network.tables["event_confidence"]
    corrected = []
    for event in events:
        told = [other for other in events if other.evidence == event.evidence]
        chances = type_chances(scores[event.evidence])
        if event is min(told, key=lambda one: _depth(doc, one.trigger)):
            event = _with_sure_type(event, chances, {label_of(other.type) for other in told})  # noqa: PLW2901
        corrected.append(replace(event, confidence=_confidence(event_features(event.type, chances), weights)))
    return tuple(corrected)


def type_chances(scores: Array) -> Array:
    """Return the chances [types] of the scores of one sentence."""
    weights = np.exp(scores - scores.max())
    return np.asarray(weights / weights.sum(), dtype=np.float32)


def _depth(doc: Doc, trigger: Span) -> int:
    span = doc.char_span(trigger.start, trigger.end, alignment_mode="expand")
    return sum(1 for _ in span.root.ancestors) if span is not None else 1 << 10


def _with_sure_type(event: Event, chances: Array, told: set[str]) -> Event:
    best = TYPES[int(chances.argmax())]
    if best == "NONE" or best in told or float(chances.max()) < SURE:
        return event
    return _retyped(event, best)


def label_of(kind: str) -> str:
    """Return the network's label of a PLOVER type: it has CONCEDE and RETREAT as one."""
    return "YIELD" if kind in _YIELD else kind


def _retyped(event: Event, label: str) -> Event:
    """Give an event another type, and no mode: the rules read the mode off the type that they had in mind."""
    if label == "YIELD":
        label = "CONCEDE" if {"future", "hypothetical"} & set(event.auxiliary) else "RETREAT"
    return replace(event, type=label, mode=event.mode if event.mode in MODES[label] else None)


def event_features(kind: str, chances: Array) -> tuple[float, float]:
    """Return what the confidence of an event is reckoned from: log-odds of its type and of NONE, each from -6 to 6."""
    own, none = (float(chances[TYPES.index(label)]) for label in (label_of(kind), "NONE"))
    return _log_odds(own), _log_odds(none)


def _log_odds(chance: float) -> float:
    return math.log(max(chance, 0.0025) / max(1 - chance, 0.0025))


def _confidence(features: tuple[float, float], weights: Sequence[float]) -> float:
    """Return how likely there is an event of this type, 0 to 1: a logistic regression."""
    score = weights[0] + sum(weight * value for weight, value in zip(weights[1:], features, strict=True))
    return round(1 / (1 + math.exp(-score)), 3)
