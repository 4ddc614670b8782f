"""Periods of the calendar as TIMEX3 values and as EDTF.

A period is what a time expression names once it is resolved: a day, an ISO week, a month, a quarter, a season, a year, a
decade, a century. Sources: TIMEX3 (ISO 24617-1), EDTF (ISO 8601-2:2019, levels 0 and 1).
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

__all__ = [
    "Period",
    "a_year_before",
    "century",
    "day",
    "decade",
    "half",
    "holiday",
    "month",
    "quarter",
    "read_period",
    "season",
    "shift",
    "three_months_to",
    "week",
    "weekend",
    "year",
]

# EDTF level 1 codes of the seasons.
_SEASONS = {"SP": 21, "SU": 22, "FA": 23, "WI": 24}
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class Period:
    """A resolved period: its TIMEX3 value, its EDTF, its first day (None where that says nothing) and its unit's letter."""

    value: str
    edtf: str | None
    start: date | None
    unit: str  # D W M Q Y E C, SE for seasons, H for halves, WE for weekends


def day(when: date) -> Period:
    """Name a day."""
    return Period(when.isoformat(), when.isoformat(), when, "D")


def week(when: date) -> Period:
    """Name the ISO week, Monday to Sunday, that holds a day."""
    monday = when - timedelta(days=when.weekday())
    number = monday.isocalendar()
    edtf = f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"
    return Period(f"{number.year}-W{number.week:02d}", edtf, monday, "W")


def weekend(when: date) -> Period:
    """Name the Saturday and Sunday of the ISO week that holds a day."""
    saturday = when - timedelta(days=when.weekday()) + timedelta(days=5)
    edtf = f"{saturday.isoformat()}/{(saturday + timedelta(days=1)).isoformat()}"
    return Period(f"{week(when).value}-WE", edtf, saturday, "WE")


def month(when: date) -> Period:
    """Name the month that holds a day."""
    return Period(f"{when.year:04d}-{when.month:02d}", f"{when.year:04d}-{when.month:02d}", when.replace(day=1), "M")


def quarter(number: int, of: int) -> Period:
    """Name the quarter 1 to 4 of a year."""
    first, last = 3 * number - 2, 3 * number
    return Period(f"{of:04d}-Q{number}", f"{of:04d}-{first:02d}/{of:04d}-{last:02d}", date(of, first, 1), "Q")


def half(number: int, of: int) -> Period:
    """Name the first or second half of a year."""
    first, last = (1, 6) if number == 1 else (7, 12)
    return Period(f"{of:04d}-H{number}", f"{of:04d}-{first:02d}/{of:04d}-{last:02d}", date(of, first, 1), "H")


def season(code: str, of: int) -> Period:
    """Name a season (SP, SU, FA, WI) of a year."""
    return Period(f"{of:04d}-{code}", f"{of:04d}-{_SEASONS[code]}", date(of, 3 * (_SEASONS[code] - 20), 1), "SE")


def year(number: int) -> Period:
    """Name a year."""
    return Period(f"{number:04d}", f"{number:04d}", date(number, 1, 1), "Y")


def decade(first: int) -> Period:
    """Name the decade that begins with a year: 1990."""
    return Period(f"{first // 10:03d}", f"{first // 10:03d}X", date(first, 1, 1), "E")


def century(first: int) -> Period:
    """Name the hundred years that begin with a year: 1800."""
    return Period(f"{first // 100:02d}", f"{first // 100:02d}XX", date(first, 1, 1), "C")


def read_period(edtf: str | None) -> Period | None:
    """Read a plain EDTF day, month or year; anything else gives None."""
    text = (edtf or "").strip()
    try:
        if found := _DAY.match(text):
            return day(date(*map(int, found.groups())))
        if found := _MONTH.fullmatch(text):
            return month(date(int(found[1]), int(found[2]), 1))
        return year(int(text)) if _YEAR.fullmatch(text) else None
    except ValueError:
        return None


def a_year_before(period: Period) -> Period:
    """Name the same quarter, half, season, month or year of the year before; a company's quarter keeps its months."""
    if period.start is None:
        return period
    value = f"{int(period.value[:4]) - 1:04d}{period.value[4:]}"
    edtf = re.sub(r"\d{4}", lambda year: f"{int(year[0]) - 1:04d}", period.edtf) if period.edtf is not None else None
    return Period(value, edtf, period.start.replace(year=period.start.year - 1, day=1), period.unit)


def three_months_to(ended: date) -> Period:
    """Name the three months that end with the month of a day; the value is left to the caller."""
    first = _months_after(ended.replace(day=1), -2)
    return Period("", f"{first.year:04d}-{first.month:02d}/{ended.year:04d}-{ended.month:02d}", first, "Q")


def holiday(rule: str, of: int) -> Period | None:
    """Name a holiday of a year by its rule: "12-25", "11-4-4" (November, fourth Thursday), "easter-2" (days from Easter)."""
    if rule.startswith("easter"):
        return day(_easter(of) + timedelta(days=int(rule.removeprefix("easter") or 0)))
    parts = [int(part) for part in rule.split("-")]
    if len(parts) == 2:
        return day(date(of, *parts))
    month_number, nth, weekday = parts
    if nth == 0:  # the last one
        last = date(of, month_number, calendar.monthrange(of, month_number)[1])
        return day(last - timedelta(days=(last.isoweekday() - weekday) % 7))
    first = date(of, month_number, 1)
    return day(first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1)))


def _easter(of: int) -> date:
    """Easter Sunday of the Gregorian calendar. Source: Meeus, Astronomical Algorithms (1991), chapter 8."""
    a, b, c = of % 19, of // 100, of % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    r = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * r) // 451
    month_number, rest = divmod(h + r - 7 * m + 114, 31)
    return date(of, month_number, rest + 1)


def shift(when: date, number: int, unit: str) -> Period | None:
    """Name the period of `unit` (a TIMEX3 letter) that lies `number` of them after (before, if negative) a day."""
    try:
        return _shift(when, number, unit)
    except (ValueError, OverflowError):
        return None


def _shift(when: date, number: int, unit: str) -> Period | None:
    match unit:
        case "D":
            return day(when + timedelta(days=number))
        case "W" | "2W":
            return week(when + timedelta(weeks=number * (2 if unit == "2W" else 1)))
        case "WE":
            return weekend(when + timedelta(weeks=number))
        case "M":
            return month(_months_after(when, number))
        case "Q":
            later = _months_after(when, 3 * number)
            return quarter((later.month + 2) // 3, later.year)
        case "Y":
            return year(when.year + number)
        case "E":
            return decade((when.year // 10 + number) * 10)
        case "C":
            return century((when.year // 100 + number) * 100)
        case _:
            return None


def _months_after(when: date, number: int) -> date:
    months = when.year * 12 + when.month - 1 + number
    last = calendar.monthrange(months // 12, months % 12 + 1)[1]
    return date(months // 12, months % 12 + 1, min(when.day, last))
