"""Rules that find time expressions in a text and resolve them, in the manner of HeidelTime: a pattern and what it means.

Sources: TIMEX3 (ISO 24617-1) as annotated in TempEval-3 (UzZaman et al. 2013); the division into patterns, normalisation
and rules follows Strötgen and Gertz 2010.
"""

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from dragoman.model import DateType
from dragoman.reading import calendar_periods as periods
from dragoman.reading.calendar_periods import Period
from dragoman.reading.date_words import alternatives, load_lexicon, number_of

__all__ = ["Context", "Meaning", "Rule", "Tense", "load_hint", "load_rules_of_time"]

Tense = Literal["past", "present", "future"]


@dataclass(frozen=True, slots=True)
class Context:
    """What a vague expression is resolved against."""

    published: Period | None
    anchor: Period | None  # the last date before it in the text
    tense: Tense

    @property
    def today(self) -> date | None:
        """The day of publication, where it is known to the day."""
        return self.published.start if self.published is not None and self.published.unit == "D" else None

    def known(self, unit: str) -> date | None:
        """A day inside the period of publication, if publication is known as finely as `unit` needs."""
        if self.published is None:
            return None
        fine = {"D": "DWMQYECHSE", "M": "MQYECHSE", "Y": "YEC"}[self.published.unit]
        return self.published.start if unit in fine or (unit in {"2W", "WE"} and self.published.unit == "D") else None


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an expression means; a None value needs the day of publication, which is not known."""

    type: DateType
    value: str | None
    edtf: str | None = None
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A named pattern and the function that resolves what it matched; None where it is no time after all."""

    name: str
    pattern: re.Pattern[str]
    resolve: Callable[[re.Match[str], Context], Meaning | None]


def _of(period: Period | None, kind: DateType = "DATE") -> Meaning:
    if period is None:
        return Meaning(kind, None)
    return Meaning(kind, period.value, period.edtf, period)


def _date(number_of_year: int, month: int, day: int) -> Period | None:
    try:
        return periods.day(date(number_of_year, month, day))
    except ValueError:
        return None


# --- calendar dates


def _full_date(match: re.Match[str], _context: Context) -> Meaning | None:
    month = load_lexicon().months[match["month"].lower().rstrip(".")]
    found = _date(int(match["year"]), month, int(match["day"]))
    return _of(found) if found is not None else None


def _iso_date(match: re.Match[str], _context: Context) -> Meaning | None:
    found = _date(int(match["year"]), int(match["monthn"]), int(match["day"]))
    return _of(found) if found is not None else None


def _slash_date(match: re.Match[str], _context: Context) -> Meaning | None:
    first, second, number = int(match["a"]), int(match["b"]), int(match["year"])
    number += 0 if number > 99 else (1900 if number > 50 else 2000)
    if first > 12 >= second:
        first, second = second, first
    found = _date(number, first, second)
    return _of(found) if found is not None else None


def _month_year(match: re.Match[str], _context: Context) -> Meaning:
    return _of(periods.month(date(int(match["year"]), load_lexicon().months[match["month"].lower().rstrip(".")], 1)))


def _month_day(match: re.Match[str], context: Context) -> Meaning | None:
    month, number = load_lexicon().months[match["month"].lower().rstrip(".")], int(match["day"])
    today = context.today or (context.anchor.start if context.anchor else None)
    if not 1 <= number <= 31:
        return None
    if today is None:
        return Meaning("DATE", f"XXXX-{month:02d}-{number:02d}")
    choices = [found for of in (today.year - 1, today.year, today.year + 1) if (found := _date(of, month, number))]
    return _of(_by_tense(choices, today, context.tense)) if choices else None


def _by_tense(choices: list[Period], today: date, tense: Tense) -> Period:
    """The latest one that is not ahead, or the next one where the verb looks ahead."""
    ahead = [one for one in choices if one.start is not None and one.start >= today]
    behind = [one for one in choices if one.start is not None and one.start <= today]
    if tense == "future" and ahead:
        return ahead[0]
    if tense == "present" and ahead and behind:
        # Without a tense to go by (headlines, nouns) the nearer of the two.
        near, far = ahead[0].start, behind[-1].start
        return ahead[0] if near is not None and far is not None and near - today < today - far else behind[-1]
    return behind[-1] if behind else ahead[0]


