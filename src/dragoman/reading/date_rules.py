"""The patterns of time expressions, each with the function that resolves it, in the manner of HeidelTime.

Sources: TIMEX3 (ISO 24617-1) as annotated in TempEval-3 (UzZaman et al. 2013); the division into patterns, normalisation
and rules follows Strötgen and Gertz 2010.
"""

import functools
import re
from collections.abc import Callable

from dragoman.reading import date_calendar as calendar
from dragoman.reading import date_clock as clock
from dragoman.reading import date_quarters as quarters
from dragoman.reading import date_relative as relative
from dragoman.reading.date_context import Context, Meaning, Rule
from dragoman.reading.date_words import Lexicon, alternatives, load_lexicon

__all__ = ["load_hint", "load_rules_of_time"]

# Name; kinds of words and literal words that its pattern cannot do without; pattern; what resolves it.
_Row = tuple[str, str, str, str, Callable[[re.Match[str], Context], Meaning | None]]

_NEVER = r"\b\B"  # matches nothing: for a group that a resolver asks for and a pattern has no words for
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_EDGE = r"(?:the\s+)?(?:end|beginning|start|middle)\s+of\s+"
_LOOSE = rf"(?:(?:the\s+)?(?:early|earlier|late|later|mid)[\s-]+(?:in\s+)?|{_EDGE}(?:the\s+)?)?"
_SOON = r"(?:(?:early|late)\s+)?"
_LAST = r"(?P<which>last|next|this|past|coming)"
_HALF_OF_DAY = r"(?P<half>[ap]\.?m\b\.?)"
_ZONE = r"(?:\s+(?:[ECMP][SD]T|GMT|UTC|BST|CET|local\s+time))?"
_ABOUT = r"(?:(?:about|around|nearly|almost|more\s+than|less\s+than|at\s+least|up\s+to|some|no\s+more\s+than)\s+)?"
_VAGUE = r"several|a\s+few|few|many|some|a\s+couple\s+of|couple\s+of|a\s+number\s+of|dozens\s+of|countless|additional|an\s+additional"
_PLURALS = r"(?P<unit>years|months|weeks|days|decades|centuries|hours|minutes)"


def _with_stop(words: dict[str, int]) -> str:
    """Abbreviations (up to five letters) may end in a full stop; whole names may not."""
    short = {
        word: number
        for word, number in words.items()
        if len(word) <= 5 and word not in {"may", "june", "july", "march", "april"}
    }
    whole = {word: number for word, number in words.items() if word not in short}
    return rf"(?:{alternatives(whole)})\b|(?:{alternatives(short)})\b\.?"


def _any_of(phrases: dict[str, str], at: int) -> str:
    """Return the first (0) or last (-1) words of phrases as literals of a rule."""
    return "|".join(sorted({phrase.split()[at] for phrase in phrases}))


def _numbers(lexicon: Lexicon) -> tuple[str, str, str]:
    """Return patterns of numbers in words: tens with ones, any number, and the words of a year."""
    tens = "|".join(word for word, value in lexicon.numbers.items() if 20 <= value <= 90)
    ones = "|".join(word for word, value in lexicon.numbers.items() if 1 <= value <= 9 and len(word) > 2)
    teens = "|".join(word for word, value in lexicon.numbers.items() if 10 <= value <= 19)
    digits = rf"(?:\d{{1,4}}|(?:{tens})[\s-](?:{ones})|(?:a|one)\s+hundred|{alternatives(lexicon.numbers)})"
    spelled = rf"(?P<words>(?:{teens})\s+(?:(?:{tens})(?:[\s-]+(?:{ones}))?|{teens}))"
    return digits, spelled, rf"(?P<words>two\s+thousand(?:\s+(?:and\s+)?(?:{teens}|{ones}))?)"


@functools.cache
def load_rules_of_time() -> tuple[Rule, ...]:
    """Build every rule, those that come first win where two match the same words."""
    rows = [*_rows_of_days(), *_rows_of_periods(), *_rows_of_results(), *_rows_of_distances(), *_rows_of_lengths()]
    return tuple(
        Rule(
            name,
            frozenset(needs.split()),
            tuple(filter(None, literals.split("|"))),
            re.compile(rf"(?<![\w$€£.,-]){pattern}", re.IGNORECASE),
            how,
        )
        for name, needs, literals, pattern, how in rows
    )


