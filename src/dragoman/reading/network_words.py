"""The words of a text as the network takes them: pieces, and a feature of each that the uncased vocabulary loses."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from dragoman.model import Span
from dragoman.reading.annotations import paragraphs_of
from dragoman.reading.quotations import find_quotations
from dragoman.reading.wordpieces import WordPieces

__all__ = [
    "FEATURES",
    "PARAGRAPH",
    "SIZE",
    "Window",
    "Words",
    "iter_passages",
    "iter_windows",
    "paragraph_numbers",
    "words_of",
]

FEATURES = 16  # four shapes, times inside a quotation or not, times first of a paragraph or not
SIZE = 256  # pieces of a window with its two marks: what the encoder was tuned on
PARAGRAPH, _QUOTED = 8, 4  # bits of a feature, beside the shape
OVERLAP = 64  # pieces that neighbouring windows share inside a long paragraph
_MOST = 16  # pieces kept of a word: an address is no longer than a sentence


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text, spaces left out; the three tuples run in step."""

    tokens: tuple[int, ...]  # index in the Doc
    pieces: tuple[tuple[int, ...], ...]
    features: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """A run of words that goes through the network at once; half-open."""

    start: int
    end: int


def paragraph_numbers(words: Words) -> tuple[int, ...]:
    """Return the number of the paragraph that each word stands in."""
    return tuple(itertools.accumulate(int(feature & PARAGRAPH != 0) for feature in words.features))


def words_of(doc: Doc, vocabulary: WordPieces) -> Words:
    """Cut a Doc into words, pieces and features."""
    paragraphs = paragraphs_of(doc)
    quoted = [quotation.span for quotation in find_quotations(doc.text, paragraphs)]
    starts = {span.start for span in paragraphs}
    words = [(token.i, token.idx, token.text) for token in doc if not token.is_space]
    known = {text: (vocabulary.cut(text)[:_MOST], _shape(text)) for text in {text for _, _, text in words}}
    places = [place for _, place, _ in words]
    features = (
        known[text][1] + _QUOTED * within + PARAGRAPH * (place in starts)
        for (_, place, text), within in zip(words, _inside(places, quoted), strict=True)
    )
    return Words(tuple(at for at, _, _ in words), tuple(known[text][0] for _, _, text in words), tuple(features))


def _inside(places: Sequence[int], spans: Sequence[Span]) -> Iterator[bool]:
    at = 0
    for place in places:
        while at < len(spans) and spans[at].end <= place:
            at += 1
        yield at < len(spans) and spans[at].start <= place


def _shape(text: str) -> int:
    if text[:1].isdigit():
        return 3
    if not text[:1].isupper():
        return 0
    return 2 if len(text) > 1 and text.isupper() else 1


def iter_windows(words: Words, *, size: int = SIZE, first: int | None = None, start: int = 0) -> Iterator[Window]:
    """Yield windows one behind another that cover the words from `start`, each of at most `size` pieces with its two marks.

    first: pieces of the first window, where it is to be shorter (training varies the cuts so).
    """
    limit = (first or size) - 2
    while start < len(words.pieces):
        end, length = start, 0
        while end < len(words.pieces) and (end == start or length + len(words.pieces[end]) <= limit):
            length += len(words.pieces[end])
            end += 1
        yield Window(start, end)
        start, limit = end, size - 2


def iter_passages(words: Words, *, size: int = SIZE, overlap: int = OVERLAP) -> Iterator[tuple[Window, int, int]]:
    """Yield windows that cover a text, each with the words, half-open, that are to be taken from it.

    A window ends with a paragraph where one ends in its second half, and the next begins there; else it shares `overlap`
    pieces with the next, half of which are taken from either.
    """
    start, taken = 0, 0
    while start < len(words.pieces):
        end = next(iter_windows(words, size=size, start=start)).end
        if end == len(words.pieces):
            yield Window(start, end), taken, end
            return
        middle = start + (end - start) // 2
        back = next((at for at in range(end, middle, -1) if words.features[at] & PARAGRAPH), end)
        if not words.features[back] & PARAGRAPH:
            while back > middle + 1 and sum(map(len, words.pieces[back - 1 : end])) <= overlap:
                back -= 1
            border = (back + end) // 2
        else:
            border = end = back
        yield Window(start, end), taken, border
        start, taken = back, border
