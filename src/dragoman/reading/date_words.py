"""The patterns of time expressions, built once from the table of words."""

import functools
import re
from dataclasses import dataclass

from dragoman.reading.rules import load_rules

__all__ = ["Lexicon", "alternatives", "load_lexicon", "number_of"]

_TENS = {"twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"}


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Lower-case words of time with what they mean."""

    months: dict[str, int]
    weekdays: dict[str, int]  # Monday is 0
    units: dict[str, str]
    numbers: dict[str, int]
    ordinals: dict[str, int]
    seasons: dict[str, str]
    dayparts: dict[str, str]
    references: dict[str, str]  # phrase -> PAST_REF ...
    sets: dict[str, str]
    holidays: dict[str, str]


@functools.cache
def load_lexicon() -> Lexicon:
    """Load the table of words."""
    table = load_rules("dates")
    units = {word: code for word, code in table["units"].items() if word != "example"}
    plurals = {("centuries" if word == "century" else f"{word}s"): code for word, code in units.items()}

    def plain(name: str) -> dict[str, str]:
        return {word.lower(): value for word, value in table[name].items() if word != "example"}

    def named(name: str, offset: int = 0) -> dict[str, int]:
        rows = ((key, words) for key, words in table[name].items() if key != "example")
        return {word.lower(): int(key) + offset for key, words in rows for word in words}

    return Lexicon(
        months=named("months"),
        weekdays=named("weekdays", -1),
        units=units | plurals,
        numbers={word: int(value) for word, value in plain("numbers").items()},
        ordinals={word: int(value) for word, value in plain("ordinals").items()},
        seasons=plain("seasons"),
        dayparts=plain("dayparts"),
        references={
            phrase.lower(): name
            for name, phrases in table["references"].items()
            if name != "example"
            for phrase in phrases
        },
        sets=plain("sets"),
        holidays=plain("holidays"),
    )


def alternatives(words: dict[str, int] | dict[str, str]) -> str:
    """Join words to a regular expression, the longest first; spaces match any white space."""
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered)


def number_of(words: str) -> int | None:
    """Read "17", "seventeen" or "twenty-four"; None for "several"."""
    text = words.lower().replace(",", "").strip()
    if text.isdigit():
        return int(text)
    total = 0
    numbers = load_lexicon().numbers
    for part in re.split(r"[\s-]+", text):
        if part not in numbers:
            return None
        total = total * 100 if part == "hundred" and total else total + numbers[part]
    return total or None
