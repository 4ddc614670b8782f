"""Decode tags: the best sequence under a linear-chain model, and how sure each tag of it is.

Tags: 0 outside, then begin and inside of source, cue and content (1 to 6).
Source of the method: Lafferty et al. 2001; Viterbi, and the forward-backward pass.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

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


def viterbi(scores: Array, steps: Array, starts: Array) -> list[int]:
    """Return the best tags of words: scores [N, T], steps [T, T] from a tag to the next, starts [T]."""
    if not len(scores):
        return []
    total = starts + scores[0]
    back = np.empty(scores.shape, dtype=np.int64)
    for at in range(1, len(scores)):
        ways = total[:, None] + steps
        back[at] = ways.argmax(axis=0)
        total = ways.max(axis=0) + scores[at]
    path = [int(total.argmax())]
    for at in range(len(scores) - 1, 0, -1):
        path.append(int(back[at, path[-1]]))
    return path[::-1]


def marginals(scores: Array, steps: Array, starts: Array) -> Array:
    """Return the probability of every tag at every word [N, T], over all sequences."""
    count = len(scores)
    local = np.exp(scores - scores.max(axis=1, keepdims=True)) if count else scores
    moves = np.exp(steps)
    ahead, behind = np.empty_like(local), np.ones_like(local)
    for at in range(count):
        here = local[at] * (ahead[at - 1] @ moves if at else np.exp(starts))
        ahead[at] = here / here.sum()
    for at in range(count - 2, -1, -1):
        here = moves @ (local[at + 1] * behind[at + 1])
        behind[at] = here / here.sum()
    both = ahead * behind
    return np.asarray(both / both.sum(axis=1, keepdims=True), dtype=np.float32)


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
