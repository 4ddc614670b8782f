"""How far coders agree on an article: on words, on each token of a layer, on what a line says, and on the document."""

import itertools
import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from dragoman.model import EVENT_TYPES, Reading, Span
from dragoman.review.alpha import find_alpha

__all__ = ["Row", "measure", "span_f1"]

_TOKEN = re.compile(r"\w+")
_Lazy = str | Promise


@dataclass(frozen=True, slots=True)
class Row:
    """One layer."""

    layer: str
    what: str  # what the units are
    exact: float | None  # F1 of spans that are the same; None: the layer has none
    overlap: float | None  # F1 of spans that share a character
    alpha: float | None  # Krippendorff's, nominal
    units: int


def measure(readings: Sequence[Reading]) -> list[Row]:
    """Measure the agreement of coders on one article; F1 is the mean over all pairs of them.

    readings: one of each coder, of the same text.
    """
    rows = [_layer(name, readings, spans, label) for name, spans, label in _LAYERS]
    rows += [_facets(name, readings, facet) for name, facet in _FACETS]
    held = [{event.type for event in reading.events} for reading in readings]
    units = [[type_ in types for types in held] for type_ in EVENT_TYPES]
    rows.append(
        Row(_("document"), _("whether the article tells of a type of event"), None, None, find_alpha(units), len(units))
    )
    return rows


def span_f1(one: Iterable[Span], other: Iterable[Span], *, exact: bool) -> float | None:
    """Return twice the matches over all spans of both; None where neither has any. Each span is matched once."""
    mine, theirs = sorted(set(one)), sorted(set(other))
    if not mine and not theirs:
        return None
    if exact:
        matches = len(set(mine) & set(theirs))
    else:
        free = list(theirs)
        matches = 0
        for span in mine:
            found = next((candidate for candidate in free if span.overlaps(candidate)), None)
            if found is not None:
                free.remove(found)
                matches += 1
    return 2 * matches / (len(mine) + len(theirs))


_Spans = Callable[[Reading], list[tuple[Span, str]]]  # each with its label


def _sources(reading: Reading) -> list[tuple[Span, str]]:
    return [(one.source, "source") for one in reading.statements if one.source]


def _cues(reading: Reading) -> list[tuple[Span, str]]:
    return [(one.cue, "cue") for one in reading.statements if one.cue]


def _contents(reading: Reading) -> list[tuple[Span, str]]:
    return [(span, "content") for one in reading.statements for span in one.content]


def _triggers(reading: Reading) -> list[tuple[Span, str]]:
    return [(one.trigger, one.type) for one in reading.events]


def _figures(reading: Reading) -> list[tuple[Span, str]]:
    return [(one.span, "figure") for one in reading.figures]


def _forecasts(reading: Reading) -> list[tuple[Span, str]]:
    return [(one.phrase, "forecast") for one in reading.forecasts]


def _mentions(reading: Reading) -> list[tuple[Span, str]]:
    return [(mention.span, one.id) for one in reading.actors for mention in one.mentions]


_LAYERS: tuple[tuple[_Lazy, _Spans, _Lazy], ...] = (
    (_lazy("sources"), _sources, _lazy("tokens, inside or outside")),
    (_lazy("cues"), _cues, _lazy("tokens, inside or outside")),
    (_lazy("contents"), _contents, _lazy("tokens, inside or outside")),
    (_lazy("events"), _triggers, _lazy("tokens, by the type of event they name")),
    (_lazy("figures"), _figures, _lazy("tokens, inside or outside")),
    (_lazy("forecasts"), _forecasts, _lazy("tokens, inside or outside")),
    (_lazy("actors"), _mentions, _lazy("tokens, by the actor they mention")),
)


def _layer(name: _Lazy, readings: Sequence[Reading], spans: _Spans, label: _Lazy) -> Row:
    found = [spans(reading) for reading in readings]
    plain = [[span for span, _label in rows] for rows in found]
    tokens = [Span(*match.span()) for match in _TOKEN.finditer(readings[0].article.text)] if any(plain) else []
    labels = [_labels(tokens, rows) for rows in found]
    units = list(zip(*labels, strict=True))
    exact, overlap = (
        _mean(span_f1(a, b, exact=way) for a, b in itertools.combinations(plain, 2)) for way in (True, False)
    )
    return Row(str(name), str(label), exact, overlap, find_alpha(units), len(units))


def _labels(tokens: Sequence[Span], rows: Iterable[tuple[Span, str]]) -> list[str]:
    """Return of each token the label of the first span that it lies in."""
    ordered = sorted(rows)
    found = []
    for token in tokens:
        label = next((name for span, name in ordered if span.start < token.end and token.start < span.end), "")
        found.append(label)
    return found


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


_FACETS: tuple[tuple[_Lazy, Callable[[Reading], dict[Hashable, Hashable]]], ...] = (
    (_lazy("event type"), lambda reading: {one.id: one.type for one in reading.events}),
    (_lazy("event modes"), lambda reading: {one.id: one.mode or "" for one in reading.events}),
    (_lazy("auxiliary"), lambda reading: {one.id: tuple(sorted(one.auxiliary)) for one in reading.events}),
    (_lazy("event date"), lambda reading: {one.id: one.date or "" for one in reading.events}),
    (_lazy("event actors"), lambda reading: {one.id: tuple(sorted(one.actors)) for one in reading.events}),
    (_lazy("event recipients"), lambda reading: {one.id: tuple(sorted(one.recipients)) for one in reading.events}),
    (_lazy("speaker"), lambda reading: {one.id: one.actor or "" for one in reading.statements}),
    (_lazy("sourcing"), lambda reading: {one.id: one.sourcing for one in reading.statements}),
    (_lazy("country"), lambda reading: {one.id: one.country or "" for one in reading.actors}),
)


def _facets(name: _Lazy, readings: Sequence[Reading], facet: Callable[[Reading], dict[Hashable, Hashable]]) -> Row:
    """Compare what lines say that stand in the Readings of at least two coders, by the line's id."""
    values = [facet(reading) for reading in readings]
    ids = {id_ for found in values for id_ in found}
    units = [[found.get(id_) for found in values] for id_ in sorted(ids, key=str)]
    units = [unit for unit in units if sum(value is not None for value in unit) > 1]
    return Row(str(name), _("lines that several have"), None, None, find_alpha(units), len(units))
