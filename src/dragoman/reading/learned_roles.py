"""Read events off the network: the words that name each, its type, who acts, who undergoes it, and whether it happened.

The sentences of a text are read one by one. Words are tagged with the type of the event that they name; then the trigger of each
event is marked, and further layers tag the words of its sides. Source of the two steps: semantic role labelling with a marked
predicate (He et al., 2017).
"""

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from spacy.tokens import Doc

from dragoman.reading.event_labels import KINDS, STANDINGS
from dragoman.reading.learned_events import event_features, type_chances
from dragoman.reading.network import Array, Laid, Model, Network
from dragoman.reading.network_words import SHAPE, Window, Words, cut_to_size

__all__ = ["Features", "Judged", "Run", "Told", "read_roles", "read_sentence"]

Run = tuple[int, int]  # words of a text, half-open
Features = tuple[float, ...]
# Tags of the words of an event's sides: neither, then begin and inside of who acts and of who undergoes it.
_ROLES = ((1, 2), (3, 4))


@dataclass(frozen=True, slots=True)
class Told:
    """An event as one sentence tells it."""

    kind: str  # a PLOVER type
    trigger: Run
    actors: tuple[Run, ...]
    recipients: tuple[Run, ...]
    standing: str  # of STANDINGS
    features: Features  # what its confidence is reckoned from


@dataclass(frozen=True, slots=True)
class Judged:
    """What the network says of one sentence."""

    window: Window
    kinds: Array  # [words, KINDS]: the chance that a word names an event of a kind
    whole: Array  # [TYPES]: of what type the sentence is
    told: tuple[Told, ...]

    def features_of(self, kind: str, word: int) -> Features:
        """Return what the confidence of an event of a PLOVER type is reckoned from that a word of the text names."""
        sureness = float(self.kinds[word - self.window.start, KINDS.index(kind)])
        return event_features(kind, sureness, self.whole)


def read_roles(doc: Doc, words: Words, network: Network, sides: Model) -> Iterator[Judged]:
    """Read the sentences of a text, in order."""
    starts = [doc[index].idx for index in words.tokens]
    for sentence in doc.sents:
        first, last = (bisect.bisect_left(starts, place) for place in (sentence.start_char, sentence.end_char))
        if first < last:
            yield read_sentence(words, cut_to_size(words, Window(first, last)), network, sides)


def read_sentence(words: Words, window: Window, network: Network, sides: Model) -> Judged:
    """Read one sentence: the types of its words first, then the sides of each event that they name."""
    laid = network.lay_out(words, window, SHAPE)
    types, kinds, states = network.call({"pieces": laid.pieces, "features": laid.features})
    chances = type_chances(kinds[0, laid.firsts])
    whole = type_chances(types[0, laid.firsts].mean(axis=0))
    judged = Judged(window, chances, whole, ())
    triggers = _runs(chances)
    return replace(judged, told=tuple(_read_sides(triggers, judged, laid, states, sides))) if triggers else judged


def _read_sides(
    triggers: Sequence[tuple[int, int, int]], judged: Judged, laid: Laid, states: Array, sides: Model
) -> Iterator[Told]:
    """Yield the events that triggers name, whose words are counted from the first of the sentence."""
    offset = judged.window.start
    ends = [*laid.firsts[1:], laid.pieces.shape[1] - 1]
    marks = np.zeros((len(triggers), laid.pieces.shape[1]), dtype=np.int64)
    for row, (start, end, _) in enumerate(triggers):
        marks[row, laid.firsts[start] : ends[end - 1]] = 1
    roles, standings = sides.call({"marks": marks, "marked": np.repeat(states, len(triggers), axis=0)})
    for row, (start, end, kind) in enumerate(triggers):
        tags = roles[row, laid.firsts].argmax(axis=1).tolist()
        standing = standings[row, laid.firsts[start:end]].mean(axis=0)
        actors, recipients = (_spans(tags, *role, offset) for role in _ROLES)
        yield Told(
            KINDS[kind],
            (offset + start, offset + end),
            actors,
            recipients,
            STANDINGS[int(standing.argmax())],
            event_features(KINDS[kind], float(judged.kinds[start:end, kind].mean()), judged.whole),
        )


def _runs(chances: Array) -> list[tuple[int, int, int]]:
    """Return the unbroken runs of words that are likelier to name an event than not: start, end, and the likeliest kind."""
    named = chances.argmax(axis=1) > 0
    found: list[tuple[int, int, int]] = []
    start = 0
    for at in range(1, len(named) + 1):
        if at == len(named) or named[at] != named[start]:
            if named[start]:
                found.append((start, at, 1 + int(chances[start:at, 1:].sum(axis=0).argmax())))
            start = at
    return found


def _spans(tags: Sequence[int], begin: int, inside: int, offset: int) -> tuple[Run, ...]:
    """Return the spans of one role; an inside with no begin before it begins one."""
    found: list[Run] = []
    for at, tag in enumerate(tags):
        if tag == inside and found and found[-1][1] == offset + at:
            found[-1] = (found[-1][0], offset + at + 1)
        elif tag in {begin, inside}:
            found.append((offset + at, offset + at + 1))
    return tuple(found)
