"""Span: where in an article's text a value stands."""

from typing import NamedTuple

__all__ = ["Span"]


class Span(NamedTuple):
    """Half-open `[start, end)` in Unicode code points of `Article.text`."""

    start: int
    end: int

    def overlaps(self, other: "Span") -> bool:
        """Tell whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: "Span") -> bool:
        """Tell whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def of(self, text: str) -> str:
        """Return the words this span points at."""
        return text[self.start : self.end]
