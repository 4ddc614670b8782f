"""The text beside a line that is judged: cut where its evidence begins and ends, as far around it as one reads."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.model import Reading, Span
from dragoman.model.wire import Line
from dragoman.record.judging import main_span, spans_of

__all__ = ["Block", "Piece", "Text", "cut_text"]

_AROUND = 12_000  # code points on either side of a line; who wants more opens the article
_STRONG = ("trigger", "cue", "span", "phrase", "mentions", "content")  # what is lit; the rest is only marked


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that is evidence, or is not."""

    text: str
    names: str  # fields that it is evidence for: "trigger evidence"; nothing: none
    lit: bool


@dataclass(frozen=True, slots=True)
class Block:
    """Title, standfirst or a paragraph."""

    start: int  # code points
    title: bool
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Text:
    """What is shown."""

    blocks: Sequence[Block]
    cut: bool  # there is more of it


def cut_text(reading: Reading, line: Line | None) -> Text:
    """Cut an article's text around a line."""
    text, parts = reading.article.text, reading.article.parts
    whole = [(parts.title, True), (parts.standfirst, False), *((block, False) for block in parts.paragraphs)]
    blocks = [(block, title) for block, title in whole if block is not None]
    if not parts.paragraphs and not parts.title:
        blocks = [(Span(0, len(text)), False)] if text else []
    middle = (main_span(line) if line else None) or Span(0, 1)
    window = Span(max(0, middle.start - _AROUND), middle.end + _AROUND)
    shown = [(block, title) for block, title in blocks if block.overlaps(window)]
    spans = [(span, name) for name, found in (spans_of(line) if line else {}).items() for span in found]
    return Text([_block(text, block, title=title, spans=spans) for block, title in shown], len(shown) < len(blocks))


def _block(text: str, block: Span, *, title: bool, spans: Sequence[tuple[Span, str]]) -> Block:
    inside = [(span, name) for span, name in spans if span.overlaps(block)]
    cuts = {block.start, block.end}
    for span, _ in inside:
        cuts |= {max(span.start, block.start), min(span.end, block.end)}
    ordered = sorted(cuts)
    pieces = []
    for start, end in itertools.pairwise(ordered):
        names = list(dict.fromkeys(name for span, name in inside if span.start <= start and end <= span.end))
        pieces.append(Piece(text[start:end], " ".join(names), any(name in _STRONG for name in names)))
    return Block(block.start, title, pieces)