def _rows_of_days() -> list[_Row]:
    lexicon = load_lexicon()
    month = rf"(?P<month>{_with_stop(lexicon.months)})"
    weekday = rf"(?P<weekday>{_with_stop(lexicon.weekdays)})"
    part = rf"(?P<part>{alternatives(lexicon.dayparts)})"
    before = rf"(?:(?P<before>{alternatives(lexicon.weekdays)})\.?,?\s+)?"
    spelled = _numbers(lexicon)[1]
    time = rf"(?:(?P<hour>\d{{1,2}})(?::(?P<minute>\d\d))?\s*{_HALF_OF_DAY}|(?P<named>noon|midnight))"
    dayword = rf"(?P<dayword>yesterday|today|tonight|tomorrow)(?:\s+{part})?"
    nothing = rf"(?P<which>{_NEVER})?(?P<part>{_NEVER})?"
    some_day = rf"(?:{weekday}(?!,?\s+(?:{alternatives(lexicon.months)}))|(?P<dayword>yesterday|today|tomorrow)|{before}{month}\s+{_DAY})"
    holiday = rf"(?P<holiday>{alternatives(lexicon.holidays)})"
    return [
        ("iso date", "digit", "-", rf"{_YEAR}-(?P<monthn>\d\d)-(?P<day>\d\d)\b", calendar.read_iso_date),
        ("month day year", "month", "", rf"{before}{month}\s+{_DAY},?\s+{_YEAR}\b", calendar.read_full_date),
        ("day month year", "month", "", rf"{before}(?:the\s+)?{_DAY}\s+(?:of\s+)?{month},?\s+{_YEAR}\b", calendar.read_full_date),
        ("slash date", "digit", "/", r"(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<year>\d{4}|\d\d)\b", calendar.read_slash_date),
        ("month year", "month", "", rf"{_LOOSE}{month},?\s+(?:of\s+)?{_YEAR}\b(?P<words>{_NEVER})?", calendar.read_month_year),
        ("month spelled year", "month other", "teen", rf"{_LOOSE}{month},?\s+(?:of\s+)?{spelled}\b(?P<year>{_NEVER})?", calendar.read_month_year),
        ("month day", "month", "", rf"{before}(?:{_LAST}\s+)?{month}\s+{_DAY}(?![\d,]*\d)\b", calendar.read_month_day),
        ("day month", "month", "", rf"{before}(?P<which>{_NEVER})?(?:the\s+)?{_DAY}\s+(?:of\s+)?{month}", calendar.read_month_day),
        ("week of", "month unit", "week", rf"the\s+week\s+of\s+{before}{month}\s+{_DAY}\b(?P<which>{_NEVER})?", calendar.read_week_of),
        ("clock and date", "", "am|pm|a.m|p.m|noon|midnight", rf"{time}{_ZONE},?\s+{some_day}{nothing}(?!\w)", clock.read_clock_and_date),
        ("weekday part", "weekday", "", rf"{_SOON}(?:(?:this\s+)?{_LAST}\s+)?{weekday}(?:\s+{part})?(?!\w)", calendar.read_weekday),
        ("weekend", "unit", "weekend", r"the\s+weekend\b", calendar.read_weekend),
        ("day word", "other", "day|tonight|tomorrow", rf"{_SOON}{dayword}\b", calendar.read_day_word),
        ("this part", "part", "this|last", rf"(?:(?:early|earlier|late|later)\s+)?(?P<which>this|last)\s+{part}\b", calendar.read_this_part),
        ("next part", "part", "next|following", rf"the\s+(?:next|following)\s+{part}\b", calendar.read_next_part),
        ("second day", "month", "and|to|through", r"(?:(?<=\band\s)|(?<=\bto\s)|(?<=\bthrough\s))(?P<second>\d{1,2})(?:st|nd|rd|th)?\b(?![,.]?\d|\s*%|-)", calendar.read_second_day),
        ("holiday", "other", _any_of(lexicon.holidays, 0), rf"(?:(?P<which>last|this|next)\s+)?{holiday}\b(?:,?\s+{_YEAR})?", calendar.read_holiday),
        ("month", "month", "", rf"{_LOOSE}(?:{_LAST}\s+)?{month}", calendar.read_month),
        ("month of year", "month unit", "year", rf"{_LOOSE}{month}(?:\s+of)?\s+(?P<which>last|this|next|that|the\s+(?:same|following|next|previous))\s+year\b", calendar.read_month_of_year),
        ("clock", "digit", "am|pm|a.m|p.m", rf"(?P<hour>\d{{1,2}})(?::(?P<minute>\d\d))?\s*{_HALF_OF_DAY}(?P<named>{_NEVER})?", clock.read_clock),
        ("clock 24", "digit", ":", rf"(?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d)(?P<half>)(?P<named>{_NEVER})?\b", clock.read_clock),
    ]  # fmt: skip


