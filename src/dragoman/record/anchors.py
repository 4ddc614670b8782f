"""Find quoted words again in another version of a text, as the W3C's TextQuoteSelector means it."""

from dataclasses import dataclass

from dragoman.model import Span

__all__ = ["Quotation", "find_quotation", "quote"]

_CONTEXT = 32  # characters kept on either side, as the Hypothesis client keeps
# With less of the words around it than this in common, one of several equal quotations is not told from the others.
_LEAST_CONTEXT = 4


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of a text, and what stands before and after them."""

    exact: str
    prefix: str
    suffix: str


def quote(text: str, span: Span) -> Quotation:
    """Take the words of a span with their surroundings."""
    prefix, suffix = text[max(0, span.start - _CONTEXT) : span.start], text[span.end : span.end + _CONTEXT]
    return Quotation(span.of(text), prefix, suffix)


def find_quotation(quotation: Quotation, text: str) -> Span | None:
    """Find the quotation in another text: where it stands once, or where most of its surroundings stand too.

    None where its words are gone, or stand several times in surroundings that are all equally strange.
    """
    places = _places_of(quotation.exact, text)
    if len(places) <= 1:
        return places[0] if places else None
    ranked = sorted(((_agreement(quotation, text, place), place) for place in places), reverse=True)
    (best, place), (second, _) = ranked[:2]
    return place if best > second and best >= _LEAST_CONTEXT else None


def _places_of(words: str, text: str) -> list[Span]:
    places: list[Span] = []
    at = text.find(words) if words else -1
    while at >= 0:
        places.append(Span(at, at + len(words)))
        at = text.find(words, at + 1)
    return places


def _agreement(quotation: Quotation, text: str, place: Span) -> int:
    """Count the characters next to a place that are those next to the quotation."""
    before, after = text[: place.start][-_CONTEXT:], text[place.end : place.end + _CONTEXT]
    return _common(quotation.prefix[::-1], before[::-1]) + _common(quotation.suffix, after)


def _common(first: str, second: str) -> int:
    return next(
        (at for at, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), min(len(first), len(second))
    )
