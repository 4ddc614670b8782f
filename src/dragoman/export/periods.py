"""EDTF dates as stretches of days, to sort and to draw them."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

__all__ = ["Period", "find_period", "words_of"]

# Level 0 and the level 1 forms that readers of news need: qualifiers, masked digits, seasons and quarters.
_POINT = re.compile(r"(?P<year>\d{4}|\d{3}X|\d{2}XX)(?:-(?P<month>\d\d|XX)(?:-(?P<day>\d\d|XX))?)?(?:T.*)?[?~%]?")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
# First month of EDTF's seasons (northern), quarters, quadrimesters and semesters, and their length in months.
_SEASONS = {21: (3, 3), 22: (6, 3), 23: (9, 3), 24: (12, 3), 33: (1, 3), 34: (4, 3), 35: (7, 3), 36: (10, 3)}
_SEASONS |= {37: (1, 4), 38: (5, 4), 39: (9, 4), 40: (1, 6), 41: (7, 6)}
_SEASON_NAMES = {21: "spring", 22: "summer", 23: "autumn", 24: "winter", 33: "first quarter", 34: "second quarter"}
_SEASON_NAMES |= {35: "third quarter", 36: "fourth quarter", 40: "first half", 41: "second half"}


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days, half-open `[start, end)`; None where that side is open or unknown."""

    start: date | None
    end: date | None


def find_period(edtf: str | None) -> Period | None:
    """Return the days that an EDTF date covers; None for None, an unknown form or a day that no calendar has."""
    if not edtf:
        return None
    first, slash, last = edtf.partition("/")
    if not slash:
        return _find_point(first)
    start, end = _find_point(first), _find_point(last)
    if (start is None and first not in {"..", ""}) or (end is None and last not in {"..", ""}):
        return None
    return Period(start.start if start else None, end.end if end else None)


def words_of(edtf: str | None) -> str:
    """Say an EDTF date in English: "18 August 2023", "since 2022"; a form that is not known stays as it is."""
    if not edtf:
        return ""
    first, slash, last = edtf.partition("/")
    if not slash:
        return _point_words(first)
    start, end = _point_words(first.strip(".")), _point_words(last.strip("."))
    if start and end:
        return f"{start} to {end}"
    return f"from {start}" if start else f"until {end}" if end else "at some time"


def _find_point(text: str) -> Period | None:
    found = _POINT.fullmatch(text)
    if not found:
        return None
    year, month, day = found["year"], found["month"], found["day"]
    masked = year.count("X")
    first = int(year.replace("X", "0"))
    try:
        if month is None or month == "XX":
            return Period(date(first, 1, 1), _first_day(first + 10**masked))
        if int(month) in _SEASONS:
            begin, months = _SEASONS[int(month)]
            return Period(date(first, begin, 1), _first_day(first, begin + months))
        if day is None or day == "XX":
            return Period(date(first, int(month), 1), _first_day(first, int(month) + 1))
        whole = date(first, int(month), int(day))
        return Period(whole, whole + timedelta(days=1) if whole < date.max else None)
    except ValueError:
        return None


def _first_day(year: int, month: int = 1) -> date | None:
    """Return the first day of a month, counted on into later years; None after the last year of the calendar."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, 1) if year <= date.max.year else None


def _point_words(text: str) -> str:
    found = _POINT.fullmatch(text)
    if not found:
        return text
    year, month, day = found["year"].replace("X", "0"), found["month"], found["day"]
    about = "about " if text[-1] in "~%" else ""
    unsure = "?" if text[-1] in "?%" else ""
    if "X" in found["year"]:
        year += "s"
    if month in {None, "XX"}:
        return f"{about}{year}{unsure}"
    number = int(month)
    name = _MONTHS[number - 1] if 1 <= number <= len(_MONTHS) else _SEASON_NAMES.get(number)
    if name is None:
        return text
    day_words = f"{int(day)} " if day not in {None, "XX"} else ""
    return f"{about}{day_words}{name} {year}{unsure}"
