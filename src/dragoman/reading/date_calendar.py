"""Resolve expressions that name a day, month, season, year or longer by the calendar."""

import re
from datetime import date, timedelta

from dragoman.reading import calendar_periods as periods
from dragoman.reading.calendar_periods import Period
from dragoman.reading.date_context import Context, Meaning, around, choose_by_tense, mean
from dragoman.reading.date_words import load_lexicon, year_of

__all__ = [
    "read_century",
    "read_day_word",
    "read_decade",
    "read_full_date",
    "read_holiday",
    "read_iso_date",
    "read_month",
    "read_month_day",
    "read_month_of_year",
    "read_month_year",
    "read_next_part",
    "read_season",
    "read_second_day",
    "read_slash_date",
    "read_spelled_year",
    "read_this_part",
    "read_week_of",
    "read_weekday",
    "read_weekend",
    "read_year",
    "read_year_range",
]

# A verb in the past may still tell of a day shortly ahead ("was extended to Nov. 16"), as a bare day and month is one
# of this year or nearly so: beyond these distances the other year is meant. Measured on TimeBank and AQUAINT.
_LONG_AGO = 300
_SOON = 45  # days ahead that a past verb may still tell of
_FAR_AHEAD = 240
# A month with its day, and the word that another day of it follows.
_DAY_BEFORE = re.compile(r"\b(?P<month>[A-Za-z]{3,9}\.?)\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?:and|to|through)\s+$")


def _date(number_of_year: int, month: int, day: int) -> Period | None:
    try:
        return periods.day(date(number_of_year, month, day))
    except ValueError:
        return None


def _month_in(match: re.Match[str]) -> int:
    return load_lexicon().months[match["month"].lower().rstrip(".")]


def _which(match: re.Match[str]) -> str:
    return (match["which"] or "").lower()


def read_full_date(match: re.Match[str], _context: Context) -> Meaning | None:
    """Read "18 November 2019"."""
    found = _date(int(match["year"]), _month_in(match), int(match["day"]))
    return mean(found) if found is not None else None


def read_iso_date(match: re.Match[str], _context: Context) -> Meaning | None:
    """Read "2019-11-18"."""
    found = _date(int(match["year"]), int(match["monthn"]), int(match["day"]))
    return mean(found) if found is not None else None


def read_slash_date(match: re.Match[str], _context: Context) -> Meaning | None:
    """Read "11/18/2019", month first unless that cannot be."""
    first, second, number = int(match["a"]), int(match["b"]), int(match["year"])
    number += 0 if number > 99 else (1900 if number > 50 else 2000)
    if first > 12 >= second:
        first, second = second, first
    found = _date(number, first, second)
    return mean(found) if found is not None else None


def read_month_year(match: re.Match[str], _context: Context) -> Meaning | None:
    """Read "November 2019"; the year may be in words."""
    number = int(match["year"]) if match["year"] else year_of(match["words"])
    return mean(periods.month(date(number, _month_in(match), 1))) if number is not None else None


def read_month_day(match: re.Match[str], context: Context) -> Meaning | None:
    """Read "18 November": the year is the one that a weekday beside it, the paragraph or the nearest such day tells."""
    month, number = _month_in(match), int(match["day"])
    today = context.today or (context.anchor.start if context.anchor else None)
    if not 1 <= number <= 31:
        return None
    if today is None:
        return Meaning("DATE", f"XXXX-{month:02d}-{number:02d}")
    if context.past_year is not None and (told := _date(context.past_year, month, number)) is not None:
        return mean(told)
    choices = [found for of in (today.year - 1, today.year, today.year + 1) if (found := _date(of, month, number))]
    weekday = match["before"]
    if weekday:
        wanted = load_lexicon().weekdays[weekday.lower()]
        choices = [one for one in choices if one.start is not None and one.start.weekday() == wanted] or choices
    return mean(_nearest_day(choices, context, today, _which(match))) if choices else None


def _nearest_day(choices: list[Period], context: Context, today: date, which: str) -> Period:
    behind, ahead = around(choices, today)
    if not ahead or not behind or which in {"last", "past"}:
        return behind[-1][1] if behind else ahead[0][1]
    if which in {"next", "coming"}:
        return ahead[0][1]
    until, since = (ahead[0][0] - today).days, (today - behind[-1][0]).days
    if context.tense == "future" and until <= _FAR_AHEAD:
        return ahead[0][1]
    if context.tense == "past" and (since <= _LONG_AGO or until > _SOON):
        return behind[-1][1]
    return ahead[0][1] if until < since else behind[-1][1]


