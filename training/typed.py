"""Sentences with the PLOVER type of what they tell: of the Zero-Shot-PLOVER study, and of news, labelled here.

The labelled news is places alone, in the texts of the data's unlabelled news.
"""

import gzip
import json
import pathlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import spacy

from dragoman.reading.event_labels import TYPES
from dragoman.reading.learned_events import label_of
from dragoman.reading.network_words import Window, Words, words_of
from dragoman.reading.wordpieces import WordPieces

FOLDS = 5


@dataclass(frozen=True, slots=True)
class Labelled:
    """One sentence with its type, a number in TYPES."""

    name: str
    text: str
    label: int


@dataclass(frozen=True, slots=True)
class Typed:
    """One sentence as the network takes it, with its type."""

    words: Words
    label: int

    @property
    def window(self) -> Window:
        """The whole sentence."""
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
        for at, (text, place) in enumerate(placed(folder, labels))
    ]


def placed(folder: pathlib.Path, labels: pathlib.Path) -> list[tuple[str, dict[str, Any]]]:
    """Return each labelled place in the unlabelled news, behind its text."""
    news = [folder / "unlabelled" / name for name in ("news.jsonl.gz", "diplomacy.jsonl")]
    texts = {row["id"]: row["text"] for path in news for row in map(json.loads, _lines_of(path))}
    places = [json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines()]
    return [(texts[place["id"]][place["start"] : place["end"]], place) for place in places]


def _lines_of(path: pathlib.Path) -> list[str]:
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return data.decode().splitlines()


def trained_on(folder: pathlib.Path, labels: pathlib.Path, fold: int | None) -> tuple[list[Labelled], ...]:
    """Return what is trained on: PLV sentences without a fifth, every other line of news_labels.jsonl, and news_types.jsonl.

    folder: the data; labels: the folder of the two files of labels; fold: the fifth, or None to keep nothing back.
    """
    plover = [row for row in read_plover(folder) if fold is None or fold_of(row) != fold]
    news = read_news(folder, labels / "news_labels.jsonl")
    return plover, news if fold is None else news[::2], read_news(folder, labels / "news_types.jsonl")


def fold_of(row: Labelled) -> int:
    """Tell in which fifth a sentence is: by its number, so that it is always the same."""
    return int(row.name.rsplit("_", 1)[-1]) % FOLDS


def cut_into_words(rows: Sequence[Labelled], vocabulary: WordPieces) -> list[Typed]:
    """Cut sentences into words and pieces."""
    nlp = spacy.blank("en")
    return [Typed(words_of(nlp.make_doc(row.text), vocabulary), row.label) for row in rows]
