"""Find the forecasts of an article: words of likelihood, what is forecast, and the probability by a published scale.

Plain "will" is no forecast: it carries no word of likelihood. What is told of the past ("it had been likely", "he
probably knew") is none either.
"""

import functools
import re
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from dragoman.model import Date, Forecast, Span
from dragoman.reading.annotations import chars_of
from dragoman.reading.forecast_words import Forecasted, forecast_words
from dragoman.reading.rules import load_rules
from dragoman.reading.statement_index import statements_around

__all__ = ["find_forecasts"]

_Range = tuple[float, float]
_BY = re.compile(r"\b(?:by|before|until|within)(?: the)?(?: end of| middle of| start of)? ?\Z", re.IGNORECASE)
_PER_CENT = re.compile(r"(\d+(?:\.\d+)?)(?:%| per ?cent| pct) \Z")


@dataclass(frozen=True, slots=True)
class _Entry:
    """One row of the table of estimative words."""

    kind: str
    range: _Range | None
    negated: _Range | None


@functools.cache
def _table() -> tuple[re.Pattern[str], dict[str, _Entry]]:
    entries = {}
    for row in load_rules("estimative")["entry"]:
        entry = _Entry(row["kind"], _pair(row.get("range")), _pair(row.get("negated")))
        entries.update(dict.fromkeys(row["words"], entry))
    words = "|".join(re.escape(word) for word in sorted(entries, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE), entries


def _pair(row: list[float] | None) -> _Range | None:
    return (row[0], row[1]) if row else None


@Language.component(
    "dragoman_forecasts",
    requires=["doc._.dates", "doc._.statements", "doc._.events"],
    assigns=["doc._.forecasts"],
)
def find_forecasts(doc: Doc) -> Doc:
    """Leave the forecasts on `doc._.forecasts`.

    1. find the words; 2. find what they are said of; 3. keep one forecast a clause: a word in it before the belief that
    frames it, one with a probability before one without; 4. write them down.
    """
    pattern, entries = _table()
    best: dict[int, tuple[_Entry, Forecasted, _Range | None]] = {}
    text = doc.text  # made anew at each call: ask once
    for found in pattern.finditer(text):
        words = doc.char_span(*found.span())
        entry = entries[found.group().lower()]
        forecast = forecast_words(words, entry.kind) if words is not None else None
        if words is None or forecast is None:
            continue
        probability = _probability(text, entry, forecast, words)
        known = best.get(forecast.root.i)
        if known is None or _says_more(entry, probability, known):
            best[forecast.root.i] = (entry, forecast, probability)
    ordered = sorted(best.values(), key=lambda one: one[1].phrase.start)
    doc._.forecasts = tuple(_forecast(doc, text, at, one, chance) for at, (_, one, chance) in enumerate(ordered, 1))
    return doc


def _says_more(entry: _Entry, probability: _Range | None, known: tuple[_Entry, Forecasted, _Range | None]) -> bool:
    """Tell whether a word weighs its clause better than the one found: "probably" before the "believe" that frames it."""
    if "belief" in {entry.kind, known[0].kind} and entry.kind != known[0].kind:
        return known[0].kind == "belief"
    return known[2] is None and probability is not None


def _probability(text: str, entry: _Entry, forecast: Forecasted, words: TokenSpan) -> _Range | None:
    """Return the range of the scale, or the number itself in "a 30 per cent chance"."""
    if entry.kind == "noun":
        number = _PER_CENT.search(text, max(0, words.start_char - 16), words.start_char)
        if number:
            share = float(number[1]) / 100
            return (share, share) if share <= 1 else None
    return entry.negated if forecast.negated else entry.range


def _forecast(doc: Doc, text: str, at: int, one: Forecasted, probability: _Range | None) -> Forecast:
    content = chars_of(one.content)
    around = statements_around(doc, content.start, content.end) or _cued(doc, chars_of(one.phrase))
    return Forecast(
        id=f"p{at}",
        statement=around[-1] if around else None,
        content=content,
        phrase=chars_of(one.phrase),
        probability=probability,
        event=_event(doc, content, one.root),
        by=next((date.edtf for date in doc._.dates if _is_deadline(text, content, date)), None),
    )


def _cued(doc: Doc, phrase: Span) -> tuple[str, ...]:
    """Return the statement whose own cue the phrase is: "is confident that", "do not believe"."""
    return tuple(said.id for said in doc._.statements if said.cue is not None and said.cue.overlaps(phrase))[:1]


def _event(doc: Doc, content: Span, root: Token) -> str | None:
    """Return the event that the content's main word names, else the first that is named in the content."""
    inside = [event for event in doc._.events if content.covers(event.trigger)]
    main = next((event for event in inside if event.trigger.start <= root.idx < event.trigger.end), None)
    return main.id if main is not None else next((event.id for event in inside), None)


def _is_deadline(text: str, content: Span, date: Date) -> bool:
    inside = content.start <= date.span.start and date.span.end <= content.end
    return (
        inside and date.edtf is not None and _BY.search(text, max(0, date.span.start - 24), date.span.start) is not None
    )