def _rows_of_periods() -> list[_Row]:
    lexicon = load_lexicon()
    _, spelled, thousand = _numbers(lexicon)
    tens = "|".join(f"{word.removesuffix('y')}ies" for word, value in lexicon.numbers.items() if 20 <= value <= 90)
    season = rf"(?P<season>{alternatives(lexicon.seasons)})"
    of_year = rf"(?:\s+(?:of\s+)?(?:{_YEAR}|{spelled}))?"
    part_of = r"(?:the\s+)?(?:(?:early|late|mid)[\s-])?(?:to[\s-](?:mid|late)[\s-])?"
    return [
        ("season", "season", "", rf"{_LOOSE}(?:(?:the\s+)?(?:(?P<which>last|next|this\s+past|this|past)\s+)?{season}){of_year}\b", calendar.read_season),
        ("century", "digit", "century", r"(?:the\s+)?(?:(?:early|late|mid)[\s-])?(?P<nth>\d{1,2})(?:st|nd|rd|th)[\s-]century\b", calendar.read_century),
        ("decade", "digit", "s", rf"(?:{part_of}(?P<decade>(?:1[5-9]|20)\d0)['’]?s|{part_of}['’‘](?P<short>[2-9]0)['’]?s)\b(?P<word>{_NEVER})?", calendar.read_decade),
        ("short decade", "digit", "0s", rf"(?:in|during|of|since)?(?<=\s)(?:the\s+(?:(?:early|late|mid)[\s-])?(?P<short>[2-9]0)s)\b(?P<decade>{_NEVER})?(?P<word>{_NEVER})?", calendar.read_decade),
        ("spelled decade", "other", "ies", rf"the\s+(?:(?:early|late|mid)[\s-])?(?P<word>{tens})\b(?P<decade>{_NEVER})?(?P<short>{_NEVER})?", calendar.read_decade),
        ("year range", "digit", "-|–|—", rf"{_YEAR}[-–—](?P<to>\d{{4}}|\d\d)\b(?!-)", calendar.read_year_range),
        ("spelled year", "other", "ten|twelve|eleven|teen|twenty", rf"(?:the\s+year\s+)?{spelled}\b(?!\s+(?:people|men|women|years|days|troops|soldiers))", calendar.read_spelled_year),
        ("year two thousand", "other", "two", rf"(?:the\s+year\s+){thousand}\b", calendar.read_spelled_year),
        ("year", "digit", "", rf"{_LOOSE}(?:the\s+year\s+|fiscal\s+(?:year\s+)?)?{_YEAR}\b(?![-–/]\d|[%°]|[.,]\d|-\w)", calendar.read_year),
    ]  # fmt: skip


def _rows_of_results() -> list[_Row]:
    """Quarters, and what reports of results compare them with."""
    lexicon = load_lexicon()
    month = _with_stop(lexicon.months)
    ended = rf"(?:(?=\s+(?:that\s+)?(?:ended|ending|ends)\s+(?P<endmonth>{month})(?:\s+\d{{1,2}})?(?:,?\s+(?P<endyear>(?:19|20)\d\d)\b)?)|)"
    nth = alternatives(lexicon.ordinals)
    ago = r"year-(?:ago|earlier)"
    whose = rf"(?:(?P<of>last|this|next)\s+year['’]s\s+|(?P<compared>(?:comparable\s+|corresponding\s+)?{ago})\s+|(?P<before>(?:19|20)\d\d)\s+)?"
    quarter = rf"(?:the\s+)?{whose}(?:fiscal[\s-])?(?:(?P<nth>{nth}|last)\s+|(?P<nth2>{nth})-)(?P<what>quarter|half)\b(?!\s+of\s+the\s+(?:\d|[a-z]{{1,9}}\s+(?:said|won)))"
    same = r"(?:the|that|its|their)\s+(?:fiscal\s+)?"
    length = r"(?:first\s+)?(?:three|six|nine|12|twelve)\s+months"
    return [
        ("quarter", "unit", "quarter", rf"{quarter}(?:\s+(?:of\s+)?(?:fiscal\s+)?{_YEAR})?{ended}", quarters.read_quarter),
        ("half", "other", "half", rf"{quarter}(?:\s+(?:of\s+)?(?:fiscal\s+)?{_YEAR})?{ended}", quarters.read_quarter),
        ("same quarter", "unit", "quarter", rf"(?:the|that)\s+(?:fiscal\s+)?(?P<what>quarter)\b(?!\s+of\b|-|\s+century)(?!\s+(?:a\s+)?year){ended}", quarters.read_same_quarter),
        ("same period", "other", "that", rf"that\s+(?P<what>period)\b(?P<endmonth>{_NEVER})?", quarters.read_same_quarter),
        ("latest", "", "latest", r"the\s+latest\s+(?:fiscal\s+)?(?P<unit>quarter|period|week|month|year)\b", quarters.read_latest),
        ("that year's period", "digit", "quarter|period", rf"the\s+{_YEAR}\s+(?P<what>quarter|period)\b", quarters.read_compared_period),
        ("year before", "unit", "year-", rf"(?:the\s+)?(?:comparable\s+|corresponding\s+|same\s+)?{ago}\s+(?:fiscal\s+)?(?:quarter|period|{length})\b", quarters.read_year_before),
        ("year before alone", "unit", "year-", rf"{ago}\b", quarters.read_year_before),
        ("same a year ago", "unit", "quarter|period", rf"{same}(?:quarter|period)\s+a\s+year\s+(?:ago|earlier|before)\b", quarters.read_year_before),
        ("same last year", "unit", "same|like|comparable|corresponding", r"(?:the\s+)?(?:same|comparable|corresponding|like)\s+(?:quarter|period)\s+(?:(?:of\s+)?last\s+year|a\s+year\s+(?:ago|earlier|before)|the\s+year\s+before|the\s+previous\s+year)\b", quarters.read_year_before),
        ("last year's quarter", "unit", "last", r"last\s+year['’]s\s+(?:quarter|period)\b", quarters.read_year_before),
    ]  # fmt: skip


