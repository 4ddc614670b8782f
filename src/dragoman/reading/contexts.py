"""PLOVER's contexts: what an event is about, by the words around its trigger."""

import functools
from collections.abc import Iterable

from dragoman.model import CONTEXTS
from dragoman.reading.rules import load_rules

__all__ = ["find_contexts"]

_MOST = 3  # contexts an event: more are noise


@functools.cache
def _lemmas() -> dict[str, tuple[str, ...]]:
    """Map a lemma to the contexts that it speaks for."""
    found: dict[str, tuple[str, ...]] = {}
    for row in load_rules("contexts")["context"]:
        for word in row["words"]:
            found[word] = (*found.get(word, ()), row["name"])
    return found


def find_contexts(lemmas: Iterable[str]) -> tuple[str, ...]:
    """Return the contexts that lemmas (lower case) speak for, in PLOVER's order, those named most often."""
    table, counts = _lemmas(), dict.fromkeys(CONTEXTS, 0)
    for lemma in lemmas:
        for name in table.get(lemma, ()):
            counts[name] += 1
    best = sorted((name for name in CONTEXTS if counts[name]), key=lambda name: -counts[name])[:_MOST]
    return tuple(name for name in CONTEXTS if name in best)
