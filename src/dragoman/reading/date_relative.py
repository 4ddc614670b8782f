"""Resolve expressions that count from publication or from a date before, vague ones, durations and sets."""

import re
from dataclasses import replace
from datetime import date

from dragoman.reading import calendar_periods as periods
from dragoman.reading.calendar_periods import Period
from dragoman.reading.date_context import Context, Meaning, mean
from dragoman.reading.date_words import load_lexicon, number_of

__all__ = [
    "read_ago",
    "read_distance",
    "read_duration",
    "read_each",
    "read_each_several",
    "read_end_of_period",
    "read_length_of_one",
    "read_long_ago",
    "read_long_period",
    "read_mixed_duration",
    "read_neighbour",
    "read_plural_reference",
    "read_reference",
    "read_relative",
    "read_same",
    "read_set",
    "read_whole_year",
    "read_year_end",
]

_OWNED = re.compile(r"(?:['\u2019]s|\b(?:his|her|their|its|my|our))\s+$", re.IGNORECASE)
_STEPS = {"last": -1, "past": -1, "previous": -1, "this": 0, "current": 0, "next": 1, "coming": 1, "upcoming": 1}
# The units that a date of a unit settles.
_WITHIN = {"D": "DWMY", "W": "W", "M": "MY", "Y": "Y"}


def _unit(match: re.Match[str]) -> str:
    return load_lexicon().units[match["unit"].lower()]


def _end_of_year(number: int) -> Meaning:
    """The end of a year: TIMEX3 names the year (its MOD says END), the EDTF the last month."""
    return mean(Period(f"{number:04d}", f"{number:04d}-12", date(number, 12, 1), "M"))


def read_relative(match: re.Match[str], context: Context) -> Meaning | None:
    """Read "last week", "later this month", "the end of next year"."""
    unit, which = _unit(match), match["which"].lower()
    if unit.startswith("T"):
        return None
    if unit == "D" and which == "last" and _OWNED.search(match.string, max(0, match.start() - 12), match.start()):
        return None  # "her last day in office" is the one that ends a time, not yesterday
    today, number = context.known(unit), _STEPS[which]
    if today is None:
        return Meaning("DATE", None)
    if unit == "WE" and which == "last" and today.weekday() == 6:
        number = 0
    if number == 0 and unit == "D":
        return mean(periods.day(today))
    if (match["edge"] or "").lower().removeprefix("the ").startswith("end of") and unit == "Y":
        return _end_of_year(today.year + number)
    return mean(periods.shift(today, number, unit))


def read_end_of_period(match: re.Match[str], context: Context) -> Meaning | None:
    """Read "the end of the month", "later in the year"."""
    unit = _unit(match)
    if unit not in {"W", "M", "Y"}:
        return None
    told = context.anchor if unit == "W" and context.anchor is not None and context.anchor.unit == "W" else None
    today = told.start if told is not None else context.known(unit)  # "next week": then "early in the week" is of it
    if today is None:
        return Meaning("DATE", None)
    if unit == "Y" and match["edge"].lower() in {"end", "close"}:
        return _end_of_year(today.year)
    return mean(periods.shift(today, 0, unit))


def read_whole_year(_match: re.Match[str], context: Context) -> Meaning:
    """Read "the full year", "the fiscal year", "for the year".

    TIMEX3 has the year of publication; but a fiscal year begins when its company says, and results of a year are told in
    the next one, so there is no EDTF.
    """
    today = context.known("Y")
    return Meaning("DATE", periods.year(today.year).value if today is not None else None)


def read_year_end(match: re.Match[str], context: Context) -> Meaning:
    """Read "year-end"; "since year-end" looks back at the last one."""
    today = context.known("Y")
    if today is None:
        return Meaning("DATE", None)
    number = today.year - (1 if match.string[: match.start()].rstrip().lower().endswith("since") else 0)
    return replace(_end_of_year(number), value=f"{number:04d}-12-31" if "-" in match.group() else f"{number:04d}")


def read_ago(match: re.Match[str], context: Context) -> Meaning | None:
    """Read "three weeks ago"; "a year ago" in a report of results is the same quarter of the year before."""
    unit, number = _unit(match), number_of(match["number"])
    if unit.startswith("T"):
        return mean(periods.day(context.today)) if context.today is not None else Meaning("DATE", None)
    if number is None:
        return Meaning("DATE", "PAST_REF")
    if unit == "Y" and number == 1 and context.results is not None:
        return _year_before(context.results)
    today = context.known(unit)
    if today is None:
        return Meaning("DATE", None)
    if unit == "E":
        return mean(periods.year(today.year - 10 * number))
    return mean(periods.shift(today, -number, unit))


def _year_before(results: Period) -> Meaning:
    earlier = periods.a_year_before(results)
    return replace(mean(earlier), period=None)


def read_long_ago(match: re.Match[str], context: Context) -> Meaning:
    """Decades ago: two of them at least, so the EDTF is an open interval up to twenty years back."""
    today = context.known("Y")
    years = 20 if match["unit"].lower() == "decades" else 200
    return Meaning("DATE", "PAST_REF", f"../{periods.year(today.year - years).edtf}" if today is not None else None)