def _rows_of_distances() -> list[_Row]:
    """What is counted from publication, or from the date before."""
    lexicon = load_lexicon()
    units = alternatives(lexicon.units)
    singular = alternatives({word: code for word, code in lexicon.units.items() if word not in lexicon.plurals})
    number = rf"(?P<number>{_numbers(lexicon)[0]}|{_VAGUE})"
    kind = r"(?:fiscal\s+|calendar\s+|full\s+)?"
    return [
        ("past decade", "unit", "decade|century", r"the\s+(?:past|last|coming|next)\s+(?P<number>)(?P<unit>decade|century)\b", relative.read_long_period),
        ("decades ago", "unit", "ago", r"(?:many\s+)?(?P<unit>decades|centuries)\s+ago\b", relative.read_long_ago),
        ("ago", "unit", "ago", rf"{_ABOUT}{number}\s+(?P<unit>{units})\s+(?:or\s+so\s+)?ago\b", relative.read_ago),
        ("distance", "unit", "later|earlier|after|before|previously", rf"{number}\s+(?P<unit>{units})\s+(?P<side>later|earlier|afterwards?|before(?!\s+(?:\w+ing|he|she|they|it|we)\b)|previously)\b", relative.read_distance),
        ("neighbour", "unit", "the", rf"the\s+(?:previous|following|preceding|prior|next)\s+(?P<unit>{singular})\b", relative.read_neighbour),
        ("same", "unit", "that|same", r"(?:that|the)\s+(?:very\s+)?same\s+(?P<unit>day|week|month|year)\b|that\s+(?P<unit2>day|week|month|year)\b", relative.read_same),
        ("plural", "unit", "coming|future|past", r"(?:the\s+)?(?P<side>coming|upcoming|future|past)\s+(?:years|months|weeks|days|decades|quarters)\b", relative.read_plural_reference),
        ("relative", "unit", "last|past|previous|this|current|next|coming", rf"(?P<edge>(?:(?:early|earlier|late|later|mid|sometime)[\s-]+(?:in\s+)?|{_EDGE}))?(?:the\s+)?(?P<which>last|past|previous|this|current|next|coming|upcoming)\s+{kind}(?P<unit>{singular})\b(?:\s+or\s+so\b)?", relative.read_relative),
        ("end of period", "unit", "end|close", rf"(?:the\s+)?(?P<edge>end|close)\s+of\s+the\s+(?P<unit>{units})\b", relative.read_end_of_period),
        ("in the year", "unit", "early|earlier|late|later", rf"(?P<edge>early|earlier|late|later)\s+in\s+the\s+(?P<unit>{units})\b", relative.read_end_of_period),
        ("year ended", "unit", "ended|ending", r"the\s+(?:fiscal\s+)?(?P<unit>year)\b(?=\s+(?:ended|ending)\b)", relative.read_length_of_one),
        ("for the year", "unit", "for the", r"(?<=\bfor\s)the\s+year\b(?!\s+(?:ended|ending|of|before|after|to|\d))", relative.read_whole_year),
        ("whole year", "unit", "full|fiscal|whole|entire", r"the\s+(?:full|fiscal|whole|entire)\s+year\b", relative.read_whole_year),
        ("year end", "unit", "end", r"(?:the\s+)?(?:year-end|year['’]s\s+end|year\s+end)\b", relative.read_year_end),
        ("reference", "", _any_of(lexicon.references, -1), rf"(?P<ref>{alternatives(lexicon.references)})\b", relative.read_reference),
    ]  # fmt: skip