def _month_alone(match: re.Match[str], context: Context) -> Meaning | None:
    month = load_lexicon().months[match["month"].lower().rstrip(".")]
    which = (match["which"] or "").lower()
    today = context.known("M")
    if today is None:
        return Meaning("DATE", f"XXXX-{month:02d}")
    choices = [periods.month(date(of, month, 1)) for of in (today.year - 1, today.year, today.year + 1)]
    first = today.replace(day=1)
    if which == "last":
        return _of([one for one in choices if one.start is not None and one.start < first][-1])
    if which == "next":
        return _of(next(one for one in choices if one.start is not None and one.start > first))
    return _of(choices[1] if which == "this" else _by_tense(choices, first, context.tense))


def _weekday(match: re.Match[str], context: Context) -> Meaning | None:
    number = load_lexicon().weekdays[match["weekday"].lower().rstrip(".")]
    which = (match["which"] or "").lower()
    today = context.today
    part = match["part"]
    if today is None:
        return Meaning("DATE", f"XXXX-WXX-{number + 1}")
    back = (today.weekday() - number) % 7
    ahead = (number - today.weekday()) % 7
    if which == "next":
        found = today + timedelta(days=ahead or 7)
    elif which in {"last", "past"}:
        found = today - timedelta(days=back or 7)
    elif which in {"this", "coming"} or context.tense == "future":
        found = today + timedelta(days=ahead)
    else:
        found = today - timedelta(days=back)
    return _with_part(periods.day(found), part)


def _with_part(period: Period, part: str | None) -> Meaning:
    if not part:
        return _of(period)
    return Meaning("TIME", f"{period.value}T{load_lexicon().dayparts[part.lower()]}", period.edtf, period)


def _day_word(match: re.Match[str], context: Context) -> Meaning:
    word = match["dayword"].lower()
    offset = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}.get(word, 0)
    if context.today is None:
        return Meaning("DATE", None)
    period = periods.day(context.today + timedelta(days=offset))
    part = "night" if word == "tonight" else match["part"]
    return _with_part(period, part)


def _this_part(match: re.Match[str], context: Context) -> Meaning:
    if context.today is None:
        return Meaning("TIME", None)
    offset = -1 if match["which"].lower() == "last" else 0
    return _with_part(periods.day(context.today + timedelta(days=offset)), match["part"])


def _clock(match: re.Match[str], context: Context) -> Meaning | None:
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    half = (match["half"] or "").lower().replace(".", "")
    if hour > 24 or minute > 59 or (half and hour > 12):
        return None
    hour = hour % 12 + (12 if half == "pm" else 0) if half else hour
    base = context.anchor if context.anchor is not None and context.anchor.unit == "D" else context.published
    if base is None or base.unit != "D":
        return Meaning("TIME", f"XXXX-XX-XXT{hour:02d}:{minute:02d}")
    return Meaning("TIME", f"{base.value}T{hour:02d}:{minute:02d}", base.edtf, None)


# --- years and longer


def _year(match: re.Match[str], _context: Context) -> Meaning:
    return _of(periods.year(int(match["year"])))


def _year_range(match: re.Match[str], _context: Context) -> Meaning | None:
    first, last = int(match["year"]), match["to"]
    second = int(last) if len(last) == 4 else first // 100 * 100 + int(last)
    if second <= first:
        return None
    return Meaning("DURATION", f"P{second - first}Y", f"{first:04d}/{second:04d}", periods.year(first))


def _decade(match: re.Match[str], _context: Context) -> Meaning:
    digits = match["decade"]
    first = int(digits) if len(digits) == 4 else 1900 + int(digits)
    return _of(periods.decade(first))


def _century(match: re.Match[str], _context: Context) -> Meaning | None:
    number = int(match["nth"])
    return _of(periods.century((number - 1) * 100)) if 1 <= number <= 22 else None


