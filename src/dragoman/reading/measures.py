"""Find measures: numbers with the words that bound them ("more than") and a unit of money, share or length."""

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from dragoman.model import Quantity
from dragoman.reading.numbers import Numeral, find_numerals
from dragoman.reading.rules import load_rules

__all__ = ["Measure", "compound_unit", "find_measures"]

_Value = int | float
# Longest run of bounding words before a number, in code points: "no fewer than US$" and some slack.
_REACH = 28
_CONTEXT = 16


@dataclass(frozen=True, slots=True)
class Measure:
    """A number as bounded and measured in the text; code points, half-open."""

    start: int  # of the bounding words, else of the sign of money, else of the number
    end: int  # of the unit, else of the number
    numeral: Numeral
    value: Quantity
    unit: str | None  # None: the unit is a counted noun, or missing
    bound: str | None  # "above", "below", "exact" where words before the number say so
    hyphened: str | None  # the word joined to the number by a hyphen: "year" in "seven-year"
    before: str  # what stands right before the number, at most _CONTEXT code points
    after: str  # what stands right after the measure


@dataclass(frozen=True, slots=True)
class _Patterns:
    before: re.Pattern[str]
    after: re.Pattern[str]
    sign: re.Pattern[str]
    word: re.Pattern[str]
    bounds: dict[str, str]  # words -> "above", "below", "exact"


@functools.cache
def _patterns() -> _Patterns:
    rules, units = load_rules("figures"), load_rules("units")
    before = {word: entry["reads"] for entry in rules["bound"] for word in entry["words"]}
    after = {word: entry["reads"] for entry in rules["after"] for word in entry["words"]}
    return _Patterns(
        before=re.compile(rf"(?<![\w-])(?P<bound>{_any(before)})\s\Z", re.IGNORECASE),
        after=re.compile(rf"\s?(?P<bound>{_any(after)})(?![\w-])", re.IGNORECASE),
        sign=re.compile(rf"(?<![A-Za-z])(?P<sign>{_any(units['sign'])})\s?\Z"),
        word=re.compile(rf"[\s-]?(?P<unit>{_any(units['word'])})(?!\w)", re.IGNORECASE),
        bounds={**before, **after},
    )


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@functools.cache
def _units() -> tuple[dict[str, str], dict[str, str]]:
    rules = load_rules("units")
    return rules["sign"], {word.lower(): unit for word, unit in rules["word"].items()}


def compound_unit(word: str) -> str | None:
    """Return the unit that a singular noun in a compound names: "years" for the "year" of "seven-year"."""
    unit: str | None = load_rules("units")["measure"].get(word.lower())
    return unit


def find_measures(text: str) -> tuple[Measure, ...]:
    """Return the measures of a text in order."""
    return tuple(_measure(text, numeral) for numeral in find_numerals(text))


def _measure(text: str, numeral: Numeral) -> Measure:
    patterns, (signs, words) = _patterns(), _units()
    start, end, unit = numeral.start, numeral.end, None
    sign = patterns.sign.search(text, max(0, start - 5), start)
    if sign:
        start, unit = sign.start(), signs[sign["sign"]]
    more = patterns.after.match(text, end)
    if more:
        end = more.end()
    word = patterns.word.match(text, end)
    if word and not (sign and word["unit"].startswith("per")):
        end, unit = word.end(), unit or words[word["unit"].lower()]
    less = patterns.before.search(text, max(0, start - _REACH), start)
    bound = patterns.bounds[more["bound"].lower()] if more else None
    if less:
        start, bound = less.start(), bound or patterns.bounds[less["bound"].lower()]
    around = text[max(0, numeral.start - _CONTEXT) : numeral.start], text[end : end + _CONTEXT]
    joined = re.compile(r"-([A-Za-z]+)").match(text, numeral.end) if unit is None else None
    return Measure(
        start, end, numeral, _bounded(numeral.value, bound), unit, bound, joined[1] if joined else None, *around
    )


def _bounded(value: Quantity, bound: str | None) -> Quantity:
    """Open a number above or below; a range or a vague number stays as it is ("up to 5-10", "over tens of")."""
    if isinstance(value, tuple):
        return (None, value[1]) if bound == "below" and value[1] is not None else value
    if bound == "above":
        return (value, None)
    return (None, value) if bound == "below" else value
