"""Days of saying that stand among the words of a source or of what is said: "Norway on Friday said", "Last year, he insisted"."""

import re

from spacy.tokens import Doc, Token

from dragoman.model import Date, Span
from dragoman.reading.attribution import Attribution

__all__ = ["day_before", "without_day"]

_BEFORE_DAY = re.compile(r",?\s+(?:(?:on|in|early|late)\s+)?\Z", re.IGNORECASE)


def without_day(doc: Doc, words: Span | None, source: Token | None) -> tuple[Span | None, Date | None]:
    """Cut from the end of a source the day on which it spoke: "Norway on Friday", "Ana Ruiz, in 2012".

    Only a name, a pronoun or the head of the source may stand before it: "people born in 1980" were not born when they spoke.
    """
    dates: tuple[Date, ...] = doc._.dates
    ends = (date for date in dates if words is not None and date.type == "DATE" and date.span.end == words.end)
    date = next(ends, None)
    if words is None or date is None or date.span.start <= words.start:
        return words, None
    before = _BEFORE_DAY.sub("", doc.text[words.start : date.span.start])
    if not before or len(before) == date.span.start - words.start:
        return words, None
    left = Span(words.start, words.start + len(before))
    words_left = doc.char_span(left.start, left.end, alignment_mode="expand")
    last = words_left[-1] if words_left is not None else source
    return (left, date) if (last is not None and last.pos_ in {"PROPN", "PRON"}) or last == source else (words, None)


def day_before(doc: Doc, one: Attribution) -> Date | None:
    """Return the date that is all the first piece of a content tells, before a cue that leads to the rest without a comma.

    "Last year, he insisted that …"; not "In 2012, he said, the treaty was signed".
    """
    if len(one.content) < 2 or one.content[0].end > one.cue.start or one.content[1].start < one.cue.end:
        return None
    if doc.text[one.cue.end : one.content[1].start].strip() not in {"", ":"}:
        return None
    span = one.content[0]
    dates: tuple[Date, ...] = doc._.dates
    for date in dates:
        alone = date.type == "DATE" and span.covers(date.span) and date.span.end >= span.end - 1
        if alone and not _BEFORE_DAY.sub("", f" {doc.text[span.start : date.span.start]}").strip():
            return date
    return None