def _season(match: re.Match[str], context: Context) -> Meaning | None:
    code, which = load_lexicon().seasons[match["season"].lower()], (match["which"] or "").lower()
    if match["year"]:
        return _of(periods.season(code, int(match["year"])))
    today = context.known("M")
    if today is None:
        return Meaning("DATE", f"XXXX-{code}")
    choices = [periods.season(code, of) for of in (today.year - 1, today.year, today.year + 1)]
    if which == "next":
        return _of(next(one for one in choices if one.start is not None and one.start > today))
    if which == "last":
        ended = [one for one in choices if one.start is not None and one.start + timedelta(days=92) <= today]
        return _of(ended[-1] if ended else choices[0])
    return _of(choices[1] if which == "this" else _by_tense(choices, today, context.tense))


def _quarter(match: re.Match[str], context: Context) -> Meaning | None:
    number = load_lexicon().ordinals[(match["nth"] or match["nth2"]).lower()]
    is_half = match["what"].lower() == "half"
    make = periods.half if is_half else periods.quarter
    today = context.known("M")
    if match["year"]:
        return _of(make(number, int(match["year"])))
    if number > (2 if is_half else 4):
        return None
    if today is None:
        return Meaning("DATE", f"XXXX-{'H' if is_half else 'Q'}{number}")
    of = (match["of"] or "").lower()
    if of:
        return _of(make(number, today.year + {"last": -1, "this": 0, "next": 1}[of]))
    # The last that has begun: results are told of a quarter even where they are still to come.
    begun = [
        one
        for one in (make(number, today.year - 1), make(number, today.year))
        if one.start is not None and one.start <= today
    ]
    return _of(begun[-1])


# --- relative periods


def _relative(match: re.Match[str], context: Context) -> Meaning | None:
    unit, which = load_lexicon().units[match["unit"].lower()], match["which"].lower()
    if unit.startswith("T"):
        return None
    today = context.known(unit)
    number = {"last": -1, "past": -1, "previous": -1, "this": 0, "current": 0, "next": 1, "coming": 1, "upcoming": 1}[
        which
    ]
    if today is None:
        return Meaning("DATE", None)
    if unit == "WE" and which == "last" and today.weekday() == 6:
        number = 0
    edge = match["edge"] or ""
    if number == 0 and unit == "D":
        return _of(periods.day(today))
    if edge.lower().startswith(("the end of", "end of")) and unit == "Y":
        return _of(periods.month(date(today.year + number, 12, 1)))
    return _of(periods.shift(today, number, unit))


def _end_of_period(match: re.Match[str], context: Context) -> Meaning | None:
    unit = load_lexicon().units[match["unit"].lower()]
    today = context.known(unit)
    if unit not in {"W", "M", "Y"}:
        return None
    if today is None:
        return Meaning("DATE", None)
    return _of(periods.month(date(today.year, 12, 1)) if unit == "Y" else periods.shift(today, 0, unit))


def _month_of_year(match: re.Match[str], context: Context) -> Meaning:
    """April next year."""
    month = load_lexicon().months[match["month"].lower().rstrip(".")]
    today = context.known("Y")
    offset = {"last": -1, "this": 0, "next": 1}[match["which"].lower()]
    return _of(periods.month(date(today.year + offset, month, 1))) if today is not None else Meaning("DATE", None)


def _year_end(_match: re.Match[str], context: Context) -> Meaning:
    today = context.known("Y")
    return _of(periods.month(date(today.year, 12, 1))) if today is not None else Meaning("DATE", None)


def _ago(match: re.Match[str], context: Context) -> Meaning | None:
    unit, number = load_lexicon().units[match["unit"].lower()], number_of(match["number"])
    if unit.startswith("T"):
        return _of(periods.day(context.today)) if context.today is not None else Meaning("DATE", None)
    if number is None:
        return Meaning("DATE", "PAST_REF")
    today = context.known(unit)
    if today is None:
        return Meaning("DATE", None)
    if unit == "W" and context.today is not None:
        return _of(periods.week(today - timedelta(weeks=number)))
    if unit == "E":
        return _of(periods.year(today.year - 10 * number))
    return _of(periods.shift(today, -number, unit))


def _long_ago(match: re.Match[str], context: Context) -> Meaning:
    """Decades ago: two of them at least, so the EDTF is an open interval up to twenty years back."""
    today = context.known("Y")
    years = 20 if match["unit"].lower() == "decades" else 200
    return Meaning("DATE", "PAST_REF", f"../{periods.year(today.year - years).edtf}" if today is not None else None)


