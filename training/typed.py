"""Sentences with the PLOVER type of what they tell: of the Zero-Shot-PLOVER study, and of news, labelled here.

The labelled news is places alone, in the texts of the data's unlabelled news.
"""

import gzip
import json
import pathlib
from dataclasses import dataclass
from typing import Any

from dragoman.reading.event_labels import TYPES
from dragoman.reading.learned_events import label_of

FOLDS = 5


@dataclass(frozen=True, slots=True)
class Labelled:
    """One sentence with its type, a number in TYPES."""

    name: str
    text: str
    label: int


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
    texts = read_texts(folder)
    return [(texts[place["id"]][place["start"] : place["end"]], place) for place in read_places(labels)]


def read_texts(folder: pathlib.Path) -> dict[str, str]:
    """Read the unlabelled news of the data, by id."""
    news = [folder / "unlabelled" / name for name in ("news.jsonl.gz", "diplomacy.jsonl")]
    return {row["id"]: row["text"] for path in news for row in map(json.loads, _lines_of(path))}


def read_places(labels: pathlib.Path) -> list[dict[str, Any]]:
    """Read the lines of a file of places."""
    return [json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines()]


def _lines_of(path: pathlib.Path) -> list[str]:
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return data.decode().splitlines()


def trained_on(folder: pathlib.Path, labels: pathlib.Path, fold: int | None) -> tuple[list[Labelled], list[Labelled]]:
    """Return the sentences that come alone: PLV without a fifth, and every other line of news_labels.jsonl.

    folder: the data; labels: the folder of the file of labels; fold: the fifth, or None to keep nothing back.
    """
    plover = [row for row in read_plover(folder) if fold is None or fold_of(row) != fold]
    news = read_news(folder, labels / "news_labels.jsonl")
    return plover, news if fold is None else news[::2]


def fold_of(row: Labelled) -> int:
    """Tell in which fifth a sentence is: by its number, so that it is always the same."""
    return int(row.name.rsplit("_", 1)[-1]) % FOLDS
