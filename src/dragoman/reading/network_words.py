"""The words of a text as the network takes them: pieces, and a feature of each that the uncased vocabulary loses."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from dragoman.model import Span
from dragoman.reading.annotations import paragraphs_of
from dragoman.reading.quotations import find_quotations
from dragoman.reading.wordpieces import WordPieces

__all__ = ["FEATURES", "PARAGRAPH", "SIZE", "Window", "Words", "iter_windows", "words_of"]

FEATURES = 16  # four shapes, times inside a quotation or not, times first of a paragraph or not
SIZE = 256  # pieces of a window with its two marks: what the encoder was tuned on
PARAGRAPH, _QUOTED = 8, 4  # bits of a feature
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


def words_of(doc: Doc, vocabulary: WordPieces) -> Words:
    """Cut a Doc into words, pieces and features."""
    paragraphs = paragraphs_of(doc)
    quoted = [quotation.span for quotation in find_quotations(doc.text, paragraphs)]
    starts = {span.start for span in paragraphs}
    tokens = [token for token in doc if not token.is_space]
    inside = _inside(tokens, quoted)
    features = (
        _shape(token) + _QUOTED * within + PARAGRAPH * (token.idx in starts)
        for token, within in zip(tokens, inside, strict=True)
    )
    pieces = tuple(vocabulary.cut(token.text)[:_MOST] for token in tokens)
    return Words(tuple(token.i for token in tokens), pieces, tuple(features))


def _inside(tokens: Sequence[Token], spans: Sequence[Span]) -> Iterator[bool]:
    at = 0
    for token in tokens:
        while at < len(spans) and spans[at].end <= token.idx:
            at += 1
        yield at < len(spans) and spans[at].start <= token.idx


def _shape(token: Token) -> int:
    text = token.text
    if text[:1].isdigit():
        return 3
    if not text[:1].isupper():
        return 0
    return 2 if len(text) > 1 and text.isupper() else 1


def iter_windows(words: Words, *, overlap: int, size: int = SIZE, first: int | None = None) -> Iterator[Window]:
    """Yield windows that cover all words, each of at most `size` pieces with its two marks.

    overlap: pieces that a window repeats of the one before, rounded to whole words.
    first: pieces of the first window, where it is to be shorter (training varies the cuts so).
    """
    start, limit = 0, (first or size) - 2
    while start < len(words.pieces):
        end, length = start, 0
        while end < len(words.pieces) and (end == start or length + len(words.pieces[end]) <= limit):
            length += len(words.pieces[end])
            end += 1
        yield Window(start, end)
        if end == len(words.pieces):
            return
        back = 0
        while overlap and end > start + 1 and back + len(words.pieces[end - 1]) <= overlap:
            end -= 1
            back += len(words.pieces[end])
        start, limit = end, size - 2
