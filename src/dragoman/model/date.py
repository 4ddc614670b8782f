"""Date: one time expression of an article."""

from dataclasses import dataclass
from typing import Literal

from dragoman.model.span import Span

__all__ = ["Date", "DateType"]

DateType = Literal["DATE", "TIME", "DURATION", "SET"]


@dataclass(frozen=True, slots=True)
class Date:
    """A time expression, normalised against the day of publication."""

    span: Span
    type: DateType
    value: str | None  # TIMEX3 value (ISO-TimeML); null where the day of publication is needed and unknown
    edtf: str | None  # the same as EDTF; null for durations and sets