def _rows_of_lengths() -> list[_Row]:
    """Durations and sets."""
    lexicon = load_lexicon()
    units = alternatives(lexicon.units)
    digits = _numbers(lexicon)[0]
    number = rf"(?P<number>{digits}|{_VAGUE})"
    repeated = rf"(?P<unit>{units}|{alternatives(lexicon.weekdays)}|{alternatives(lexicon.months)})"
    ranks = r"last|past|next|first|coming|previous|following|final|latest"
    between = r"(?:full\s+|consecutive\s+|straight\s+|more\s+|trading\s+|business\s+|working\s+|calendar\s+|long\s+)?"
    return [
        ("last several", "unit", "last|past|next|first|coming|previous|following|final|latest", rf"(?:the\s+)?(?:{ranks})\s+{number}\s+(?P<unit>{units})\b(?:\s+or\s+so\b)?", relative.read_duration),
        ("set", "set", "", rf"(?P<set>{alternatives(lexicon.sets)})\b", relative.read_set),
        ("each several", "unit", "every", rf"every\s+{number}\s+(?P<unit>{units})\b", relative.read_each_several),
        ("each", "", "every|each|per|once|twice", rf"(?:every|each|per|once\s+a|twice\s+a)\s+{repeated}\b", relative.read_each),
        ("adjective", "unit", "-", rf"{number}-(?P<unit>{units})(?!-old|\s+old|\w)(?<!quarters)", relative.read_duration),
        ("and a half", "unit", "half|1/2|½", rf"{_ABOUT}{number}(?:\s*(?P<half>½|\s1/2|\sand\s+a\s+half)\s+(?P<unit>{units})|\s+(?P<unit2>{_NEVER}))\b", relative.read_mixed_duration),
        ("with a half", "unit", "half", rf"{_ABOUT}{number}\s+(?P<unit>{units})\s+(?P<half>and\s+a\s+half)\b", relative.read_mixed_duration),
        ("long", "unit", "-long", rf"(?P<unit>{units})-long\b", relative.read_length_of_one),
        ("open duration", "unit", " to | or ", rf"{number}\s+(?:to|or)\s+(?:{digits})\s+(?P<unit>{units})\b(?P<half>{_NEVER})?", relative.read_mixed_duration),
        ("one or two", "unit", " or ", rf"{number}\s+(?P<unit>{units})\s+or\s+(?:two|three|so)\b(?P<half>{_NEVER})?", relative.read_mixed_duration),
        ("duration", "unit", "", rf"{_ABOUT}(?:the\s+)?{number}\s+{between}(?P<unit>{units})\b(?!\s+old\b|\s+ago\b|-old|-long)", relative.read_duration),
        ("vague duration", "unit", "s ", rf"(?P<number>){_PLURALS}(?=\s+(?:of|before|after)\b)", relative.read_duration),
        ("bare duration", "unit", "for", rf"(?<=\bfor\s)(?P<number>){_PLURALS}\b(?!\s+(?:of|to)\b)", relative.read_duration),
        ("within", "unit", "within", rf"(?<=\bwithin\s)(?P<number>){_PLURALS}\b", relative.read_duration),
    ]  # fmt: skip


@functools.cache
def load_hint() -> re.Pattern[str]:
    """A pattern for the words without which no rule matches; looking for it first spares the rules most of a text."""
    lexicon = load_lexicon()
    words = {
        *lexicon.months, *lexicon.weekdays, *lexicon.units, *lexicon.seasons, *lexicon.dayparts, *lexicon.sets,
        "yesterday", "today", "tonight", "tomorrow", "period", "half", "two thousand", "midnight", "noon",
        *(word for word, value in lexicon.numbers.items() if 11 <= value <= 19),
        *(f"{word.removesuffix('y')}ies" for word, value in lexicon.numbers.items() if 20 <= value <= 90),
        *(phrase.split()[-1] for phrase in lexicon.references), *(name.split()[0] for name in lexicon.holidays),
    }  # fmt: skip
    joined = alternatives(dict.fromkeys(words, ""))
    return re.compile(rf"\b(?:{joined})\b|\d\d|\d\s*[ap]\.?m|\d\s+1/2", re.IGNORECASE)
