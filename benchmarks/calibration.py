"""Fit and measure how far a confidence keeps its word; training/calibrate.py fits with this, accuracy.py measures.

A logistic regression on what a reader says of each event that it finds; which of them are right is labelled in
training/news_roles_kept.jsonl.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import roles
from numpy.typing import NDArray

from dragoman.reading.event_matching import find_matches
from dragoman.reading.event_roles import Roles
from dragoman.reading.learned_tellings import rate_tellings
from dragoman.reading.network import load_sides
from dragoman.reading.reader import load_language

Floats = NDArray[np.float64]


def fit_logistic(rows: Floats, right: Floats, strength: float = 1.0) -> Floats:
    """Return bias and weights by Newton's method, the weights held back a little."""
    inputs = np.column_stack([np.ones(len(rows)), rows])
    weights, hold = np.zeros(inputs.shape[1]), np.eye(inputs.shape[1]) * strength
    hold[0, 0] = 0.0
    for _ in range(30):
        chances = 1 / (1 + np.exp(-inputs @ weights))
        slope = inputs.T @ (chances - right) + hold @ weights
        curve = inputs.T @ (inputs * (chances * (1 - chances))[:, None]) + hold
        weights -= np.linalg.solve(curve, slope)
    return weights


def chances_of(rows: Floats, weights: Floats) -> Floats:
    """Return how likely each row is right, 0 to 1."""
    return np.asarray(1 / (1 + np.exp(-(weights[0] + rows @ weights[1:]))))


def chances_across(rows: Floats, right: Floats, halves: NDArray[np.int64]) -> Floats:
    """Return how likely each row is right by a fit on the other half, so that none is measured by what it was fitted on."""
    chances = np.empty(len(rows))
    for half in range(2):
        weights = fit_logistic(rows[halves != half], right[halves != half])
        chances[halves == half] = chances_of(rows[halves == half], weights)
    return chances


def calibration_error(chances: Floats, right: Floats, bins: int = 10) -> float:
    """Return the expected calibration error: the mean gap between chance and truth over ten equal bins of chance."""
    numbers = np.minimum((chances * bins).astype(int), bins - 1)
    gaps = (
        abs(chances[numbers == at].mean() - right[numbers == at].mean()) * (numbers == at).mean()
        for at in range(bins)
        if (numbers == at).any()
    )
    return float(sum(gaps))


def share_right(chances: Floats, right: Floats, least: float) -> tuple[int, float]:
    """Return how many are at least so likely, and which share of them is right; 0 where there are none."""
    sure = right[chances >= least]
    return len(sure), float(sure.mean()) if len(sure) else 0.0


def event_rows(sentences: Sequence[Mapping[str, Any]]) -> tuple[Floats, Floats, NDArray[np.int64]]:
    """Return the features of the events that the whole reader finds in sentences, which are right, and the half of each.

    Right are type, both sides and standing. sentences: as roles.news_rows gives them, in one half or the other in turn.
    """
    rows, right, halves = [], [], []
    sides = load_sides()
    docs = load_language(reader="learned").pipe(sentence["text"] for sentence in sentences)
    for at, (doc, sentence) in enumerate(zip(docs, sentences, strict=True)):
        cast = Roles(doc)
        waiting = roles.labelled(sentence)
        for rated in rate_tellings(sides, {m.token.i: m for m in find_matches(doc)}, cast):
            event = rated.telling.event
            sided = {id_: cast.kinds[id_].mentions for id_ in (*event.actors, *event.recipients)}
            found = roles.told_of(
                event, {id_: [(m.span.start, m.span.end) for m in mentions] for id_, mentions in sided.items()}
            )
            same = [one for one in waiting if roles.is_same(found, one)]
            waiting = [one for one in waiting if one not in same[:1]]
            rows.append(rated.features)
            right.append(bool(same))
            halves.append(at % 2)
    return np.array(rows), np.array(right, dtype=float), np.array(halves)