def read_week_of(match: re.Match[str], context: Context) -> Meaning | None:
    """Read "the week of March 6"."""
    day = read_month_day(match, context)
    return (
        mean(periods.week(day.period.start)) if day is not None and day.period is not None and day.period.start else day
    )


def read_month(match: re.Match[str], context: Context) -> Meaning | None:
    """Read "April", "last April"."""
    month, which = _month_in(match), _which(match)
    if match["month"] in {"may", "march", "mar"}:
        return None
    today = context.known("M")
    if today is None:
        return Meaning("DATE", f"XXXX-{month:02d}")
    if context.past_year is not None and not which:
        return mean(periods.month(date(context.past_year, month, 1)))
    told = context.anchor.start if context.anchor is not None else None
    if told is not None and match.string[max(0, match.start() - 5) : match.start()].lower() == "that ":
        return mean(periods.month(date(told.year, month, 1)))  # "that April": of the year that was told of
    choices = [periods.month(date(of, month, 1)) for of in (today.year - 1, today.year, today.year + 1)]
    first = today.replace(day=1)
    if which in {"last", "past"}:
        return mean([one for one in choices if one.start is not None and one.start < first][-1])
    if which in {"next", "coming"}:
        return mean(next(one for one in choices if one.start is not None and one.start > first))
    return mean(choices[1] if which == "this" else choose_by_tense(choices, first, context.tense))


# The years that count from the last date in the text, not from publication.
_YEARS_FROM_ANCHOR = {"that": 0, "the same": 0, "the following": 1, "the next": 1, "the previous": -1}


def read_month_of_year(match: re.Match[str], context: Context) -> Meaning:
    """Read "April next year", "May of that year"."""
    which = " ".join(_which(match).split())
    if which in _YEARS_FROM_ANCHOR:
        base = context.anchor.start if context.anchor is not None else None
        offset = _YEARS_FROM_ANCHOR[which]
    else:
        base, offset = context.known("Y"), {"last": -1, "this": 0, "next": 1}[which]
    if base is None:
        return Meaning("DATE", None)
    return mean(periods.month(date(base.year + offset, _month_in(match), 1)))


def read_weekday(match: re.Match[str], context: Context) -> Meaning | None:
    """Read "Monday", "last Monday", "Monday morning"; the verb tells whether it is ahead."""
    number, which = load_lexicon().weekdays[match["weekday"].lower().rstrip(".")], _which(match)
    today = context.today
    if today is None:
        return Meaning("DATE", f"XXXX-WXX-{number + 1}")
    back, ahead = (today.weekday() - number) % 7, (number - today.weekday()) % 7
    if which == "next":
        found = today + timedelta(days=ahead or 7)
    elif which in {"last", "past"}:
        found = today - timedelta(days=back or 7)
    elif which in {"this", "coming"} or context.tense == "future":
        found = today + timedelta(days=ahead)
    else:
        found = today - timedelta(days=back)
    return _with_part(periods.day(found), match["part"])


def read_weekend(match: re.Match[str], context: Context) -> Meaning:
    """Read "the weekend": the one that is over, or the one ahead where the verb looks ahead."""
    if context.today is None:
        return Meaning("DATE", None)
    del match
    offset = 0 if context.tense == "future" or context.today.weekday() == 6 else -1
    return mean(periods.weekend(context.today + timedelta(weeks=offset)))


def _with_part(period: Period, part: str | None) -> Meaning:
    if not part:
        return mean(period)
    return Meaning("TIME", f"{period.value}T{load_lexicon().dayparts[part.lower()]}", period.edtf, period)


def read_day_word(match: re.Match[str], context: Context) -> Meaning:
    """Read "yesterday", "tonight", "tomorrow evening"."""
    word = match["dayword"].lower()
    if context.today is None:
        return Meaning("DATE", None)
    offset = {"yesterday": -1, "tomorrow": 1}.get(word, 0)
    part = "night" if word == "tonight" else match["part"]
    return _with_part(periods.day(context.today + timedelta(days=offset)), part)


