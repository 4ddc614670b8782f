"""Decode tags: the best sequence under a linear-chain model, and how sure each tag of it is.

Tags: 0 outside, then begin and inside of source, cue and content (1 to 6).
Source of the method: Lafferty et al. 2001; Viterbi, and the forward-backward pass.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dragoman.reading.network import Array

__all__ = ["CONTENT", "CUE", "SOURCE", "Found", "find_spans", "marginals", "viterbi"]

SOURCE, CUE, CONTENT = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Found:
    """An unbroken run of words of one role; half-open."""

    start: int
    end: int
    role: int
    sureness: float  # of the least sure of its first word, its last, and the word behind it; 0 to 1


def viterbi(scores: Array, lengths: NDArray[np.int64], steps: Array, starts: Array) -> NDArray[np.int64]:
    """Return the best tags [C, N] of chains of words, run side by side; what lies behind a chain's end means nothing.

    scores [C, N, T], lengths [C] of each chain, steps [T, T] from a tag to the next, starts [T].
    """
    total = starts + scores[:, 0]
    back = np.empty(scores.shape, dtype=np.int64)
    for at in range(1, scores.shape[1]):
        ways = total[:, :, None] + steps
        back[:, at] = ways.argmax(axis=1)
        total = np.where((at < lengths)[:, None], ways.max(axis=1) + scores[:, at], total)
    rows = np.arange(len(scores))
    tags = np.empty(scores.shape[:2], dtype=np.int64)
    tags[:, -1] = total.argmax(axis=1)
    for at in range(scores.shape[1] - 1, 0, -1):
        tags[:, at - 1] = np.where(at < lengths, back[rows, at, tags[:, at]], tags[:, at])
    return tags


def marginals(scores: Array, lengths: NDArray[np.int64], steps: Array, starts: Array) -> Array:
    """Return the probability of every tag at every word [C, N, T] of chains, over all sequences."""
    local = np.exp(scores - scores.max(axis=2, keepdims=True))
    moves = np.exp(steps)
    ahead, behind = np.empty_like(local), np.ones_like(local)
    ahead[:, 0] = _shares(local[:, 0] * np.exp(starts))
    for at in range(1, scores.shape[1]):
        ahead[:, at] = _shares(local[:, at] * (ahead[:, at - 1] @ moves))
    for at in range(scores.shape[1] - 2, -1, -1):
        here = _shares((local[:, at + 1] * behind[:, at + 1]) @ moves.T)
        behind[:, at] = np.where((at + 1 < lengths)[:, None], here, 1.0)
    return np.asarray(_shares(ahead * behind), dtype=np.float32)


def _shares(values: Array) -> Array:
    return np.asarray(values / values.sum(axis=-1, keepdims=True), dtype=np.float32)


def find_spans(tags: Sequence[int], chances: Array) -> list[Found]:
    """Return the runs of the tags, in order, with how sure each is."""
    spans: list[Found] = []
    start = 0
    for at in range(1, len(tags) + 1):
        if at < len(tags) and tags[at] and tags[at] % 2 == 0 and tags[at] // 2 == (tags[at - 1] + 1) // 2:
            continue
        if tags[start]:
            spans.append(Found(start, at, (tags[start] - 1) // 2, _sureness(tags, chances, start, at)))
        start = at
    return spans


def _sureness(tags: Sequence[int], chances: Array, start: int, end: int) -> float:
    places = (start, end - 1, min(end, len(tags) - 1))
    return float(min(chances[at, tags[at]] for at in places))
