"""Let the network have its say on the PLOVER type of events.

The rules find the events, who takes part, when, and whether they happened; the network reads the sentences that tell one, and
corrects the type where it is sure.
"""

import bisect
import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from spacy.tokens import Doc

from dragoman.model import MODES, Event, Span
from dragoman.reading.event_labels import TYPES
from dragoman.reading.network import Array, Network
from dragoman.reading.network_words import SHAPE, SIZE, Window, Words

__all__ = ["correct_types", "event_features", "judge", "judge_places", "label_of", "type_chances"]

_YIELD = frozenset({"CONCEDE", "RETREAT"})
# A type that the rules gave is changed where the network is at least this sure of another. 0.8, 0.9 and 0.95 give the PLOVER gold
# standard records a type F1 of 70.1, 70.1 and 68.9, and the events of articles annotated by hand 74.2, 76.7 and 78.0.
SURE = 0.9


def judge(words: Words, window: Window, network: Network) -> Array:
    """Return the scores [types] of one sentence, read by itself; of a very long one what fits into a window is read.

    They stand in the order of `event_labels.TYPES`, each the mean over the words.
    """
    end, length = window.start, 0
    while end < window.end and length + len(words.pieces[end]) <= SIZE - 2:
        length += len(words.pieces[end])
        end += 1
    (scores,) = network.run(words, Window(window.start, end), SHAPE)
    return np.asarray(scores.mean(axis=0), dtype=np.float32)


def judge_places(doc: Doc, words: Words, places: Sequence[Span], network: Network) -> list[Array]:
    """Read the sentences that stand at these places."""
    starts = [doc[index].idx for index in words.tokens]
    rows = [(bisect.bisect_left(starts, place.start), bisect.bisect_left(starts, place.end)) for place in places]
    return [judge(words, Window(start, max(end, start + 1)), network) for start, end in rows]


def correct_types(doc: Doc, events: tuple[Event, ...], network: Network) -> tuple[Event, ...]:
    """Return the events with the types that the network is sure of, and how likely each type is right.

    Of a sentence that tells several events the network means the main one: that whose trigger stands highest in the parse.
    It is left as it is where another of them has the network's type already.
    """
    places = sorted({event.evidence for event in events})
    judged = dict(zip(places, judge_places(doc, doc._.network.words, places, network), strict=True))
    weights = network.tables["event_confidence"]
    corrected = []
    for event in events:
        told = [other for other in events if other.evidence == event.evidence]
        chances = type_chances(judged[event.evidence])
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
