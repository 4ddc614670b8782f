"""EDTF dates as stretches of days, to sort and to draw them."""

import contextlib
import re
from dataclasses import dataclass
from datetime import date, timedelta

from dragoman.export.said import gettext as _
from dragoman.export.said import gettext_noop, language, say_day

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
_SEASON_NAMES = {
    21: gettext_noop("spring %(year)s"),
    22: gettext_noop("summer %(year)s"),
    23: gettext_noop("autumn %(year)s"),
    24: gettext_noop("winter %(year)s"),
    33: gettext_noop("first quarter %(year)s"),
    34: gettext_noop("second quarter %(year)s"),
    35: gettext_noop("third quarter %(year)s"),
    36: gettext_noop("fourth quarter %(year)s"),
    40: gettext_noop("first half %(year)s"),
    41: gettext_noop("second half %(year)s"),
}


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
    """Say an EDTF date: "18 August 2023", "from 2022"; a form that is not known stays as it is."""
    if not edtf:
        return ""
    first, slash, last = edtf.partition("/")
    if not slash:
        return _point_words(first)
    start, end = _point_words(first.strip(".")), _point_words(last.strip("."))
    if start and end:
        return _("%(start)s to %(end)s") % {"start": start, "end": end}
    if start:
        return _("from %(start)s") % {"start": start}
    return _("until %(end)s") % {"end": end} if end else _("at some time")


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
    said = _plain_words(found["year"], found["month"], found["day"])
    if said is None:
        return text
    said = f"{said}?" if text[-1] in "?%" else said
    return _("about %(date)s") % {"date": said} if text[-1] in "~%" else said


def _plain_words(year: str, month: str | None, day: str | None) -> str | None:
    """Say a year, month or day without what is doubtful about it; nothing for a month that is none."""
    if month in {None, "XX"}:
        return _("%(decade)ss") % {"decade": year.replace("X", "0")} if "X" in year else year
    number, whole = int(str(month)), day not in {None, "XX"}
    if number in _SEASON_NAMES:
        return _(_SEASON_NAMES[number]) % {"year": year}
    if not 1 <= number <= len(_MONTHS):
        return None
    if language() != "en":
        with contextlib.suppress(ValueError):
            return say_day(date(int(year), number, int(str(day)) if whole else 1), whole=whole)
    return f"{int(str(day))} {_MONTHS[number - 1]} {year}" if whole else f"{_MONTHS[number - 1]} {year}"
