"""Forecast: what will happen, and how likely somebody says it is."""

from dataclasses import dataclass

from dragoman.model.span import Span

__all__ = ["Forecast"]


@dataclass(frozen=True, slots=True)
class Forecast:
    """A content with the words of likelihood that stand on it."""

    id: str
    statement: str | None  # id of the statement whose forecast it is; None: the outlet's own
    content: Span
    phrase: Span  # "highly unlikely"
    probability: tuple[float, float] | None  # low and high, 0 to 1; None where no published scale has the word
    event: str | None  # id of the event forecast
    by: str | None  # EDTF: the time by which