def read_distance(match: re.Match[str], context: Context) -> Meaning | None:
    """Read "two days later", "a year earlier": counted from the last date in the text, else from publication."""
    unit, number = _unit(match), number_of(match["number"])
    if unit.startswith("T"):
        return None
    sign = -1 if match["side"].lower() in {"earlier", "before", "previously"} else 1
    compares = unit == "Y" and number == 1 and sign < 0
    if compares and context.results is not None:
        return _year_before(context.results)
    base = context.anchor or (context.published if sign < 0 else None)
    if number is None or base is None or base.start is None:
        return Meaning("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF")
    meaning = mean(periods.shift(base.start, sign * number, unit))
    # A figure "a year earlier" is told beside another: it moves the story nowhere.
    return replace(meaning, period=None) if compares else meaning


def read_neighbour(match: re.Match[str], context: Context) -> Meaning | None:
    """Read "the following day", "the previous week": one from the last date in the text."""
    words = match.group().lower()
    sign = -1 if any(word in words for word in ("previous", "before", "earlier", "preceding", "prior")) else 1
    unit = _unit(match)
    base = context.anchor or context.published
    if unit.startswith("T") or base is None or base.start is None:
        return Meaning("DATE", None)
    if base.unit != "D" and unit in {"D", "W"}:
        return Meaning("DATE", None)
    return mean(periods.shift(base.start, sign, unit))


def read_same(match: re.Match[str], context: Context) -> Meaning | None:
    """Read "that day", "the same year": the one of the last date in the text, where that is as fine."""
    unit, base = load_lexicon().units[(match["unit"] or match["unit2"]).lower()], context.anchor
    if base is None or base.start is None or unit not in _WITHIN.get(base.unit, ""):
        return None
    return mean(base if unit == base.unit else periods.shift(base.start, 0, unit))


def read_duration(match: re.Match[str], _context: Context) -> Meaning | None:
    """Read "two years", "three-day", "the last several weeks"."""
    unit, words = _unit(match), (match["number"] or "").lower()
    number = 2 if "couple" in words else number_of(words) if words else None
    if number is None and words.endswith("additional") and match["unit"].lower() not in load_lexicon().plurals:
        number = 1
    return Meaning("DURATION", _length(unit, number))


def _length(unit: str, number: int | None) -> str:
    amount = "X" if number is None else str(number)
    if unit == "E" and number is not None:
        return f"P{number * 10}Y"
    if unit == "2W":
        return f"P{2 * (number or 1)}W"
    if unit == "WE" and number == 1:
        return "P2D"
    return f"PT{amount}{unit[1]}" if unit.startswith("T") else f"P{amount}{unit}"


# What the half of a unit is in the next smaller one.
_HALVES = {"TH": (30, "TM"), "TM": (30, "TS"), "Y": (6, "M"), "D": (12, "TH"), "E": (5, "Y")}


def read_mixed_duration(match: re.Match[str], _context: Context) -> Meaning | None:
    """Read "2 1/2 years", "a minute and a half", and the open "two to three weeks", "a year or two"."""
    unit, number = _unit(match), number_of(match["number"])
    if match["half"] is None:
        return Meaning("DURATION", _length(unit, None))
    if number is None or unit not in _HALVES:
        return Meaning("DURATION", _length(unit, None) if number is None else f"P{number}.5{unit}")
    if unit == "E":
        return Meaning("DURATION", f"P{10 * number + 5}Y")
    half, smaller = _HALVES[unit]
    rest = f"{half}{smaller[-1]}"
    return Meaning("DURATION", _length(unit, number) + ("T" + rest if unit == "D" else rest))


def read_length_of_one(match: re.Match[str], _context: Context) -> Meaning:
    """Read "day-long", "decades-long", "the year ended March 31": one of the unit, or an open number of them."""
    plural = match["unit"].lower() in load_lexicon().plurals
    return Meaning("DURATION", _length(_unit(match), None if plural else 1))


def read_long_period(match: re.Match[str], _context: Context) -> Meaning:
    """Read "the past decade"."""
    return Meaning("DURATION", "P10Y" if match["unit"].lower() == "decade" else "P100Y")


def read_set(match: re.Match[str], _context: Context) -> Meaning:
    """Read "daily"."""
    return Meaning("SET", load_lexicon().sets[match["set"].lower()])


def read_each(match: re.Match[str], _context: Context) -> Meaning | None:
    """Read "every day", "each Monday"."""
    word = match["unit"].lower()
    lexicon = load_lexicon()
    if word in lexicon.weekdays:
        return Meaning("SET", f"XXXX-WXX-{lexicon.weekdays[word] + 1}")
    if word in lexicon.months:
        return Meaning("SET", f"XXXX-{lexicon.months[word]:02d}")
    unit = lexicon.units[word]
    return Meaning("SET", f"PT1{unit[1]}" if unit.startswith("T") else f"P1{unit}")


def read_each_several(match: re.Match[str], _context: Context) -> Meaning:
    """Read "every six months", "every few weeks"."""
    return Meaning("SET", _length(_unit(match), number_of(match["number"])))


def read_reference(match: re.Match[str], _context: Context) -> Meaning:
    """Read "recently", "the near future"."""
    return Meaning("DATE", load_lexicon().references[" ".join(match["ref"].lower().split())])


def read_plural_reference(match: re.Match[str], _context: Context) -> Meaning:
    """Read "coming months", "past years": no more than ahead or behind."""
    ahead = match["side"].lower() in {"coming", "future", "upcoming", "next"}
    return Meaning("DATE", "FUTURE_REF" if ahead else "PAST_REF")
