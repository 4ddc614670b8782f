"""Sentences of news with the events that they tell: triggers, sides and standing, as words; labelled here, places only.

Format: JSON Lines of {"id", "start", "end", "events": [{"type", "trigger", "actors", "recipients", "status"}]}, all places in the
texts of the data's unlabelled news.
"""

import pathlib
from collections.abc import Sequence
from dataclasses import dataclass

import spacy
from typed import placed

from dragoman.reading.event_labels import KINDS, STANDINGS
from dragoman.reading.network_words import Window, Words, cut_to_size, words_of
from dragoman.reading.wordpieces import WordPieces

Run = tuple[int, int]  # words, half-open


@dataclass(frozen=True, slots=True)
class Labelled:
    """One event of a sentence."""

    kind: int  # in KINDS
    trigger: Run
    sides: tuple[tuple[Run, ...], tuple[Run, ...]]  # who acts, who undergoes it
    standing: int  # in STANDINGS


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with its events."""

    words: Words
    window: Window  # as much of it as fits
    events: tuple[Labelled, ...]

    def kinds(self) -> list[int]:
        """Return the tag of each word."""
        tags = [0] * self.window.end
        for event in self.events:
            tags[slice(*event.trigger)] = [event.kind] * (event.trigger[1] - event.trigger[0])
        return tags

    def roles(self, event: Labelled) -> list[int]:
        """Return the tag of each word for one event: neither, begin and inside of who acts, and of who undergoes it."""
        tags = [0] * self.window.end
        for side, runs in enumerate(event.sides):
            for start, end in runs:
                tags[start:end] = [2 * side + 1, *[2 * side + 2] * (end - start - 1)]
        return tags


def read_sentences(folder: pathlib.Path, labels: pathlib.Path, vocabulary: WordPieces) -> list[Sentence]:
    """Read the labelled sentences. folder: the data; labels: the file of places."""
    nlp = spacy.blank("en")
    found = []
    for text, row in placed(folder, labels):
        doc = nlp.make_doc(text)
        words = words_of(doc, vocabulary)
        places = [(doc[index].idx, doc[index].idx + len(doc[index])) for index in words.tokens]
        window = cut_to_size(words, Window(0, len(places)))
        events = (_event(one, row["start"], places[: window.end]) for one in row["events"])
        found.append(Sentence(words, window, tuple(event for event in events if event is not None)))
    return found


def _event(row: dict[str, object], begin: int, places: Sequence[Run]) -> Labelled | None:
    trigger = _run(row["trigger"], begin, places)
    if trigger is None:
        return None
    sides = (
        tuple(run for place in row[side] if (run := _run(place, begin, places)) is not None)
        for side in ("actors", "recipients")
    )
    return Labelled(KINDS.index(str(row["type"])), trigger, tuple(sides), STANDINGS.index(str(row["status"])))


def _run(place: Sequence[int], begin: int, places: Sequence[Run]) -> Run | None:
    """Return the words that a place touches, or None where it lies behind the window."""
    touched = [at for at, (start, end) in enumerate(places) if start < place[1] - begin and place[0] - begin < end]
    return (touched[0], touched[-1] + 1) if touched else None
