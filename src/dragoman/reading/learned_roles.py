"""Read events off the network: the words that name each, its type, who acts, who undergoes it, and whether it happened.

Words are tagged with the type of the event that they name; then the trigger of each event is marked, and further layers tag the
words of its sides in its sentence. Source of the two steps: semantic role labelling with a marked predicate (He et al., 2017).
"""

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from spacy.tokens import Doc

from dragoman.reading.event_labels import KINDS, STANDINGS
from dragoman.reading.grammar_paths import number_paths
from dragoman.reading.learned_events import event_features, judge, type_chances
from dragoman.reading.network import Array, SideLayers, States
from dragoman.reading.network_words import Window

__all__ = ["Features", "Judged", "Run", "Told", "read_roles", "read_sentence"]

Run = tuple[int, int]  # words of a text, half-open
Features = tuple[float, ...]
# Tags of the words of an event's sides: neither, then begin and inside of who acts and of who undergoes it.
_ROLES = ((1, 2), (3, 4))
_UNASKED = 0.5  # how sure the sides and the standing are of an event that only the rules find
_LONGEST = 254  # words read of a sentence: training saw no longer ones


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
        return event_features(kind, sureness, self.whole, _UNASKED, _UNASKED)


def read_roles(doc: Doc, states: States, sides: SideLayers) -> Iterator[Judged]:
    """Read the sentences of a text, in order."""
    starts = [doc[index].idx for index in states.words.tokens]
    for sentence in doc.sents:
        first, last = (bisect.bisect_left(starts, place) for place in (sentence.start_char, sentence.end_char))
        if first < last:
            yield read_sentence(doc, states, Window(first, min(last, first + _LONGEST)), sides)


def read_sentence(doc: Doc, states: States, window: Window, sides: SideLayers) -> Judged:
    """Read one sentence: the types of its words first, then the sides of each event that they name."""
    chances = type_chances(states.kinds[window.start : window.end])
    whole = type_chances(judge(states, window))
    judged = Judged(window, chances, whole, ())
    triggers = _runs(chances)
    return replace(judged, told=tuple(_read_sides(doc, triggers, judged, states, sides))) if triggers else judged


def _read_sides(
    doc: Doc, triggers: Sequence[tuple[int, int, int]], judged: Judged, states: States, sides: SideLayers
) -> Iterator[Told]:
    """Yield the events that triggers name, whose words are counted from the first of the sentence."""
    offset = judged.window.start
    words = states.shared[offset : judged.window.end]
    tokens = [doc[index] for index in states.words.tokens[offset : judged.window.end]]
    marks = np.zeros((len(triggers), len(words)), dtype=np.int64)
    paths = np.zeros_like(marks)
    for row, (start, end, _) in enumerate(triggers):
        marks[row, start:end] = 1
        paths[row] = number_paths(tokens, doc[tokens[start].i : tokens[end - 1].i + 1].root, sides.paths)
    marked = np.repeat(words[None], len(triggers), axis=0)
    roles, standings = sides.call({"marks": marks, "paths": paths, "marked": marked})
    for row, (start, end, kind) in enumerate(triggers):
        chances = type_chances(roles[row])
        tags = chances.argmax(axis=1).tolist()
        standing = type_chances(standings[row, start:end].mean(axis=0))
        actors, recipients = (_spans(tags, *role, offset) for role in _ROLES)
        yield Told(
            KINDS[kind],
            (offset + start, offset + end),
            actors,
            recipients,
            STANDINGS[int(standing.argmax())],
            event_features(
                KINDS[kind],
                float(judged.kinds[start:end, kind].mean()),
                judged.whole,
                float(chances.max(axis=1).min()),
                float(standing.max()),
            ),
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
