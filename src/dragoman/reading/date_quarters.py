"""Resolve quarters and halves of years, and the comparisons that reports of results make with them.

A company's quarter ends when the company says: where the text gives the end ("ended June 30"), the EDTF is the three
months before it, whatever number the quarter has.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from dragoman.reading import calendar_periods as periods
from dragoman.reading.calendar_periods import Period
from dragoman.reading.date_context import Context, Meaning, mean
from dragoman.reading.date_words import load_lexicon

__all__ = ["read_compared_period", "read_latest", "read_quarter", "read_same_quarter", "read_year_before"]


def read_quarter(match: re.Match[str], context: Context) -> Meaning | None:
    """Read "the third quarter", "the first half of 2019", "the year-ago second quarter"."""
    words = (match["nth"] or match["nth2"]).lower()
    is_half = match["what"].lower() == "half"
    number = load_lexicon().ordinals.get(words, 2)
    if number > (2 if is_half else 4) or (words == "last" and not is_half):
        return None
    make = periods.half if is_half else periods.quarter
    told = match["year"] or match["before"]
    ended = _ended(match, context)
    if told:
        found = make(number, int(told))
    elif ended is not None and not is_half:
        found = _fiscal(number, ended)
    else:
        today = context.known("M")
        if today is None:
            return Meaning("DATE", f"XXXX-{'H' if is_half else 'Q'}{number}")
        of = (match["of"] or "").lower()
        found = (
            make(number, today.year + {"last": -1, "this": 0, "next": 1}[of])
            if of
            else _last_begun(make, number, today)
        )
    return mean(periods.a_year_before(found) if match["compared"] else found)


def _last_begun(make: Callable[[int, int], Period], number: int, today: date) -> Period:
    """The last that has begun: results are told of a quarter even where they are still to come."""
    this = make(number, today.year)
    return this if this.start is not None and this.start <= today else make(number, today.year - 1)


def _ended(match: re.Match[str], context: Context) -> date | None:
    """Read "ended Sept. 30" behind a quarter: the last such day before publication, or the year given."""
    if match["endmonth"] is None:
        return None
    month = load_lexicon().months[match["endmonth"].lower().rstrip(".")]
    if match["endyear"]:
        return date(int(match["endyear"]), month, 1)
    today = context.known("M")
    if today is None:
        return None
    return date(today.year - (1 if month > today.month else 0), month, 1)


def _fiscal(number: int, ended: date) -> Period:
    """A quarter of a company's own year, by the month in which it ended."""
    exact = periods.three_months_to(ended)
    return replace(exact, value=f"{ended.year:04d}-Q{number}")


def read_same_quarter(match: re.Match[str], context: Context) -> Meaning | None:
    """Read "the quarter", "that period": the one told of, or the one whose end stands behind it."""
    ended = _ended(match, context)
    if match["what"].lower() == "quarter" and ended is not None:
        exact = periods.three_months_to(ended)
        return mean(replace(exact, value=f"{ended.year:04d}-Q{(ended.month + 2) // 3}"))
    if context.results is not None:
        return mean(context.results)
    return Meaning("DATE", "XXXX-QX") if match["what"].lower() == "quarter" else None


def read_latest(match: re.Match[str], context: Context) -> Meaning | None:
    """Read "the latest quarter", "the latest week": the last that is over."""
    word = match["unit"].lower()
    if word in {"quarter", "period"} and context.results is not None:
        return mean(context.results)
    if word == "period":
        return None
    unit = load_lexicon().units[word]
    today = context.known(unit)
    if today is None:
        return Meaning("DATE", None)
    return mean(periods.shift(today, -1, unit))


def read_compared_period(match: re.Match[str], context: Context) -> Meaning | None:
    """Read "the 1988 quarter", "the 1988 period": the one told of, in another year."""
    number = int(match["year"])
    if context.results is None or context.results.start is None:
        return mean(periods.year(number)) if match["what"].lower() == "period" else Meaning("DATE", f"{number}-QX")
    found = context.results
    for _ in range(max(0, min(9, context.results.start.year - number))):
        found = periods.a_year_before(found)
    return replace(mean(found), period=None)


def read_year_before(match: re.Match[str], context: Context) -> Meaning | None:
    """Read "the year-ago quarter", "year-earlier", "the quarter a year ago", "the corresponding period last year"."""
    if context.results is not None:
        return replace(mean(periods.a_year_before(context.results)), period=None)
    today = context.known("Y")
    if today is None:
        return Meaning("DATE", None)
    del match
    return replace(mean(periods.year(today.year - 1)), edtf=None, period=None)
