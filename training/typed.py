"""Sentences with the PLOVER type of what they tell, packed into windows as if they were texts.

Packed with others, a sentence is read as the network will meet it: in the middle of an article, its neighbours no help.
"""

import gzip
import itertools
import json
import pathlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import spacy

from dragoman.reading.event_labels import TYPES
from dragoman.reading.learned_events import label_of
from dragoman.reading.network_words import PARAGRAPH, SIZE, Window, Words, words_of
from dragoman.reading.wordpieces import WordPieces

FOLDS = 5


@dataclass(frozen=True, slots=True)
class Labelled:
    """One sentence with its type, a number in TYPES."""

    name: str
    text: str
    label: int


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence with the types of all events that it tells, numbers in TYPES: empty where it tells none."""

    text: str
    labels: frozenset[int]


@dataclass(frozen=True, slots=True)
class Typed:
    """One sentence as the network takes it, with its type."""

    words: Words
    label: int


@dataclass(frozen=True, slots=True)
class Pack:
    """Sentences one after another; `places` are half-open runs of its words."""

    words: Words
    places: tuple[Window, ...]
    labels: tuple[int, ...]

    @property
    def window(self) -> Window:
        """The whole pack."""
        return Window(0, len(self.words.tokens))


def read_plover(folder: pathlib.Path) -> list[Labelled]:
    """Read the PLV sentences of the data; those that another set's test shares are left out."""
    lines = (folder / "events" / "plv_zsp_dev.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [
        Labelled(row["id"], row["text"], TYPES.index(row["events"][0]["type"])) for row in rows if not row["in_gsr_dev"]
    ]


def read_news(folder: pathlib.Path, labels: pathlib.Path) -> list[Labelled]:
    """Read the labelled sentences of news.

    labels: JSON Lines of {"id", "start", "end", "type"}, places in the texts of the data's unlabelled news.
    """
    return [
        Labelled(f"news_{at}", text, TYPES.index(label_of(place["type"])))
        for at, (text, place) in enumerate(_placed(folder, labels))
    ]


def read_news_events(folder: pathlib.Path, labels: pathlib.Path) -> list[Told]:
    """Read the sentences of news in which the rules find an event, with what they tell.

    labels: JSON Lines of {"id", "start", "end", "types"}, places in the texts of the data's unlabelled news. Every other one,
    from the first, is for fitting the confidence of events, the rest for measuring it.
    """
    return [
        Told(text, frozenset(TYPES.index(label_of(kind)) for kind in place["types"]))
        for text, place in _placed(folder, labels)
    ]


def _placed(folder: pathlib.Path, labels: pathlib.Path) -> list[tuple[str, dict[str, Any]]]:
    """Return each labelled place in the unlabelled news, behind its text."""
    news = [folder / "unlabelled" / name for name in ("news.jsonl.gz", "diplomacy.jsonl")]
    texts = {row["id"]: row["text"] for path in news for row in map(json.loads, _lines_of(path))}
    places = [json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines()]
    return [(texts[place["id"]][place["start"] : place["end"]], place) for place in places]


def _lines_of(path: pathlib.Path) -> list[str]:
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return data.decode().splitlines()


def trained_on(folder: pathlib.Path, labels: pathlib.Path, fold: int | None) -> list[Labelled]:
    """Return what is trained on: of the PLV sentences all but one fifth, of the news every other; all where fold is None."""
    plover, news = read_plover(folder), read_news(folder, labels)
    if fold is None:
        return [*plover, *news]
    return [*(row for row in plover if _fold_of(row) != fold), *news[::2]]


def chosen_on(folder: pathlib.Path, labels: pathlib.Path, fold: int) -> list[Labelled]:
    """Return what is kept back for calibration: that fifth, and one in four of the news; one in four more measures."""
    return [*(row for row in read_plover(folder) if _fold_of(row) == fold), *read_news(folder, labels)[1::4]]


def _fold_of(row: Labelled) -> int:
    """Tell in which fifth a sentence is: by its number, so that it is always the same."""
    return int(row.name.rsplit("_", 1)[-1]) % FOLDS


def cut_into_words(rows: Sequence[Labelled], vocabulary: WordPieces) -> list[Typed]:
    """Cut sentences into words and pieces."""
    nlp = spacy.blank("en")
    return [Typed(words_of(nlp.make_doc(row.text), vocabulary), row.label) for row in rows]


def iter_packs(rows: Sequence[Typed], chance: random.Random) -> Iterator[Pack]:
    """Yield packs without end, the sentences in another order each round."""
    while True:
        pack: list[Typed] = []
        for row in chance.sample(rows, len(rows)):
            if pack and sum(map(_length, [*pack, row])) > SIZE - 2:
                yield pack_of(pack, chance)
                pack = []
            pack.append(row)
        yield pack_of(pack, chance)


def pack_of(rows: Sequence[Typed], chance: random.Random | None = None) -> Pack:
    """Lay sentences one behind another; with `chance` every other one does not begin a paragraph."""
    ends = list(itertools.accumulate((len(row.words.tokens) for row in rows), initial=0))
    pieces = tuple(piece for row in rows for piece in row.words.pieces)
    features = [feature for row in rows for feature in row.words.features]
    for start in ends[:-1]:
        if chance is not None and chance.random() < 0.5:
            features[start] &= ~PARAGRAPH
    words = Words(tuple(range(len(pieces))), pieces, tuple(features))
    return Pack(words, tuple(itertools.starmap(Window, itertools.pairwise(ends))), tuple(row.label for row in rows))


def _length(row: Typed) -> int:
    return sum(map(len, row.words.pieces))
