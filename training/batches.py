"""Examples as tensors: windows of words, padded, with what each head must learn of them."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import torch
from polnear import Example, GoldSpan
from torch import Tensor

from dragoman.reading.network_words import Window, Words, iter_windows
from dragoman.reading.wordpieces import PAD, WordPieces


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the encoder takes, and where each word begins."""

    pieces: Tensor  # [B, T]
    features: Tensor  # [B, T]
    firsts: Tensor  # [B, N]: place of each word's first piece
    mask: Tensor  # [B, N]: 1.0 for a word


@dataclass(frozen=True, slots=True)
class Cut:
    """One window of one example."""

    example: Example
    window: Window


class HasWindow(Protocol):
    """What is cut out of a text."""

    @property
    def window(self) -> Window:
        """The words."""


Windowed = TypeVar("Windowed", bound=HasWindow)


def inputs_of(parts: Sequence[tuple[Words, Window]], vocabulary: WordPieces) -> Inputs:
    """Lay windows out as one padded batch."""
    rows, features, firsts = [], [], []
    for words, window in parts:
        row, marks, begins = [vocabulary.first], [0], []
        for number in range(window.start, window.end):
            begins.append(len(row))
            row += words.pieces[number]
            marks += [words.features[number]] * len(words.pieces[number])
        rows.append([*row, vocabulary.last])
        features.append([*marks, 0])
        firsts.append(begins)
    return Inputs(_pad(rows, PAD), _pad(features, 0), _pad(firsts, 0), _pad([[1.0] * len(row) for row in firsts], 0.0))


def _pad(rows: Sequence[Sequence[float]], filling: float) -> Tensor:
    length = max(map(len, rows))
    return torch.tensor([[*row, *[filling] * (length - len(row))] for row in rows])


def cut_all(examples: Sequence[Example], chance: random.Random) -> list[Cut]:
    """Cut every article into windows, at other places each time."""
    return [
        Cut(example, window)
        for example in examples
        for window in iter_windows(example.words, first=chance.randint(100, 256))
    ]


def in_batches(cuts: list[Windowed], size: int, chance: random.Random) -> list[list[Windowed]]:
    """Return batches of windows of like length, in random order."""
    chance.shuffle(cuts)
    batches: list[list[Windowed]] = []
    for start in range(0, len(cuts), 16 * size):
        pool = sorted(cuts[start : start + 16 * size], key=lambda cut: cut.window.end - cut.window.start)
        batches += [pool[at : at + size] for at in range(0, len(pool), size)]
    chance.shuffle(batches)
    return batches


def tags_of(cuts: Sequence[Cut], row: int) -> Tensor:
    """Return the tags of each window's words [B, N], of one row."""
    return _pad([cut.example.tags[row][cut.window.start : cut.window.end] for cut in cuts], 0)


def spans_inside(cut: Cut) -> dict[int, GoldSpan]:
    """Return the spans that lie wholly in the window by their numbers, counted from its first word."""
    start, end = cut.window.start, cut.window.end
    return {
        number: GoldSpan(span.start - start, span.end - start, span.role, span.owner, span.row)
        for number, span in enumerate(cut.example.spans)
        if start <= span.start and span.end <= end
    }
