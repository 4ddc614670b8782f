"""Figure: a count or a measure that an article gives, and the sums that must hold among them."""

from dataclasses import dataclass

from dragoman.model.span import Span

__all__ = ["Figure", "FigureCheck", "Quantity"]

Quantity = int | float | tuple[int | float | None, int | float | None]  # a number, or low and high, None where open


@dataclass(frozen=True, slots=True)
class Figure:
    """How many, of what, out of which."""

    id: str
    value: Quantity
    unit: str | None  # "abductees", "per cent", "US dollars"
    what: Span | None  # the words that say what is counted
    of: str | None  # id of the figure this one is part of
    statements: tuple[str, ...]  # ids of the statements it stands in, outermost first
    span: Span


@dataclass(frozen=True, slots=True)
class FigureCheck:
    """Parts of a whole added up."""

    whole: str  # figure id
    parts: tuple[str, ...]  # figure ids
    sum: int | float
    holds: bool
