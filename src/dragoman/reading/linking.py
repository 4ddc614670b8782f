"""Say which source and which contents belong to a cue, from what the network keeps of the ends of each span.

A content belongs to one cue; a cue has one source or none; a source may serve several cues.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dragoman.reading.network import Array, Network, States
from dragoman.reading.network_words import paragraph_numbers
from dragoman.reading.tagging import CONTENT, CUE, SOURCE, Found

__all__ = ["Link", "link_spans"]

_WIDTH = 64
_REACH = 120  # words between a cue and what belongs to it: training saw links inside a window alone


@dataclass(frozen=True, slots=True)
class Link:
    """A cue with what belongs to it."""

    cue: Found
    source: Found | None
    contents: tuple[Found, ...]
    source_chance: float  # that the source is this one, or none; 0 to 1
    content_chance: float  # that the contents are this cue's: of the least sure


def link_spans(states: States, spans: Sequence[Found], network: Network) -> list[Link]:
    """Return every cue with its source and contents, in order."""
    cues = [span for span in spans if span.role == CUE]
    sources = [span for span in spans if span.role == SOURCE]
    contents = [span for span in spans if span.role == CONTENT]
    if not cues:
        return []
    distances = network.table("distance")
    paragraphs = np.array(paragraph_numbers(states.words))
    told = _near(_scores(states, cues, contents, distances), *_places(paragraphs, cues, contents), following=True)
    owners, sureness = _owners(told)
    near = _near(_scores(states, cues, sources, distances), *_places(paragraphs, cues, sources), following=False)
    ahead = np.concatenate([states.null[[cue.start for cue in cues]], near], axis=1)
    chances = _softmax(ahead, axis=1)
    links = []
    for at, cue in enumerate(cues):
        mine = [number for number, owner in enumerate(owners) if owner == at]
        best = int(chances[at].argmax())
        source = sources[best - 1] if best else None
        least = min((float(sureness[number]) for number in mine), default=0.0)
        links.append(Link(cue, source, tuple(contents[n] for n in mine), float(chances[at, best]), least))
    return links


def _places(paragraphs: NDArray[np.int64], *sides: Sequence[Found]) -> list[NDArray[np.int64]]:
    """Return the number of the paragraph of each span."""
    return [paragraphs[[span.start for span in spans]] if spans else np.zeros(0, dtype=np.int64) for spans in sides]


def _near(scores: Array, cues: NDArray[np.int64], spans: NDArray[np.int64], *, following: bool) -> Array:
    """Leave of scores [cues, spans] those of spans in the cue's paragraph, the rest is minus infinity.

    following: a span in whose paragraph there is no cue may belong to one of the paragraph before ("He said:").
    """
    gaps = spans[None, :] - cues[:, None]
    allowed = gaps == 0
    if following:
        allowed = allowed | ((gaps == 1) & ~allowed.any(axis=0, keepdims=True))
    return np.asarray(np.where(allowed, scores, -np.inf), dtype=np.float32)


def _owners(scores: Array) -> tuple[list[int], list[float]]:
    """Return of each content the cue that it belongs to, or -1 where none is near, and how sure that is."""
    if not scores.shape[1]:
        return [], []
    chances = _softmax(scores, axis=0)
    best = chances.argmax(axis=0)
    near = np.isfinite(scores).any(axis=0)
    owners = np.where(near, best, -1)
    return [int(owner) for owner in owners], [float(chance) for chance in chances.max(axis=0)]


def _softmax(scores: Array, axis: int) -> Array:
    top = scores.max(axis=axis, keepdims=True)
    weights = np.exp(scores - np.where(np.isfinite(top), top, 0.0))
    total = weights.sum(axis=axis, keepdims=True)
    return np.asarray(weights / np.where(total == 0, 1.0, total), dtype=np.float32)


def _scores(states: States, cues: Sequence[Found], spans: Sequence[Found], distances: Array) -> Array:
    """Score cues with spans of one other role [cues, spans]; what lies out of reach is minus infinity."""
    if not spans:
        return np.zeros((len(cues), 0), dtype=np.float32)
    slot = 1 if spans[0].role == SOURCE else 2
    products = _ends(states.links, cues, 0) @ _ends(states.links, spans, slot).T / _WIDTH**0.5
    gaps = _gaps(cues, spans)
    scores = products + distances[slot - 1][_steps(gaps)]
    return np.asarray(np.where(np.abs(gaps) <= _REACH, scores, -np.inf), dtype=np.float32)


def _ends(links: Array, spans: Sequence[Found], slot: int) -> Array:
    first = links[[span.start for span in spans], 2 * slot * _WIDTH : (2 * slot + 1) * _WIDTH]
    last = links[[span.end - 1 for span in spans], (2 * slot + 1) * _WIDTH : (2 * slot + 2) * _WIDTH]
    return np.asarray(first + last, dtype=np.float32)


def _gaps(cues: Sequence[Found], spans: Sequence[Found]) -> NDArray[np.int64]:
    """Signed words between: 0 where the span follows at once, negative where it stands before."""
    starts, ends = np.array([span.start for span in spans]), np.array([span.end for span in spans])
    cue_starts, cue_ends = np.array([cue.start for cue in cues])[:, None], np.array([cue.end for cue in cues])[:, None]
    return np.asarray(np.where(starts >= cue_ends, starts - cue_ends, np.minimum(ends - cue_starts - 1, -1)))


def _steps(gaps: NDArray[np.int64]) -> NDArray[np.int64]:
    """Put a gap on the scale of the distance table: eight steps before the cue, eight behind, fine near it."""
    size = np.minimum(np.round(np.log2(np.abs(gaps) + 1)), 7).astype(np.int64)
    return np.asarray(np.where(gaps < 0, size, size + 8), dtype=np.int64)