def _from_anchor(match: re.Match[str], context: Context) -> Meaning | None:
    """Two days later, a year earlier: counted from the last date in the text, else from publication."""
    unit, number = load_lexicon().units[match["unit"].lower()], number_of(match["number"])
    if unit.startswith("T"):
        return None
    sign = -1 if match["side"].lower() in {"earlier", "before", "previously"} else 1
    base = context.anchor or (context.published if sign < 0 else None)
    if number is None or base is None or base.start is None:
        return Meaning("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF")
    return _of(
        periods.shift(base.start, sign * number, "D" if unit == "W" and base.unit == "D" and number == 0 else unit)
    )


def _neighbour(match: re.Match[str], context: Context) -> Meaning | None:
    """The following day, the previous week, the day before: one from the last date in the text."""
    words = match.group().lower()
    sign = -1 if any(word in words for word in ("previous", "before", "earlier", "preceding", "prior")) else 1
    unit = load_lexicon().units[match["unit"].lower()]
    base = context.anchor or context.published
    if unit.startswith("T") or base is None or base.start is None:
        return Meaning("DATE", None)
    if base.unit != "D" and unit in {"D", "W"}:
        return Meaning("DATE", None)
    return _of(periods.shift(base.start, sign, unit))


def _duration(match: re.Match[str], _context: Context) -> Meaning | None:
    unit = load_lexicon().units[match["unit"].lower()]
    words = (match["number"] or "").lower()
    number = 2 if "couple" in words else number_of(words) if words else None
    amount = "X" if number is None else str(number)
    if unit == "E" and number is not None:
        return Meaning("DURATION", f"P{number * 10}Y" if number > 1 else "P10Y")
    if unit == "2W":
        return Meaning("DURATION", f"P{2 * (number or 1)}W")
    if unit == "Q" and number is not None:
        return Meaning("DURATION", f"P{3 * number}M")
    return Meaning("DURATION", f"PT{amount}{unit[1]}" if unit.startswith("T") else f"P{amount}{unit}")


def _past_decade(match: re.Match[str], _context: Context) -> Meaning:
    return Meaning("DURATION", "P10Y" if match["unit"].lower() == "decade" else "P100Y")


def _set(match: re.Match[str], _context: Context) -> Meaning:
    return Meaning("SET", load_lexicon().sets[match["set"].lower()])


def _each(match: re.Match[str], _context: Context) -> Meaning | None:
    word = match["unit"].lower()
    lexicon = load_lexicon()
    if word in lexicon.weekdays:
        return Meaning("SET", f"XXXX-WXX-{lexicon.weekdays[word] + 1}")
    if word in lexicon.months:
        return Meaning("SET", f"XXXX-{lexicon.months[word]:02d}")
    unit = lexicon.units[word]
    return Meaning("SET", f"PT1{unit[1]}" if unit.startswith("T") else f"P1{unit}")


def _reference(match: re.Match[str], _context: Context) -> Meaning:
    return Meaning("DATE", load_lexicon().references[" ".join(match["ref"].lower().split())])


def _holiday(match: re.Match[str], context: Context) -> Meaning | None:
    month, number = map(int, load_lexicon().holidays[" ".join(match["holiday"].lower().split())].split("-"))
    if match["year"]:
        return _of(_date(int(match["year"]), month, number))
    today = context.today
    if today is None:
        return Meaning("DATE", f"XXXX-{month:02d}-{number:02d}")
    choices = [periods.day(date(of, month, number)) for of in (today.year - 1, today.year, today.year + 1)]
    return _of(_by_tense(choices, today, context.tense))


def _with_stop(words: dict[str, int]) -> str:
    """Abbreviations (up to five letters) may end in a full stop; whole names may not."""
    short = {
        word: number
        for word, number in words.items()
        if len(word) <= 5 and word not in {"may", "june", "july", "march", "april"}
    }
    whole = {word: number for word, number in words.items() if word not in short}
    return rf"(?:{alternatives(whole)})\b|(?:{alternatives(short)})\b\.?"