def read_this_part(match: re.Match[str], context: Context) -> Meaning:
    """Read "this morning", "last night"."""
    if context.today is None:
        return Meaning("TIME", None)
    offset = -1 if _which(match) == "last" else 0
    return _with_part(periods.day(context.today + timedelta(days=offset)), match["part"])


def read_next_part(match: re.Match[str], context: Context) -> Meaning:
    """Read "the next morning": of the day after the last one in the text."""
    day = context.anchor
    if day is None or day.unit != "D" or day.start is None:
        return Meaning("TIME", None)
    return _with_part(periods.day(day.start + timedelta(days=1)), match["part"])


def read_second_day(match: re.Match[str], context: Context) -> Meaning | None:
    """Read the 28 of "August 27 and 28": the month is that of the day right before."""
    first, number = context.anchor, int(match["second"])
    before = _DAY_BEFORE.search(match.string, max(0, match.start() - 40), match.start())
    if before is None or first is None or first.unit != "D" or first.start is None:
        return None
    month = load_lexicon().months.get(before["month"].lower().rstrip("."))
    if month != first.start.month or int(before["day"]) != first.start.day or number <= first.start.day:
        return None
    found = _date(first.start.year, month, number)
    return mean(found) if found is not None else None


def read_year(match: re.Match[str], _context: Context) -> Meaning:
    """Read "2019"."""
    return mean(periods.year(int(match["year"])))


def read_spelled_year(match: re.Match[str], _context: Context) -> Meaning | None:
    """Read "nineteen ninety-six"."""
    number = year_of(match["words"])
    return mean(periods.year(number)) if number is not None else None


def read_year_range(match: re.Match[str], _context: Context) -> Meaning | None:
    """Read "2012-14"."""
    first, last = int(match["year"]), match["to"]
    second = int(last) if len(last) == 4 else first // 100 * 100 + int(last)
    if second <= first:
        return None
    return Meaning("DURATION", f"P{second - first}Y", f"{first:04d}/{second:04d}", periods.year(first))


def read_decade(match: re.Match[str], _context: Context) -> Meaning:
    """Read "the 1990s", "the '90s", "the nineties"."""
    digits = match["decade"] or match["short"]
    if digits is None:
        return mean(periods.decade(1900 + load_lexicon().numbers[match["word"].lower().removesuffix("ies") + "y"]))
    return mean(periods.decade(int(digits) if len(digits) == 4 else 1900 + int(digits)))


def read_century(match: re.Match[str], _context: Context) -> Meaning | None:
    """Read "the 19th century"."""
    number = int(match["nth"])
    return mean(periods.century((number - 1) * 100)) if 1 <= number <= 22 else None


def read_season(match: re.Match[str], context: Context) -> Meaning | None:
    """Read "the summer of 2019", "last spring"."""
    code, which = load_lexicon().seasons[match["season"].lower()], _which(match)
    number = int(match["year"]) if match["year"] else year_of(match["words"] or "")
    if number is not None:
        return mean(periods.season(code, number))
    today = context.known("M")
    if today is None:
        return Meaning("DATE", f"XXXX-{code}")
    if context.past_year is not None and not which:
        return mean(periods.season(code, context.past_year))
    choices = [periods.season(code, of) for of in (today.year - 1, today.year, today.year + 1)]
    if which == "next":
        return mean(next(one for one in choices if one.start is not None and one.start > today))
    if which in {"last", "past", "this past"}:
        ended = [one for one in choices if one.start is not None and one.start + timedelta(days=92) <= today]
        return mean(ended[-1] if ended else choices[0])
    return mean(choices[1] if which == "this" else choose_by_tense(choices, today, context.tense))


def read_holiday(match: re.Match[str], context: Context) -> Meaning | None:
    """Read "Christmas Day 2019"."""
    rule = load_lexicon().holidays[" ".join(match["holiday"].lower().replace("’", "'").split())]
    if match["year"]:
        found = periods.holiday(rule, int(match["year"]))
        return mean(found) if found is not None else None
    today = context.today
    if today is None:
        return Meaning("DATE", f"XXXX-{rule}" if len(rule) == 5 else None)
    choices = [one for of in (-1, 0, 1) if (one := periods.holiday(rule, today.year + of)) is not None]
    return mean(_nearest_day(choices, context, today, _which(match)))
