"""Resolve times of the day: "7:15 p.m.", "noon Thursday", "5 p.m. EST, Nov. 6"."""

import re
from dataclasses import replace

from dragoman.reading.calendar_periods import Period
from dragoman.reading.date_calendar import read_day_word, read_month_day, read_weekday
from dragoman.reading.date_context import Context, Meaning

__all__ = ["read_clock", "read_clock_and_date"]


def _time_of(match: re.Match[str]) -> str | None:
    """Return the clock as TIMEX3 writes it, or None for what is no time."""
    if match["named"]:
        return "24:00" if match["named"].lower() == "midnight" else "12:00"
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    half = (match["half"] or "").lower().replace(".", "")
    if hour > 24 or minute > 59 or (half and hour > 12):
        return None
    hour = hour % 12 + (12 if half == "pm" else 0) if half else hour
    return f"{hour:02d}:{minute:02d}"


def read_clock(match: re.Match[str], context: Context) -> Meaning | None:
    """Read a time alone: on the last day of the text, else on the day of publication."""
    time = _time_of(match)
    base = context.anchor if context.anchor is not None and context.anchor.unit == "D" else context.published
    return _at(time, base) if time is not None else None


def read_clock_and_date(match: re.Match[str], context: Context) -> Meaning | None:
    """Read a time with its day."""
    time = _time_of(match)
    if match["weekday"]:
        day = read_weekday(match, context)
    elif match["dayword"]:
        day = read_day_word(match, context)
    else:
        day = read_month_day(match, context)
    if time is None or day is None:
        return None
    meaning = _at(time, day.period)
    return replace(meaning, period=day.period)


def _at(time: str, day: Period | None) -> Meaning:
    if day is None or day.unit != "D":
        return Meaning("TIME", f"XXXX-XX-XXT{time}")
    return Meaning("TIME", f"{day.value}T{time}", day.edtf)