@functools.cache
def load_rules_of_time() -> tuple[Rule, ...]:
    """Build every rule, those that come first win where two match the same words."""
    lexicon = load_lexicon()
    month = rf"(?P<month>{_with_stop(lexicon.months)})"
    weekday = rf"(?P<weekday>{_with_stop(lexicon.weekdays)})"
    part = rf"(?P<part>{alternatives(lexicon.dayparts)})"
    units = alternatives(lexicon.units)
    tens, ones = (
        "|".join(word for word, value in lexicon.numbers.items() if low <= value <= high and value % step == 0)
        for low, high, step in ((20, 90, 10), (1, 9, 1))
    )
    digits = rf"(?:\d{{1,4}}|(?:{tens})[\s-](?:{ones})|(?:a|one)\s+hundred|{alternatives(lexicon.numbers)})"
    vague = r"several|a\s+few|few|many|some|a\s+couple\s+of|a\s+number\s+of|dozens\s+of|countless"
    about = r"(?:(?:about|around|nearly|almost|more\s+than|less\s+than|at\s+least|over|up\s+to|just|only|some|no\s+more\s+than)\s+)?"
    number = rf"(?P<number>{digits}|{vague})"
    year = r"(?P<year>(?:1[5-9]|20)\d\d)"
    loose = r"(?:(?:the\s+)?(?:early|earlier|late|later|mid)[\s-]+(?:in\s+)?|(?:the\s+)?(?:end|beginning|start|middle)\s+of\s+(?:the\s+)?)?"
    day = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
    before = rf"(?:{alternatives(lexicon.weekdays)})\.?,?\s+"
    last = r"(?P<which>last|next|this|past|coming)"
    rows: list[tuple[str, str, Callable[[re.Match[str], Context], Meaning | None]]] = [
        ("iso date", rf"{year}-(?P<monthn>\d\d)-(?P<day>\d\d)\b", _iso_date),
        ("month day year", rf"(?:{before})?{month}\s+{day},?\s+{year}\b", _full_date),
        ("day month year", rf"(?:{before})?(?:the\s+)?{day}\s+(?:of\s+)?{month},?\s+{year}\b", _full_date),
        ("slash date", r"(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<year>\d{4}|\d\d)\b", _slash_date),
        ("month year", rf"{loose}{month},?\s+(?:of\s+)?{year}\b", _month_year),
        ("month day", rf"(?:{before})?{month}\s+{day}(?![\d,]*\d)\b", _month_day),
        ("day month", rf"(?:{before})?(?:the\s+)?{day}\s+(?:of\s+)?{month}", _month_day),
        ("weekday part", rf"(?:{loose})(?:{last}\s+)?{weekday}(?:\s+{part})?(?!\w)", _weekday),
        ("day word", rf"(?:(?:early|earlier|late|later)\s+)?(?P<dayword>yesterday|today|tonight|tomorrow)(?:\s+{part})?\b", _day_word),
        ("this part", rf"(?:(?:early|earlier|late|later)\s+)?(?P<which>this|last)\s+{part}\b", _this_part),
        ("holiday", rf"(?P<holiday>{alternatives(lexicon.holidays)})\b(?:,?\s+{year})?", _holiday),
        ("month", rf"{loose}(?:(?P<which>last|next|this)\s+)?{month}", _month_alone),
        ("month of year", rf"{loose}{month}(?:\s+of)?\s+(?P<which>last|this|next)\s+year\b", _month_of_year),
        ("past decade", r"the\s+(?:past|last|coming|next)\s+(?P<number>)(?P<unit>decade|century)\b", _past_decade),
        ("season", rf"{loose}(?:(?:the\s+)?(?:(?P<which>last|next|this)\s+)?(?P<season>{alternatives(lexicon.seasons)}))(?:\s+(?:of\s+)?{year})?\b", _season),
        ("quarter", rf"(?:(?:the\s+)?(?:(?P<of>last|this|next)\s+year['’]s\s+)?(?:fiscal[\s-])?(?P<nth>{alternatives(lexicon.ordinals)})\s+|(?P<nth2>{alternatives(lexicon.ordinals)})-)(?P<what>quarter|half)(?:\s+(?:of\s+)?(?:fiscal\s+)?{year})?\b", _quarter),
        ("century", r"(?:the\s+)?(?:(?:early|late|mid)[\s-])?(?P<nth>\d{1,2})(?:st|nd|rd|th)[\s-]century\b", _century),
        ("decade", r"(?:the\s+)?(?:(?:early|late|mid)[\s-])?(?:to[\s-](?:mid|late)[\s-])?['’]?(?P<decade>(?:1[5-9]|20)\d0|[2-9]0)['’]?s\b", _decade),
        ("year range", rf"{year}[-–—](?P<to>\d{{4}}|\d\d)\b(?!-)", _year_range),
        ("decades ago", r"(?:many\s+)?(?P<unit>decades|centuries)\s+ago\b", _long_ago),
        ("ago", rf"{about}{number}\s+(?P<unit>{units})\s+ago\b", _ago),
        ("ago by", r"(?P<number>a)\s(?P<unit>year)-ago\b", _ago),
        ("later", rf"{number}\s+(?P<unit>{units})\s+(?P<side>later|earlier|afterwards?|before|previously)\b", _from_anchor),
        ("neighbour", rf"the\s+(?:previous|following|preceding|prior|next)\s+(?P<unit>{units})\b", _neighbour),
        ("last several", rf"(?:the\s+)?(?:last|past|next|first|coming|previous|following)\s+{number}\s+(?P<unit>{units})\b", _duration),
        ("relative", rf"(?P<edge>(?:(?:early|earlier|late|later|mid)[\s-]+(?:in\s+)?|(?:the\s+)?(?:end|beginning|start|middle)\s+of\s+))?(?:the\s+)?(?P<which>last|past|previous|this|current|next|coming|upcoming)\s+(?:fiscal\s+|calendar\s+|full\s+)?(?P<unit>{units})\b", _relative),
        ("end of period", rf"(?:the\s+)?(?:end|close)\s+of\s+the\s+(?P<unit>{units})\b", _end_of_period),
        ("in the year", rf"(?:early|earlier|late|later)\s+in\s+the\s+(?P<unit>{units})\b", _end_of_period),
        ("set", rf"(?P<set>{alternatives(lexicon.sets)})\b", _set),
        ("each", rf"(?:every|each|per|once\s+a|twice\s+a)\s+(?P<unit>{units}|{alternatives(lexicon.weekdays)}|{alternatives(lexicon.months)})\b", _each),
        ("reference", rf"(?P<ref>{alternatives(lexicon.references)})\b", _reference),
        ("clock", r"(?P<hour>\d{1,2})(?::(?P<minute>\d\d))?\s*(?P<half>[ap]\.?m\b\.?)", _clock),
        ("clock 24", r"(?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d)(?P<half>)\b", _clock),
        ("adjective", rf"{number}-(?P<unit>{units})(?!-old|\s+old|\w)(?<!quarters)", _duration),
        ("duration", rf"{about}(?:the\s+)?{number}\s+(?:full\s+|consecutive\s+|straight\s+|more\s+)?(?P<unit>{units})\b(?!\s+old\b)", _duration),
        ("year end", r"(?:the\s+)?(?:year-end|year['’]s\s+end|year\s+end)\b", _year_end),
        ("vague duration", r"(?P<number>)(?P<unit>years|months|weeks|days|decades|centuries|hours)(?=\s+(?:of|before|after)\b)", _duration),
        ("year", rf"{loose}(?:the\s+year\s+|fiscal\s+(?:year\s+)?)?{year}\b(?![-–/]\d|[%°]|[.,]\d|-\w)", _year),
    ]  # fmt: skip
    return tuple(
        Rule(name, re.compile(rf"(?<![\w$€£.,-]){pattern}", re.IGNORECASE), how) for name, pattern, how in rows
    )


@functools.cache
def load_hint() -> re.Pattern[str]:
    """A pattern for the words without which no rule matches; looking for it first spares the rules most of a text."""
    lexicon = load_lexicon()
    words = {
        *lexicon.months, *lexicon.weekdays, *lexicon.units, *lexicon.seasons, *lexicon.dayparts, *lexicon.sets,
        "yesterday", "today", "tonight", "tomorrow",
        *(phrase.split()[-1] for phrase in lexicon.references), *(name.split()[0] for name in lexicon.holidays),
    }  # fmt: skip
    joined = alternatives(dict.fromkeys(words, ""))
    return re.compile(rf"\b(?:{joined}|quarter|half|year(?:[-'’]\w+)?|century)\b|\d\d|\d\s*[ap]\.?m", re.IGNORECASE)
