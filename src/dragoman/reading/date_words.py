"""The patterns of time expressions, built once from the table of words."""

import functools
import re
from dataclasses import dataclass

from dragoman.reading.rules import load_rules

__all__ = ["Lexicon", "alternatives", "kinds_of", "load_lexicon", "number_of", "year_of"]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Lower-case words of time with what they mean."""

    months: dict[str, int]
    weekdays: dict[str, int]  # Monday is 0
    units: dict[str, str]
    plurals: frozenset[str]  # of units
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
        plurals=frozenset(plurals),
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


def year_of(words: str) -> int | None:
    """Read "nineteen ninety-six", "two thousand four", "two thousand and four"; None where it is no year."""
    parts = [part for part in re.split(r"[\s-]+", words.lower().strip()) if part not in {"", "and"}]
    if parts[:2] == ["two", "thousand"]:
        rest = number_of(" ".join(parts[2:])) if parts[2:] else 0
        return 2000 + rest if rest is not None and rest < 100 else None
    century = number_of(parts[0]) if parts else None
    rest = number_of(" ".join(parts[1:])) if parts[1:] else None
    if century is None or rest is None or not 10 <= century <= 20 or not 10 <= rest <= 99:
        return None
    return 100 * century + rest


@functools.cache
def kinds_of(word: str) -> frozenset[str]:
    """Tell which kinds of words of time a lower-case word belongs to: month, weekday, unit, ..., digit."""
    lexicon = load_lexicon()
    bare = word.rstrip(".")
    tables: dict[str, dict[str, int] | dict[str, str]] = {
        "month": lexicon.months, "weekday": lexicon.weekdays, "unit": lexicon.units, "season": lexicon.seasons,
        "part": lexicon.dayparts, "set": lexicon.sets,
    }  # fmt: skip
    kinds = {name for name, table in tables.items() if bare in table}
    return frozenset(kinds or {"digit" if bare[:1].isdigit() else "other"})
