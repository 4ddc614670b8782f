"""Find quotations: what stands between quotation marks, over several paragraphs where the marks say so.

An unpaired mark drops that quotation alone.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dragoman.model import Span

__all__ = ["Quotation", "find_quotations"]

# The three styles of marks; the single ones double as apostrophes.
_STYLES = (("“", "”"), ('"', '"'), ("‘", "’"), ("'", "'"))
_STRAIGHT = re.compile(r"(?P<opens>(?:(?<=\A)|(?<=[\s(\[—–]))\"(?=[^\s.,]))|\"")
_WORD = re.compile(r"\w+(?:[-’']\w+)*")
_SAID = re.compile(r"\b(?:said|says|told|tells|added|according)\b")
# The title of a programme, a book, a policy: at most six words with capitals, of somebody (CNN's "State of the Union").
_TITLE = re.compile(
    r"['’]s [“\"‘'][A-Z][\w'’-]*(?: (?:[A-Z][\w'’-]*|of|the|and|a|an|in|on|for|to|with|at)){0,5}[”\"’']\Z"
)
_BEFORE = 3  # characters before a quotation that tell whose it is
_OPENS_AFTER = re.compile(r"[\s(\[—–:,“\"-]")


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation with its marks; code points of the text."""

    span: Span
    paragraph: int  # index of the paragraph it stands in
    words: int
    continues: bool  # no closing mark: the next paragraph opens with the mark again
    continued: bool  # the paragraph before had no closing mark

    @property
    def inner(self) -> Span:
        """The words without the marks."""
        return Span(self.span.start + 1, self.span.end - (0 if self.continues else 1))


def find_quotations(text: str, paragraphs: Sequence[Span]) -> tuple[Quotation, ...]:
    """Return the outermost quotations of a text, in order."""
    found: list[Quotation] = []
    for index, paragraph in enumerate(paragraphs):
        following = paragraphs[index + 1].of(text).lstrip()[:1] if index + 1 < len(paragraphs) else ""
        for start, end, closed in _pairs(_curled(paragraph.of(text)), following):
            span = Span(paragraph.start + start, paragraph.start + end)
            if any(span.overlaps(other.span) for other in found[-8:]):
                continue
            if _TITLE.search(text[: span.start][-_BEFORE:] + span.of(text)):
                continue  # CNN's "State of the Union" says nothing
            before = found[-1] if found else None
            continued = before is not None and before.continues and before.paragraph == index - 1 and start == 0
            words = len(_WORD.findall(span.of(text)))
            found.append(Quotation(span, index, words, not closed, continued))
    return tuple(sorted(found, key=lambda quotation: quotation.span))


def _curled(block: str) -> str:
    """Turn straight double marks into curly ones where a paragraph mixes both (`“We go," he said`); offsets stay."""
    if '"' not in block or not ("“" in block or "”" in block):
        return block
    return _STRAIGHT.sub(lambda mark: "“" if mark["opens"] is not None else "”", block)


def _pairs(block: str, following: str) -> Iterator[tuple[int, int, bool]]:
    """Yield (start, end, closed) of the quotations of one paragraph; double marks before single ones."""
    for opening, closing in _STYLES:
        if opening not in block:
            continue
        at = 0
        while (start := _next_opening(block, opening, closing, at)) is not None:
            end = _next_closing(block, opening, closing, start + 1)
            if end is not None:
                yield start, end + 1, True
                at = end + 1
                continue
            if following and following == opening and block.find(opening, start + 1) < 0:
                yield start, len(block), False
                break
            if opening == closing or (at := block.find(opening, start + 1)) < 0:
                break


def _next_opening(block: str, opening: str, closing: str, at: int) -> int | None:
    while (found := block.find(opening, at)) >= 0:
        before = block[found - 1] if found else " "
        after = block[found + 1 : found + 2]
        plain = opening != closing and opening == "“"
        if plain or (_OPENS_AFTER.match(before) and after and not after.isspace()):
            return found
        at = found + 1
    return None


def _next_closing(block: str, opening: str, closing: str, at: int) -> int | None:
    """Find the mark that closes; an apostrophe inside a word or after a plural s closes only where nothing better does."""
    weak = None
    while (found := block.find(closing, at)) >= 0:
        before, after = block[found - 1], block[found + 1 : found + 2]
        if closing in "’'" and (after.isalnum() or (before == "s" and after == " " and weak is None)):
            weak = weak if after.isalnum() else found
        elif opening == "“" and opening in block[at:found] and _SAID.search(block[at:found]):
            return None  # the mark that closes was forgotten: somebody speaks, and another quotation opens, before
        elif not (closing == '"' and before.isspace() and after.strip()):
            return found
        at = found + 1
    return weak
